"""The planner: subgraphs and a query in, the fetches out. A changed plan shows as a readable difference."""

from dataclasses import replace

import pytest
from graphql import parse
from harness.composed import composed
from harness.planning import fetches_of, plan_of, plan_over

from auth.policy import Denied
from gateway.operation.normalize import normalize
from gateway.operation.selection import Branch, SelectionSet
from gateway.planning.planner import Planner, UnplannableError
from schema.supergraph import Supergraph

SHOP = {
    "accounts": """
        type Query { me: User }
        type User @key(fields: "id") { id: ID! name: String! }
    """,
    "products": """
        type Query { topProducts(first: Int = 5): [Product!]! }
        type Product @key(fields: "upc") { upc: ID! name: String price: Int weight: Int }
    """,
    "inventory": """
        type Product @key(fields: "upc") {
            upc: ID!
            price: Int @external
            weight: Int @external
            inStock: Boolean
            shippingEstimate: Int @requires(fields: "price weight")
        }
    """,
    "reviews": """
        type Review @key(fields: "id") { id: ID! body: String author: User! product: Product! }
        type User @key(fields: "id") { id: ID! reviews: [Review!] }
        type Product @key(fields: "upc") { upc: ID! reviews: [Review!] }
    """,
}

KLANTEN = {
    "personen": """
        type Query { ik: Klant }
        interface Klant @key(fields: "id") { id: ID! naam: String }
        type Persoon implements Klant @key(fields: "id") { id: ID! naam: String bijnaam: String }
        type Bedrijf implements Klant @key(fields: "id") { id: ID! naam: String kvk: String }
    """,
    "zaken": """
        type Query { zaak: Zaak }
        type Klant @key(fields: "id") @interfaceObject { id: ID! zaken(eerste: Int): [Zaak!]! }
        type Zaak @key(fields: "id") { id: ID! omschrijving: String aanvrager: Klant }
    """,
    "formulieren": """
        type Persoon @key(fields: "id") {
            id: ID!
            naam: String @external
            vooringevuld: String @requires(fields: "naam")
        }
        type Zaak @key(fields: "id") { id: ID! aanvraag: String }
    """,
}


def test_what_one_subgraph_has_is_one_fetch_with_the_clients_own_aliases() -> None:
    assert fetches_of(SHOP, "{ best: topProducts(first: 3) { label: name price } }") == [
        "0 products: { best: topProducts(first: 3) { label: name price } }"
    ]


def test_keys_that_nobody_asked_for_are_fetched_to_go_on_with() -> None:
    assert fetches_of(SHOP, "{ topProducts { inStock } }") == [
        "0 products: { topProducts { upc } }",
        "1 inventory at topProducts after 0 with * as Product(upc): ... on Product { inStock }",
    ]


def test_independent_root_fields_are_fetched_side_by_side() -> None:
    assert fetches_of(SHOP, "{ me { name } topProducts { name } }") == [
        "0 accounts: { me { name } }",
        "1 products: { topProducts { name } }",
    ]


def test_required_fields_are_fetched_and_sent_with_the_key() -> None:
    assert fetches_of(SHOP, "{ topProducts { shippingEstimate name } }") == [
        "0 products: { topProducts { name upc price weight } }",
        "1 inventory at topProducts after 0 with * as Product(upc price weight): "
        "... on Product { shippingEstimate }",
    ]


def test_a_plain_field_rides_along_with_a_requiring_one_when_no_trip_is_lost() -> None:
    assert fetches_of(SHOP, "{ topProducts { shippingEstimate inStock } }") == [
        "0 products: { topProducts { upc price weight } }",
        "1 inventory at topProducts after 0 with * as Product(upc price weight): "
        "... on Product { shippingEstimate inStock }",
    ]


def test_a_chain_of_entities_is_followed_through_lists() -> None:
    assert fetches_of(SHOP, "{ me { reviews { body product { name } } } }") == [
        "0 accounts: { me { id } }",
        "1 reviews at me after 0 with * as User(id): ... on User { reviews { body product { upc } } }",
        "2 products at me.reviews.product after 1 with * as Product(upc): ... on Product { name }",
    ]


