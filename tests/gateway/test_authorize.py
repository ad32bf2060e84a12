"""Authorization marks exactly what the caller may not see, per concrete type, before anything is planned."""

from collections.abc import Iterator

import pytest
from graphql import OperationDefinitionNode, parse, validate
from harness.guarded_graph import SDL, customer, guarded_graph

from auth.assurance import Niveau
from auth.policy import Denied, Rights
from auth.principal import ANONIEM, Caller, Klantsoort
from gateway.operation.authorize import authorize
from gateway.operation.normalize import normalize
from gateway.operation.requirements import Requirements
from gateway.operation.selection import Operation, SelectionSet

GRAPH = guarded_graph()
REQUIREMENTS = Requirements(GRAPH)


def operation(text: str) -> Operation:
    document = parse(text)
    assert validate(GRAPH.full, document) == []
    definition = document.definitions[0]
    assert isinstance(definition, OperationDefinitionNode)
    return normalize(document, definition, {}, GRAPH.full)


def denials(text: str, caller: Caller, rights: Rights | None = None) -> set[tuple[str, str, str]]:
    """(path of response keys, runtime type, closed coordinate) for each denied field."""
    marked = authorize(operation(text), REQUIREMENTS, rights or Rights.of(caller))
    return set(closed(marked.selection, ""))


def closed(selection: SelectionSet, path: str) -> Iterator[tuple[str, str, str]]:
    for branch in selection.branches:
        for field in branch.fields:
            here = f"{path}.{field.response_key}".lstrip(".")
            if field.denial:
                yield from ((here, name, field.denial.coordinate) for name in branch.types)
            elif field.selection:
                yield from closed(field.selection, here)


def test_an_operation_with_nothing_to_deny_comes_back_as_it_is() -> None:
    asked = operation("{ nieuws { titel __typename } __typename __schema { types { name } } }")
    assert authorize(asked, REQUIREMENTS, Rights.of(ANONIEM)) is asked


def test_a_field_that_asks_for_a_login_is_closed_to_nobody_in_particular() -> None:
    assert denials("{ ik { id } nieuws { titel } }", ANONIEM) == {("ik", "Query", "Query.ik")}


def test_a_renamed_directive_still_closes_its_field() -> None:
    assert 'as: "@ingelogd"' in SDL
    assert denials("{ mij: ik { id } }", ANONIEM) == {("mij", "Query", "Query.ik")}


def test_what_lies_under_a_denied_field_is_gone() -> None:
    marked = authorize(operation("{ ik { id naam } }"), REQUIREMENTS, Rights.of(ANONIEM))
    (field,) = marked.selection.branches[0].fields
    assert field.selection is None


def test_a_field_of_an_interface_is_held_against_every_type_that_implements_it() -> None:
    burger = customer(Klantsoort.BURGER, Niveau.MIDDEN)
    assert denials("{ ik { __typename id naam } }", burger) == {
        ("ik.id", "Bedrijf", "Bedrijf"),
        ("ik.naam", "Bedrijf", "Bedrijf"),
    }
    bedrijf = customer(Klantsoort.BEDRIJF, Niveau.MIDDEN)
    assert denials("{ ik { id naam } }", bedrijf) == {("ik.naam", "Persoon", "Persoon.naam")}


def test_branches_split_only_where_the_decisions_differ() -> None:
    bedrijf = customer(Klantsoort.BEDRIJF, Niveau.MIDDEN)
    together = authorize(operation("{ ik { id } }"), REQUIREMENTS, Rights.of(bedrijf))
    apart = authorize(operation("{ ik { id naam } }"), REQUIREMENTS, Rights.of(bedrijf))
    below = [marked.selection.branches[0].fields[0].selection for marked in (together, apart)]
    assert [[branch.types for branch in one.branches] for one in below if one] == [
        [("Bedrijf", "Persoon")],
        [("Bedrijf",), ("Persoon",)],
    ]


def test_members_of_a_union_are_held_against_their_own_type() -> None:
    text = "{ vondsten { ... on Nieuws { titel } ... on Persoon { naam } ... on Bedrijf { naam } } }"
    assert denials(text, ANONIEM) == {
        ("vondsten.naam", "Persoon", "Persoon.naam"),
        ("vondsten.naam", "Bedrijf", "Bedrijf"),
    }


def test_fragments_and_aliases_open_nothing() -> None:
    text = """{ ...a ... { b: vondsten { ...c } } } fragment a on Query { vondsten { ... on Klant { n: naam }
    } } fragment c on Vondst { ... on Klant { ...d } } fragment d on Persoon { alias: naam }"""
    assert denials(text, ANONIEM) == {
        ("vondsten.n", "Persoon", "Persoon.naam"),
        ("vondsten.n", "Bedrijf", "Bedrijf"),
        ("b.alias", "Persoon", "Persoon.naam"),
    }


