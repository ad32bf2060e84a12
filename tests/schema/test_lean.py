"""A schema that only serves lets go of its document, and is the same schema still."""

from __future__ import annotations

import gc
from types import FunctionType, ModuleType

from graphql import GraphQLString, Node, build_schema, introspection_from_schema, print_schema

from schema.lean import forget_document

SDL = '''
directive @note(text: String = "x") on FIELD
"""A thing."""
interface Named implements Base { id: ID name(short: Boolean = true): String! @deprecated(reason: "old") }
interface Base { id: ID }
type Thing implements Named & Base { id: ID name(short: Boolean = true): String! colour: Colour }
type Other { thing: Thing }
union Any = Thing | Other
enum Colour { RED @deprecated BLUE }
input Filter { text: String = "a" colours: [Colour!] = [RED] }
scalar Date @specifiedBy(url: "https://example.org/date")
type Query { any(filter: Filter, on: Date): Any named: [Named!]! }
'''


def nodes_in(start: object) -> set[str]:
    """The kinds of syntax nodes that can be got at from a value."""
    found: dict[int, object] = {}
    waiting = [start]
    while waiting:
        one = waiting.pop()
        if id(one) in found or isinstance(one, type | ModuleType):
            continue
        found[id(one)] = one
        waiting += (one.__closure__ or ()) if isinstance(one, FunctionType) else gc.get_referents(one)
    return {one.kind for one in found.values() if isinstance(one, Node)}


def test_no_syntax_is_left_but_for_defaults_and_nothing_else_changes() -> None:
    schema = build_schema(SDL)
    printed, introspected = print_schema(schema), introspection_from_schema(schema)
    assert "object_type_definition" in nodes_in(schema)
    forget_document(schema)
    assert not [kind for kind in nodes_in(schema) if "definition" in kind or "type" in kind]
    assert print_schema(schema) == printed
    assert introspection_from_schema(schema) == introspected


def test_what_all_schemas_share_is_left_alone() -> None:
    before = dict(vars(GraphQLString))
    forget_document(build_schema(SDL))
    assert vars(GraphQLString) == before