def test_an_alias_that_takes_the_keys_name_does_not_take_its_place() -> None:
    assert fetches_of(SHOP, "{ me { id: name reviews { body } } }") == [
        "0 accounts: { me { id: name id_2: id } }",
        "1 reviews at me after 0 with * as User(id): ... on User { reviews { body } }",
    ]


def test_a_leaf_asked_twice_is_fetched_once() -> None:
    assert fetches_of(SHOP, "{ me { a: name b: name } }") == ["0 accounts: { me { a: name } }"]


def test_what_conditions_leave_out_is_not_fetched() -> None:
    query = "query ($with: Boolean!) { me { name reviews @include(if: $with) { body } } }"
    assert fetches_of(SHOP, query, {"with": False}) == ["0 accounts: { me { name } }"]
    assert len(fetches_of(SHOP, query, {"with": True})) == 2


def test_variables_go_only_to_the_fetches_that_use_them() -> None:
    plan = plan_of(KLANTEN, "query ($n: Int) { ik { naam zaken(eerste: $n) { omschrijving } } }", {"n": 1})
    assert [fetch.variables for fetch in plan.fetches] == [(), ("n",)]


def test_operations_are_named_for_the_client_and_the_subgraph() -> None:
    plan = plan_of(SHOP, "query Mijn { me { reviews { body } } }")
    assert [fetch.operation_name for fetch in plan.fetches] == ["Mijn__accounts__0", "Mijn__reviews__1"]


def test_fields_of_an_interface_object_are_looked_up_under_the_interfaces_name() -> None:
    assert fetches_of(KLANTEN, "{ ik { naam zaken { omschrijving } } }") == [
        "0 personen: { ik { __typename naam id } }",
        "1 zaken at ik after 0 with Bedrijf|Persoon as Klant(id): ... on Klant { zaken { omschrijving } }",
    ]


def test_an_interface_object_alone_needs_no_other_subgraph() -> None:
    assert fetches_of(KLANTEN, "{ zaak { aanvrager { id zaken { omschrijving } } } }") == [
        "0 zaken: { zaak { aanvrager { id zaken { omschrijving } } } }"
    ]


def test_the_true_type_of_an_interface_object_comes_from_the_interfaces_owner() -> None:
    assert fetches_of(KLANTEN, "{ zaak { aanvrager { __typename ... on Bedrijf { kvk } } } }") == [
        "0 zaken: { zaak { aanvrager { id } } }",
        "1 personen at zaak.aanvrager after 0 with * as Klant(id): "
        "... on Klant { __typename ... on Bedrijf { kvk } }",
    ]


def test_what_only_one_type_wants_of_an_interface_object_is_asked_for_that_type_alone() -> None:
    query = "{ ik { ... on Persoon { zaken { omschrijving } } ... on Bedrijf { kvk } } }"
    assert fetches_of(KLANTEN, query) == [
        "0 personen: { ik { __typename ... on Bedrijf { kvk } ... on Persoon { id } } }",
        "1 zaken at ik after 0 with Persoon as Klant(id): ... on Klant { zaken { omschrijving } }",
    ]


def test_one_query_over_three_subgraphs_takes_two_round_trips_for_prefill_and_zaken() -> None:
    query = "{ ik { naam zaken(eerste: 5) { omschrijving } ... on Persoon { vooringevuld } } }"
    assert fetches_of(KLANTEN, query) == [
        "0 personen: { ik { __typename naam id } }",
        "1 zaken at ik after 0 with Bedrijf|Persoon as Klant(id): "
        "... on Klant { zaken(eerste: 5) { omschrijving } }",
        "2 formulieren at ik after 0 with Persoon(id naam): ... on Persoon { vooringevuld }",
    ]


