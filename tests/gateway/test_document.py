"""What a text must be to become a Document, and how the limits hold against documents made to hurt."""

import pytest
from graphql import build_schema

from gateway.operation.document import Document, Rules
from gateway.operation.limits import OperationLimits
from gateway.operation.refusal import (
    LimitExceeded,
    OperationUnresolved,
    ParseFailed,
    Refusal,
    ValidationFailed,
)

SCHEMA = build_schema(
    """
    type Query { zaak(id: ID!): Zaak  zaken: [Zaak!]!  aantal: Int! }
    type Mutation { sluiten(id: ID!): Zaak }
    type Zaak { id: ID! deelzaken: [Zaak!]! hoofdzaak: Zaak }
    """
)


def read(text: str, **limits: int) -> Document:
    return Document.read(text, Rules(SCHEMA, OperationLimits(**limits)))


def nested(levels: int) -> str:
    return "{ zaken " + "{ deelzaken " * (levels - 2) + "{ id }" + " }" * (levels - 2) + " }"


def test_a_valid_document_gives_its_operations_and_fragments_by_name() -> None:
    document = read("query A { ...F } query B { aantal } fragment F on Query { aantal }")
    assert set(document.operations) == {"A", "B"}
    assert set(document.fragments) == {"F"}


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", ParseFailed),
        ("{ aantal", ParseFailed),
        ("{ zaken { } }", ParseFailed),
        ("{ bestaatNiet }", ValidationFailed),
        ("{ zaken }", ValidationFailed),
        ("{ zaak { id } }", ValidationFailed),
        ("fragment F on Query { aantal }", ValidationFailed),
        ("type Query { aantal: Int }", ValidationFailed),
        ("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }", ValidationFailed),
        ("subscription { aantal }", ValidationFailed),
    ],
)
def test_what_is_no_valid_document_is_refused_with_its_code(text: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal) as raised:
        read(text)
    assert all(error["extensions"] == {"code": refusal.code} for error in raised.value.errors)


def test_an_error_says_where_in_the_text_it_is() -> None:
    with pytest.raises(ValidationFailed) as raised:
        read("{\n  bestaatNiet\n}")
    assert raised.value.errors[0]["locations"] == [{"line": 2, "column": 3}]


def test_the_number_of_errors_is_bounded() -> None:
    with pytest.raises(ValidationFailed) as raised:
        read("{ " + " ".join(f"fout{n}" for n in range(30)) + " }")
    assert len(raised.value.errors) <= 21


def test_introspection_can_be_forbidden() -> None:
    with pytest.raises(ValidationFailed):
        Document.read("{ __schema { types { name } } }", Rules(SCHEMA, introspection=False))
    Document.read("{ __typename }", Rules(SCHEMA, introspection=False))


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("{ zaaken { id } }", "'zaken'"),
        ("{ zaak(idd: 1) { id } }", "'id'"),
        ("{ zaak(id: 1) { ... on Zaakk { id } } }", "'Zaak'"),
        ("query ($s: Stan) { open(stand: $s) }", "'Stand'"),
        ("{ open(stand: LOPENT) }", "'LOPEND'"),
        ("{ zoek(op: {termijnn: 1}) }", "'termijn'"),
    ],
)
def test_without_introspection_no_error_suggests_a_name(wrong: str, right: str) -> None:
    schema = build_schema(
        """
        type Query { zaak(id: ID!): Zaak  zaken: [Zaak!]!  open(stand: Stand): Int  zoek(op: Filter): Int }
        type Zaak { id: ID! }
        enum Stand { LOPEND GESLOTEN }
        input Filter { termijn: Int }
        """
    )
    told = {}
    for introspection in (True, False):
        with pytest.raises(ValidationFailed) as raised:
            Document.read(wrong, Rules(schema, introspection=introspection))
        told[introspection] = " ".join(error["message"] for error in raised.value.errors)
    assert right in told[True]
    assert right not in told[False]


class TestOperation:
    def test_a_single_operation_needs_no_name(self) -> None:
        assert read("query A { aantal }").operation(None).name

    def test_an_anonymous_operation_is_found_without_a_name(self) -> None:
        assert read("{ aantal }").operation(None).name is None

    @pytest.mark.parametrize("name", [None, "C", ""])
    def test_one_of_several_must_be_named_and_known(self, name: str | None) -> None:
        with pytest.raises(OperationUnresolved):
            read("query A { aantal } query B { aantal }").operation(name)


