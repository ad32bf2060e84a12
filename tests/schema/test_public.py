"""The schema that clients see of a supergraph, ours or another composer's."""

import pytest
from graphql import parse, print_schema

from schema.public import full_schema, public_schema

SUPERGRAPH = """
schema
  @link(url: "https://specs.apollo.dev/link/v1.0")
  @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION)
  @link(url: "https://specs.apollo.dev/inaccessible/v0.2", as: "hidden", for: SECURITY)
  @link(url: "https://specs.apollo.dev/tag/v0.3", import: [{ name: "@tag", as: "@label" }])
{ query: Query mutation: Mutation }
directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
directive @join__graph(name: String!, url: String!) on ENUM_VALUE
directive @join__type(graph: join__Graph!) repeatable on OBJECT
directive @hidden on FIELD_DEFINITION | OBJECT | ENUM_VALUE | ARGUMENT_DEFINITION
directive @label(name: String!) repeatable on FIELD_DEFINITION
directive @live(every: Int, kind: Kind) on QUERY
enum join__Graph { A @join__graph(name: "a", url: "") }
scalar link__Import
enum link__Purpose { SECURITY EXECUTION }
enum Kind @join__type(graph: A) { SOME @hidden OTHER @deprecated }
type Query @join__type(graph: A) {
  x(k: Kind = SOME @hidden, n: Int): Int @label(name: "t")
  s: Secret
  u: U
  kind: Kind
}
type Mutation { secret: Secret }
type Secret implements I @hidden { n: Int }
type T implements I { n: Int only: Only }
type Only { x: Int @hidden }
interface I { n: Int }
union U = Secret | T
"""

PUBLIC = """directive @live(every: Int, kind: Kind) on QUERY

enum Kind {
  OTHER @deprecated
}

type Query {
  x(n: Int): Int
  u: U
  kind: Kind
}

type T implements I {
  n: Int
}

interface I {
  n: Int
}

union U = T"""


def test_what_is_inaccessible_and_what_hangs_on_it_is_not_public() -> None:
    schema = public_schema(parse(SUPERGRAPH))
    assert print_schema(schema) == PUBLIC
    assert schema.mutation_type is None


def test_the_full_schema_keeps_it_and_drops_only_the_machinery() -> None:
    schema = full_schema(parse(SUPERGRAPH))
    assert {"Secret", "Only", "Mutation"} <= schema.type_map.keys()
    assert list(schema.type_map["Kind"].values) == ["SOME", "OTHER"]  # type: ignore[attr-defined]
    assert not [name for name in schema.type_map if "__" in name.removeprefix("__")]
    assert {directive.name for directive in schema.directives} & {"hidden", "label", "link"} == set()


def test_supergraphs_of_the_first_generation_are_read_too() -> None:
    document = parse(
        """
        schema @core(feature: "https://specs.apollo.dev/core/v0.2")
          @core(feature: "https://specs.apollo.dev/join/v0.1", for: EXECUTION)
          @core(feature: "https://specs.apollo.dev/inaccessible/v0.1") { query: Query }
        directive @core(feature: String!, as: String, for: core__Purpose) repeatable on SCHEMA
        directive @inaccessible on FIELD_DEFINITION
        enum core__Purpose { EXECUTION SECURITY }
        enum join__Graph { A }
        type Query { x: Int y: Int @inaccessible }
        """
    )
    assert print_schema(public_schema(document)) == "type Query {\n  x: Int\n}"


@pytest.mark.parametrize(
    "part",
    ["type Query { x: Weg }", "type Query { x(y: Weg): Int }", "type Query implements Weg { x: Int }"],
)
def test_what_is_defined_nowhere_is_not_passed_over(part: str) -> None:
    """A text that was cut off is no smaller graph."""
    document = parse(f"schema {{ query: Query }} {part}")
    for schema_of in (public_schema, full_schema):
        with pytest.raises(TypeError, match="Weg"):
            schema_of(document)
