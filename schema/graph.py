"""Graph: what each subgraph can resolve, and the moves by which a walk gets from one subgraph to another.

The satisfiability proof and the planner both walk this graph, so what composition promises and what
planning finds cannot drift apart. A place in it is a pair (subgraph, type). From there a walk goes on by
- a *field* that the subgraph resolves itself: `field`;
- an *entry*: any way into a subgraph as an entity (`_entities` with a key) or, for root types, as a query:
  `entries`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cached_property, lru_cache

from graphql import SelectionSetNode

from schema.field_set import parse_field_set
from schema.joined import ContextArgument, FieldJoin, JoinedField, JoinedType
from schema.supergraph import Supergraph


@dataclass(frozen=True, slots=True)
class FieldMove:
    """A field as one subgraph resolves it. `type` is its named type there. The field sets are None where not
    declared.
    """

    subgraph: str
    type: str
    requires: SelectionSetNode | None
    provides: SelectionSetNode | None
    contexts: tuple[ContextArgument, ...] = ()
    """The arguments that the gateway fills from further up."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A way into `subgraph`. `type` is the type the walk is then at; `key` is None for a root type, which
    needs none.

    For an entity, representations carry `typename` as their `__typename`: the object type's own name or,
    into an interface object and for a lookup by an interface's key, the interface's.
    """

    subgraph: str
    type: str
    key: SelectionSetNode | None

    @property
    def typename(self) -> str:
        return self.type


class Graph:
    """The graph over one supergraph. `labels` are the progressive override labels that are on."""

    def __init__(self, supergraph: Supergraph, labels: frozenset[str] = frozenset()) -> None:
        self.supergraph = supergraph
        self._types = supergraph.types
        self.declared = lru_cache(maxsize=None)(self._declared)
        self.possible = lru_cache(maxsize=None)(self._possible)
        self.entries = lru_cache(maxsize=None)(self._entries)
        self.shape = lru_cache(maxsize=None)(self._shape)
        self.contexts_set = lru_cache(maxsize=None)(self._contexts_set)
        self.contexts_read = lru_cache(maxsize=None)(self._contexts_read)
        self._switch(labels)

    def with_labels(self, labels: frozenset[str]) -> Graph:
        """The same graph with these labels on instead. What no label changes is worked out once for both."""
        other = copy(self)
        other._switch(labels)
        return other

    def _switch(self, labels: frozenset[str]) -> None:
        """Everything that a label changes is here."""
        self._labels = labels
        self.field = lru_cache(maxsize=None)(self._field)
        self.is_contested_union = lru_cache(maxsize=None)(self._is_contested_union)

    def is_interface_object(self, subgraph: str, type_name: str) -> bool:
        """Whether the subgraph has this interface as an object type, and so does not know its objects' real
        types.
        """
        return self._types[type_name].is_interface_object_in(subgraph)

    def is_object_somewhere(self, type_name: str) -> bool:
        """Whether any subgraph has this interface as an object type: then it has objects, though nothing
        implements it.
        """
        return any(self.is_interface_object(one, type_name) for one in self._types[type_name].joins)

    def has_type(self, subgraph: str, type_name: str) -> bool:
        return subgraph in self._types[type_name].joins

    def _field(self, subgraph: str, type_name: str, name: str) -> FieldMove | None:
        """The move, if the subgraph itself can resolve `type_name.name`: not external, not overridden."""
        join = self._join(subgraph, type_name, name)
        if join is None or join.external or join.overridden or not self._label_allows(join):
            return None
        return _move(join) if self._objects_have(subgraph, type_name, name) else None

    def _objects_have(self, subgraph: str, type_name: str, name: str) -> bool:
        """Whether the subgraph resolves an interface's field for whatever object it is: for each it gives."""
        joined = self._types[type_name]
        if joined.kind != "interface" or joined.is_interface_object_in(subgraph):
            return True
        moves = [self.field(subgraph, one, name) for one in self.possible(subgraph, type_name)]
        return all(move is not None and move.requires is None for move in moves)

    def _declared(self, subgraph: str, type_name: str, name: str) -> FieldMove | None:
        """The move as `@provides` may open it: external declarations count too."""
        join = self._join(subgraph, type_name, name)
        return _move(join) if join else None

    def _join(self, subgraph: str, type_name: str, name: str) -> FieldJoin | None:
        joined = self._types.get(type_name)
        field = joined.fields.get(name) if joined else None
        return field.joins.get(subgraph) if field else None

    def _label_allows(self, join: FieldJoin) -> bool:
        """A labelled override hands the field over while its label is on; while it is off, the other side has
        it."""
        if join.override_label is None:
            return True
        return (join.override_label in self._labels) == (join.overrides is not None)

    def _possible(self, subgraph: str, type_name: str) -> tuple[str, ...]:
        """The object types that an object at (subgraph, type) can be, sorted. For an interface object: all
        implementations.
        """
        joined = self._types[type_name]
        if joined.kind == "object":
            return (type_name,)
        if joined.kind == "union":
            return tuple(sorted(joined.members.get(subgraph, ())))
        if joined.is_interface_object_in(subgraph):
            return tuple(sorted(self._implementations[type_name]))
        return tuple(
            sorted(t.name for t in self._objects if type_name in t.implements.get(subgraph, frozenset()))
        )

    def _is_contested_union(self, type_name: str, name: str) -> bool:
        """Whether the subgraphs that resolve the field know different members of the union that it gives."""
        joined = self._types[type_name].fields.get(name)
        if joined is None or self._types[joined.type.strip("[]!")].kind != "union":
            return False
        moves = (self.field(subgraph, type_name, name) for subgraph in joined.joins)
        return len({self.possible(move.subgraph, move.type) for move in moves if move}) > 1

    def _entries(self, type_name: str) -> tuple[Entry, ...]:
        """All ways in for an object known to be a `type_name`, or known only as the interface `type_name`."""
        joined = self._types[type_name]
        if type_name in self.supergraph.roots.values():
            return tuple(Entry(subgraph, type_name, None) for subgraph in joined.joins)
        own = list(self._keyed(joined))
        interfaces = sorted({name for names in joined.implements.values() for name in names})
        for name in interfaces if joined.kind == "object" else ():
            interface = self._types[name]
            own += [e for e in self._keyed(interface) if interface.is_interface_object_in(e.subgraph)]
        return tuple(own)

    def _keyed(self, joined: JoinedType) -> Iterator[Entry]:
        for subgraph, joins in joined.joins.items():
            for join in joins:
                if join.key is not None and join.resolvable:
                    yield Entry(subgraph, joined.name, parse_field_set(join.key))

    def _shape(self, type_name: str, name: str) -> str:
        """Tells apart fields of equal name that can't share one response key in some subgraph's operation."""
        field: JoinedField | None = self._types[type_name].fields.get(name)
        if field is None:
            return ""
        return "|".join(sorted({field.type, *(join.type for join in field.joins.values())}))

    @cached_property
    def context_selections(self) -> Mapping[str, frozenset[str]]:
        """What is selected of each context, by any field with @fromContext; empty for most supergraphs."""
        found: dict[str, set[str]] = {}
        for type_ in self._types.values():
            for join in (join for field in type_.fields.values() for join in field.joins.values()):
                for one in join.context_arguments:
                    found.setdefault(one.context, set()).add(one.selection)
        return {context: frozenset(selections) for context, selections in found.items()}

    def _contexts_set(self, type_name: str) -> frozenset[str]:
        """The contexts that an object of the type sets, those of its interfaces and unions among them.

        Mutation and Subscription set none: to read a value from them would be to do something.
        """
        roots = self.supergraph.roots
        if type_name in (roots.get("mutation"), roots.get("subscription")):
            return frozenset()
        type_ = self._types[type_name]
        upper = {name for names in type_.implements.values() for name in names}
        unions = (one for one in self._types.values() if one.kind == "union" and one.contexts)
        upper |= {one.name for one in unions if any(type_name in those for those in one.members.values())}
        return type_.contexts.union(*(self._types[name].contexts for name in upper))

    def _contexts_read(self, type_name: str, name: str) -> frozenset[tuple[str, str]]:
        """The contexts, with what is selected of them, that subgraphs fill arguments of the field from."""
        type_ = self._types[type_name]
        upper = {one for names in type_.implements.values() for one in names}
        fields = (self._types[one].fields.get(name) for one in (type_name, *upper))
        joins = (join for field in fields if field for join in field.joins.values())
        return frozenset((one.context, one.selection) for join in joins for one in join.context_arguments)

    @cached_property
    def _objects(self) -> tuple[JoinedType, ...]:
        return tuple(t for t in self._types.values() if t.kind == "object")

    @cached_property
    def _implementations(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {t.name: set() for t in self._types.values() if t.kind == "interface"}
        for joined in self._objects:
            for names in joined.implements.values():
                for name in names:
                    found[name].add(joined.name)
        return found


def _move(join: FieldJoin) -> FieldMove:
    return FieldMove(
        subgraph=join.subgraph,
        type=join.type.strip("[]!"),
        requires=parse_field_set(join.requires) if join.requires else None,
        provides=parse_field_set(join.provides) if join.provides else None,
        contexts=join.context_arguments,
    )
