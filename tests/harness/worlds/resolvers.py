"""Resolvers over a world: the monolith's, which knows everything, and a subgraph's, which knows its part.

A subgraph fails when it is asked what it must not be asked: an external field that nothing provides, one that
was overridden, or one that requires what was not sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    FieldNode,
    GraphQLError,
    GraphQLResolveInfo,
    InlineFragmentNode,
    SelectionSetNode,
    execute_sync,
)
from harness.worlds.blueprint import HIDDEN_VALUE, INTERFACE, MASKS, FieldPlan
from harness.worlds.laws import MUTATION, QUERY, Laws, Tally, Thing, field_set

ROOTS = {"Query": QUERY, "Mutation": MUTATION}
MISSING = "not sent"


def answer_of_monolith(laws: Laws, document: DocumentNode, variables: Mapping[str, Any]) -> ExecutionResult:
    """What graphql-core answers over the whole world at once."""
    return execute_sync(
        laws.schema,
        document,
        variable_values=dict(variables),
        field_resolver=MonolithResolver(laws),
        type_resolver=lambda thing, *_: thing.type,
    )


class MonolithResolver:
    """Resolves every field, and shows no client what is inaccessible."""

    def __init__(self, laws: Laws) -> None:
        self._laws = laws
        self._tally = Tally()

    def __call__(self, source: Thing | None, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
        thing = at_root(source, info, self._tally)
        plan = self._laws.plan(thing.type, info.field_name)
        if plan is not None and plan.reads_context:
            arguments["v"] = self._context_of(thing)
        value = self._laws.value(thing, info.field_name, arguments, self._tally)
        context = self._laws.blueprint.context
        nearest = thing if context and thing.type in context.fields else thing.context
        return self._seen(value, nearest)

    def _context_of(self, thing: Thing) -> Any:
        context = self._laws.blueprint.context
        assert context is not None
        assert thing.context is not None
        return self._laws.value(thing.context, context.fields[thing.context.type], {}, self._tally)

    def _seen(self, value: Any, context: Thing | None) -> Any:
        """What clients see of a value; objects know their context."""
        if isinstance(value, list):
            return [self._seen(item, context) for item in value]
        if isinstance(value, Thing):
            return None if value.type in self._laws.blueprint.hidden else replace(value, context=context)
        return None if value == HIDDEN_VALUE else value


class SubgraphResolver:
    """Resolves what one subgraph has, of objects as it came to know them, with some labels on."""

    def __init__(self, laws: Laws, subgraph: str, tally: Tally, labels: frozenset[str]) -> None:
        self._laws = laws
        self._subgraph = subgraph
        self._tally = tally
        self._labels = labels

    def __call__(self, source: Thing | None, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
        thing = at_root(source, info, self._tally)
        name = info.field_name
        plan = self._laws.plan(thing.type, name)
        below = opened(thing, name)
        if plan is None:
            return self._laws.value(thing, name, arguments, self._tally)
        if below is None and not plan.resolved_in(self._subgraph, self._labels):
            raise GraphQLError(f"{name} is not for {self._subgraph} to give")
        value = self._laws.value_with(thing, name, arguments, self._tally, self._needed(thing, plan))
        return opening(value, (*(below or ()), *self._provided(plan)))

    def entity(self, given: Mapping[str, Any]) -> Thing | GraphQLError | None:
        """The object that a representation means. Raises GraphQLError if its key is not one to enter by."""
        for fields in self._keys(given["__typename"]):
            key = field_set(fields)
            thing = self._identified(given, fields)
            if thing is not None and sent(given, key) == self._laws.tree(thing, key, self._tally):
                ghost = self._laws.ghost(thing, self._subgraph)
                return (
                    ghost
                    if isinstance(ghost, GraphQLError)
                    else None
                    if ghost
                    else replace(thing, given=given)
                )
        raise GraphQLError(f"{dict(given)} cannot be looked up in {self._subgraph}")

    def _keys(self, typename: str) -> list[str]:
        blueprint = self._laws.blueprint
        if typename == INTERFACE:
            keyed = self._subgraph in (MASKS, blueprint.abstract[INTERFACE].home)
            return ["id"] if keyed and blueprint.masked else []
        keys = blueprint.types[typename].keys.get(self._subgraph, ())
        return [key.fields for key in keys if key.resolvable]

    def _identified(self, given: Mapping[str, Any], fields: str) -> Thing | None:
        """The object with the number that the key holds, whatever else it says."""
        try:
            match fields.split()[0]:
                case "a":
                    number = given["a"]
                case "n" | "o" as name:
                    number = next(iter(given[name].values())).split("-")[1]
                case name:
                    number = given[name].split("-")[1]
        except (KeyError, IndexError, AttributeError):
            return None
        type_name = given["id"].split("-")[0] if given["__typename"] == INTERFACE else given["__typename"]
        return Thing(type_name, f"{type_name}-{number}")

    def _needed(self, thing: Thing, plan: FieldPlan) -> Any:
        if not plan.requires:
            return None
        if thing.given is None:
            raise GraphQLError(f"{plan.name} was asked without what it requires")
        return sent(thing.given, field_set(plan.requires))

    def _provided(self, plan: FieldPlan) -> tuple[SelectionSetNode, ...]:
        text = plan.provides.get(self._subgraph)
        return (field_set(text),) if text else ()


def at_root(source: Thing | None, info: GraphQLResolveInfo[Any], tally: Tally) -> Thing:
    """The object that a field is resolved of; a mutation counts."""
    if info.parent_type.name == "Mutation":
        tally.now += 1
    return source if isinstance(source, Thing) else ROOTS[info.parent_type.name]


def opened(thing: Thing, name: str) -> tuple[SelectionSetNode, ...] | None:
    """What of the field the way here provided; None if it did not provide it."""
    nodes = [node for selection in thing.provided for node in _of_type(selection, thing.type)]
    found = [node for node in nodes if node.name.value == name]
    return tuple(node.selection_set for node in found if node.selection_set) if found else None


def opening(value: Any, provided: tuple[SelectionSetNode, ...]) -> Any:
    """The value, whose objects are found on a way that provides this."""
    if isinstance(value, list):
        return [opening(item, provided) for item in value]
    return replace(value, provided=provided) if isinstance(value, Thing) and provided else value


def sent(given: Any, selection: SelectionSetNode) -> Any:
    """What a field set selects of a representation, in the shape of `Laws.tree`."""
    if isinstance(given, list):
        return [sent(item, selection) for item in given]
    if not isinstance(given, Mapping):
        return given
    found: dict[str, Any] = {}
    for node in _of_type(selection, given.get("__typename")):
        value = given.get(node.name.value, MISSING)
        found[node.name.value] = sent(value, node.selection_set) if node.selection_set else value
    return found


def _of_type(selection: SelectionSetNode, type_name: str | None) -> list[FieldNode]:
    found: list[FieldNode] = []
    for node in selection.selections:
        if isinstance(node, FieldNode):
            found.append(node)
        elif isinstance(node, InlineFragmentNode) and (
            node.type_condition is None or node.type_condition.name.value == type_name
        ):
            found += _of_type(node.selection_set, type_name)
    return found
