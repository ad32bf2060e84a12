"""Which calls serve what is deferred, and that nothing that is delivered before waits for them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from graphql import OperationDefinitionNode, parse, print_ast, validate
from harness.composed import composed

from gateway.operation.incremental_directives import with_incremental_delivery
from gateway.operation.normalize import normalize
from gateway.planning.formats.text import print_plan
from gateway.planning.formats.values import plan_as_values
from gateway.planning.plan import Fetch, Key, Path, Plan
from gateway.planning.planner import Planner
from schema.supergraph import Supergraph

PRODUCTS = """
type Query { products: [Product!]! product: Product }
type Mutation { rename: Product }
type Product @key(fields: "id") { id: ID! name: String! maker: Maker size: Size }
type Maker @key(fields: "id") { id: ID! name: String }
type Size { w: Int h: Int }
"""
REVIEWS = """
type Query { latest: [Review!]! }
type Product @key(fields: "id") { id: ID! rating: Int reviews: [Review!]! }
type Review { text: String product: Product }
"""
MAKERS = """
type Maker @key(fields: "id") { id: ID! country: String }
"""
SHOP = {"products": PRODUCTS, "reviews": REVIEWS, "makers": MAKERS}


def plan_in_parts(subgraphs: Mapping[str, str], query: str) -> Plan:
    supergraph = Supergraph.parse(composed(subgraphs))
    document = parse(query)
    assert not validate(with_incremental_delivery(supergraph.public), document)
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    return Planner(supergraph).plan(normalize(document, operation, {}, supergraph.full, in_parts=True))


def fetches(subgraphs: Mapping[str, str], query: str) -> list[str]:
    """One line a fetch; what it is deferred by stands before it."""
    return [_line(fetch) for fetch in plan_in_parts(subgraphs, query).fetches]


def _line(fetch: Fetch) -> str:
    deferred = (
        f"[{'&'.join(sorted(one.label or '-' for one in fetch.deferrals))}] " if fetch.deferrals else ""
    )
    at = f" at {_path(fetch.path)}" if fetch.path else ""
    after = f" after {','.join(map(str, fetch.after))}" if fetch.after else ""
    text = " ".join(print_ast(parse(fetch.document)).split())
    frame = "query ($representations: [_Any!]!) { _entities(representations: $representations) "
    text = text.removeprefix(frame).removesuffix(" }") if text.startswith(frame) else text
    return f"{deferred}{fetch.id} {fetch.subgraph}{at}{after}: {text}"


def _path(path: Path) -> str:
    return ".".join(
        f"{step.key}{'~' if step.stream else ''}" if isinstance(step, Key) else "<>" for step in path
    )


def test_a_deferred_field_of_another_subgraph_is_fetched_apart() -> None:
    assert fetches(SHOP, '{ products { name ... @defer(label: "r") { rating } } }') == [
        "0 products: { products { name id } }",
        "[r] 1 reviews at products after 0: { ... on Product { rating } }",
    ]


def test_what_is_not_deferred_does_not_share_a_call_with_what_is() -> None:
    assert fetches(SHOP, '{ products { rating ... @defer(label: "r") { reviews { text } } } }') == [
        "0 products: { products { id } }",
        "1 reviews at products after 0: { ... on Product { rating } }",
        "[r] 2 reviews at products after 0: { ... on Product { reviews { text } } }",
    ]


def test_a_deferred_field_of_the_same_subgraph_has_a_call_of_its_own() -> None:
    assert fetches(SHOP, '{ products { id ... @defer(label: "s") { size { w } } } }') == [
        "0 products: { products { id } }",
        "[s] 1 products at products after 0: { ... on Product { size { w } } }",
    ]


def test_keys_are_not_worth_a_call() -> None:
    assert fetches(SHOP, '{ products { name ... @defer(label: "i") { __typename id } } }') == [
        "0 products: { products { __typename name id } }",
    ]


def test_a_leaf_that_is_asked_at_once_is_not_asked_again_under_another_name() -> None:
    assert fetches(SHOP, '{ products { name ... @defer(label: "n") { naam: name } } }') == [
        "0 products: { products { name } }",
    ]


def test_what_belongs_to_no_entity_rides_along_but_what_follows_from_it_does_not() -> None:
    assert fetches(SHOP, '{ latest { text ... @defer(label: "p") { product { name } } } }') == [
        "0 reviews: { latest { text product { id } } }",
        "[p] 1 products at latest.product after 0: { ... on Product { name } }",
    ]


def test_what_belongs_to_a_part_of_an_entity_is_asked_from_the_entity() -> None:
    query = '{ product { size { w } ... @defer(label: "h") { size { h } } } }'
    assert fetches(SHOP, query) == [
        "0 products: { product { size { w } id } }",
        "[h] 1 products at product after 0: { ... on Product { size { h } } }",
    ]


def test_what_belongs_to_the_items_of_a_list_rides_along() -> None:
    subgraphs = {
        "a": """
            type Query { thing: Thing }
            type Thing @key(fields: "id") { id: ID! parts: [Part!]! }
            type Part { x: Int y: Int }
            """
    }
    assert fetches(subgraphs, '{ thing { parts { x ... @defer(label: "y") { y } } } }') == [
        "0 a: { thing { parts { x y } } }",
    ]


def test_deferred_root_fields_begin_at_once() -> None:
    assert fetches(
        SHOP, '{ product { id } ... @defer(label: "l") { products { name } latest { text } } }'
    ) == [
        "0 products: { product { id } }",
        "[l] 1 products: { products { name } }",
        "[l] 2 reviews: { latest { text } }",
    ]


def test_a_nested_defer_follows_the_fetches_of_the_outer_one() -> None:
    query = """{ product { id ... @defer(label: "m") { maker { name
                 ... @defer(label: "c") { country } } } } }"""
    assert fetches(SHOP, query) == [
        "0 products: { product { id } }",
        "[m] 1 products at product after 0: { ... on Product { maker { name id } } }",
        "[c] 2 makers at product.maker after 1: { ... on Maker { country } }",
    ]


def test_a_field_that_two_defers_select_is_fetched_once() -> None:
    query = """{ product { id ... @defer(label: "a") { rating } ... @defer(label: "b") { rating name } } }"""
    assert fetches(SHOP, query) == [
        "0 products: { product { id } }",
        "[a&b] 1 reviews at product after 0: { ... on Product { rating } }",
        "[b] 2 products at product after 0: { ... on Product { name } }",
    ]


def test_calls_that_only_get_the_key_of_what_is_deferred_are_deferred_too() -> None:
    subgraphs = {
        "a": 'type Query { thing: Thing } type Thing @key(fields: "id") { id: ID! }',
        "b": 'type Thing @key(fields: "id") @key(fields: "code") { id: ID! code: ID! }',
        "c": 'type Thing @key(fields: "code") { code: ID! price: Int }',
    }
    assert fetches(subgraphs, '{ thing { id ... @defer(label: "p") { price } } }') == [
        "0 a: { thing { id } }",
        "[p] 1 b at thing after 0: { ... on Thing { code } }",
        "[p] 2 c at thing after 1: { ... on Thing { price } }",
    ]


def test_what_no_call_of_its_own_can_give_comes_with_the_rest() -> None:
    subgraphs = {
        "a": "type Query { box: Box @shareable } type Box @shareable { x: Int }",
        "b": "type Query { box: Box @shareable } type Box @shareable { y: Int }",
    }
    assert fetches(subgraphs, '{ box { x ... @defer(label: "y") { y } } }') == [
        "0 b: { box { y } }",
        "1 a: { box { x } }",
    ]


def test_the_next_mutation_waits_for_nothing_deferred() -> None:
    subgraphs = SHOP | {"reviews": REVIEWS + "type Mutation { praise: Int }"}
    query = 'mutation { a: rename { id ... @defer(label: "r") { rating } } praise }'
    assert fetches(subgraphs, query) == [
        "0 products: mutation { a: rename { id } }",
        "1 reviews after 0: mutation { praise }",
        "[r] 2 reviews at a after 0: { ... on Product { rating } }",
    ]


def test_deferred_fields_of_one_type_are_fetched_for_that_type_only() -> None:
    subgraphs = {
        "a": """
            type Query { party: Party }
            interface Party { id: ID! }
            type Person implements Party @key(fields: "id") { id: ID! }
            type Firm implements Party @key(fields: "id") { id: ID! }
            """,
        "b": """
            type Person @key(fields: "id") { id: ID! bsn: String }
            type Firm @key(fields: "id") { id: ID! kvk: String }
            """,
    }
    query = '{ party { id ... on Firm { kvk } ... on Person @defer(label: "p") { bsn } } }'
    assert fetches(subgraphs, query) == [
        "0 a: { party { __typename id } }",
        "1 b at party after 0: { ... on Firm { kvk } }",
        "[p] 2 b at party after 0: { ... on Person { bsn } }",
    ]


def test_deferred_fields_of_an_interface_object_are_fetched_apart() -> None:
    subgraphs = {
        "a": """
            type Query { party: Party }
            interface Party @key(fields: "id") { id: ID! name: String }
            type Person implements Party @key(fields: "id") { id: ID! name: String bsn: String }
            type Firm implements Party @key(fields: "id") { id: ID! name: String }
            """,
        "b": """
            type Query { newest: Party }
            type Party @key(fields: "id") @interfaceObject { id: ID! score: Int }
            """,
    }
    assert fetches(subgraphs, '{ newest { score ... @defer(label: "n") { name } } }') == [
        "0 b: { newest { score id } }",
        "[n] 1 a at newest after 0: { ... on Party { name } }",
    ]
    query = '{ newest { score ... on Person @defer(label: "b") { bsn } } }'
    assert fetches(subgraphs, query) == [
        "0 b: { newest { score id } }",
        "1 a at newest after 0: { ... on Party { __typename } }",  # whether anything is deferred
        "[b] 2 a at newest after 0: { ... on Party { __typename ... on Person { bsn } } }",
    ]


def test_a_streamed_list_marks_the_way_of_what_is_below_it() -> None:
    assert fetches(SHOP, "{ products @stream(initialCount: 2) { rating } }") == [
        "0 products: { products { id } }",
        "1 reviews at products~ after 0: { ... on Product { rating } }",
    ]


@pytest.mark.parametrize("label", ["", '(label: "beoordeling")'])
def test_a_printed_plan_tells_what_comes_later(label: str) -> None:
    query = f"{{ products @stream(initialCount: 2) {{ name ... @defer{label} {{ rating }} }} }}"
    plan = plan_in_parts(SHOP, query)
    printed = print_plan(plan).splitlines()
    told = "deferred: beoordeling" if label else "deferred"
    assert printed[0] == "query: 2 calls in 2 round trips, 1 before the first answer"
    assert f"└─ [1] reviews at products after 0 ({told}, streamed after 2)" in printed
    first, second = plan_as_values(plan)["fetches"]
    assert "deferred" not in first
    assert (second["deferred"], second["streamed"]) == (["beoordeling" if label else None], [2])
