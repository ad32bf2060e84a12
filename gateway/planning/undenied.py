"""Leaves the denied fields out of what is planned: they are in the plan's output, and nowhere else."""

from dataclasses import replace

from gateway.operation.selection import Branch, Field, SelectionSet


def without_denied(selection: SelectionSet) -> SelectionSet:
    """The same tree, sharing all that is unchanged."""
    return _Sieve().selection(selection)


class _Sieve:
    """Goes through a tree in which selections may be shared, once each."""

    def __init__(self) -> None:
        self._done: dict[SelectionSet, SelectionSet] = {}

    def selection(self, selection: SelectionSet) -> SelectionSet:
        if selection not in self._done:
            branches = tuple(map(self._branch, selection.branches))
            same = all(map(_is, branches, selection.branches))
            self._done[selection] = selection if same else SelectionSet(selection.type, branches)
        return self._done[selection]

    def _branch(self, branch: Branch) -> Branch:
        fields = tuple(self._field(field) for field in branch.fields if field.denial is None)
        same = len(fields) == len(branch.fields) and all(map(_is, fields, branch.fields))
        return branch if same else Branch(branch.types, fields)

    def _field(self, field: Field) -> Field:
        if field.selection is None:
            return field
        below = self.selection(field.selection)
        return field if below is field.selection else replace(field, selection=below)


def _is(one: object, other: object) -> bool:
    return one is other
