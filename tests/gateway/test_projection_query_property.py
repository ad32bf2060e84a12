"""Whatever a document selects, by aliases, twice over, in fragments and under conditions, what the projection
makes of it is what graphql-core answers: data, order, and every error with its path and places.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLResolveInfo,
    GraphQLScalarType,
    OperationDefinitionNode,
    execute_sync,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    parse,
    validate,
)
from harness.composed import composed
from hypothesis import given, note, settings
from hypothesis import strategies as st

from gateway.errors import FieldFailure
from gateway.operation.normalize import normalize
from gateway.planning.plan import OutputSelection
from gateway.planning.planner import Planner
from gateway.projection.project import compile_projection
from schema.supergraph import Supergraph

SUPERGRAPH = Supergraph.parse(
    composed(
        {
            "a": """
            type Query { a: A sureA: A! as: [A] grid: [[A!]]! node: Node nodes: [Node!] either: [Either]! }
            interface Node { id: ID! text: String next: Node }
            type A implements Node {
              id: ID! text: String next: Node number: Int! ratio: Float colour: Colour any: Any b: B!
              tags: [[String!]]
            }
            type B implements Node {
              id: ID! text: String next: Node flag: Boolean! as: [A!] colours: [Colour!]
            }
            union Either = A | B
            enum Colour { ROOD GEEL }
            scalar Any
            """
        }
    )
)
SCHEMA = SUPERGRAPH.public
VARIABLES = {"yes": True, "no": False}
CONDITIONS = (
    "@skip(if: $yes)",
    "@skip(if: $no)",
    "@include(if: $yes)",
    "@include(if: $no)",
    "@skip(if: false)",
)
ODD: dict[str, tuple[Any, ...]] = {
    "ID": ("x", "", 7),
    "String": ("s", "", {"odd": 1}),
    "Int": (0, -(2**31), 2**31, 3.0),
    "Float": (1.5, 2, {"odd": 1}),
    "Boolean": (True, False, "odd"),
    "Any": ({"a": [1, None]}, [], "x", 0),
}
"""Values of which both say the same: what may be coerced (5 to "5") is the implementation's own affair."""


@dataclass
class Document:
    """A document in the making: an alias says which field it is of, so that whatever meets can be merged."""

    chance: Random
    fragments: list[str] = field(default_factory=list)

    def text(self) -> str:
        text = "\n".join([self._selection("Query", 4), *self.fragments])
        used = [f"${name}: Boolean!" for name in VARIABLES if f"${name})" in text]
        return f"query ({', '.join(used)}) {text}" if used else text

    def _selection(self, type_name: str, depth: int) -> str:
        parts = [self._part(type_name, depth) for _ in range(self.chance.randint(1, 4))]
        return f"{{ {' '.join(parts)} }}"

    def _part(self, type_name: str, depth: int) -> str:
        type_: Any = SCHEMA.type_map[type_name]
        roll = self.chance.random()
        if roll < 0.25 and depth:
            return self._fragment(type_name, depth)
        names = [
            name for name in getattr(type_, "fields", ()) if depth or not self._is_composite(type_, name)
        ]
        if roll > 0.9 or not names:
            return f"{self.chance.choice(['', 'kind: '])}__typename {self._condition()}"
        name = self.chance.choice(names)
        alias = self.chance.choice(["", f"{name}_2: "])
        below = get_named_type(type_.fields[name].type).name
        selection = self._selection(below, depth - 1) if self._is_composite(type_, name) else ""
        return f"{alias}{name} {self._condition()} {selection}"

    def _is_composite(self, type_: Any, name: str) -> bool:
        return is_composite_type(get_named_type(type_.fields[name].type))

    def _fragment(self, type_name: str, depth: int) -> str:
        type_: Any = SCHEMA.type_map[type_name]
        upper = [one.name for one in getattr(type_, "interfaces", ())]
        lower = [one.name for one in SCHEMA.get_possible_types(type_)] if is_abstract_type(type_) else []
        on = self.chance.choice([type_name, *upper, *lower])
        selection = self._selection(on, depth)
        if self.chance.random() < 0.5:
            return f"... on {on} {self._condition()} {selection}"
        name = f"F{len(self.fragments)}"
        self.fragments.append(f"fragment {name} on {on} {selection}")
        return f"...{name} {self._condition()} " * self.chance.randint(1, 2)

    def _condition(self) -> str:
        return self.chance.choice(CONDITIONS) if self.chance.random() < 0.15 else ""


