"""Supergraphs of other composers, which do not say all that ours does."""

import pytest

from schema.supergraph import Supergraph, SupergraphError

UNMARKED = """
schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://specs.apollo.dev/join/v0.3") { query: Query }
directive @link(url: String) repeatable on SCHEMA
directive @join__graph(name: String!, url: String!) on ENUM_VALUE
directive @join__type(graph: join__Graph!, key: String, isInterfaceObject: Boolean) repeatable on OBJECT | INTERFACE
directive @join__field(graph: join__Graph, requires: String) repeatable on FIELD_DEFINITION
directive @join__implements(graph: join__Graph!, interface: String!) repeatable on OBJECT
enum join__Graph { A @join__graph(name: "a", url: "") B @join__graph(name: "b", url: "") }
type Query @join__type(graph: A) @join__type(graph: B) { v: Vehicle @join__field(graph: B) }
interface Vehicle @join__type(graph: A, key: "id") @join__type(graph: B, key: "id", isInterfaceObject: true) {
  id: ID!
  weight: Int
  toll: Int @join__field(graph: B, requires: "id weight")
}
type Van implements Vehicle @join__type(graph: A, key: "id") @join__implements(graph: A, interface: "Vehicle") {
  id: ID! weight: Int toll: Int @join__field
}
"""  # noqa: E501


def test_a_field_that_is_required_of_an_interface_is_external_also_where_nothing_says_so() -> None:
    vehicle = Supergraph.parse(UNMARKED).types["Vehicle"]
    external = {
        name: [g for g, j in field.joins.items() if j.external] for name, field in vehicle.fields.items()
    }
    assert external == {"id": [], "weight": ["b"], "toll": []}


def test_a_label_printed_at_the_taker_alone_holds_for_the_giver_too() -> None:
    labelled = UNMARKED.replace(
        "requires: String)", "requires: String, override: String, overrideLabel: String)"
    )
    labelled = labelled.replace(
        "{ v: Vehicle @join__field(graph: B) }",
        '{ v: Vehicle @join__field(graph: B, override: "a", overrideLabel: "l") @join__field(graph: A) }',
    )
    joins = Supergraph.parse(labelled).types["Query"].fields["v"].joins
    assert {name: join.override_label for name, join in joins.items()} == {"a": "l", "b": "l"}


@pytest.mark.parametrize(
    ("good", "bad", "told"),
    [
        ('"id weight"', '"id wight"', "requires of Vehicle.toll names Vehicle.wight, which is not there"),
        ('key: "id")', 'key: "nr")', "a key of Vehicle names Vehicle.nr, which is not there"),
        ('"id weight"', '"... on Boat { id }"', "requires of Vehicle.toll names Boat, which is not there"),
    ],
)
def test_a_field_set_that_names_what_is_not_there_is_refused_when_it_is_read(
    good: str, bad: str, told: str
) -> None:
    with pytest.raises(SupergraphError, match=told):
        Supergraph.parse(UNMARKED.replace(good, bad))