def test_mutations_run_one_after_the_other_each_with_what_follows_it() -> None:
    subgraphs = {
        "a": 'type Query { x: Int } type Mutation { one: E two: E } type E @key(fields: "id") { id: ID! }',
        "b": 'type Mutation { three: Int } type E @key(fields: "id") { id: ID! name: String }',
    }
    assert fetches_of(subgraphs, "mutation { one { name } three two { id } }") == [
        "0 a: mutation { one { id } }",
        "1 b at one after 0 with * as E(id): ... on E { name }",
        "2 b after 1: mutation { three }",
        "3 a after 2: mutation { two { id } }",
    ]


def test_mutations_of_one_subgraph_go_in_one_call_until_something_follows() -> None:
    subgraphs = {
        "a": 'type Query { x: Int } type Mutation { one: E two: Int } type E @key(fields: "id") { id: ID! }',
        "b": 'type Mutation { three: Int } type E @key(fields: "id") { id: ID! name: String }',
    }
    assert fetches_of(subgraphs, "mutation { two again: two one { name } last: two three }") == [
        "0 a: mutation { two again: two one { id } }",
        "1 b at one after 0 with * as E(id): ... on E { name }",
        "2 a after 1: mutation { last: two }",
        "3 b after 2: mutation { three }",
    ]


def test_a_longer_key_is_gathered_on_the_way() -> None:
    subgraphs = {
        "a": 'type Query { e: E } type E @key(fields: "id") { id: ID! }',
        "b": 'type E @key(fields: "id") @key(fields: "id nr") { id: ID! nr: Int }',
        "c": 'type E @key(fields: "id nr") { id: ID! nr: Int last: String }',
    }
    assert fetches_of(subgraphs, "{ e { last } }") == [
        "0 a: { e { id } }",
        "1 b at e after 0 with * as E(id): ... on E { nr }",
        "2 c at e after 1 with * as E(id nr): ... on E { last }",
    ]


def test_an_object_that_is_no_entity_is_completed_through_its_parent() -> None:
    subgraphs = {
        "a": 'type Query { e: E } type E @key(fields: "id") { id: ID! in: In @shareable } type In { x: Int }',
        "b": 'type E @key(fields: "id") { id: ID! in: In @shareable } type In { y: Int }',
    }
    assert fetches_of(subgraphs, "{ e { in { x y } } }") == [
        "0 a: { e { in { x } id } }",
        "1 b at e after 0 with * as E(id): ... on E { in { y } }",
    ]


def test_provided_fields_are_taken_where_they_are_provided() -> None:
    subgraphs = {
        "a": 'type Query { r: R @provides(fields: "e { name }") q: R } '
        'type R @shareable { e: E } type E @key(fields: "id") { id: ID! name: String @external }',
        "b": 'type E @key(fields: "id") { id: ID! name: String @shareable }',
    }
    assert fetches_of(subgraphs, "{ r { e { name } } }") == ["0 a: { r { e { name } } }"]
    assert len(fetches_of(subgraphs, "{ q { e { name } } }")) == 2


def test_a_field_that_requires_what_another_requires_waits_for_the_chain() -> None:
    subgraphs = {
        "a": 'type Query { e: E } type E @key(fields: "id") { id: ID! one: Int }',
        "b": 'type E @key(fields: "id") { id: ID! one: Int @external two: Int @requires(fields: "one") }',
        "c": 'type E @key(fields: "id") { id: ID! two: Int @external three: Int @requires(fields: "two") }',
    }
    assert fetches_of(subgraphs, "{ e { three } }") == [
        "0 a: { e { id one } }",
        "1 b at e after 0 with * as E(id one): ... on E { two }",
        "2 c at e after 1 with * as E(id two): ... on E { three }",
    ]


def test_fields_of_equal_name_but_different_shape_get_keys_of_their_own() -> None:
    subgraphs = {
        "a": "type Query { u: [U] } union U = A | B type A { x: String! } type B { x: String }",
    }
    assert fetches_of(subgraphs, "{ u { ... on A { x } ... on B { y: x } } }") == [
        "0 a: { u { __typename ... on A { x } ... on B { y: x } } }"
    ]
    assert fetches_of(subgraphs, "{ u { ... on A { a: x } ... on B { b: x } } }") == [
        "0 a: { u { __typename ... on A { a: x } ... on B { b: x } } }"
    ]


