"""Deferred parts: a selection taken apart by what is deferred in it, and put together of what is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from graphql import print_ast

from gateway.operation.selection import Branch, Deferral, Field, SelectionSet
from gateway.planning.layout import TYPENAME


def deferred_parts(selection: SelectionSet) -> Mapping[frozenset[Deferral], SelectionSet]:
    """What each set of deferrals selects there, but for leaves that are asked there anyway; empty for most
    selections.
    """
    parts: dict[frozenset[Deferral], list[Branch]] = {}
    for branch in selection.branches:
        if not branch.deferred:
            continue
        at_hand = {_asked(one) for one in branch.fields if one.selection is None}
        for later in branch.deferred:
            fields = tuple(one for one in later.fields if one.selection or _asked(one) not in at_hand)
            if fields:
                parts.setdefault(later.deferrals, []).append(Branch(branch.types, fields))
    return {deferrals: SelectionSet(selection.type, tuple(branches)) for deferrals, branches in parts.items()}


def deferred_names(selection: SelectionSet) -> SelectionSet:
    """The deferred `__typename`s: by a type that is not known yet, nothing can be told apart."""
    branches = (
        Branch(branch.types, tuple(one for later in branch.deferred for one in later.fields if _is_name(one)))
        for branch in selection.branches
    )
    return SelectionSet(selection.type, tuple(branches))


def undeferred(selection: SelectionSet, more: Sequence[SelectionSet | None]) -> SelectionSet:
    """What is not deferred there, and these parts of what is."""
    branches: list[Branch] = []
    for branch in selection.branches:
        groups: dict[tuple[Field, ...], list[str]] = {}
        for name in branch.types:
            groups.setdefault(tuple(_selected_of(name, more)), []).append(name)
        branches += (Branch(tuple(types), branch.fields + added) for added, types in groups.items())
    return SelectionSet(selection.type, tuple(branches))


def _selected_of(type_name: str, selections: Sequence[SelectionSet | None]) -> Iterator[Field]:
    for selection in selections:
        for branch in selection.branches if selection else ():
            if type_name in branch.types:
                yield from branch.fields


def _asked(field: Field) -> tuple[str, ...]:
    """Equal for leaves that are stored once (see layout)."""
    return field.name, *map(print_ast, field.arguments)


def _is_name(field: Field) -> bool:
    return field.name == TYPENAME