class TestLimits:
    def test_each_limit_is_inclusive(self) -> None:
        assert read(nested(5), depth=5)
        with pytest.raises(LimitExceeded, match="6 levels of nested fields; at most 5"):
            read(nested(6), depth=5)

    @pytest.mark.parametrize(
        ("limit", "text"),
        [
            ("fields", "{ aantal zaken { id } }"),
            ("aliases", "{ a: aantal b: aantal c: aantal }"),
            (
                "directives",
                "{ a: aantal @skip(if: false) b: aantal @skip(if: false) ... @skip(if: false) { aantal } }",
            ),
            ("root_fields", "{ a: aantal b: aantal c: aantal }"),
        ],
    )
    def test_three_are_one_too_many_for_two(self, limit: str, text: str) -> None:
        assert read(text, **{limit: 3})
        with pytest.raises(LimitExceeded):
            read(text, **{limit: 2})

    def test_tokens_and_characters_are_refused_before_the_text_is_parsed(self) -> None:
        with pytest.raises(ParseFailed, match="more than 5 tokens"):
            read("{ a b c d e f g h", tokens=5)
        with pytest.raises(ParseFailed):
            read("{ aantal " + " " * 500, characters=100)

    def test_aliases_that_write_the_schema_out_again_are_counted_wherever_they_stand(self) -> None:
        fragment = "fragment F on __Type { a: fields { name } b: fields { name } }"
        texts = (
            "{ a: __schema { types { name } } b: __schema { types { b: name } } }",
            "{ __schema { types { a: name b: name ... { c: name } } } }",
            "{ a: __schema { types { ...F } } }" + fragment,
        )
        for text in texts:
            assert read(text, introspection_aliases=3)
            with pytest.raises(LimitExceeded, match="asks 3 aliases in introspection"):
                read(text, introspection_aliases=2)
        assert read("{ a: aantal b: aantal c: aantal }", introspection_aliases=2)

    @pytest.mark.parametrize(
        "text",
        [
            "{ " + "zaken { id } " * 1000 + "}",
            "{ " + "zaken { deelzaken { id } } " * 300 + "}",
            "{ zaken { "
            + " ".join(f"...F{n}" for n in range(800))
            + " } }"
            + " ".join(f"fragment F{n} on Zaak {{ id }}" for n in range(800)),
        ],
        ids=["fields", "nested fields", "fragments"],
    )
    def test_fields_that_take_long_to_compare_are_refused_before_they_are_all_compared(
        self, text: str
    ) -> None:
        with pytest.raises(ValidationFailed, match="aborted"):
            read(text, root_fields=1000)

    def test_a_fragment_counts_for_every_spread(self) -> None:
        fragment = "fragment F on Zaak { id hoofdzaak { id } }"
        text = "{ zaken { ...F deelzaken { ...F } } }" + fragment
        assert read(text, fields=8, depth=4)
        with pytest.raises(LimitExceeded, match="asks 8 fields"):
            read(text, fields=7)
        with pytest.raises(LimitExceeded, match="4 levels"):
            read(text, depth=3)

    def test_the_order_of_the_definitions_does_not_matter(self) -> None:
        fragments = ["fragment A on Zaak { deelzaken { ...B } }", "fragment B on Zaak { hoofdzaak { id } }"]
        for order in (fragments, fragments[::-1]):
            with pytest.raises(LimitExceeded, match="4 levels"):
                read("{ zaken { ...A } }" + " ".join(order), depth=3)

    def test_fragments_that_double_a_hundred_times_are_counted_without_being_expanded(self) -> None:
        doubling = " ".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(100))
        with pytest.raises(LimitExceeded, match=f"{2**100} fields"):
            read("{ ...F0 }" + doubling + "fragment F100 on Query { aantal }")

    def test_a_long_chain_of_fragments_does_not_exhaust_the_stack(self) -> None:
        chain = " ".join(f"fragment F{n} on Query {{ ...F{n + 1} }}" for n in range(2000))
        with pytest.raises(Refusal):
            read("{ ...F0 }" + chain + "fragment F2000 on Query { aantal }")

    def test_a_circle_of_a_thousand_fragments_is_refused(self) -> None:
        circle = " ".join(f"fragment F{n} on Query {{ ...F{(n + 1) % 1000} }}" for n in range(1000))
        with pytest.raises(ValidationFailed):
            read("{ ...F0 }" + circle)

    @pytest.mark.parametrize("text", ["{ zaken " * 9000, "{ zaak(id: " + "[" * 9000, "{ " + "... { " * 9000])
    def test_thousands_of_opening_brackets_are_refused(self, text: str) -> None:
        with pytest.raises(ParseFailed):
            read(text)
