"""Satisfiability: every query that the public schema allows can be answered by the subgraphs.

The proof walks the graph that the planner walks (`schema.graph`). It goes from the root types along the
public fields, breadth first, so the first path to a failure is a shortest one. A state is a type and the
places at hand; one that offers no less than a state walked before is not walked again, so the cost grows
with types and sets of places, not with paths.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, combinations

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    get_named_type,
    is_abstract_type,
    is_composite_type,
)

from schema.above import Above, Given
from schema.graph import Graph
from schema.obstacles import obstacles
from schema.override_labels import OverrideLabels
from schema.reach import Place, Places, Reach
from schema.supergraph import Supergraph

_ALL_COMBINATIONS = 4
"""Up to so many override labels that touch each other are proved in all combinations; more of them all off,
all on, and one by one."""


@dataclass(frozen=True, slots=True)
class Unsatisfiable:
    """A field that some query reaches in vain: the shortest such query, and why each way is blocked."""

    type: str
    field: str
    query: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuntimeTypes:
    """A field of abstract type whose objects have types that differ by the subgraph that gives it."""

    type: str
    field: str
    by_subgraph: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def have_common(self) -> bool:
        first, *others = (set(types) for _, types in self.by_subgraph)
        return bool(first.intersection(*others))


def check_satisfiability(supergraph: Supergraph) -> Iterator[Unsatisfiable | RuntimeTypes]:
    """Everything that stands in the way, each field once."""
    seen: set[tuple[type, str, str]] = set()
    for labels in _assignments(supergraph):
        for found in _Walk(supergraph, Reach(Graph(supergraph, labels))).findings():
            if (key := (type(found), found.type, found.field)) not in seen:
                seen.add(key)
                yield found


def _assignments(supergraph: Supergraph) -> Iterator[frozenset[str]]:
    """Which override labels are on.

    Labels that decide alone need no combinations: what one of them changes, no other looks at. They are all
    off and all on with each assignment of the others.
    """
    labels = OverrideLabels(supergraph)
    bound = sorted(labels.all - labels.alone)
    sizes = range(len(bound) + 1) if len(bound) <= _ALL_COMBINATIONS else (0, 1, len(bound))
    for on in chain.from_iterable(combinations(bound, size) for size in sizes):
        yield frozenset(on)
        if labels.alone:
            yield labels.alone.union(on)


@dataclass(frozen=True, slots=True)
class _Step:
    """A state of the walk, and the way to it: the selections of a query, outermost first."""

    type: str
    places: Places
    path: tuple[str, ...]
    given: Given = frozenset()


class _Walk:
    """One walk over the whole public schema."""

    def __init__(self, supergraph: Supergraph, reach: Reach) -> None:
        self._supergraph = supergraph
        self._reach = reach
        self._above = Above(reach.graph)
        self._walked: dict[str, list[tuple[Places, Given]]] = {}

    def findings(self) -> Iterator[Unsatisfiable | RuntimeTypes]:
        waiting = deque(self._starts())
        while waiting:
            step = waiting.popleft()
            if self._was_walked(step):
                continue
            around = {self._reach.around(step.type, place) for place in step.places}
            given = self._above.after(self._reach, step.type, around, step.given)
            for name, field in self._fields(step.type).items():
                givers = self._givers(step, around, name)
                if not givers:
                    yield self._unsatisfiable(step, name, field)
                    continue
                after = frozenset(self._reach.after(place, name) for place in givers)
                yield from self._runtime_types(step.type, name, field, after)
                waiting.extend(replace(one, given=given) for one in self._onward(step, name, field, after))

    def _starts(self) -> Iterator[_Step]:
        for operation, root in self._supergraph.roots.items():
            entries = self._reach.graph.entries(root)
            yield _Step(root, frozenset(Place(one.subgraph, root) for one in entries), (operation,))

    def _was_walked(self, step: _Step) -> bool:
        """Whether a state with no more at hand was walked before; if not, this one now was."""
        walked = self._walked.setdefault(step.type, [])
        if any(places <= step.places and given <= step.given for places, given in walked):
            return True
        walked.append((step.places, step.given))
        return False

    def _givers(self, step: _Step, around: set[Places], name: str) -> Places:
        found = chain.from_iterable(self._reach.givers(step.type, places, name) for places in around)
        return frozenset(
            place for place in found if Above.fills(self._reach.declares(place, name), step.given)
        )

    def _fields(self, type_name: str) -> dict[str, GraphQLField]:
        type_ = self._supergraph.public.type_map.get(type_name)
        return dict(type_.fields) if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType) else {}

    def _onward(self, step: _Step, name: str, field: GraphQLField, after: Places) -> Iterator[_Step]:
        """The states after a field: one for each type that its objects can have."""
        target = get_named_type(field.type)
        path = (*step.path, name)
        if not is_composite_type(target):
            return
        for one in sorted({one for place in after for one in self._reach.possible(place)}):
            there = (place for place in after if one in self._reach.possible(place))
            places = frozenset(self._reach.narrowed(place, one) for place in there)
            yield _Step(one, places, (*path, f"... on {one}") if is_abstract_type(target) else path)

    def _runtime_types(
        self, type_name: str, name: str, field: GraphQLField, after: Places
    ) -> Iterator[RuntimeTypes]:
        if not is_abstract_type(get_named_type(field.type)):
            return
        graph = self._reach.graph
        known = [place for place in after if not graph.is_interface_object(place.subgraph, place.type)]
        found = {place.subgraph: self._reach.possible(place) for place in known}
        if len(set(found.values())) > 1:
            yield RuntimeTypes(type_name, name, tuple(sorted(found.items())))

    def _unsatisfiable(self, step: _Step, name: str, field: GraphQLField) -> Unsatisfiable:
        is_leaf = not is_composite_type(get_named_type(field.type))
        query = _query((*step.path, name) if is_leaf else (*step.path, name, "__typename"))
        reasons = [
            f"from {place.subgraph}: {reason}"
            for place in sorted(step.places, key=lambda one: one.subgraph)
            for reason in obstacles(self._reach, step.type, place, name)
        ]
        return Unsatisfiable(step.type, name, query, tuple(dict.fromkeys(reasons)))


def _query(path: tuple[str, ...]) -> str:
    """The selections of `path`, one inside the other; the first is the kind of operation."""
    operation, *selections = path
    lines = ["{" if operation == "query" else f"{operation} {{"]
    for depth, selection in enumerate(selections, start=1):
        opening = " {" if depth < len(selections) else ""
        lines.append(f"{'  ' * depth}{selection}{opening}")
    lines += ["  " * depth + "}" for depth in range(len(selections) - 1, -1, -1)]
    return "\n".join(lines)