def test_a_query_that_can_be_answered_here_needs_no_fetch() -> None:
    assert fetches_of(SHOP, "{ __typename }") == []


def test_plans_are_the_same_every_time() -> None:
    query = "{ ik { naam zaken { omschrijving aanvraag } ... on Persoon { vooringevuld } } }"
    assert fetches_of(KLANTEN, query) == fetches_of(dict(reversed(KLANTEN.items())), query)


def test_a_field_that_no_subgraph_can_give_is_named() -> None:
    supergraph_that_no_composer_makes = """
        schema @link(url: "https://specs.apollo.dev/link/v1.0")
          @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION) { query: Query }
        enum join__Graph { A @join__graph(name: "a", url: "") B @join__graph(name: "b", url: "") }
        type Query @join__type(graph: A) { e: E @join__field(graph: A) }
        type E @join__type(graph: A) @join__type(graph: B) {
          x: Int @join__field(graph: A)
          y: Int @join__field(graph: B)
        }
    """
    with pytest.raises(UnplannableError, match=r"e\.y"):
        plan_over(Supergraph.parse(supergraph_that_no_composer_makes), "{ e { x y } }")


def test_what_two_types_hold_under_one_key_is_filled_for_both() -> None:
    subgraphs = {
        "a": "type Query { u: [U] } union U = A | B "
        "type A { in: In } type B { in: In } type In { x: Int y: Int }",
    }
    (fetch,) = plan_of(subgraphs, "{ u { ... on A { in { x } } ... on B { in { y } } } }").fetches
    assert fetch.fills == {"u": {"__typename": None, "in": {"x": None, "y": None}}}


def test_a_field_with_an_argument_from_a_context_is_asked_by_key_with_the_value_from_above() -> None:
    link = (
        'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", '
        'import: ["@key", "@context", "@fromContext"])\n'
    )
    subgraphs = {
        "a": link
        + 'type Query { t: T } type T @key(fields: "id") @context(name: "ctx") { id: ID! x: Int p: P } '
        'type P @key(fields: "id") { id: ID! v(x: Int @fromContext(field: "$ctx { x }")): Int w: Int }',
    }
    assert fetches_of(subgraphs, "{ t { p { w } } }") == ["0 a: { t { p { w } } }"]
    assert fetches_of(
        subgraphs, "query ($context_1: Boolean!) { t { p { v w @include(if: $context_1) } } }"
    ) == [
        "0 a: { t { x p { id } } }",
        "1 a at t.p after 0 with * as P(id): query ($representations: [_Any!]!, $context_2: Int) "
        "{ _entities(representations: $representations) { ... on P { v(x: $context_2) } } }",
    ]


def test_a_denied_field_takes_no_storage_key_from_one_that_is_fetched() -> None:
    supergraph = Supergraph.parse(composed(KLANTEN))
    document = parse("{ ik { zaken { omschrijving } } }")
    normalized = normalize(document, document.definitions[0], {}, supergraph.full)  # type: ignore[arg-type]
    (root,) = normalized.selection.branches
    (ik,) = root.fields
    assert ik.selection is not None
    (both,) = ik.selection.branches
    closed = tuple(replace(one, denial=Denied("Bedrijf.zaken"), selection=None) for one in both.fields)
    branches = (Branch(("Bedrijf",), closed), Branch(("Persoon",), both.fields))
    inside = replace(ik, selection=SelectionSet("Klant", branches))
    operation = replace(normalized, selection=SelectionSet("Query", (Branch(("Query",), (inside,)),)))

    plan = Planner(supergraph).plan(operation)

    assert [fetch.subgraph for fetch in plan.fetches] == ["personen", "zaken"]
    assert "{zaken{" in plan.fetches[1].document
    assert plan.fetches[1].representations[0].types == frozenset({"Persoon"})
