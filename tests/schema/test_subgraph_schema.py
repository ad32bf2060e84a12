"""What a supergraph tells of each subgraph's own schema."""

from __future__ import annotations

from textwrap import dedent

import pytest
from graphql import GraphQLSchema, parse, print_type, validate
from harness.federated import Look, federated

from schema.subgraph_schema import subgraph_schema
from schema.supergraph import Supergraph


def schema_of(subgraph: str, **sdls: str) -> GraphQLSchema:
    return subgraph_schema(Supergraph.parse(Look.at(federated(**sdls)).sdl), subgraph)


def printed(schema: GraphQLSchema, *names: str) -> str:
    return "\n".join(print_type(schema.type_map[name]) for name in names)


def test_a_type_has_the_fields_that_the_subgraph_has_and_as_it_has_them() -> None:
    schema = schema_of(
        "b",
        a='type Query { it: It } type It @key(fields: "id") { id: ID! name: String shared: Int! @shareable }',
        b="""
            type It @key(fields: "id") { id: ID! size(unit: Unit = CM): Int shared: Int @shareable }
            enum Unit { CM }
        """,
    )
    assert printed(schema, "It", "Unit") == dedent(
        """\
        type It {
          id: ID!
          shared: Int
          size(unit: Unit = CM): Int
        }
        enum Unit {
          CM
        }"""
    )


def test_the_entry_points_are_there_also_where_the_subgraph_has_no_query_of_its_own() -> None:
    schema = schema_of(
        "b",
        a='type Query { it: It } type It @key(fields: "id") { id: ID! }',
        b='type It @key(fields: "id") { id: ID! size: Int }',
    )
    assert printed(schema, "Query", "_Entity") == dedent(
        """\
        type Query {
          _service: _Service!
          _entities(representations: [_Any!]!): [_Entity]!
        }
        union _Entity = It"""
    )


def test_what_cannot_be_looked_up_is_no_entity() -> None:
    schema = schema_of(
        "a",
        a='type Query { it: It } type It @key(fields: "id", resolvable: false) { id: ID! }',
        b='type It @key(fields: "id") { id: ID! size: Int }',
    )
    assert "_Entity" not in schema.type_map
    assert list(schema.type_map["Query"].fields) == ["it", "_service"]  # type: ignore[attr-defined]


def test_an_interface_object_is_an_object() -> None:
    schema = schema_of(
        "b",
        a="""
            type Query { one: Media }
            interface Media @key(fields: "id") { id: ID! }
            type Book implements Media @key(fields: "id") { id: ID! }
        """,
        b='type Media @key(fields: "id") @interfaceObject { id: ID! rating: Int }',
    )
    assert printed(schema, "Media", "_Entity") == dedent(
        """\
        type Media {
          id: ID!
          rating: Int
        }
        union _Entity = Media"""
    )
    assert "Book" not in schema.type_map


def test_abstract_types_have_the_members_that_the_subgraph_knows() -> None:
    sdls = {
        "a": """
            type Query { one: Either @shareable some: Named }
            union Either = A | B
            interface Named { name: String }
            type A { x: Int @shareable }
            type B implements Named { name: String @shareable }
        """,
        "b": """
            type Query { one: Either @shareable }
            union Either = A
            interface Named { name: String }
            type A implements Named { x: Int @shareable name: String }
        """,
    }
    assert printed(schema_of("a", **sdls), "Either", "B") == dedent(
        """\
        union Either = A | B
        type B implements Named {
          name: String
        }"""
    )
    assert printed(schema_of("b", **sdls), "Either", "A") == dedent(
        """\
        union Either = A
        type A implements Named {
          x: Int
          name: String
        }"""
    )


def test_an_argument_that_the_gateway_fills_is_one_of_the_subgraph() -> None:
    schema = schema_of(
        "a",
        a="""
            type Query { line: Line }
            type Line @key(fields: "id") @context(name: "line") { id: ID! zone: String stop: Stop }
            type Stop @key(fields: "id") {
                id: ID! fare(zone: String @fromContext(field: "$line { zone }")): Int
            }
        """,
    )
    assert "fare(zone: String): Int" in printed(schema, "Stop")


def test_root_types_are_those_that_the_subgraph_has() -> None:
    sdls = {"a": "type Query { a: Int } type Mutation { do: Int }", "b": "type Query { b: Int }"}
    one, other = schema_of("a", **sdls), schema_of("b", **sdls)
    assert one.mutation_type is not None
    assert other.mutation_type is None
    assert list(one.query_type.fields) == ["a", "_service"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("operation", "valid"),
    [
        ("{ it { id name } }", True),
        ("query ($s: [_Any!]!) { _entities(representations: $s) { ... on It { name } } }", True),
        ("{ it { size } }", False),
        ("query ($n: Int) { it(n: $n) { id } }", False),
    ],
)
def test_an_operation_is_valid_for_it_when_it_is_for_the_subgraph(operation: str, valid: bool) -> None:
    schema = schema_of(
        "a",
        a='type Query { it(n: Int!): It } type It @key(fields: "id") { id: ID! name: String }',
        b='type It @key(fields: "id") { id: ID! size: Int }',
    )
    document = parse(operation.replace("{ it {", "{ it(n: 1) {"))
    assert (not validate(schema, document)) is valid
