"""Survey: what lies where in the merged data once a plan has run, for objects of every type they can be.

The data itself is not needed for that: the documents of the fetches and the types of the subgraphs say which
storage keys an object of a certain type gets, from which fetches. Alike places are looked at once, however
many ways lead to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from graphql import FieldNode, InlineFragmentNode, SelectionSetNode, print_ast

from gateway.planning.layout import TYPENAME
from gateway.planning.plan import ContextValue, Fetch, Key, Plan, Representation, TypeIs
from gateway.planning.validation.territory import Territory
from schema.field_set import parse_field_set
from schema.joined import FieldJoin


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """What one fetch selects of the objects at a position. To its subgraph they are `type`.

    `provided` is what an @provides on the way opened. `is_lookup`: the position is that of an entity that the
    fetch looks up, where alone @requires can be met.
    """

    fetch: Fetch
    type: str
    nodes: tuple[SelectionSetNode, ...]
    provided: tuple[SelectionSetNode, ...] = ()
    is_lookup: bool = False

    @property
    def signature(self) -> object:
        nodes, provided = tuple(map(id, self.nodes)), tuple(map(id, self.provided))
        return self.fetch.id, self.type, nodes, provided, self.is_lookup


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """A field that one fetch gives to objects of `type`, which its subgraph takes for `seen_as`.

    `join` is None where the subgraph has no such field; `is_opened` says whether an @provides opened it.
    """

    fetch: Fetch
    type: str
    seen_as: str
    nodes: tuple[FieldNode, ...]
    arguments: str
    join: FieldJoin | None
    is_opened: bool
    is_lookup: bool
    below: Source | None

    @property
    def name(self) -> str:
        return self.nodes[0].name.value

    @property
    def coordinate(self) -> str:
        return f"{self.seen_as}.{self.name}"


@dataclass(frozen=True, slots=True, eq=False)
class Arrival:
    """A fetch whose path leads to an object. `representation` is None for a fetch of root fields."""

    fetch: Fetch
    representation: Representation | None
    source: Source
    needs_typename: bool


@dataclass(slots=True, eq=False)
class Object:
    """The objects of one type at one place. `typename_from`: the fetches that give their `__typename`;
    `masked_from`: those that put an interface object's name there.

    `passing`: the fetches whose paths lead on through a storage key. `contexts`: the fetches that read a
    value for a variable here; `crossed`: those that read it further up and whose objects lie further down.
    """

    type: str
    path: tuple[str, ...]
    givens: dict[str, list[Given]] = field(default_factory=dict)
    below: dict[str, dict[str, Object]] = field(default_factory=dict)
    arrivals: list[Arrival] = field(default_factory=list)
    passing: dict[str, list[Fetch]] = field(default_factory=dict)
    typename_from: set[int] = field(default_factory=set)
    masked_from: set[int] = field(default_factory=set)
    typename_needed_by: list[Fetch] = field(default_factory=list)
    contexts: list[ContextReading] = field(default_factory=list)
    crossed: list[ContextReading] = field(default_factory=list)

    @property
    def where(self) -> str:
        return f"{'.'.join(self.path) or 'the root'} ({self.type})"


ContextReading = tuple[Fetch, ContextValue]
Cursor = tuple[Fetch, int]
"""A fetch, and how many steps of its path are behind it."""

Territories = Mapping[str, Territory]
Roots = Mapping[int, SelectionSetNode]
"""By fetch, the selection set of its operation."""


class Survey:
    """Surveys one plan. `objects` are all that were found, each before those below it.

    `roots` are what the operations of the fetches select, by fetch.
    """

    def __init__(self, plan: Plan, territories: Territories, roots: Roots) -> None:
        self._territories = territories
        self._roots = roots
        self._known: dict[object, Object] = {}
        self.root = self._object(plan.output.type, (), (), tuple((fetch, 0) for fetch in plan.fetches))

    @property
    def objects(self) -> Sequence[Object]:
        return tuple(self._known.values())

    def _object(
        self, type_name: str, path: tuple[str, ...], sources: Sequence[Source], cursors: Sequence[Cursor]
    ) -> Object:
        steps = frozenset((fetch.id, index) for fetch, index in cursors)
        key = (type_name, frozenset(source.signature for source in sources), steps)
        if key not in self._known:
            found = self._known[key] = Object(type_name, path)
            self._fill(found, sources, cursors)
        return self._known[key]

    def _fill(self, found: Object, sources: Sequence[Source], cursors: Sequence[Cursor]) -> None:
        onward: list[Cursor] = []
        for fetch, index in cursors:
            after = _past_types(fetch, index, found.type)
            if after is None:
                continue
            if after > index:
                found.typename_needed_by.append(fetch)
            for context in fetch.contexts:
                if index <= context.depth <= after:
                    found.contexts.append((fetch, context))
                elif context.depth < index and after < len(fetch.path):
                    found.crossed.append((fetch, context))
            if after == len(fetch.path):
                found.arrivals += self._arrival(fetch, found.type)
            else:
                onward.append((fetch, after))
        arrived = [arrival.source for arrival in found.arrivals]
        found.typename_needed_by += [one.fetch for one in found.arrivals if one.needs_typename]
        for source in (*sources, *arrived):
            self._collect(source, found)
        for storage_key, givens in found.givens.items():
            self._descend(found, storage_key, [one.below for one in givens if one.below], onward)

    def _descend(
        self, found: Object, storage_key: str, sources: Sequence[Source], cursors: Sequence[Cursor]
    ) -> None:
        if not sources:
            return
        onward = [(fetch, index) for fetch, index in cursors if _is_key(fetch.path[index], storage_key)]
        found.passing[storage_key] = [fetch for fetch, _ in onward]
        types = frozenset.intersection(*(self._possible(source) for source in sources))
        path, steps = (*found.path, storage_key), tuple((fetch, index + 1) for fetch, index in onward)
        found.below[storage_key] = {name: self._object(name, path, sources, steps) for name in sorted(types)}

    def _possible(self, source: Source) -> frozenset[str]:
        return self._territories[source.fetch.subgraph].possible(source.type)

    def _arrival(self, fetch: Fetch, type_name: str) -> Iterator[Arrival]:
        """What the fetch does with an object of this type: one arrival, or none."""
        root = self._roots[fetch.id]
        if not fetch.representations:
            yield Arrival(fetch, None, Source(fetch, type_name, (root,)), needs_typename=False)
            return
        fits = (one for one in fetch.representations if one.types is None or type_name in one.types)
        representation = next(fits, None)
        if representation is not None:
            needs_typename = representation.types is not None or representation.typename is None
            source = self._lookup(fetch, representation.typename or type_name, type_name)
            yield Arrival(fetch, representation, source, needs_typename)

    def _lookup(self, fetch: Fetch, sent: str, type_name: str) -> Source:
        """What is selected of an entity that was sent as a `sent`; a true interface gives its real type."""
        territory = self._territories[fetch.subgraph]
        known = sent if sent in territory.possible(sent) or territory.is_masked(sent) else type_name
        entities = [node for node in self._roots[fetch.id].selections if isinstance(node, FieldNode)]
        nodes = tuple(node.selection_set for node in entities if node.selection_set)
        return Source(fetch, known, nodes, is_lookup=True)

    def _collect(self, source: Source, found: Object) -> None:
        """Add what the source gives to objects of the type."""
        territory = self._territories[source.fetch.subgraph]
        seen_as = source.type if territory.is_masked(source.type) else found.type
        collected: dict[str, list[FieldNode]] = {}
        for nodes in source.nodes:
            _collect_fields(nodes, territory, seen_as, collected)
        for storage_key, alike in collected.items():
            if alike[0].name.value == TYPENAME:
                if storage_key == TYPENAME:
                    masked = territory.is_masked(seen_as)
                    (found.masked_from if masked else found.typename_from).add(source.fetch.id)
                continue
            given = self._given(replace(source, type=seen_as), found.type, tuple(alike))
            found.givens.setdefault(storage_key, []).append(given)

    def _given(self, source: Source, type_name: str, nodes: tuple[FieldNode, ...]) -> Given:
        territory, name = self._territories[source.fetch.subgraph], nodes[0].name.value
        join = territory.join(source.type, name)
        is_opened, provided = territory.provided(source.provided, source.type, name)
        below = None
        selections = tuple(node.selection_set for node in nodes if node.selection_set)
        if selections and join is not None:
            if join.provides:
                provided = (*provided, parse_field_set(join.provides))
            below = Source(source.fetch, join.type.strip("[]!"), selections, provided)
        return Given(
            fetch=source.fetch,
            type=type_name,
            seen_as=source.type,
            nodes=nodes,
            arguments=arguments_of(nodes[0], join),
            join=join,
            is_opened=is_opened,
            is_lookup=source.is_lookup,
            below=below,
        )


def arguments_of(node: FieldNode, join: FieldJoin | None = None) -> str:
    """The arguments as text, in the order of their names; those that the gateway fills are left out."""
    filled = {one.name for one in join.context_arguments} if join else set[str]()
    given = (one for one in node.arguments or () if one.name.value not in filled)
    return ", ".join(print_ast(one) for one in sorted(given, key=lambda one: one.name.value))


def _is_key(step: Key | TypeIs, storage_key: str) -> bool:
    return isinstance(step, Key) and step.key == storage_key


def _past_types(fetch: Fetch, index: int, type_name: str) -> int | None:
    """The index after all type conditions that stand at it; None when one leaves the type out."""
    while index < len(fetch.path):
        step = fetch.path[index]
        if not isinstance(step, TypeIs):
            break
        if type_name not in step.types:
            return None
        index += 1
    return index


def _collect_fields(
    selection: SelectionSetNode, territory: Territory, seen_as: str, into: dict[str, list[FieldNode]]
) -> None:
    for node in selection.selections:
        if isinstance(node, FieldNode):
            into.setdefault(node.alias.value if node.alias else node.name.value, []).append(node)
        elif isinstance(node, InlineFragmentNode):
            condition = node.type_condition
            if condition is None or territory.applies(condition.name.value, seen_as):
                _collect_fields(node.selection_set, territory, seen_as, into)
