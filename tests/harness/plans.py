"""Short ways to write plans by hand, and to run them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from graphql import GraphQLObjectType, GraphQLOutputType, GraphQLSchema, get_named_type, parse, type_from_ast
from graphql import parse_type as parse_type_node

from gateway.execution.executor import ExecutionRequest, ExecutionResult, Executor
from gateway.execution.failures import ErrorPolicy
from gateway.execution.prepared import prepare
from gateway.execution.subgraph import Subgraph
from gateway.planning.plan import (
    Fetch,
    Fills,
    Key,
    OutputField,
    OutputSelection,
    Path,
    Plan,
    Representation,
    RepresentationField,
    TypeIs,
)

Kind = Literal["query", "mutation", "subscription"]

NO_OUTPUT = OutputSelection("Query", {})


def fills(text: str) -> Fills:
    """The tree of storage keys written as a GraphQL selection: `a b { c }`."""
    definition = parse(f"{{ {text} }}").definitions[0]

    def tree(selection_set: Any) -> Fills:
        return {
            node.name.value: tree(node.selection_set) if node.selection_set else None
            for node in selection_set.selections
        }

    return tree(definition.selection_set)  # type: ignore[attr-defined]


def at(path: str) -> Path:
    """A path written as `me.reviews.<Book|Film>.author`."""
    return tuple(
        TypeIs(frozenset(step[1:-1].split("|"))) if step.startswith("<") else Key(step)
        for step in path.split(".")
        if step
    )


def root(
    number: int, subgraph: str, document: str, given: str, *, kind: Kind = "query", **more: Any
) -> Fetch:
    """A fetch of root fields; `given` is what it fills."""
    defaults: dict[str, Any] = {"variables": (), "after": (), "path": ()}
    return Fetch(number, subgraph, kind, document, None, fills=fills(given), **{**defaults, **more})


def entities(
    number: int, subgraph: str, path: str, selection: str, *representations: Representation, **more: Any
) -> Fetch:
    """A fetch of entities at `path`; `selection` is what is asked of each (with its type conditions)."""
    lookup = f"_entities(representations: $representations) {{ {selection} }}"
    document = f"query($representations: [_Any!]!) {{ {lookup} }}"
    defaults: dict[str, Any] = {"variables": (), "document": document}
    return Fetch(
        id=number,
        subgraph=subgraph,
        kind="query",
        operation_name=None,
        path=at(path),
        representations=representations,
        **{**defaults, **more},
    )


def key(name: str, storage_key: str | None = None) -> RepresentationField:
    return RepresentationField(name, storage_key or name, essential=True)


def required(name: str, storage_key: str | None = None, **more: Any) -> RepresentationField:
    return RepresentationField(name, storage_key or name, essential=False, **more)


def represent(
    typename: str,
    given: str,
    *fields: RepresentationField,
    requires: Mapping[str, Sequence[RepresentationField]] | None = None,
) -> Representation:
    """The representation at a position of one object type; `requires` is by storage key: all of it for each
    where nothing is said.
    """
    tree = fills(given)
    needs = dict.fromkeys(tree, fields) if requires is None else requires
    return Representation(None, typename, fields, tree, {name: tuple(sent) for name, sent in needs.items()})


def represent_some(
    types: str, given: str, *fields: RepresentationField, typename: str | None = None
) -> Representation:
    """The representation of some types of an abstract position."""
    return Representation(frozenset(types.split("|")), typename, fields, fills(given))


async def run(
    fetches: Sequence[Fetch],
    subgraphs: Mapping[str, Subgraph],
    variables: Mapping[str, Any] | None = None,
    *,
    seconds: float = 5.0,
    policy: ErrorPolicy | None = None,
) -> ExecutionResult:
    """Execute the fetches as a plan."""
    plan = prepare(Plan("query", tuple(fetches), NO_OUTPUT))
    request = ExecutionRequest(variables or {}, lambda name: {"x-for": name}, seconds)
    return await Executor(subgraphs, policy or ErrorPolicy()).execute(plan, request)


def output(schema: GraphQLSchema, query: str) -> OutputSelection:
    """The output of a query without fragments on interfaces spread over others: fields and `... on Object`.

    The storage key of a field is its name.
    """
    definition: Any = parse(query).definitions[0]
    root_type = schema.get_root_type(definition.operation)
    assert root_type is not None
    return _selection(schema, root_type.name, definition.selection_set)


def _selection(schema: GraphQLSchema, declared: str, selection_set: Any) -> OutputSelection:
    type_ = schema.type_map[declared]
    types = [type_] if isinstance(type_, GraphQLObjectType) else schema.get_possible_types(type_)  # type: ignore[arg-type]
    by_type = {each.name: _fields(schema, each, selection_set) for each in types}
    return OutputSelection(declared, {name: fields for name, fields in by_type.items() if fields})


def _fields(schema: GraphQLSchema, parent: Any, selection_set: Any) -> tuple[OutputField, ...]:
    found: list[OutputField] = []
    for node in selection_set.selections:
        if node.kind == "inline_fragment":
            if node.type_condition.name.value == parent.name:
                found += _fields(schema, parent, node.selection_set)
            continue
        name = node.name.value
        type_ = _type(schema, parent, name)
        selection = None
        if node.selection_set:
            selection = _selection(schema, get_named_type(type_).name, node.selection_set)
        found.append(OutputField(name, node.alias.value if node.alias else name, name, type_, selection))
    return tuple(found)


def _type(schema: GraphQLSchema, parent: Any, name: str) -> GraphQLOutputType:
    if name == "__typename":
        type_ = type_from_ast(schema, parse_type_node("String!"))
        assert type_ is not None
        return type_  # type: ignore[return-value]
    field_type: GraphQLOutputType = parent.fields[name].type
    return field_type
