"""Which fields normalization sets apart for later, and under which @defer: the collecting of the proposal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from graphql import OperationDefinitionNode, build_schema, parse, validate

from gateway.operation.document import Document, Rules
from gateway.operation.incremental_directives import with_incremental_delivery
from gateway.operation.limits import OperationLimits
from gateway.operation.normalize import condition_variables, normalize
from gateway.operation.refusal import LimitExceeded, ValidationFailed
from gateway.operation.selection import Branch, Deferral, Field, SelectionSet

SCHEMA = with_incremental_delivery(
    build_schema(
        """
        type Query { zaak: Zaak zaken: [Zaak!]! raster: [[Zaak]] klant: Klant namen: [String] }
        type Mutation { sluiten: Zaak }
        type Subscription { gewijzigd: Zaak }
        type Zaak { id: ID! titel: String hoofdzaak: Zaak deelzaken: [Zaak] klant: Klant }
        interface Klant { id: ID! naam: String zaken: [Zaak] }
        type Persoon implements Klant { id: ID! naam: String zaken: [Zaak] bsn: String }
        type Bedrijf implements Klant { id: ID! naam: String zaken: [Zaak] kvk: String }
        """
    )
)


def normalized(
    query: str, variables: Mapping[str, Any] | None = None, *, in_parts: bool = True
) -> SelectionSet:
    document = parse(query)
    assert not validate(SCHEMA, document)
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    return normalize(document, operation, variables or {}, SCHEMA, in_parts=in_parts).selection


def tree(query: str, variables: Mapping[str, Any] | None = None, *, in_parts: bool = True) -> str:
    """The normalized query: what is deferred in brackets, after its labels."""
    return _selection(normalized(query, variables, in_parts=in_parts))


def _selection(selection: SelectionSet) -> str:
    if [branch.types for branch in selection.branches] == [(selection.type,)]:
        return " ".join(_branch(selection.branches[0]))
    return " ".join(f"<{'|'.join(one.types)}: {' '.join(_branch(one))}>" for one in selection.branches)


def _branch(branch: Branch) -> Iterator[str]:
    yield from map(_field, branch.fields)
    for one in branch.deferred:
        yield f"[{'&'.join(sorted(map(_name, one.deferrals)))}: {' '.join(map(_field, one.fields))}]"


def _name(deferral: Deferral) -> str:
    inside = f" in {_name(deferral.parent)}" if deferral.parent else ""
    return f"{deferral.label or '-'}@{deferral.depth}{inside}"


def _field(field: Field) -> str:
    stream = field.stream
    streamed = f"~{stream.label or '-'}@{stream.depth}+{stream.initial_count}" if stream else ""
    below = f" {{{_selection(field.selection)}}}" if field.selection else ""
    return f"{field.response_key}{streamed}{below}"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{ zaak { id ... @defer { titel } } }", "zaak {id [-@1: titel]}"),
        ('{ ... @defer(label: "a") { zaak { id } } }', "[a@0: zaak {id}]"),
        ("{ zaak { ... @defer(if: false) { titel } } }", "zaak {titel}"),
        ("{ zaak { titel ... @defer { titel } } }", "zaak {titel}"),
        ("{ zaak { ... @defer { titel } titel } }", "zaak {titel}"),
        (
            '{ zaak { ...@defer(label: "a") {id titel} ...@defer(label: "b") {id klant {id}} } }',
            "zaak {[a@1&b@1: id] [a@1: titel] [b@1: klant {<Bedrijf|Persoon: id>}]}",
        ),
        (
            '{ zaak { ...@defer(label: "a") { id ...@defer(label: "b") { id titel } } } }',
            "zaak {[a@1: id] [b@1 in a@1: titel]}",
        ),
        (
            '{ zaak { hoofdzaak { id } ... @defer(label: "a") { hoofdzaak { titel } } } }',
            "zaak {hoofdzaak {id [a@1: titel]}}",
        ),
        (
            '{ zaak { ... @defer(label: "a") { hoofdzaak { ... @defer(label: "b") { id } titel } } } }',
            "zaak {[a@1: hoofdzaak {titel [b@2 in a@1: id]}]}",
        ),
        ("{ zaken { id ... @defer { titel } } }", "zaken {id [-@2: titel]}"),
        ("{ raster { ... @defer { titel } } }", "raster {[-@3: titel]}"),
        (
            "{ klant { id ... on Persoon @defer { bsn } } }",
            "klant {<Persoon: id [-@1: bsn]> <Bedrijf: id>}",
        ),
        ("{ klant { ... @defer { naam } } }", "klant {<Bedrijf|Persoon: [-@1: naam]>}"),
    ],
)
def test_a_field_is_deferred_where_nothing_else_selects_it(query: str, expected: str) -> None:
    assert tree(query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            '{ zaak { ...F @defer(label: "a") ...F } } fragment F on Zaak { titel }',
            "zaak {titel}",
        ),
        (
            '{ zaak { ...F @defer(label: "a") ...F @defer(label: "b") } } fragment F on Zaak { titel }',
            "zaak {[a@1&b@1: titel]}",
        ),
        (
            '{ zaak { ...G @defer(label: "a") ...G @defer(label: "b") } }'
            ' fragment G on Zaak { id ...F @defer(label: "c") } fragment F on Zaak { titel }',
            "zaak {[a@1&b@1: id] [c@1 in a@1: titel]}",
        ),
        (
            "{ een: zaak { ...F } twee: zaken { ...F } }"
            " fragment F on Zaak { klant { ... @defer { naam } } }",
            "een {klant {<Bedrijf|Persoon: [-@2: naam]>}} twee {klant {<Bedrijf|Persoon: [-@3: naam]>}}",
        ),
    ],
)
def test_a_fragment_counts_for_every_defer_it_is_spread_under(query: str, expected: str) -> None:
    assert tree(query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{ zaken @stream { id } }", "zaken~-@1+0 {id}"),
        ('{ zaken @stream(initialCount: 2, label: "a") { id } }', "zaken~a@1+2 {id}"),
        ("{ namen @stream(if: false) }", "namen"),
        ("{ ... @defer { raster @stream(initialCount: 1) { id } } }", "[-@0: raster~-@1+1 {id}]"),
        (
            "{ zaken { deelzaken @stream(initialCount: 1) { ... @defer { titel } } } }",
            "zaken {deelzaken~-@3+1 {[-@4: titel]}}",
        ),
    ],
)
def test_a_streamed_list_knows_how_many_items_come_first(query: str, expected: str) -> None:
    assert tree(query) == expected


def test_types_that_select_different_things_share_the_stream_of_one_directive() -> None:
    klant = normalized("{ klant { zaken @stream { id } ... on Persoon { bsn } } }").branches[0].fields[0]
    assert klant.selection is not None
    streams = {one.stream for branch in klant.selection.branches for one in branch.fields if one.stream}
    assert len(klant.selection.branches) == 2
    assert len(streams) == 1


@pytest.mark.parametrize("on", [True, False])
def test_variables_decide_what_is_deferred(on: bool) -> None:
    given = "query($on: Boolean!, $n: Int!)"
    query = given + "{ zaken @stream(if: $on, initialCount: $n) { ... @defer(if: $on) { id } } }"
    expected = "zaken~-@1+3 {[-@2: id]}" if on else "zaken {id}"
    assert tree(query, {"on": on, "n": 3}) == expected


def test_a_variable_that_is_not_given_leaves_the_default() -> None:
    query = "query($on: Boolean, $n: Int) { zaken @stream(initialCount: $n) { ... @defer(if: $on) { id } } }"
    assert tree(query, {}) == "zaken~-@1+0 {[-@2: id]}"


def test_an_initial_count_of_null_is_as_wrong_as_a_negative_one() -> None:
    query = "query($n: Int) { zaken @stream(initialCount: $n) { id } }"
    assert tree(query, {"n": None}) == "zaken~-@1+-1 {id}"


def test_the_variables_of_the_directives_are_known_as_conditions() -> None:
    given = "query($a: Boolean!, $b: Int!, $c: ID)"
    query = given + "{ zaken @stream(initialCount: $b) { ... @defer(if: $a) { id } } }"
    assert condition_variables(parse(query)) == {"a", "b"}


def test_skipped_fragments_are_not_deferred_either() -> None:
    assert tree("{ zaak { id ... @defer @skip(if: true) { titel } } }") == "zaak {id}"


def test_an_answer_that_is_given_whole_defers_nothing() -> None:
    query = "{ zaken @stream { id ... @defer { titel } } }"
    assert tree(query, in_parts=False) == "zaken {id titel}"


@pytest.mark.parametrize(
    "query",
    [
        "mutation { ... @defer { sluiten { id } } }",
        "subscription { gewijzigd { ... @defer { id } } }",
        "{ zaak @stream { id } }",
        "{ zaken @stream { id } zaken { titel } }",
        "{ zaken @stream { id } zaken @stream { titel } }",
        "query($a: String) { ... @defer(label: $a) { zaak { id } } }",
        '{ ... @defer(label: "a") { zaak { id } } zaken @stream(label: "a") { id } }',
        "{ zaken @stream(initialCount: null) { id } }",
    ],
)
def test_what_the_proposal_forbids_is_refused(query: str) -> None:
    with pytest.raises(ValidationFailed):
        Document.read(query, Rules(SCHEMA))


def test_an_operation_defers_only_so_often_each_spread_counted() -> None:
    spreads = " ".join(f"a{number}: zaak {{ ...F }}" for number in range(3))
    query = f"{{ {spreads} }} fragment F on Zaak {{ ... @defer {{ titel }} }}"
    Document.read(query, Rules(SCHEMA, OperationLimits(deferrals=3)))
    with pytest.raises(LimitExceeded, match="3 times @defer or @stream; at most 2"):
        Document.read(query, Rules(SCHEMA, OperationLimits(deferrals=2)))
