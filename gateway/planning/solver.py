"""The solver: for what is selected at a place, the cheapest way to get all of it.

1. What the subgraph at hand resolves without any further call is taken there.
2. For the rest, the doors that are open are found in rounds (`_reach`): first those whose key the subgraph
   at hand has, then those whose key can be had behind the doors of earlier rounds. So composite keys
   gathered in several subgraphs are found, in time polynomial in the number of subgraphs. Fields with
   @requires, or with arguments from a context, have doors of their own.
3. Which doors to go through is decided in `assignment`.
4. What no way leads to is reported as missing. Whoever asked then takes the same field a second time by
   another way, so objects that are no entities are completed through their parents.

Solutions are memoised by place, type and fields, so a selection is solved once however many ways lead to it.

What a @defer selects is solved apart: behind doors, so that it has calls of its own, be it to the same
subgraph. What no door leads to is taken where the walk stands; what follows from that is apart again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from graphql import SelectionSetNode

from gateway.operation.normalize import Normalizer
from gateway.operation.selection import Branch, Deferral, Field, SelectionSet
from gateway.planning.assignment import Option, assign
from gateway.planning.deferred_parts import deferred_names, deferred_parts, undeferred
from gateway.planning.named import named
from gateway.planning.walk import PLAIN, Below, Cost, Door, Place, Solution, Terms, Unmasking
from schema.field_set import top_level_names
from schema.graph import Entry, FieldMove, Graph

Doors = dict[tuple[str, str], Door]
_CALL = Cost(depth=1, calls=1)


class Solver:
    """Solves selections over one graph. Lives as long as the planning of one operation: memos are keyed by
    identity.
    """

    def __init__(self, graph: Graph, normalizer: Normalizer) -> None:
        self._graph = graph
        self._normalizer = normalizer
        self._solutions: dict[object, Solution] = {}
        self._positions: dict[object, Below] = {}
        self._reached: dict[object, Doors] = {}
        self._named: dict[SelectionSet, SelectionSet] = {}
        self._narrowed: dict[object, Field] = {}
        self._requiring: frozenset[tuple[str, str, str]] = frozenset()

    def at_object(self, place: Place, type_name: str, fields: Sequence[Field]) -> Solution:
        """For an object of `type_name` (an interface's name: of unknown type) that the walk stands at."""
        fields = [self._certain(place, type_name, field) for field in fields]
        memo = (place, type_name, tuple(map(id, fields)), self._requiring)
        if memo not in self._solutions:
            options = {field: self._local(place, type_name, field) for field in fields}
            if all(option and option.is_free for option in options.values()):
                doors: list[Door] = []
            else:
                wanted = [field for field, option in options.items() if not (option and option.is_free)]
                doors = self._doors(place, type_name, wanted)
            self._solutions[memo] = self._assign(place, type_name, fields, doors)
        return self._solutions[memo]

    def at_position(self, place: Place, selection: SelectionSet) -> Below:
        """For the objects that a field gave."""
        memo = (place, selection, self._requiring)
        if memo not in self._positions:
            masked = self._graph.is_interface_object(place.subgraph, place.type)
            solve = self._masked_position if masked else self._known_position
            later = self._deferred(place, selection)
            if later:
                missing = [part.missing for _, part in later if not part.place.apart]
                if masked:
                    missing.append(deferred_names(selection))
                below = solve(place, undeferred(selection, missing))
                self._positions[memo] = replace(below, deferred=later)
            else:
                self._positions[memo] = solve(place, selection)
        return self._positions[memo]

    def _deferred(
        self, place: Place, selection: SelectionSet
    ) -> tuple[tuple[frozenset[Deferral], Below], ...]:
        """How to get what is deferred there: by calls of its own, and what is missing from these, here."""
        found = []
        for deferrals, part in deferred_parts(selection).items():
            below = self.at_position(replace(place, apart=True), part)
            found.append((deferrals, below))
            if below.missing is not None:
                found.append((deferrals, self.at_position(place, below.missing)))
        return tuple(found)

    def _certain(self, place: Place, type_name: str, field: Field) -> Field:
        """Of a union, the members that every subgraph knows which could give the field here.

        All who share a field must give the same, so a member that one of them does not have will not come.
        """
        if field.selection is None or not self._graph.is_contested_union(type_name, field.name):
            return field
        memo = (place, type_name, field)
        if memo not in self._narrowed:
            places = (place, *(door.place for door in self._reach(place, type_name).values()))
            moves = {self._graph.field(one.subgraph, one.type, field.name) for one in places} - {None}
            members = [set(self._graph.possible(move.subgraph, move.type)) for move in moves if move]
            self._narrowed[memo] = _narrowed_to(field, members)
        return self._narrowed[memo]

    def _known_position(self, place: Place, selection: SelectionSet) -> Below:
        possible = self._graph.possible(place.subgraph, place.type)
        solved = [
            (name, self.at_object(place.seen_as(name), name, branch.fields))
            for branch in selection.branches
            for name in branch.types
            if name in possible or self._graph.is_object_somewhere(name)
        ]
        depth = max((solution.cost.depth for _, solution in solved), default=0)
        calls = max((solution.cost.calls for _, solution in solved), default=0)
        missing = tuple(Branch((name,), solution.missing) for name, solution in solved if solution.missing)
        # among equals, a place that knows more of the types that are asked for is the better one
        unknown = 2 * sum(len(b.fields) * len(set(b.types).difference(possible)) for b in selection.branches)
        return Below(
            place=place,
            selection=selection,
            by_type=tuple(solved),
            cost=Cost(depth, calls, sum(solution.cost.size for _, solution in solved) + unknown),
            missing=SelectionSet(selection.type, missing) if missing else None,
        )

    def _masked_position(self, place: Place, selection: SelectionSet) -> Below:
        """The objects' types are unknown here. Of what all types select alike, some or all is got as things
        are; the rest where types are known.
        """
        everywhere = self._fields_of_all_types(place, selection)
        lost = {field.response_key for field in self.at_object(place, place.type, everywhere).missing}
        reached = [field for field in everywhere if field.response_key not in lost]
        local = {field: self._local(place, place.type, field) for field in reached}
        given = [field for field, option in local.items() if option and option.is_complete]
        free = [field for field, option in local.items() if option and option.is_free]
        ways = {tuple(fields): None for fields in (free, given, reached)}
        found = [self._masked_with(place, selection, fields) for fields in ways]
        return min(found, key=lambda below: (_leaves(below.missing), below.cost))

    def _masked_with(self, place: Place, selection: SelectionSet, fields: Sequence[Field]) -> Below:
        """With just these fields got of objects of unknown type."""
        solution = self.at_object(place, place.type, fields)
        by_type = ((place.type, solution),)
        rest = _without(selection, fields)
        if not rest.branches:
            return Below(place, selection, by_type, solution.cost)
        unmasking = self._unmask(place, rest)
        if unmasking is None:
            return Below(place, selection, by_type, solution.cost, missing=rest)
        cost = unmasking.below.cost.after(unmasking.door.cost).beside(solution.cost)
        return Below(place, selection, by_type, cost, unmasking.below.missing, unmasking)

    def _fields_of_all_types(self, place: Place, selection: SelectionSet) -> tuple[Field, ...]:
        covered = {name for branch in selection.branches for name in branch.types}
        if not covered.issuperset(self._graph.possible(place.subgraph, place.type)):
            return ()
        first, *others = (branch.fields for branch in selection.branches)
        alike = [{field_key(field) for field in fields} for fields in others]
        return tuple(
            field
            for field in first
            if field.name != "__typename" and all(field_key(field) in keys for keys in alike)
        )

    def _unmask(self, place: Place, selection: SelectionSet) -> Unmasking | None:
        found = [
            Unmasking(door, self.at_position(door.place, selection))
            for door in self._reach(place, place.type).values()
            if not self._graph.is_interface_object(door.place.subgraph, door.place.type)
        ]
        return min(
            found,
            key=lambda u: (_leaves(u.below.missing), u.below.cost.after(u.door.cost), u.door.place.subgraph),
            default=None,
        )

    def _assign(
        self, place: Place, type_name: str, fields: Sequence[Field], doors: Sequence[Door]
    ) -> Solution:
        def options(field: Field) -> Iterator[Option]:
            if local := self._local(place, type_name, field):
                yield local
            for door in doors:
                if (move := self._behind(door, field)) is not None:
                    yield Option(door, self._below(door.place, move, field))

        return assign(fields, options)

    def _behind(self, door: Door, field: Field) -> FieldMove | None:
        move = self._graph.field(door.place.subgraph, door.place.type, field.name)
        terms = _terms(move, field) if move else None
        return move if terms is not None and terms.are(door.terms) else None

    def _local(self, place: Place, type_name: str, field: Field) -> Option | None:
        if field.name == "__typename":
            return None if self._is_masked(place, type_name) else Option(None, None)
        if place.apart and not self._is_key(place, field):
            return None
        move = self._graph.field(place.subgraph, place.type, field.name)
        provided = _branch_field(place.provided, type_name, field.name)
        if provided is not None and (move is None or move.requires is not None):
            move = self._graph.declared(place.subgraph, place.type, field.name)
        elif move is not None and move.requires is not None:
            move = None
        if move is None or move.contexts:
            return None
        return Option(None, self._below(place, move, field, provided))

    def _is_key(self, place: Place, field: Field) -> bool:
        """Whether the field is asked here anyway, for the calls that what is deferred has of its own."""
        keys = (entry.key for entry in self._graph.entries(place.type) if entry.key is not None)
        plain = field.selection is None and not field.arguments
        return plain and any(field.name in top_level_names(key) for key in keys)

    def _is_masked(self, place: Place, type_name: str) -> bool:
        return type_name == place.type and self._graph.is_interface_object(place.subgraph, place.type)

    def _below(
        self, place: Place, move: FieldMove, field: Field, provided: Field | None = None
    ) -> Below | None:
        if field.selection is None:
            return None
        opened = provided.selection if provided else None
        if move.provides is not None:
            opened = self._normalizer.selection_set(field.selection.type, (move.provides,))
        return self.at_position(Place(place.subgraph, move.type, opened), field.selection)

    def _doors(self, place: Place, type_name: str, fields: Sequence[Field]) -> list[Door]:
        """The doors worth a look: behind which at least one of the fields is."""
        reached = self._reach(place, type_name)
        doors = [door for door in reached.values() if any(self._behind(door, field) for field in fields)]
        special: dict[object, Door] = {}
        for field in fields:
            for door in self._special_doors(place, type_name, field, reached):
                special.setdefault((door.place, id(door.terms.requires), door.terms.contexts), door)
        return [*doors, *special.values()]

    def _special_doors(self, place: Place, type_name: str, field: Field, reached: Doors) -> Iterator[Door]:
        """The doors for a field that is not given for the asking: what it needs is got first, from wherever
        it is.
        """
        for door in reached.values():
            mark = (door.place.subgraph, type_name, field.name)
            move = self._graph.field(door.place.subgraph, door.place.type, field.name)
            terms = _terms(move, field) if move else None
            if terms is None or terms.are_plain or mark in self._requiring:
                continue
            before, self._requiring = self._requiring, self._requiring | {mark}
            try:
                opened = self._open(place, type_name, door.entry, terms)
            finally:
                self._requiring = before
            if opened is not None:
                yield opened

    def _reach(self, place: Place, type_name: str) -> Doors:
        """All doors for plain fields, the nearest ones first."""
        memo = (place, type_name, self._requiring)
        if memo in self._reached:
            return self._reached[memo]
        found: Doors = {}
        self._reached[memo] = found  # a key that leads back here sees the doors of the rounds so far
        while fresh := self._next_round(place, type_name, found):
            found.update(fresh)
        return found

    def _next_round(self, place: Place, type_name: str, found: Doors) -> Doors:
        fresh: Doors = {}
        for entry in self._graph.entries(type_name):
            where = (entry.subgraph, entry.type)
            if where in found:
                continue
            door = self._open(place, type_name, entry, PLAIN, tuple(found.values()))
            if door is not None and (where not in fresh or door.cost < fresh[where].cost):
                fresh[where] = door
        return fresh

    def _open(
        self,
        place: Place,
        type_name: str,
        entry: Entry,
        terms: Terms,
        doors: Sequence[Door] | None = None,
    ) -> Door | None:
        """The door, if what goes into the representation can be had. Without `doors`, by any way there is."""
        target = Place(entry.subgraph, entry.type)
        if entry.key is None:
            return Door(entry, target, None, None, None, PLAIN, _CALL)
        key = self._normalizer.selection_set(type_name, (entry.key,))
        needs = self._needs(type_name, entry.key, terms.requires) if terms.requires else key
        fields = _all_fields(needs)
        place = replace(place, apart=False) if place.apart else place
        condition = (
            self.at_object(place, type_name, fields)
            if doors is None
            else self._assign(place, type_name, fields, doors)
        )
        if condition.missing:
            return None
        return Door(entry, target, key, needs, condition, terms, _CALL.after(condition.cost))

    def _needs(self, type_name: str, key: SelectionSetNode, requires: SelectionSetNode) -> SelectionSet:
        """What a representation holds, key and requirement; the same object every time."""
        needs = self._normalizer.selection_set(type_name, (key, requires))
        if needs not in self._named:
            self._named[needs] = named(needs, self._graph.supergraph.full)
        return self._named[needs]


def field_key(field: Field) -> object:
    """Equal for fields that ask the same thing under the same response key."""
    arguments = tuple(str(argument.to_dict()) for argument in field.arguments)
    return field.name, field.response_key, arguments, id(field.selection), field.contexts


def _terms(move: FieldMove, field: Field) -> Terms | None:
    """None when nothing above gives what an argument is filled from."""
    if not move.contexts:
        return Terms(move.requires) if move.requires else PLAIN
    given = {(one.context, one.selection): one for one in field.contexts}
    found = tuple((each, given.get((each.context, each.selection))) for each in move.contexts)
    contexts = tuple((argument, value) for argument, value in found if value is not None)
    return Terms(move.requires, contexts) if len(contexts) == len(found) else None


def _narrowed_to(field: Field, members: Sequence[set[str]]) -> Field:
    """The field without what is selected of types that are not among all `members`."""
    selection = field.selection
    if selection is None or not members:
        return field
    common = set[str].intersection(*members)
    kept = (replace(b, types=tuple(name for name in b.types if name in common)) for b in selection.branches)
    return replace(field, selection=SelectionSet(selection.type, tuple(b for b in kept if b.types)))


def _all_fields(selection: SelectionSet) -> tuple[Field, ...]:
    """Of a position of unknown type: the fields of every branch, once each."""
    found = {field_key(field): field for branch in selection.branches for field in branch.fields}
    return tuple(found.values())


def _without(selection: SelectionSet, taken: Sequence[Field]) -> SelectionSet:
    keys = {field_key(field) for field in taken}
    branches = (
        Branch(branch.types, tuple(field for field in branch.fields if field_key(field) not in keys))
        for branch in selection.branches
    )
    left = tuple(branches)
    uniform = len(left) == 1
    return SelectionSet(selection.type, tuple(b for b in left if b.fields or not uniform))


def _branch_field(selection: SelectionSet | None, type_name: str, name: str) -> Field | None:
    for branch in selection.branches if selection else ():
        if type_name in branch.types:
            return next((field for field in branch.fields if field.name == name), None)
    return None


def _leaves(selection: SelectionSet | None) -> int:
    return sum(
        1 + _leaves(field.selection)
        for branch in (selection.branches if selection else ())
        for field in branch.all_fields
    )
