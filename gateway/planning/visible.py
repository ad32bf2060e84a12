"""Leaves out of what is planned what no answer shows: denied fields, and objects of inaccessible types.

Denied fields are in the plan's output, and nowhere else. An object of an inaccessible type comes out as null,
so nothing but its name is asked of it.
"""

from collections.abc import Iterator
from dataclasses import replace
from operator import is_

from graphql import GraphQLSchema

from gateway.operation.selection import Branch, Field, SelectionSet


def visible(selection: SelectionSet, public: GraphQLSchema) -> SelectionSet:
    """The same tree, sharing all that is unchanged. `public` is the schema that clients see."""
    return _Sieve(public).selection(selection)


class _Sieve:
    """Goes through a tree in which selections may be shared, once each."""

    def __init__(self, public: GraphQLSchema) -> None:
        self._types = public.type_map
        self._done: dict[SelectionSet, SelectionSet] = {}

    def selection(self, selection: SelectionSet) -> SelectionSet:
        if selection not in self._done:
            branches = tuple(self._branches(selection))
            same = len(branches) == len(selection.branches) and all(map(is_, branches, selection.branches))
            self._done[selection] = selection if same else SelectionSet(selection.type, branches)
        return self._done[selection]

    def _branches(self, selection: SelectionSet) -> Iterator[Branch]:
        for branch in selection.branches:
            types = tuple(name for name in branch.types if name in self._types)
            if types:
                seen = branch if types == branch.types else replace(branch, types=types)
                yield seen.mapped(self._field)

    def _field(self, field: Field) -> Field | None:
        if field.denial is not None:
            return None
        if field.selection is None:
            return field
        below = self.selection(field.selection)
        return field if below is field.selection else replace(field, selection=below)
