"""The plan validator: a plan that is as it should be passes, and no damage to it goes unnoticed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from harness.damage import damages, refilled, with_fetch, without_fetch
from harness.planned import case
from harness.planned_shop import SHOP

from auth.policy import Denied
from gateway.operation.selection import Operation, SelectionSet
from gateway.planning.plan import TypeIs
from gateway.planning.planner import Planner
from gateway.planning.validation.fault import FaultCode

MEDIA = {
    "library": """
        type Query { media: [Media!]! }
        interface Media { id: ID! }
        type Book implements Media @key(fields: "id") { id: ID! pages: Int }
        type Film implements Media @key(fields: "id") { id: ID! minutes: Int }
    """,
    "ratings": """
        type Book @key(fields: "id") { id: ID! rating: Int critic: Critic }
        type Film @key(fields: "id") { id: ID! rating: Int critic: Critic }
        type Critic @key(fields: "id") { id: ID! }
    """,
    "people": """
        type Critic @key(fields: "id") { id: ID! name: String }
    """,
}

LINES = {
    "lines": """
        type Query { line: Line! }
        type Line @key(fields: "id") { id: ID! zone: String stop: Stop! }
        type Stop @key(fields: "id") { id: ID! next: Stop }
    """,
    "fares": """
        extend schema @link(
            url: "https://specs.apollo.dev/federation/v2.8",
            import: ["@key", "@context", "@fromContext", "@external"]
        )
        type Line @key(fields: "id") @context(name: "line") { id: ID! zone: String @external }
        type Stop @key(fields: "id") {
            id: ID! fare(zone: String @fromContext(field: "$line { zone }"), kind: Int): Int
        }
    """,
}


QUERIES = [
    (SHOP, "query ($n: Int) { top(first: $n) { estimate stock } }"),
    (SHOP, '{ users { reviews { body product { name estimate(to: "x") } } } me { name reviews { id } } }'),
    (SHOP, "{ top { reviews { author { name } } } }"),
    (SHOP, 'mutation { praise(text: "well") { author { name } } scold { body } }'),
    (MEDIA, "{ media { ... on Book { pages critic { name } } ... on Film { rating } } }"),
    (SHOP, '{ me { name ... @defer(label: "r") { reviews { body product { stock } } } } top { price } }'),
    (LINES, "{ line { stop { next { fare(kind: 2) } } } }"),
]


@pytest.mark.parametrize(("subgraphs", "query"), QUERIES)
def test_a_sound_plan_has_no_fault(subgraphs: Mapping[str, str], query: str) -> None:
    assert case(subgraphs, query).faults() == ()


@pytest.mark.parametrize(("subgraphs", "query"), QUERIES)
def test_no_damage_goes_unnoticed(subgraphs: Mapping[str, str], query: str) -> None:
    one = case(subgraphs, query)
    unnoticed = [what for what, plan in damages(one.plan, list(subgraphs)) if not one.faults(plan)]
    assert unnoticed == []


def test_a_fetch_that_stands_before_what_it_waits_for() -> None:
    one = case(SHOP, "{ top { stock } }")
    assert one.codes(replace(one.plan, fetches=one.plan.fetches[::-1])) >= {FaultCode.ORDER}


def test_fetches_that_wait_for_each_other() -> None:
    one = case(SHOP, "{ top { stock } }")
    first, second = one.plan.fetches
    assert one.codes(with_fetch(one.plan, replace(first, after=(second.id,)))) >= {FaultCode.ORDER}


def test_a_value_that_comes_too_late_for_who_sends_it() -> None:
    one = case(SHOP, "{ me { reviews { product { stock } } } }")
    late = replace(one.fetch("inventory", "me.reviews.product"), after=(one.fetch("accounts").id,))
    faults = one.faults(with_fetch(one.plan, late))
    codes = {fault.code for fault in faults if fault.fetch == late.id}
    assert codes == {FaultCode.ORDER, FaultCode.REPRESENTATION}


def test_mutations_that_run_at_the_same_time() -> None:
    one = case(SHOP, 'mutation { praise(text: "well") { author { name } } scold { body } }')
    *_, last = [fetch for fetch in one.plan.fetches if fetch.kind == "mutation"]
    assert one.codes(with_fetch(one.plan, replace(last, after=()))) == {FaultCode.ORDER}


def test_a_mutation_that_is_done_twice() -> None:
    one = case(SHOP, "mutation { scold { body } }")
    (root,) = one.plan.fetches
    again = replace(root, id=1, after=(0,))
    assert one.codes(replace(one.plan, fetches=(root, again))) == {FaultCode.REPEATED}


def test_a_field_that_the_subgraph_has_not_got() -> None:
    one = case(SHOP, "{ top { name } }")
    (fetch,) = one.plan.fetches
    assert one.codes(with_fetch(one.plan, refilled(fetch, "{ top { name stock } }"))) >= {
        FaultCode.INVALID_DOCUMENT,
        FaultCode.NOT_RESOLVABLE,
    }


@pytest.mark.parametrize("document", ["{ top { name", "{ top { name } } { top { name } }"])
def test_a_document_that_is_none(document: str) -> None:
    one = case(SHOP, "{ top { name } }")
    (fetch,) = one.plan.fetches
    assert one.codes(with_fetch(one.plan, replace(fetch, document=document))) == {FaultCode.INVALID_DOCUMENT}


def test_a_field_that_is_external_where_it_is_asked() -> None:
    one = case(SHOP, "{ top { stock price } }")
    fetch = one.fetch("inventory", "top")
    document = fetch.document.replace("stock", "stock price")
    (fault,) = (
        fault
        for fault in one.faults(with_fetch(one.plan, refilled(fetch, document)))
        if fault.code is FaultCode.NOT_RESOLVABLE
    )
    assert fault.message == "inventory is asked for Product.price, which is external there"


def test_a_field_with_a_requirement_where_nothing_can_be_sent() -> None:
    subgraphs = {**SHOP, "inventory": SHOP["inventory"] + "type Query { stocked: Product }"}
    one = case(subgraphs, "{ stocked { stock } }")
    (fetch,) = one.plan.fetches
    plan = with_fetch(one.plan, refilled(fetch, "{ stocked { stock estimate } }"))
    assert one.codes(plan) == {FaultCode.NOT_RESOLVABLE, FaultCode.NEEDLESS}


def test_a_field_that_is_overridden_where_it_is_asked() -> None:
    subgraphs = {
        "old": """
            type Query { it: It }
            interface Has { a: Int }
            type It implements Has @key(fields: "id") { id: ID! a: Int }
        """,
        "new": 'type It @key(fields: "id") { id: ID! a: Int @override(from: "old") }',
    }
    one = case(subgraphs, "{ it { id } }")
    (fetch,) = one.plan.fetches
    faults = one.faults(with_fetch(one.plan, refilled(fetch, "{ it { id a } }")))
    assert "old is asked for It.a, which is overridden" in [fault.message for fault in faults]


def test_two_things_under_one_storage_key() -> None:
    one = case(SHOP, "{ top { name stock } }")
    fetch = one.fetch("inventory", "top")
    document = fetch.document.replace("stock", "name: stock")
    assert FaultCode.STORAGE_CONFLICT in one.codes(with_fetch(one.plan, refilled(fetch, document)))


def test_arguments_that_are_not_the_clients() -> None:
    one = case(SHOP, "{ top(first: 3) { name } }")
    (fetch,) = one.plan.fetches
    document = fetch.document.replace("3", "4")
    assert one.codes(with_fetch(one.plan, replace(fetch, document=document))) == {
        FaultCode.MISSING,
        FaultCode.NEEDLESS,
    }


def test_variables_that_are_not_those_of_the_document() -> None:
    one = case(SHOP, "query ($n: Int) { top(first: $n) { name } }")
    (fetch,) = one.plan.fetches
    assert one.codes(with_fetch(one.plan, replace(fetch, variables=()))) == {FaultCode.VARIABLES}


def test_a_name_or_a_kind_that_is_not_that_of_the_document() -> None:
    one = case(SHOP, "query Q { me { name } }")
    (fetch,) = one.plan.fetches
    for other in (replace(fetch, operation_name="Other"), replace(fetch, kind="mutation")):
        assert FaultCode.INVALID_DOCUMENT in one.codes(with_fetch(one.plan, other))


def test_fills_that_are_not_those_of_the_document() -> None:
    one = case(SHOP, "{ me { name reviews { body } } }")
    root, lookup = one.plan.fetches
    entity = lookup.representations[0]
    for other in (
        replace(root, fills={"me": {"name": None}}),
        replace(lookup, representations=(replace(entity, fills={}),)),
    ):
        assert one.codes(with_fetch(one.plan, other)) == {FaultCode.FILLS}


def test_an_object_that_is_looked_up_for_nothing() -> None:
    one = case(MEDIA, "{ media { ... on Book { rating } } }")
    lookup = one.fetch("ratings", "media")
    (entity,) = lookup.representations
    everybody = replace(lookup, representations=(replace(entity, types=frozenset({"Book", "Film"})),))
    assert FaultCode.NEEDLESS in one.codes(with_fetch(one.plan, everybody))


def test_a_type_that_is_looked_at_and_never_fetched() -> None:
    one = case(MEDIA, "{ media { ... on Book { rating } } }")
    root = one.fetch("library")
    document = root.document.replace("__typename", "").replace("  ", " ")
    codes = one.codes(with_fetch(one.plan, replace(root, document=document)))
    assert codes == {FaultCode.UNKNOWN_TYPE, FaultCode.MISSING}


def test_a_path_that_leads_to_no_object() -> None:
    one = case(MEDIA, "{ media { ... on Book { rating } } }")
    lookup = one.fetch("ratings", "media")
    nowhere = replace(lookup, path=(*lookup.path, TypeIs(frozenset({"Song"}))))
    assert FaultCode.NEEDLESS in one.codes(with_fetch(one.plan, nowhere))


def test_what_an_interface_objects_subgraph_takes_for_its_name_is_no_type() -> None:
    subgraphs = {
        "persons": """
            type Query { me: Customer }
            interface Customer @key(fields: "id") { id: ID! }
            type Person implements Customer @key(fields: "id") { id: ID! }
            type Firm implements Customer @key(fields: "id") { id: ID! }
        """,
        "cases": """
            type Query { one: Customer }
            type Customer @key(fields: "id") @interfaceObject { id: ID! cases: Int }
        """,
    }
    one = case(subgraphs, "{ one { cases } }")
    (root,) = one.plan.fetches
    document = root.document.replace("cases", "__typename cases")
    faults = one.faults(with_fetch(one.plan, replace(root, document=document)))
    assert {fault.code for fault in faults} == {FaultCode.UNKNOWN_TYPE}
    assert all(
        fault.message.startswith("stores the name of an interface object as __typename at one")
        for fault in faults
    )


def test_part_of_the_answer_that_comes_from_nowhere() -> None:
    one = case(SHOP, "{ top { name stock } }")
    codes = one.codes(without_fetch(one.plan, one.fetch("inventory", "top").id))
    assert codes == {FaultCode.MISSING, FaultCode.NEEDLESS}


def test_an_output_that_lacks_what_was_asked() -> None:
    one = case(SHOP, "{ me { name } }")
    (me,) = one.plan.output.by_type["Query"]
    assert me.selection is not None
    poorer = replace(me, selection=replace(me.selection, by_type={"User": ()}))
    output = replace(one.plan.output, by_type={"Query": (poorer,)})
    assert FaultCode.OUTPUT in one.codes(replace(one.plan, output=output))


def test_what_is_denied_may_not_be_fetched() -> None:
    one = case(SHOP, "{ top { name price } }")
    denied = _denying(one.operation, "price")
    assert FaultCode.DENIED in one.codes(operation=denied)
    assert one.faults(Planner(one.supergraph).plan(denied), denied) == ()


def _denying(operation: Operation, name: str) -> Operation:
    def selection(one: SelectionSet) -> SelectionSet:
        branches = (branch.mapped(field) for branch in one.branches)
        return SelectionSet(one.type, tuple(branches))

    def field(one: object) -> object:
        if one.name == name:  # type: ignore[attr-defined]
            return replace(one, denial=Denied(f"Product.{name}"))  # type: ignore[type-var]
        below = one.selection  # type: ignore[attr-defined]
        return replace(one, selection=selection(below)) if below else one  # type: ignore[type-var]

    return replace(operation, selection=selection(operation.selection))


def test_a_key_may_be_read_though_the_client_may_not_see_it() -> None:
    one = case(SHOP, "{ top { upc stock } }")
    denied = _denying(one.operation, "upc")
    plan = Planner(one.supergraph).plan(denied)
    assert "upc" in plan.fetches[0].document
    assert one.faults(plan, denied) == ()


def test_what_is_delivered_at_once_may_not_wait_for_what_is_not() -> None:
    one = case(SHOP, '{ me { name ... @defer(label: "r") { reviews { body } } } top { stock } }')
    later, stock = one.fetch("reviews", "me"), one.fetch("inventory", "top")
    assert later.deferrals
    waiting = replace(stock, after=(*stock.after, later.id))
    assert FaultCode.ORDER in one.codes(with_fetch(one.plan, waiting))


def test_what_is_to_be_there_at_once_may_not_come_later() -> None:
    one = case(SHOP, '{ me { name ... @defer(label: "r") { reviews { body } } } top { stock } }')
    later, stock = one.fetch("reviews", "me"), one.fetch("inventory", "top")
    (fault,) = one.faults(with_fetch(one.plan, replace(stock, deferrals=later.deferrals)))
    assert fault.code is FaultCode.MISSING
    assert fault.message == "no fetch gives stock of top (Product), in stock, when it is delivered"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"depth": 0}, "fills zone from the root (Query), which sets no fares__line"),
        ({"depth": 2}, "fills zone from line.stop (Stop), which sets no"),
        ({"variable": "other"}, "leaves the argument zone of Stop.fare unfilled"),
        ({"field": None, "constant": "Line"}, "fills zone with a constant, at line (Line)"),
    ],
)
def test_an_argument_that_is_not_filled_from_its_context(change: dict[str, object], message: str) -> None:
    one = case(LINES, "{ line { stop { fare } } }")
    fetch = one.fetch("fares", "line.stop")
    (value,) = fetch.contexts
    spoiled = replace(fetch, contexts=(replace(value, **change),))  # type: ignore[arg-type]
    assert any(message in str(fault) for fault in one.faults(with_fetch(one.plan, spoiled)))


def test_faults_read_as_sentences() -> None:
    one = case(SHOP, "{ top { stock } }")
    (fault,) = one.faults(with_fetch(one.plan, replace(one.fetch("inventory", "top"), after=())))[:1]
    assert str(fault).startswith("[1] ORDER goes by top of the root (Query), which [0] gives")
