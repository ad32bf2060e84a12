"""What the reader makes of a supergraph, and what it refuses: whatever is wrong, with one clear error."""

from __future__ import annotations

import gc

import pytest
from graphql import GraphQLSyntaxError

from schema.supergraph import Supergraph, SupergraphError
from schema.tokenless import parse_tokenless

HEAD = """
schema
  @link(url: "https://specs.apollo.dev/link/v1.0")
  @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION)
{ query: Query }
enum join__Graph { A @join__graph(name: "a", url: "http://a") B @join__graph(name: "b", url: "http://b") }
"""
QUERY = "type Query @join__type(graph: A) @join__type(graph: B) { t: T @join__field(graph: A) } "
TYPE = 'type T @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") { id: ID! x: Int y: Int } '
FIRST = """
schema
  @core(feature: "https://specs.apollo.dev/core/v0.2"),
  @core(feature: "https://specs.apollo.dev/join/v0.1", for: EXECUTION)
{ query: Query }
enum join__Graph { A @join__graph(name: "a" url: "http://a") B @join__graph(name: "b" url: "http://b") }
"""


def refused(text: str) -> str:
    with pytest.raises(SupergraphError) as raised:
        Supergraph.parse(text)
    return str(raised.value)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("@join__type(graph: A, key", "@join__type(graph: C, key", "join__Graph has no value C"),
        ("@join__type(graph: A, key", "@join__type(key", "lacks its argument graph"),
        ('key: "id"', 'key: "id {"', "Expected Name"),
        ("x: Int", 'x: Int @join__field(graph: A, requires: "y }")', "Syntax Error"),
        ("x: Int", 'x: Int @join__field(graph: A, provides: "{")', "Syntax Error"),
        ("x: Int", "x: Int @join__field(graph: B, contextArguments: [{name: 1}])", "lacks its argument name"),
        ("@join__type(graph: A, key", "@join__implements(graph: A) @join__type(graph: A, key", "interface"),
        ("x: Int", "x: Int }", "line 7, column 180"),
        ("x: Int", "x: Weg", "Unknown type: 'Weg'"),
        ("enum join__Graph", "enum Graph", "was it composed?"),
        ("join/v0.3", "join/v0.6", "needs https://specs.apollo.dev/join/v0.6"),
    ],
)
def test_what_is_wrong_is_said(old: str, new: str, says: str) -> None:
    assert says in refused((HEAD + QUERY + TYPE).replace(old, new, 1))


class TestFeatures:
    def linked(self, link: str) -> str:
        return (HEAD + QUERY + TYPE).replace("{ query:", f"@link({link}) {{ query:", 1)

    @pytest.mark.parametrize("purpose", ["SECURITY", "EXECUTION"])
    def test_what_a_gateway_must_know_and_does_not_is_not_served(self, purpose: str) -> None:
        for url in ("https://specs.apollo.dev/connect/v0.1", "https://specs.apollo.dev/authenticated/v1.0"):
            assert url in refused(self.linked(f'url: "{url}", for: {purpose}'))

    def test_what_it_need_not_know_is_passed_over(self) -> None:
        text = self.linked('url: "https://example.org/audit/v9.1"').replace(
            "type T", "directive @audit on OBJECT type T @audit"
        )
        assert Supergraph.parse(text).public.get_directive("audit") is None

    def test_the_join_specification_may_have_another_name(self) -> None:
        text = (HEAD + QUERY + TYPE).replace("join__", "samen__").replace('v0.3"', 'v0.3", as: "samen"', 1)
        graph = Supergraph.parse(text)
        assert graph.subgraphs == {"a": "http://a", "b": "http://b"}
        assert [join.key for join in graph.types["T"].joins["b"]] == ["id"]


class TestFirstJoins:
    """Join v0.1. What `conformance` shows by answers is not repeated here."""

    TYPES = """
    type Query { t: T @join__field(graph: A) i: I @join__field(graph: B) }
    interface I @join__type(graph: A, key: "id") { id: ID! x: Int }
    type T implements I @join__owner(graph: A)
    @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") {
      id: ID! @join__field(graph: A)
      x: Int
      y: Int @join__field(graph: B, requires: "z")
      z: Int @join__field(graph: A)
      v: V @join__field(graph: A)
    }
    type V { n: Int below: W }
    type W { n: Int }
    type Nobody { n: Int }
    """

    @pytest.fixture
    def graph(self) -> Supergraph:
        return Supergraph.parse(FIRST + self.TYPES)

    def test_fields_are_where_it_says_and_else_with_the_owner(self, graph: Supergraph) -> None:
        fields = graph.types["T"].fields
        given = {
            name: {subgraph for subgraph, join in field.joins.items() if not join.external}
            for name, field in fields.items()
        }
        assert given == {"id": {"a", "b"}, "x": {"a"}, "y": {"b"}, "z": {"a"}, "v": {"a"}}

    def test_what_is_needed_and_not_given_is_external(self, graph: Supergraph) -> None:
        fields = graph.types["T"].fields
        assert [fields[name].joins["b"].external for name in ("x", "z")] == [True, True]
        assert "b" not in fields["v"].joins

    def test_values_are_where_a_field_leads_to_them(self, graph: Supergraph) -> None:
        places = {name: set(graph.types[name].joins) for name in ("V", "W", "I", "Nobody", "Query")}
        assert places == {"V": {"a"}, "W": {"a"}, "I": {"a", "b"}, "Nobody": set(), "Query": {"a", "b"}}

    def test_a_key_of_an_interface_means_nothing(self, graph: Supergraph) -> None:
        assert [join.key for joins in graph.types["I"].joins.values() for join in joins] == [None, None]
        assert graph.types["T"].implements == {"a": {"I"}, "b": {"I"}}


def test_a_document_without_its_tokens_is_no_work_for_the_collector() -> None:
    gc.collect()
    gc.disable()
    try:
        document = parse_tokenless(HEAD + QUERY + TYPE)
        assert document.definitions
        with pytest.raises(GraphQLSyntaxError):
            parse_tokenless("type Query {")
        del document
        assert gc.collect() == 0
    finally:
        gc.enable()
