"""Leaves the denied fields out of what is planned: they are in the plan's output, and nowhere else."""

from dataclasses import replace
from operator import is_

from gateway.operation.selection import Field, SelectionSet


def without_denied(selection: SelectionSet) -> SelectionSet:
    """The same tree, sharing all that is unchanged."""
    return _Sieve().selection(selection)


class _Sieve:
    """Goes through a tree in which selections may be shared, once each."""

    def __init__(self) -> None:
        self._done: dict[SelectionSet, SelectionSet] = {}

    def selection(self, selection: SelectionSet) -> SelectionSet:
        if selection not in self._done:
            branches = tuple(branch.mapped(self._field) for branch in selection.branches)
            same = all(map(is_, branches, selection.branches))
            self._done[selection] = selection if same else SelectionSet(selection.type, branches)
        return self._done[selection]

    def _field(self, field: Field) -> Field | None:
        if field.denial is not None:
            return None
        if field.selection is None:
            return field
        below = self.selection(field.selection)
        return field if below is field.selection else replace(field, selection=below)
