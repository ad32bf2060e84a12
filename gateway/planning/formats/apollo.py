"""A plan in the format that Apollo's planners give and tools read: Sequence, Parallel, Flatten, Fetch.

Facts from @apollo/query-planner (`QueryPlan`, Federation 2.14) and from Apollo Router, whose `key|[Type]` in
paths is how a step of ours that looks at types is written. The tree says less than the plan: where a fetch
waits for some of those before it, it waits for all of them in a Sequence. The operations are ours as they
stand; they ask for `__typename` only where it is needed, where Apollo's ask for it at every entity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from gateway.operation.selection import Deferral
from gateway.planning.plan import (
    ContextValue,
    Fetch,
    Key,
    Plan,
    Representation,
    RepresentationField,
    RepresentationSelection,
    TypeIs,
)
from gateway.planning.validation.survey import Object, Survey

Node = dict[str, Any]

ITEMS = "@"
"""The step of a path into each item of a list."""


def apollo_plan(plan: Plan, survey: Survey) -> Node:
    """The plan as JSON values. `survey` is that of the plan: it tells where the lists are."""
    at_once = [fetch for fetch in plan.fetches if not fetch.deferrals]
    writer = _Writer(plan, survey)
    if plan.kind == "subscription" and at_once:
        primary, *rest = at_once
        node: Node = {"kind": "Subscription", "primary": writer.fetch(primary)}
        return _plan(node | ({"rest": writer.node(rest)} if rest else {}))
    if len(at_once) < len(plan.fetches):
        return _plan(writer.deferring(at_once))
    return _plan(writer.node(at_once) if at_once else None)


def _plan(node: Node | None) -> Node:
    return {"kind": "QueryPlan", **({"node": node} if node else {})}


class _Writer:
    """Writes the nodes of one plan."""

    def __init__(self, plan: Plan, survey: Survey) -> None:
        self._fetches = plan.fetches
        self._root = survey.root
        numbers = {one.id for one in plan.fetches if not one.deferrals}
        self._depended_on = {
            number for one in plan.fetches if one.deferrals for number in one.after if number in numbers
        }

    def node(self, fetches: Sequence[Fetch]) -> Node:
        """Fetches that have nothing to do with each other in parallel; the others after those they need."""
        parts = _components(fetches)
        if len(parts) > 1:
            return {"kind": "Parallel", "nodes": [self.node(part) for part in parts]}
        among = {fetch.id for fetch in fetches}
        first = [fetch for fetch in fetches if among.isdisjoint(fetch.after)]
        rest = [fetch for fetch in fetches if fetch not in first]
        heads = [self.fetch(fetch) for fetch in first]
        head = heads[0] if len(heads) == 1 else {"kind": "Parallel", "nodes": heads}
        if not rest:
            return head
        tail = self.node(rest)
        return {
            "kind": "Sequence",
            "nodes": [head, *(tail["nodes"] if tail["kind"] == "Sequence" else [tail])],
        }

    def deferring(self, at_once: Sequence[Fetch]) -> Node:
        """What is delivered at once, and for each set of deferrals what follows."""
        later: dict[frozenset[Deferral], list[Fetch]] = {}
        for fetch in self._fetches:
            if fetch.deferrals:
                later.setdefault(fetch.deferrals, []).append(fetch)
        primary = {"node": self.node(at_once)} if at_once else {}
        deferred = [self._deferred(deferrals, fetches) for deferrals, fetches in later.items()]
        return {"kind": "Defer", "primary": primary, "deferred": deferred}

    def _deferred(self, deferrals: frozenset[Deferral], fetches: Sequence[Fetch]) -> Node:
        outermost = min(deferrals, key=lambda one: one.depth)
        depends = {number for fetch in fetches for number in fetch.after} & self._depended_on
        labels = {one.label for one in deferrals}
        label = labels.pop() if len(labels) == 1 else None
        return {
            "depends": [{"id": str(number)} for number in sorted(depends)],
            **({"label": label} if label else {}),
            "queryPath": self._path(fetches[0])[: outermost.depth],
            "node": self.node(fetches),
        }

    def fetch(self, fetch: Fetch) -> Node:
        node: Node = {"kind": "Fetch", "serviceName": fetch.subgraph}
        if fetch.id in self._depended_on:
            node["id"] = str(fetch.id)
        if fetch.representations:
            node["requires"] = [fragment for one in fetch.representations for fragment in _required(one)]
        node |= {
            "variableUsages": list(fetch.variables),
            "operation": fetch.document,
            "operationKind": fetch.kind,
            "operationName": fetch.operation_name,
        }
        rewrites = [each for one in fetch.representations for each in _rewrites(one)]
        node |= {"inputRewrites": rewrites} if rewrites else {}
        contexts = [_context(fetch, context) for context in fetch.contexts if context.field is not None]
        node |= {"contextRewrites": contexts} if contexts else {}
        return {"kind": "Flatten", "path": self._path(fetch), "node": node} if fetch.path else node

    def _path(self, fetch: Fetch) -> list[str]:
        path: list[str] = []
        objects = [self._root]
        for step in fetch.path:
            if isinstance(step, TypeIs):
                objects = [one for one in objects if one.type in step.types]
                if path:
                    path[-1] += f"|[{','.join(sorted(step.types))}]"
            else:
                path += [step.key, *[ITEMS] * _lists(objects, step)]
                objects = [below for one in objects for below in one.below.get(step.key, {}).values()]
        return path


def _lists(objects: Iterable[Object], step: Key) -> int:
    """How many lists lie in each other under the key."""
    types = (given.join.type for one in objects for given in one.givens.get(step.key, ()) if given.join)
    return next((text.count("[") for text in types), 0)


def _components(fetches: Sequence[Fetch]) -> list[list[Fetch]]:
    """The fetches in groups that do not wait for each other."""
    group_of: dict[int, list[Fetch]] = {}
    for fetch in fetches:
        joined = [fetch]
        for group in {id(group_of[one]): group_of[one] for one in fetch.after if one in group_of}.values():
            joined += group
        joined.sort(key=lambda one: one.id)
        group_of |= {one.id: joined for one in joined}
    return list({id(group): group for group in group_of.values()}.values())


def _required(one: Representation) -> Iterator[Node]:
    for name in sorted(one.types) if one.types else [one.typename]:
        selections = [{"kind": "Field", "name": "__typename"}, *map(_field, one.fields)]
        yield {"kind": "InlineFragment", "typeCondition": name, "selections": selections}


def _field(field: RepresentationField) -> Node:
    alias = {"alias": field.storage_key} if field.storage_key != field.name else {}
    below = {"selections": _selections(field.selection)} if field.selection else {}
    return {"kind": "Field", **alias, "name": field.name, **below}


def _selections(selection: RepresentationSelection) -> list[Node]:
    typename = [{"kind": "Field", "name": "__typename"}] if selection.with_typename else []
    return [
        *typename,
        *map(_field, selection.fields),
        *(
            {"kind": "InlineFragment", "typeCondition": name, "selections": list(map(_field, fields))}
            for name, fields in sorted(selection.by_type.items())
        ),
    ]


def _rewrites(one: Representation) -> Iterator[Node]:
    """What of a representation is renamed once it is read: aliases, and the type for an interface's."""
    for name in sorted(one.types) if one.types else [one.typename or ""]:
        if one.typename and one.typename != name:
            path = [f"... on {name}", "__typename"]
            yield {"kind": "ValueSetter", "path": path, "setValueTo": one.typename}
        yield from _renamed(one.fields, [f"... on {name}"])


def _renamed(fields: Iterable[RepresentationField], path: list[str]) -> Iterator[Node]:
    for field in fields:
        if field.selection is not None:
            inside = [*path, field.storage_key]
            yield from _renamed(field.selection.fields, inside)
            for name, inner in sorted(field.selection.by_type.items()):
                yield from _renamed(inner, [*inside, f"... on {name}"])
        if field.storage_key != field.name:
            yield {"kind": "KeyRenamer", "path": [*path, field.storage_key], "renameKeyTo": field.name}


def _context(fetch: Fetch, context: ContextValue) -> Node:
    """The way up from the objects of the fetch to the one that gives the value."""
    assert context.field is not None
    levels = sum(isinstance(step, Key) for step in fetch.path[context.depth :])
    path = [*[".."] * levels, *_chain(context.field)]
    return {"kind": "KeyRenamer", "path": path, "renameKeyTo": context.variable}


def _chain(field: RepresentationField) -> Iterator[str]:
    yield field.storage_key
    if field.selection is not None:
        inner = next(
            iter(
                (*field.selection.fields, *(one for each in field.selection.by_type.values() for one in each))
            ),
            None,
        )
        yield from _chain(inner) if inner else ()
