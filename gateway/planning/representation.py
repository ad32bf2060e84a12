"""Representations in the making: from the fields a door needs to what is sent, and two of them made one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from gateway.operation.selection import Field, SelectionSet
from gateway.planning.layout import TYPENAME, Position
from gateway.planning.plan import RepresentationField, RepresentationSelection

if TYPE_CHECKING:
    from schema.graph import Graph

Fields = dict[str, RepresentationField]


class RepresentationWriter:
    """Writes representations over one graph."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def fields(self, type_name: str, needs: SelectionSet, key: SelectionSet, position: Position) -> Fields:
        """What is sent of an object of `type_name`: all that the door needs, of which `key` is essential."""
        essential = {field.name for branch in key.branches for field in branch.fields}
        return {
            field.name: self._field(type_name, field, field.name in essential, position)
            for field in _all_fields(needs)
            if field.name != TYPENAME
        }

    def context(self, type_name: str, field: Field, position: Position) -> RepresentationField:
        """The value that a context gives: one field of an object of `type_name` at `position`."""
        return self._field(type_name, field, False, position)

    def _field(
        self, type_name: str, field: Field, essential: bool, position: Position
    ) -> RepresentationField:
        storage_key = position.key(field, self._graph.shape(type_name, field.name))
        selection = None
        if field.selection is not None:
            selection = self._selection(field.selection, essential, position.child(storage_key))
        return RepresentationField(field.name, storage_key, essential, selection)

    def _selection(
        self, selection: SelectionSet, essential: bool, position: Position
    ) -> RepresentationSelection:
        by_type: dict[str, tuple[RepresentationField, ...]] = {}
        for branch in selection.branches:
            fields = tuple(
                self._field(branch.types[0], field, essential, position)
                for field in branch.fields
                if field.name != TYPENAME
            )
            by_type.update(dict.fromkeys(branch.types, fields))
        if len(by_type) == 1 and selection.type in by_type:
            return RepresentationSelection(by_type[selection.type], {})
        return RepresentationSelection((), by_type, with_typename=True)


def unite(
    mine: Mapping[str, RepresentationField], theirs: Mapping[str, RepresentationField]
) -> Fields | None:
    """One representation that serves both; None if a field would have to carry two values."""
    united = dict(mine)
    for name, field in theirs.items():
        one = _unite_fields(united[name], field) if name in united else field
        if one is None:
            return None
        united[name] = one
    return united


def _unite_fields(mine: RepresentationField, theirs: RepresentationField) -> RepresentationField | None:
    if mine == theirs:
        return mine
    if mine.storage_key != theirs.storage_key or (mine.selection is None) != (theirs.selection is None):
        return None
    essential = mine.essential or theirs.essential
    selection = mine.selection
    if mine.selection is not None and theirs.selection is not None:
        selection = _unite_selections(mine.selection, theirs.selection)
        if selection is None:
            return None
    return RepresentationField(mine.name, mine.storage_key, essential, selection)


def _unite_selections(
    mine: RepresentationSelection, theirs: RepresentationSelection
) -> RepresentationSelection | None:
    fields = unite(_by_name(mine.fields), _by_name(theirs.fields))
    if fields is None:
        return None
    by_type: dict[str, tuple[RepresentationField, ...]] = dict(mine.by_type)
    for name, others in theirs.by_type.items():
        united = unite(_by_name(by_type.get(name, ())), _by_name(others))
        if united is None:
            return None
        by_type[name] = tuple(united.values())
    with_typename = mine.with_typename or theirs.with_typename
    return RepresentationSelection(tuple(fields.values()), by_type, with_typename)


def _by_name(fields: Iterable[RepresentationField]) -> Fields:
    return {field.name: field for field in fields}


def _all_fields(selection: SelectionSet) -> Iterable[Field]:
    return {field.name: field for branch in selection.branches for field in branch.fields}.values()
