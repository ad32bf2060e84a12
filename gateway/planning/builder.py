"""The builder: from a solution to drafts of fetches.

Walks the solution and writes every choice into the fetch that gives it: at each position first the fields of
all types, and then what is below them. Only then is it known which types the same fetch gives, and so which
paths are theirs together.

Passing a door makes (or joins) an entity fetch: the fields the door needs are first written where the
solution says they come from, and the fetch comes after all of those. Entity fetches to one subgraph at one
path after the same fetches are one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from graphql import ArgumentNode, GraphQLSchema, is_abstract_type

from gateway.operation.selection import Deferral, Field, Operation, SelectionSet
from gateway.planning.context_writer import ContextWriter
from gateway.planning.draft import Draft, DraftEntity, DraftField, DraftSelection
from gateway.planning.layout import TYPENAME, Position
from gateway.planning.plan import Key, Path, RepresentationField, TypeIs
from gateway.planning.representation import RepresentationWriter
from gateway.planning.walk import Below, Choice, Door, Solution
from schema.graph import Graph

Delivered = frozenset[int]
"""The ids of the drafts that deliver something."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in the merged data the builder is. `declared` is the position's type; `selection` what the
    client wants there; `parent` the spot of the field that led here. Fetches that begin here serve only what
    the `deferrals` defer. `ways`: how each type's object gets what is selected below a field, by the type,
    the field's name, and the identity of that selection.
    """

    path: Path
    position: Position
    declared: str
    selection: SelectionSet | None = None
    parent: Spot | None = None
    deferrals: frozenset[Deferral] = frozenset()

    def above(self, levels: int) -> Spot:
        """The spot so many fields further up."""
        spot = self
        for _ in range(levels):
            assert spot.parent is not None, "contexts are read from objects on the way"
            spot = spot.parent
        return spot


@dataclass(frozen=True, slots=True)
class Writing:
    """Which fetch is being written, and where in its operation. `filled`: the arguments, besides the
    client's, of the fields written here.
    """

    draft: Draft
    selection: DraftSelection
    entity: DraftEntity | None = None
    filled: Sequence[ArgumentNode] = ()
    sent: tuple[RepresentationField, ...] = ()


@dataclass(frozen=True, slots=True)
class Descent:
    """What is still to be written below a field of an object of `type_name`: under its storage `key`, where
    `writing` has begun it.
    """

    writing: Writing
    type_name: str
    key: str
    field: Field
    below: Below

    @property
    def way(self) -> object:
        """Equal for objects that the same fetch gives, under the same key, and that go on alike."""
        return self.writing.draft.id, self.key, id(self.below)


class Builder:
    """Builds the drafts for one operation."""

    def __init__(self, graph: Graph, operation: Operation) -> None:
        self._graph = graph
        self._schema: GraphQLSchema = graph.supergraph.full
        self._writer = RepresentationWriter(graph)
        self._contexts = ContextWriter(self._writer, operation.variables)
        self._kind = operation.kind
        self.drafts: list[Draft] = []

    def finished(self) -> list[Draft]:
        """The drafts, once all is written."""
        self._contexts.order(self.drafts)
        return self.drafts

    def root(self, solution: Solution, spot: Spot, after: Iterable[int]) -> Delivered:
        """Write root fields; all their fetches come after `after`."""
        delivered: Delivered = frozenset()
        descents: list[Descent] = []
        for visit in solution.visits:
            writing = self._root_fetch(visit.door, spot, set(after))
            for choice in visit.choices:
                delivered |= self._choice(writing, spot, spot.declared, choice, descents)
        return delivered | self._below(spot, descents)

    def _root_fetch(self, door: Door, spot: Spot, after: set[int]) -> Writing:
        for draft in self._alike(door, spot, after):
            if draft.root is not None:
                return Writing(draft, draft.root)
        root = DraftSelection(door.place.type)
        draft = self._drafted(door, spot, after)
        draft.kind, draft.root = self._kind if not spot.path else "query", root
        return Writing(draft, root)

    def _alike(self, door: Door, spot: Spot, after: set[int]) -> Iterator[Draft]:
        """The drafts that go through this door too."""
        wanted = (door.place.subgraph, spot.path, spot.deferrals, after)
        return (d for d in self.drafts if (d.subgraph, d.path, d.deferrals, d.after) == wanted)

    def _drafted(self, door: Door, spot: Spot, after: set[int]) -> Draft:
        draft = Draft(
            len(self.drafts), door.place.subgraph, "query", spot.path, after, deferrals=spot.deferrals
        )
        self.drafts.append(draft)
        return draft

    def _position(self, writing: Writing, spot: Spot, below: Below) -> Delivered:
        masked = self._graph.is_interface_object(below.place.subgraph, below.place.type)
        if is_abstract_type(self._schema.type_map[spot.declared]) and not masked:
            writing.selection.typename = True
        delivered: Delivered = frozenset({writing.draft.id})
        descents: list[Descent] = []
        for type_name, solution in below.by_type:
            here = Writing(writing.draft, writing.selection.of_type(type_name))
            delivered |= self._fields(here, spot, type_name, solution, descents)
        delivered |= self._below(spot, descents)
        if below.unmasking is not None:
            door = below.unmasking.door
            inside = self._enter(writing, spot, below.place.type, door)
            delivered |= self._position(inside, spot, below.unmasking.below)
        for deferrals, later in below.deferred:
            self._position(writing, replace(spot, deferrals=deferrals), later)
        return delivered

    def _object(self, writing: Writing, spot: Spot, type_name: str, solution: Solution) -> Delivered:
        descents: list[Descent] = []
        delivered = self._fields(writing, spot, type_name, solution, descents)
        return delivered | self._below(spot, descents)

    def _fields(
        self, writing: Writing, spot: Spot, type_name: str, solution: Solution, descents: list[Descent]
    ) -> Delivered:
        delivered: Delivered = frozenset()
        for choice in solution.local:
            delivered |= self._choice(writing, spot, type_name, choice, descents)
        for visit in solution.visits:
            inside = self._enter(writing, spot, type_name, visit.door)
            delivered |= {inside.draft.id}
            for choice in visit.choices:
                delivered |= self._choice(inside, spot, type_name, choice, descents)
                if inside.entity is not None and visit.door.terms.requires is not None:
                    key = self._storage_key(spot, type_name, choice.field)
                    inside.entity.requires[key] = inside.sent
        return delivered

    def _choice(
        self, writing: Writing, spot: Spot, type_name: str, choice: Choice, descents: list[Descent]
    ) -> Delivered:
        """Write a field; what is below it is left to the `descents`."""
        field = choice.field
        if field.name == TYPENAME:
            writing.selection.typename = True
            self._contexts.note(spot.position, TYPENAME, writing.draft)
            return frozenset({writing.draft.id})
        key = self._storage_key(spot, type_name, field)
        self._contexts.note(spot.position, key, writing.draft)
        below = DraftSelection(choice.below.place.type) if choice.below else None
        arguments = (*field.arguments, *writing.filled) if writing.filled else field.arguments
        drafted = writing.selection.fields.setdefault(key, DraftField(field.name, arguments, below))
        if choice.below is not None and drafted.selection is not None:
            inner = Writing(writing.draft, drafted.selection)
            descents.append(Descent(inner, type_name, key, field, choice.below))
        return frozenset({writing.draft.id})

    def _below(self, spot: Spot, descents: Sequence[Descent]) -> Delivered:
        """Write what is below the fields of the objects at the spot, of all their types."""
        delivered: Delivered = frozenset()
        alike: dict[object, set[str]] = {}
        for one in descents:
            alike.setdefault(one.way, set()).add(one.type_name)
        for one in descents:
            selection, stream = one.field.selection, one.field.stream
            assert selection is not None, "a field with a way on below it has a selection"
            streamed = stream if stream and stream.initial_count >= 0 else None
            path = (*spot.path, *self._type_guard(spot, alike[one.way]), Key(one.key, streamed))
            position = spot.position.child(one.key)
            inner = Spot(path, position, selection.type, selection, spot, spot.deferrals)
            delivered |= self._position(one.writing, inner, one.below)
        return delivered

    def _storage_key(self, spot: Spot, type_name: str, field: Field) -> str:
        """As the output has it: by an object type, also where only the interface is known yet."""
        concrete = type_name
        if spot.selection is not None and type_name == spot.declared:
            holders = (b.types[0] for b in spot.selection.branches if field in b.all_fields)
            concrete = next(holders, type_name)
        return spot.position.key(field, self._graph.shape(concrete, field.name))

    def _type_guard(self, spot: Spot, alike: set[str]) -> Path:
        """A TypeIs, unless objects of every type at this position go the same way.

        Another type may have something else under the same storage key: of the client, of a requirement, or
        from another fetch.
        """
        declared = self._schema.type_map[spot.declared]
        if spot.declared in alike or not is_abstract_type(declared):
            return ()
        everyone = {one.name for one in self._schema.get_possible_types(declared)}
        return () if alike >= everyone else (TypeIs(frozenset(alike)),)

    def _enter(self, writing: Writing, spot: Spot, type_name: str, door: Door) -> Writing:
        if door.key is None or door.needs is None or door.condition is None:
            guard = () if type_name == spot.declared else (TypeIs(frozenset({type_name})),)
            return self._root_fetch(door, replace(spot, path=(*spot.path, *guard)), {writing.draft.id})
        needed = self._object(writing, spot, type_name, door.condition)
        entity = self._entity(spot, type_name, door)
        filled = []
        for argument, source in door.terms.contexts:
            above = spot.above(source.levels)
            context = self._contexts.context(argument, source, len(above.path), above.position)
            entity.contexts[context.value.variable] = context
            filled.append(self._contexts.argument(argument.name, context))
        sent = tuple(entity.representation.values())
        draft = self._entity_fetch(door, spot, {writing.draft.id, *needed}, entity)
        taken = draft.take(entity)
        return Writing(draft, taken.selection, taken, filled, sent)

    def _entity(self, spot: Spot, type_name: str, door: Door) -> DraftEntity:
        assert door.needs is not None
        assert door.key is not None
        assert door.entry.key is not None
        target = door.place.type
        abstract = is_abstract_type(self._schema.type_map[spot.declared])
        known = (
            abstract and type_name != spot.declared and not is_abstract_type(self._schema.type_map[type_name])
        )
        representation = self._writer.fields(type_name, door.needs, door.key, spot.position)
        return DraftEntity(
            types=frozenset({type_name}) if known else None,
            type=target,
            typename=None if known and target == type_name else target,
            key=door.entry.key,
            representation=representation,
            selection=DraftSelection(target),
        )

    def _entity_fetch(self, door: Door, spot: Spot, after: set[int], entity: DraftEntity) -> Draft:
        for draft in self._alike(door, spot, after):
            if draft.entities and draft.can_take(entity):
                return draft
        return self._drafted(door, spot, after)