@dataclass(frozen=True)
class Thing:
    """An object: what its fields hold follows from the way to it."""

    type: str
    way: str


class Broken(Exception):
    """What graphql-core takes for a value that failed."""


def value(type_: Any, way: str, seed: int) -> Any:
    """Mostly what the type asks, now and then null, a failure or something odd; the same for the same way."""
    chance = Random(f"{seed} {way}")
    luck = chance.random()
    if luck < 0.07:
        return Broken("broken")
    if luck < 0.14:
        return None
    while isinstance(type_, GraphQLNonNull):
        type_ = type_.of_type
    if isinstance(type_, GraphQLList):
        return [value(type_.of_type, f"{way}.{index}", seed) for index in range(chance.randint(0, 3))]
    if isinstance(type_, GraphQLEnumType):
        return chance.choice(["ROOD", "GEEL", "GEHEIM"])
    if isinstance(type_, GraphQLScalarType):
        return chance.choice(ODD[type_.name])
    names = (
        [one.name for one in SCHEMA.get_possible_types(type_)] if is_abstract_type(type_) else [type_.name]
    )
    return Thing(chance.choice(names), way)


def stored(one: Any, selection: OutputSelection | None, seed: int) -> Any:
    """As the merged data of a plan hold it."""
    if isinstance(one, Broken):
        return FieldFailure("broken", "X")
    if isinstance(one, list) and selection is not None:
        return [stored(item, selection, seed) for item in one]
    if not isinstance(one, Thing) or selection is None:
        return [stored(item, None, seed) for item in one] if isinstance(one, list) else one
    return {"__typename": one.type, **dict(stored_fields(one, selection, seed))}


def stored_fields(one: Thing, selection: OutputSelection, seed: int) -> Iterator[tuple[str, Any]]:
    definitions: Any = SCHEMA.type_map[one.type]
    for each in selection.by_type.get(one.type, ()):
        if each.name != "__typename":
            held = value(definitions.fields[each.name].type, f"{one.way}.{each.name}", seed)
            yield each.storage_key, stored(held, each.selection, seed)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_the_projection_of_any_document_is_what_graphql_core_answers(seed: int) -> None:
    query = Document(Random(seed)).text()
    note(query)
    document = parse(query)
    assert validate(SCHEMA, document) == []
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    expected = execute_sync(
        SCHEMA,
        document,
        Thing("Query", ""),
        variable_values=VARIABLES,
        field_resolver=lambda source, info: resolved(source, info, seed),
        type_resolver=lambda source, *_: source.type,
    )
    plan = Planner(SUPERGRAPH).plan(normalize(document, operation, VARIABLES, SUPERGRAPH.full))
    data, errors = compile_projection(plan.output, SCHEMA, most_errors=10_000).project(
        stored(Thing("Query", ""), plan.output, seed)
    )
    assert data == expected.data
    assert in_order(data) == in_order(expected.data)
    assert [where(error) for error in errors] == [where(one.formatted) for one in expected.errors or ()]


def resolved(source: Thing, info: GraphQLResolveInfo, seed: int) -> Any:
    return value(info.return_type, f"{source.way}.{info.field_name}", seed)


def where(error: Any) -> Any:
    return error["path"], error["locations"]


def in_order(one: Any) -> Any:
    """The same with the order of keys made to count."""
    if isinstance(one, dict):
        return [(key, in_order(item)) for key, item in one.items()]
    return [in_order(item) for item in one] if isinstance(one, list) else one
