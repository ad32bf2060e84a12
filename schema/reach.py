"""Reach: where a walk over the graph can get from one place, for an object of one type.

An object has one place at first, where a field gave it. More come by entries, as soon as the places at hand
can give an entry's key. In an interface object's subgraph the object's own type is unknown: only ways in by
the interface are open until a subgraph is reached that knows the type. What is found is the least that
holds, so conditions that wait for each other in a circle stay unmet.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from graphql import FieldNode, InlineFragmentNode, SelectionSetNode, print_ast

from schema.field_set import parse_field_set
from schema.graph import Entry, FieldMove, Graph


@dataclass(frozen=True, slots=True)
class Place:
    """A subgraph, the object's type there (an interface, for interface objects), and what `@provides` opens
    on it."""

    subgraph: str
    type: str
    provided: str = ""


Places = frozenset[Place]


class Reach:
    """All walks over one graph. Whatever is found is kept, so cost grows with types and places, not with
    paths."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._around: dict[tuple[str, Place], Places] = {}
        self._growing: dict[tuple[str, Place], Places] = {}
        self._asking: set[tuple[str, str, Places]] = set()
        self._circles = 0

    def around(self, type_name: str, start: Place) -> Places:
        """All places where a walk from `start` can have the object, `start` among them."""
        key = (type_name, start)
        if key in self._around:
            return self._around[key]
        if key in self._growing:
            self._circles += 1
            return self._growing[key]
        circles = self._circles
        self._growing[key] = frozenset({start})
        places = self._grow(type_name, key)
        del self._growing[key]
        if circles == self._circles or not (self._growing or self._asking):
            self._around[key] = places  # else it rests on what was still growing, and may yet be more
        return places

    def givers(self, type_name: str, places: Places, name: str) -> Places:
        """Those of the places, which a walk has together, that give the field `name`."""
        return frozenset(place for place in places if self._gives(type_name, place, name, places))

    def after(self, place: Place, name: str) -> Place:
        """Where the walk is after the field, which `place` gives."""
        move = self._move(place, name)
        assert move is not None
        opened = [print_ast(move.provides)[1:-1]] if move.provides else []
        opened += (print_ast(inner)[1:-1] for inner in self._provided(place, name) if inner)
        return Place(move.subgraph, move.type, " ".join(" ".join(opened).split()))

    def possible(self, place: Place) -> tuple[str, ...]:
        """The object types that an object at `place` can have."""
        return self.graph.possible(place.subgraph, place.type)

    def narrowed(self, place: Place, type_name: str) -> Place:
        """The place, once the object is known to be a `type_name`; an interface object's subgraph never
        knows."""
        if self.graph.is_interface_object(place.subgraph, place.type):
            return place
        return Place(place.subgraph, type_name, place.provided)

    def missing(self, type_name: str, places: Places, selection: SelectionSetNode) -> Iterator[str]:
        """The fields of a condition that the places cannot give."""
        for node in selection.selections:
            if isinstance(node, FieldNode):
                if not self._is_given(type_name, places, node):
                    yield node.name.value
            elif isinstance(node, InlineFragmentNode) and self._applies(node, type_name):
                yield from self.missing(type_name, places, node.selection_set)

    def declares(self, place: Place, name: str) -> FieldMove | None:
        """The field as it stands at `place`, even if a condition of it is unmet there."""
        return self._move(place, name)

    def entries(self, type_name: str, start: Place) -> Iterator[Entry]:
        """All entries for the object, as the places they lead to know it."""
        yield from self.graph.entries(type_name)
        if start.type == type_name:
            return
        for entry in self.graph.entries(start.type):
            if type_name in self.graph.possible(entry.subgraph, start.type):
                yield entry

    def _grow(self, type_name: str, key: tuple[str, Place]) -> Places:
        waiting = list(dict.fromkeys(self.entries(*key)))
        while True:
            places = self._growing[key]
            opened = {
                self._arrival(type_name, entry) for entry in waiting if self.is_open(type_name, entry, places)
            }
            if opened <= places:
                return places
            self._growing[key] = places | opened

    def is_open(self, type_name: str, entry: Entry, places: Places) -> bool:
        """Whether the places know enough of the object for the entry."""
        is_known = any(place.type == type_name for place in places)
        if entry.type == type_name and not is_known:
            return False
        return entry.key is None or not any(self.missing(type_name, places, entry.key))

    def _arrival(self, type_name: str, entry: Entry) -> Place:
        if self.graph.is_interface_object(entry.subgraph, entry.type):
            return Place(entry.subgraph, entry.type)
        return Place(entry.subgraph, type_name)

    def _gives(self, type_name: str, place: Place, name: str, places: Places) -> bool:
        move = self._move(place, name)
        if move is None or move.requires is None:
            return move is not None
        question = (type_name, name, places)
        if question in self._asking:
            self._circles += 1
            return False
        self._asking.add(question)
        is_met = not any(self.missing(type_name, places, move.requires))
        self._asking.remove(question)
        return is_met

    def _is_given(self, type_name: str, places: Places, node: FieldNode) -> bool:
        name = node.name.value
        if name == "__typename":
            return True
        selection = node.selection_set
        givers = (place for place in places if self._gives(type_name, place, name, places))
        return any(
            selection is None or self._selects(self.after(one, name), selection)
            for one in givers
            if not self._reads_contexts(one, name)
        )

    def _reads_contexts(self, place: Place, name: str) -> bool:
        """A condition is asked of an object by itself: there is nothing above it to fill arguments from."""
        move = self._move(place, name)
        return move is not None and bool(move.contexts)

    def _selects(self, place: Place, selection: SelectionSetNode) -> bool:
        """Whether the selection can be had of whatever object is at `place`."""
        for one in self.possible(place):
            places = self.around(one, self.narrowed(place, one))
            if any(self.missing(one, places, selection)):
                return False
        return True

    def _move(self, place: Place, name: str) -> FieldMove | None:
        move = self.graph.field(place.subgraph, place.type, name)
        if move is None and any(True for _ in self._provided(place, name)):
            return self.graph.declared(place.subgraph, place.type, name)
        return move

    def _provided(self, place: Place, name: str) -> Iterator[SelectionSetNode | None]:
        """What `@provides` opens below the field `name`; nothing at all if it does not open the field."""
        if place.provided:
            yield from self._opened(parse_field_set(place.provided), place.type, name)

    def _opened(
        self, selection: SelectionSetNode, type_name: str, name: str
    ) -> Iterator[SelectionSetNode | None]:
        for node in selection.selections:
            if isinstance(node, FieldNode):
                if node.name.value == name:
                    yield node.selection_set
            elif isinstance(node, InlineFragmentNode) and self._applies(node, type_name):
                yield from self._opened(node.selection_set, type_name, name)

    def _applies(self, node: InlineFragmentNode, type_name: str) -> bool:
        condition = node.type_condition.name.value if node.type_condition else type_name
        if condition == type_name:
            return True
        types = self.graph.supergraph.types
        stated = [*types[type_name].implements.values(), *types[condition].members.values()]
        return any(condition in one or type_name in one for one in stated)
