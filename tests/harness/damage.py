"""Damage: ways to spoil a plan, each of which a validator must notice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from graphql import FieldNode, OperationDefinitionNode, Visitor, VisitorAction, parse, print_ast, visit
from graphql.language import REMOVE

from gateway.planning.plan import Fetch, Fills, Key, Plan, Representation, RepresentationField

Damaged = tuple[str, Plan]
"""What was done, and the plan after it."""


def damages(plan: Plan, subgraphs: Sequence[str]) -> Iterator[Damaged]:
    """Every plan that differs from this one by one blow."""
    for fetch in plan.fetches:
        yield f"[{fetch.id}] is gone", without_fetch(plan, fetch.id)
        for earlier in fetch.after:
            left = tuple(one for one in fetch.after if one != earlier)
            yield f"[{fetch.id}] does not wait for [{earlier}]", with_fetch(plan, replace(fetch, after=left))
        for other in subgraphs:
            if other != fetch.subgraph:
                yield f"[{fetch.id}] asks {other}", with_fetch(plan, replace(fetch, subgraph=other))
        if fetch.path:
            yield f"[{fetch.id}] goes less far", with_fetch(plan, replace(fetch, path=fetch.path[:-1]))
            onward = (*fetch.path, Key("elsewhere"))
            yield f"[{fetch.id}] goes elsewhere", with_fetch(plan, replace(fetch, path=onward))
        for context in fetch.contexts:
            left = tuple(one for one in fetch.contexts if one is not context)
            yield (
                f"[{fetch.id}] fills no ${context.variable}",
                with_fetch(plan, replace(fetch, contexts=left)),
            )
        for what, document in shorter_documents(fetch.document):
            yield f"[{fetch.id}] asks no {what}", with_fetch(plan, refilled(fetch, document))
        for number, representation in enumerate(fetch.representations):
            for what, other in _other_representations(representation):
                spoiled = _replaced(fetch.representations, number, other)
                yield f"[{fetch.id}] {what}", with_fetch(plan, replace(fetch, representations=spoiled))


def with_fetch(plan: Plan, other: Fetch) -> Plan:
    """The plan with another fetch in the place of the one with its id."""
    return replace(plan, fetches=tuple(other if fetch.id == other.id else fetch for fetch in plan.fetches))


def without_fetch(plan: Plan, number: int) -> Plan:
    """The plan without a fetch; nobody waits for it any more."""
    return replace(
        plan,
        fetches=tuple(
            replace(fetch, after=tuple(one for one in fetch.after if one != number))
            for fetch in plan.fetches
            if fetch.id != number
        ),
    )


def shorter_documents(document: str) -> Iterator[tuple[str, str]]:
    """The document without one of its leaves, and without what then is empty; by the leaf's name."""
    leaves: list[str] = []

    class Leaves(Visitor):
        def enter_field(self, node: FieldNode, *_: object) -> None:
            if node.selection_set is None:
                leaves.append(node.name.value)

    visit(parse(document), Leaves())
    for number, name in enumerate(leaves):
        if shorter := _without_leaf(document, number):
            yield name, shorter


def _without_leaf(document: str, number: int) -> str | None:
    """None when nothing is left."""
    counter = count()

    class Cut(Visitor):
        def leave_field(self, node: Any, *_: object) -> VisitorAction:
            if node.selection_set is None:
                return REMOVE if next(counter) == number else None
            return REMOVE if not node.selection_set.selections else None

        def leave_inline_fragment(self, node: Any, *_: object) -> VisitorAction:
            return REMOVE if not node.selection_set.selections else None

    cut = visit(parse(document, no_location=True), Cut())
    (operation,) = cut.definitions
    return print_ast(cut) if operation.selection_set.selections else None


def refilled(fetch: Fetch, document: str) -> Fetch:
    """The fetch with another document, and with what that fills: so that not only the difference is seen."""
    (operation,) = parse(document).definitions
    assert isinstance(operation, OperationDefinitionNode)
    selection: Any = operation.selection_set
    if not fetch.representations:
        return replace(fetch, document=document, fills=_fills(selection))
    by_type = {
        node.type_condition.name.value: _fills(node.selection_set)
        for entities in selection.selections
        for node in entities.selection_set.selections
    }
    return replace(
        fetch,
        document=document,
        representations=tuple(
            replace(one, fills=by_type.get(one.typename or next(iter(one.types or {""})), {}))
            for one in fetch.representations
        ),
    )


def _fills(selection: Any) -> dict[str, Fills | None]:
    found: dict[str, Any] = {}
    for node in selection.selections:
        if isinstance(node, FieldNode):
            key = node.alias.value if node.alias else node.name.value
            below = _fills(node.selection_set) if node.selection_set else None
            found[key] = {**(found.get(key) or {}), **below} if below is not None else None
        else:
            found |= _fills(node.selection_set)
    return found


def _other_representations(one: Representation) -> Iterator[tuple[str, Representation]]:
    for number, field in enumerate(one.fields):
        spoil: list[tuple[str, Callable[[], tuple[RepresentationField, ...]]]] = [
            (f"sends no {field.name}", lambda n=number: one.fields[:n] + one.fields[n + 1 :]),
            (f"reads {field.name} elsewhere", lambda n=number: _read_elsewhere(one.fields, n)),
            (f"takes {field.name} for what it is not", lambda n=number: _misjudged(one.fields, n)),
        ]
        for what, fields in spoil:
            yield what, replace(one, fields=fields())
    surplus = RepresentationField("surplus", one.fields[0].storage_key, essential=False)
    yield "sends a field too many", replace(one, fields=(*one.fields, surplus))
    if one.requires:
        yield "forgets what requires what", replace(one, requires={})
        yield "mistakes what requires what", replace(one, requires=dict.fromkeys(one.requires, (surplus,)))


def _read_elsewhere(fields: tuple[RepresentationField, ...], number: int) -> tuple[RepresentationField, ...]:
    return _replaced(fields, number, replace(fields[number], storage_key="elsewhere"))


def _misjudged(fields: tuple[RepresentationField, ...], number: int) -> tuple[RepresentationField, ...]:
    return _replaced(fields, number, replace(fields[number], essential=not fields[number].essential))


def _replaced(items: tuple[Any, ...], number: int, other: Any) -> tuple[Any, ...]:
    return (*items[:number], other, *items[number + 1 :])
