"""Plans of subscriptions: one source of events, and for each of them the fetches of what it lacks."""

import pytest
from harness.planning import fetches_of, plan_over
from harness.zaken_events import SUPERGRAPH

from gateway.planning.formats.text import print_plan
from gateway.planning.planner import UnplannableError
from schema.supergraph import Supergraph

TOWN = {
    "zaken": """
        type Query { zaken: Int }
        type Subscription { zaakGewijzigd(id: ID!): Zaak! iets: Iets vraag: Vraag }
        interface Iets { id: ID! }
        type Zaak implements Iets @key(fields: "id") {
            id: ID! status: String
            bedrag: Int @external
            leges: Int @requires(fields: "bedrag")
        }
        type Klant implements Iets @key(fields: "id") { id: ID! }
        type Vraag { opnieuw: Query }
    """,
    "geld": """
        type Query { saldo: Int }
        type Zaak @key(fields: "id") { id: ID! bedrag: Int betaler: Klant }
        type Klant @key(fields: "id") { id: ID! naam: String }
    """,
}


def test_the_event_gives_what_its_subgraph_has_and_the_keys_to_the_rest() -> None:
    assert fetches_of(TOWN, 'subscription { zaakGewijzigd(id: "1") { status betaler { naam } } }') == [
        '0 zaken: subscription { zaakGewijzigd(id: "1") { status id } }',
        "1 geld at zaakGewijzigd after 0 with * as Zaak(id): ... on Zaak { betaler { naam } }",
    ]


def test_the_rest_may_lead_back_to_the_subgraph_of_the_event() -> None:
    assert fetches_of(TOWN, 'subscription { zaakGewijzigd(id: "1") { leges } }') == [
        '0 zaken: subscription { zaakGewijzigd(id: "1") { id } }',
        "1 geld at zaakGewijzigd after 0 with * as Zaak(id): ... on Zaak { bedrag }",
        "2 zaken at zaakGewijzigd after 1 with * as Zaak(id bedrag): ... on Zaak { leges }",
    ]


def test_an_abstract_event_is_completed_by_its_type() -> None:
    query = "subscription { iets { id ... on Zaak { bedrag } ... on Klant { naam } } }"
    assert fetches_of(TOWN, query) == [
        "0 zaken: subscription { iets { __typename id } }",
        "1 geld at iets after 0 with Klant(id) Zaak(id): ... on Klant { naam } ... on Zaak { bedrag }",
    ]


def test_root_fields_of_queries_reached_again_are_queries() -> None:
    assert fetches_of(TOWN, "subscription { vraag { opnieuw { zaken saldo } } }") == [
        "0 zaken: subscription { vraag { opnieuw { zaken } } }",
        "1 geld at vraag.opnieuw after 0: { saldo }",
    ]


def test_a_plan_is_printed_with_its_calls_and_round_trips_for_each_event() -> None:
    plan = plan_over(Supergraph.parse(SUPERGRAPH), "subscription { zaakGewijzigd { aanvrager { naam } } }")
    assert plan.kind == "subscription"
    assert print_plan(plan).startswith("subscription: 2 calls in 2 round trips")


SHARED = """
schema
  @link(url: "https://specs.apollo.dev/link/v1.0")
  @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)
{ query: Query subscription: Subscription }
enum join__Graph { A @join__graph(name: "a", url: "") B @join__graph(name: "b", url: "") }
type Query @join__type(graph: A) @join__type(graph: B) { a: Int @join__field(graph: A) }
type Subscription @join__type(graph: A) @join__type(graph: B) { zaak: Zaak telling: Telling }
type Zaak @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") {
  id: ID! a: Int @join__field(graph: A) b: Int @join__field(graph: B) c: Int @join__field(graph: B)
}
type Telling @join__type(graph: A) @join__type(graph: B) {
  beide: Int a: Int @join__field(graph: A) b: Int @join__field(graph: B)
}
"""
"""Composition refuses shared root fields of subscriptions, but supergraphs of Federation 1 have them."""


@pytest.mark.parametrize(
    ("query", "subgraphs"),
    [
        ("zaak { a }", ["a"]),
        ("zaak { b }", ["b"]),
        ("zaak { a b c }", ["a", "b"]),
        ("telling { beide }", ["a"]),
        ("telling { beide b }", ["b"]),
    ],
)
def test_a_shared_root_field_is_asked_in_exactly_one_subgraph(query: str, subgraphs: list[str]) -> None:
    fetches = plan_over(Supergraph.parse(SHARED), f"subscription {{ {query} }}").fetches
    assert [fetch.subgraph for fetch in fetches] == subgraphs
    assert [fetch.kind for fetch in fetches] == ["subscription", "query"][: len(fetches)]


def test_what_no_single_subgraph_can_give_is_not_asked_of_two() -> None:
    with pytest.raises(UnplannableError, match="no single subgraph can give the answer of telling"):
        plan_over(Supergraph.parse(SHARED), "subscription { telling { a b } }")
