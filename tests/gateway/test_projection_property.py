"""Whatever is asked and stored, the projection answers as graphql-core does, executing over the same data."""

from __future__ import annotations

from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    build_schema,
    execute_sync,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    parse,
)
from harness.plans import output
from harness.thoroughness import amount
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.errors import FieldFailure
from gateway.projection.project import compile_projection

SCHEMA = build_schema(
    """
    type Query { a: A, sureA: A!, as: [A], sureAs: [A!]!, node: Node, nodes: [Node!], either: [[Either]!] }
    interface Node { id: ID! }
    type A implements Node {
      id: ID!, text: String, sureText: String!, number: Int, sureNumber: Int!, ratio: Float, flag: Boolean!
      colour: Colour, sureColour: Colour!, tags: [String!], grid: [[Int]!]!, b: B, sureB: B!, any: Any
    }
    type B implements Node { id: ID!, text: String, a: A, as: [A!], node: Node! }
    union Either = A | B
    enum Colour { ROOD GEEL BLAUW }
    scalar Any
    """
)

SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "ID": st.text(max_size=3),
    "String": st.text(max_size=3),
    "Int": st.integers(-(2**31) - 1, 2**31),
    "Float": st.floats(allow_nan=False, allow_infinity=False) | st.integers(-5, 5),
    "Boolean": st.booleans(),
    "Any": st.integers() | st.lists(st.integers(), max_size=2),
}
MOSTLY = st.integers(0, 9)
FAILURE = FieldFailure("broken", "X")

Selection = dict[GraphQLObjectType, dict[str, "Selection | None"]]
"""What is asked at a position: by object type, the fields and what is asked below them."""


def selections(draw: st.DrawFn, type_: Any, depth: int) -> Selection:
    members = SCHEMA.get_possible_types(type_) if is_abstract_type(type_) else (type_,)
    asked = draw(st.lists(st.sampled_from(members), min_size=1, max_size=2, unique=True))
    return {member: fields(draw, member, depth) for member in asked}


def fields(draw: st.DrawFn, parent: GraphQLObjectType, depth: int) -> dict[str, Selection | None]:
    named = {name: get_named_type(field.type) for name, field in parent.fields.items()}
    usable = [name for name, type_ in named.items() if depth or is_leaf_type(type_)]
    names = draw(st.lists(st.sampled_from([*usable, "__typename"]), min_size=1, max_size=4, unique=True))
    return {
        name: None
        if name not in named or is_leaf_type(named[name])
        else selections(draw, named[name], depth - 1)
        for name in names
    }


def written(selection: Selection) -> str:
    """As text; an alias says its type, so that fragments on different types cannot conflict."""
    fragments = []
    for parent, asked in selection.items():
        texts = [
            f"{parent.name}_{name}: {name} {written(below) if below else ''}" for name, below in asked.items()
        ]
        fragments.append(f"... on {parent.name} {{ {' '.join(texts)} }}")
    return f"{{ {' '.join(fragments)} }}"


def stored(draw: st.DrawFn, type_: Any, selection: Selection | None) -> Any:
    """Merged data for a position: mostly what the type asks, now and then a null or a failure."""
    luck = draw(MOSTLY)
    if luck == 0:
        return FAILURE
    if luck == 1:
        return None
    if isinstance(type_, GraphQLNonNull):
        return stored(draw, type_.of_type, selection)
    if isinstance(type_, GraphQLList):
        return [stored(draw, type_.of_type, selection) for _ in range(draw(st.integers(0, 3)))]
    if isinstance(type_, GraphQLEnumType):
        return draw(st.sampled_from(["ROOD", "GEEL", "BLAUW", "GEHEIM"]))
    if selection is None:
        return draw(SCALARS[type_.name])
    return stored_object(draw, type_, selection)


def stored_object(draw: st.DrawFn, type_: Any, selection: Selection) -> dict[str, Any]:
    members = SCHEMA.get_possible_types(type_) if is_abstract_type(type_) else (type_,)
    member = draw(st.sampled_from(members))
    asked = {name: below for name, below in selection.get(member, {}).items() if name != "__typename"}
    values = {
        name: stored(draw, member.fields[name].type, below) for name, below in asked.items() if draw(MOSTLY)
    }
    return {"__typename": member.name, **values}


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A query, and merged data for it."""
    query_type = SCHEMA.type_map["Query"]
    selection = selections(draw, query_type, 3)
    return written(selection), stored_object(draw, query_type, selection)


class Broken(Exception):
    """What graphql-core, which takes exceptions for failed values, gets in place of a FieldFailure."""


def for_the_oracle(value: Any) -> Any:
    match value:
        case FieldFailure():
            return Broken(value.message)
        case dict():
            return {key: for_the_oracle(item) for key, item in value.items()}
        case list():
            return [for_the_oracle(item) for item in value]
    return value


@settings(max_examples=amount(60, 150), deadline=None)
@given(cases())
def test_the_projection_answers_as_graphql_core_would(case: tuple[str, dict[str, Any]]) -> None:
    query, data = case
    expected = execute_sync(SCHEMA, parse(query), for_the_oracle(data))
    projected, errors = compile_projection(output(SCHEMA, query), SCHEMA).project(data)
    assert projected == expected.data
    assert in_order(projected) == in_order(expected.data)
    assert [error["path"] for error in errors] == [error.path for error in expected.errors or ()]
    for error, theirs in zip(errors, expected.errors or (), strict=True):
        if theirs.message == "broken" or theirs.message.startswith("Cannot return null"):
            assert error["message"] == theirs.message


def in_order(value: Any) -> Any:
    """The same with the order of keys made to count."""
    match value:
        case dict():
            return [(key, in_order(item)) for key, item in value.items()]
        case list():
            return [in_order(item) for item in value]
    return value