def test_a_closed_type_closes_the_field_that_returns_it_through_lists() -> None:
    assert denials("{ zaken { nummer } }", ANONIEM) == {("zaken", "Query", "Zaak")}
    assert denials("{ zaken { hoofdzaak { nummer } } }", customer()) == set()


def test_a_closed_scalar_closes_the_fields_that_return_it() -> None:
    assert denials("{ persoon { bsn } }", customer()) == {("persoon.bsn", "Persoon", "Bsn")}
    assert denials("{ persoon { bsn } }", customer(niveau=Niveau.HOOG)) == set()


def test_a_field_from_an_interface_object_keeps_the_requirements_it_has_there() -> None:
    assert denials("{ persoon { taken } }", ANONIEM) == {("persoon.taken", "Persoon", "Klant.taken")}
    assert denials("{ persoon { taken } }", customer()) == set()


def test_what_a_field_requires_counts_as_read() -> None:
    assert denials("{ persoon { brief } }", ANONIEM) == {("persoon.brief", "Persoon", "Bsn")}
    assert denials("{ persoon { brief } }", customer(niveau=Niveau.HOOG)) == set()


def test_what_an_argument_is_filled_from_counts_as_read() -> None:
    asked = "{ nieuws { kaart { id titel } } }"
    assert denials(asked, ANONIEM) == {("nieuws.kaart.titel", "Kaart", "Persoon.naam")}
    assert denials(asked, customer()) == set()


def test_an_alternative_must_be_met_as_a_whole() -> None:
    instelling = customer(Klantsoort.INSTELLING, Niveau.MIDDEN)
    assert denials("{ ik { ... on Bedrijf { id } } }", instelling) == {("ik.id", "Bedrijf", "Bedrijf")}
    higher = customer(Klantsoort.INSTELLING, Niveau.SUBSTANTIEEL)
    assert denials("{ ik { ... on Bedrijf { id } } }", higher) == set()


def test_a_mandate_opens_what_names_its_service_and_nothing_else() -> None:
    assert denials("{ zaken { nummer } }", customer(Klantsoort.BEDRIJF, Niveau.BASIS, "zaken")) == set()
    assert denials("{ zaken { nummer } }", customer(Klantsoort.BEDRIJF, Niveau.BASIS, "parkeren")) != set()


def test_a_login_of_unknown_level_is_no_login() -> None:
    assert denials("{ ik { id } }", customer(niveau=Niveau.GEEN)) == {("ik", "Query", "Query.ik")}


@pytest.mark.parametrize(
    ("rights", "open_"),
    [
        (Rights.of(ANONIEM), False),
        (Rights.of(ANONIEM, {"redactie": lambda _: False}), False),
        (Rights.of(ANONIEM, {"redactie": lambda _: True}), True),
    ],
    ids=["unknown", "says no", "says yes"],
)
def test_a_policy_opens_only_when_it_is_known_and_says_yes(rights: Rights, open_: bool) -> None:
    closed_ = denials("{ nieuws { bij titel } }", ANONIEM, rights)
    assert closed_ == (set() if open_ else {("nieuws.bij", "Nieuws", "Nieuws.bij")})


def test_deeply_nested_fragments_cost_no_more_than_their_own_size() -> None:
    chain = "".join(
        f"fragment f{n} on Zaak {{ a: hoofdzaak {{ ...f{n + 1} }} b: hoofdzaak {{ ...f{n + 1} }} }}"
        for n in range(40)
    )
    text = f"{{ zaken {{ ...f0 }} }} {chain} fragment f40 on Zaak {{ nummer }}"
    document = parse(text)
    definition = document.definitions[0]
    assert isinstance(definition, OperationDefinitionNode)
    asked = normalize(document, definition, {}, GRAPH.full)
    assert authorize(asked, REQUIREMENTS, Rights.of(customer())) is asked


def test_a_denial_says_which_login_would_do() -> None:
    assert Rights.of(ANONIEM).denial(REQUIREMENTS.of("Bedrijf", "naam")) == Denied(
        "Bedrijf", ("bedrijf", "instelling"), "substantieel"
    )


def test_the_fingerprint_tells_apart_only_who_may_see_something_else() -> None:
    def fingerprint(caller: Caller) -> object:
        return Rights.of(caller).fingerprint(REQUIREMENTS.scopes, REQUIREMENTS.policies)

    other = customer()
    parking, waste = (customer(Klantsoort.BURGER, Niveau.MIDDEN, dienst) for dienst in ("parkeren", "afval"))
    assert fingerprint(parking) == fingerprint(waste)
    mandated = customer(Klantsoort.BURGER, Niveau.MIDDEN, "zaken")
    higher = customer(niveau=Niveau.HOOG)
    assert len({fingerprint(who) for who in (ANONIEM, other, mandated, higher)}) == 4
