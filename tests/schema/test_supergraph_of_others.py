"""Supergraphs of other composers, which do not say all that ours does."""

from schema.supergraph import Supergraph

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
