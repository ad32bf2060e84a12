"""Contexts: where the values come from that subgraphs fill arguments from (@fromContext).

A context is set by the nearest object above that is of a type with @context. Which one that is, and which of
its fields is meant, follows from the types on the way, so it is settled before anything is solved: the field
is added to what is selected of that object, and the field with the argument remembers where it lies. After
this the solver treats the value as any other field, whichever subgraph gives it.

Where types on the way set contexts differently their branch is split, so that each has one answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from gateway.operation.normalize import Normalizer
from gateway.operation.selection import Branch, Contextual, Field, SelectionSet
from gateway.planning.layout import TYPENAME
from schema.field_set import parse_field_set
from schema.graph import Graph


@dataclass(frozen=True, slots=True, eq=False)
class _Object:
    """An object on the way, and what those below read of it: by selection, the field."""

    type: str
    read: dict[str, Field] = field(default_factory=dict)


_Way = tuple[_Object, ...]
"""The objects from the root down; the last is the one whose fields are looked at."""


class ContextFields:
    """Adds what contexts need to the selections of one operation."""

    def __init__(self, graph: Graph, normalizer: Normalizer) -> None:
        self._graph = graph
        self._normalizer = normalizer
        self._touched: dict[SelectionSet, bool] = {}

    def added(self, selection: SelectionSet) -> SelectionSet:
        """The same selection where no field reads a context, which is the usual case."""
        return self._selection(selection, ()) if self._graph.context_selections else selection

    def _selection(self, selection: SelectionSet, above: _Way) -> SelectionSet:
        if not self._is_touched(selection):
            return selection  # selections may be shared: only where it matters is each way gone by itself
        branches = (
            self._branch(types, branch, above)
            for branch in selection.branches
            for types in self._alike(branch.types)
        )
        return SelectionSet(selection.type, tuple(branches))

    def _branch(self, types: tuple[str, ...], branch: Branch, above: _Way) -> Branch:
        here = _Object(types[0])
        changed = branch.mapped(lambda one: self._field(one, (*above, here)))
        return replace(changed, types=types, fields=(*here.read.values(), *changed.fields))

    def _field(self, one: Field, way: _Way) -> Field:
        below = self._selection(one.selection, way) if one.selection else None
        contexts = tuple(self._contexts(one, way))
        if below is one.selection and not contexts:
            return one
        return replace(one, selection=below, contexts=contexts)

    def _contexts(self, one: Field, way: _Way) -> Iterator[Contextual]:
        *above, here = way
        for context, selection in sorted(self._read(here.type, one.name)):
            for levels, giver in enumerate(reversed(above), start=1):
                if context in self._graph.contexts_set(giver.type):
                    if value := self._value(giver.type, selection):
                        is_name = value.name == TYPENAME
                        field = None if is_name else giver.read.setdefault(selection, value)
                        yield Contextual(context, selection, levels, giver.type, field)
                    break  # the nearest counts, also when it has no such value

    def _read(self, type_name: str, name: str) -> frozenset[tuple[str, str]]:
        return frozenset() if name.startswith("__") else self._graph.contexts_read(type_name, name)

    def _value(self, type_name: str, selection: str) -> Field | None:
        """The one field that the selection means of the type; None where its fragments leave the type out."""
        normalized = self._normalizer.selection_set(type_name, (parse_field_set(selection),))
        return next((one for branch in normalized.branches for one in branch.fields), None)

    def _alike(self, types: Iterable[str]) -> list[tuple[str, ...]]:
        groups: dict[object, list[str]] = {}
        for name in types:
            groups.setdefault(frozenset(self._gives(name)), []).append(name)
        return [tuple(group) for group in groups.values()]

    def _gives(self, type_name: str) -> Iterator[object]:
        for context in self._graph.contexts_set(type_name):
            for selection in self._graph.context_selections.get(context, ()):
                value = self._value(type_name, selection)
                if value is None or value.name == TYPENAME:
                    yield context, selection, value and type_name
                else:
                    yield context, selection, value.name, str(value.type)

    def _is_touched(self, selection: SelectionSet) -> bool:
        """Whether a field in it, however deep, reads a context."""
        if selection not in self._touched:
            self._touched[selection] = any(
                self._read(name, one.name) or (one.selection is not None and self._is_touched(one.selection))
                for branch in selection.branches
                for one in branch.all_fields
                for name in branch.types
            )
        return self._touched[selection]
