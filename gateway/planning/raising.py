"""Raising: what is deferred of an object that is no entity is asked from the entity it is a part of.

No call can begin at such an object, so what is deferred there would come with the rest and keep it. But the
entity that it is a part of can be asked for it once more, and then for that alone. Not where a list lies
between, whose items might meanwhile be others, nor from the root, whose fields are not asked twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import is_

from graphql import get_nullable_type, is_composite_type

from gateway.operation.selection import Branch, Deferral, Deferred, Field, SelectionSet
from gateway.planning.deferred_parts import deferred_parts
from schema.graph import Graph


class Raising:
    """Raises what is deferred in selections over one graph."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def raised(self, selection: SelectionSet, *, within: bool = False) -> SelectionSet:
        """The same to ask. `within`: whether the objects here are part of an entity."""
        branches = tuple(self._branch(one, within) for one in selection.branches)
        same = all(map(is_, branches, selection.branches))
        return selection if same else replace(selection, branches=branches)

    def _branch(self, branch: Branch, within: bool) -> Branch:
        within = self._are_entities(branch) or (within and not self._has_entries(branch))
        raised: dict[frozenset[Deferral], list[Field]] = {}

        def field(one: Field) -> Field:
            if one.selection is None:
                return one
            part_of = within and is_composite_type(get_nullable_type(one.type))
            below = self.raised(one.selection, within=part_of)
            objects = tuple(each for each in below.branches if part_of and not self._has_entries(each))
            parts = deferred_parts(replace(below, branches=objects))
            for deferrals, part in parts.items():
                raised.setdefault(deferrals, []).append(replace(one, selection=part))
            if parts:
                kept = (replace(each, deferred=()) if each in objects else each for each in below.branches)
                below = replace(below, branches=tuple(kept))
            return one if below is one.selection else replace(one, selection=below)

        return _with_deferred(branch.mapped(field), raised)

    def _has_entries(self, branch: Branch) -> bool:
        return any(self._graph.entries(name) for name in branch.types)

    def _are_entities(self, branch: Branch) -> bool:
        return all(any(entry.key for entry in self._graph.entries(name)) for name in branch.types)


def _with_deferred(branch: Branch, more: Mapping[frozenset[Deferral], Sequence[Field]]) -> Branch:
    if not more:
        return branch
    fields = {one.deferrals: one.fields for one in branch.deferred}
    for deferrals, those in more.items():
        fields[deferrals] = (*fields.get(deferrals, ()), *those)
    return replace(branch, deferred=tuple(Deferred(*one) for one in fields.items()))
