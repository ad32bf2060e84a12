"""Override labels: the progressive overrides of a supergraph, and which of them an operation can meet.

`@override(from:, label:)` (federation v2.7) leaves a field with two owners: while the label is on, the one
that takes it over, and while it is off the other. A plan for an operation depends on the labels of the fields
that planning it can look at, and on no others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from graphql import FieldNode, InlineFragmentNode, SelectionSetNode

from schema.field_set import parse_field_set
from schema.joined import FieldJoin, JoinedType
from schema.supergraph import Supergraph

Coordinate = tuple[str, str]
"""A type and one of its fields."""


class OverrideLabels:
    """The labels of one supergraph."""

    def __init__(self, supergraph: Supergraph) -> None:
        self._types = supergraph.types
        self._related = lru_cache(maxsize=None)(self._find_related)

    @cached_property
    def all(self) -> frozenset[str]:
        joins = (
            join
            for type_ in self._types.values()
            for field in type_.fields.values()
            for join in field.joins.values()
        )
        return frozenset(join.override_label for join in joins if join.override_label is not None)

    @cached_property
    def alone(self) -> frozenset[str]:
        """Those of which each decides about nothing but where its own fields come from: fields without
        subfields, which nothing else needs.
        """
        needed = frozenset(self._needed_anywhere())
        bound = {
            join.override_label
            for type_ in self._types.values()
            for field in type_.fields.values()
            if field.name in needed or field.type.strip("[]!") in self._types
            for join in field.joins.values()
        }
        return self.all - bound

    def _needed_anywhere(self) -> Iterator[str]:
        """The names of all fields that keys, requirements and contexts name."""
        for type_ in self._types.values():
            yield from (name for _, name in self._keys(type_))
            for field in type_.fields.values():
                for join in field.joins.values():
                    yield from (name for _, name in self._needed(type_, join))

    def met_by(self, selected: Iterable[Coordinate]) -> frozenset[str]:
        """The labels of the fields `selected`, of what those require, and of the keys by which their objects
        are looked up elsewhere. A field of an abstract type stands for that field of all types it can be.
        """
        found: set[str] = set()
        seen: set[Coordinate] = set()
        waiting = list(selected) if self.all else []
        while waiting:
            type_name, name = waiting.pop()
            for owner in self._related(type_name):
                if (owner.name, name) in seen:
                    continue
                seen.add((owner.name, name))
                waiting += self._keys(owner)
                for join in owner.fields[name].joins.values() if name in owner.fields else ():
                    if join.override_label is not None:
                        found.add(join.override_label)
                    waiting += self._needed(owner, join)
        return frozenset(found)

    def _find_related(self, type_name: str) -> tuple[JoinedType, ...]:
        """The type, what its objects can be, and the interfaces of those: any may be where a field is had
        from.
        """
        start = self._types.get(type_name)
        if start is None:
            return ()
        below = {type_name}.union(*start.members.values())
        below |= {one.name for one in self._types.values() if type_name in _names(one.implements.values())}
        above = {name for one in below for name in _names(self._types[one].implements.values())}
        return tuple(self._types[name] for name in sorted(below | above))

    def _keys(self, owner: JoinedType) -> Iterator[Coordinate]:
        for joins in owner.joins.values():
            for join in joins:
                if join.key is not None:
                    yield from self._selected(owner.name, parse_field_set(join.key))

    def _needed(self, owner: JoinedType, join: FieldJoin) -> Iterator[Coordinate]:
        if join.requires is not None:
            yield from self._selected(owner.name, parse_field_set(join.requires))
        for argument in join.context_arguments:
            for type_ in self._types.values():
                if argument.context in type_.contexts:
                    yield from self._selected(type_.name, parse_field_set(argument.selection))

    def _selected(self, type_name: str, selection: SelectionSetNode) -> Iterator[Coordinate]:
        for node in selection.selections:
            if isinstance(node, InlineFragmentNode):
                narrowed = node.type_condition.name.value if node.type_condition else type_name
                yield from self._selected(narrowed, node.selection_set)
            elif isinstance(node, FieldNode):
                yield type_name, node.name.value
                type_ = self._types.get(type_name)
                field = type_.fields.get(node.name.value) if type_ else None
                if field is not None and node.selection_set is not None:
                    yield from self._selected(field.type.strip("[]!"), node.selection_set)


def _names(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)
