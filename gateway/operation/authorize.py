"""Authorize: marks what the caller may not see, before anything is planned, so that it is never fetched.

In: the selection tree, which stands per concrete type already. Out: the same tree with a `denial` on each
field that stays closed, and branches split where the decision differs by type. `__typename` and introspection
are always open. A field that is open keeps its identity, and so does a whole operation with nothing to deny.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from operator import is_

from auth.policy import Denied, Rights
from gateway.operation.requirements import Requirements
from gateway.operation.selection import Branch, Field, Operation, SelectionSet


def authorize(operation: Operation, requirements: Requirements, rights: Rights) -> Operation:
    """The operation as this caller may have it answered. Pure, but for the policies' own doings."""
    marked = _Authorization(requirements, rights).selection_set(operation.selection)
    return operation if marked is operation.selection else replace(operation, selection=marked)


class _Authorization:
    """One caller's walk over one operation."""

    def __init__(self, requirements: Requirements, rights: Rights) -> None:
        self._requirements = requirements
        self._rights = rights
        self._denial = lru_cache(maxsize=None)(self._decide)
        self._done: dict[SelectionSet, SelectionSet] = {}

    def selection_set(self, selection: SelectionSet) -> SelectionSet:
        """Each selection set once, however often nested fragments come back to it."""
        if selection not in self._done:
            self._done[selection] = self._selection_set(selection)
        return self._done[selection]

    def _selection_set(self, selection: SelectionSet) -> SelectionSet:
        branches = tuple(part for branch in selection.branches for part in self._branch(branch))
        unchanged = len(branches) == len(selection.branches) and all(map(is_, branches, selection.branches))
        return selection if unchanged else replace(selection, branches=branches)

    def _branch(self, branch: Branch) -> list[Branch]:
        """The branch, split into as many as there are different decisions."""
        opened = branch.mapped(self._inside)
        groups: dict[tuple[Denied | None, ...], list[str]] = {}
        for name in opened.types:
            decisions = tuple(self._decision(name, field) for field in opened.all_fields)
            groups.setdefault(decisions, []).append(name)
        return [_marked(opened, tuple(types), decisions) for decisions, types in groups.items()]

    def _inside(self, field: Field) -> Field:
        if field.selection is None or field.local:
            return field
        inside = self.selection_set(field.selection)
        return field if inside is field.selection else replace(field, selection=inside)

    def _decision(self, type_name: str, field: Field) -> Denied | None:
        return None if field.local or field.name.startswith("__") else self._denial(type_name, field.name)

    def _decide(self, type_name: str, field_name: str) -> Denied | None:
        return self._rights.denial(self._requirements.of(type_name, field_name))


def _marked(branch: Branch, types: tuple[str, ...], decisions: tuple[Denied | None, ...]) -> Branch:
    denials = dict(zip(branch.all_fields, decisions, strict=True))

    def closed(field: Field) -> Field:
        denial = denials[field]
        return replace(field, denial=denial, selection=None) if denial else field

    return (branch if types == branch.types else replace(branch, types=types)).mapped(closed)
