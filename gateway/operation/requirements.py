"""Requirements: everything that must hold before one field of one object type may be read.

Not only the field's own directives count, but also those of
- its object type, and of what it returns when that is an object, scalar or enum (an abstract return type has
  its possible types, whose fields are each held against their own type);
- the interface, for a field that the object type has from an interface object alone: older composers leave
  its directives there;
- whatever its `@requires` reads, and what its arguments are filled from (`@fromContext`): the subgraph that
  answers it sees those values, and may show them in its answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from functools import lru_cache

from graphql import (
    FieldNode,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLUnionType,
    InlineFragmentNode,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
)

from schema.access import Access, conjunction
from schema.field_set import parse_field_set
from schema.supergraph import Supergraph

Asked = tuple[tuple[str, Access], ...]
"""Coordinates with what they ask, outermost first; those that ask nothing are left out."""


class Requirements:
    """The requirements of one supergraph, worked out per field when first asked for."""

    def __init__(self, supergraph: Supergraph) -> None:
        self._supergraph = supergraph
        self._full = supergraph.full
        self._access = supergraph.access
        self.of = lru_cache(maxsize=None)(self._of)

    @property
    def scopes(self) -> Set[str]:
        """All scopes the supergraph names."""
        return {scope for access in self._access.values() for part in access.scopes for scope in part}

    @property
    def policies(self) -> Set[str]:
        """All policies the supergraph names."""
        return {name for access in self._access.values() for part in access.policies for name in part}

    def _of(self, type_name: str, field_name: str) -> Asked:
        """What reading `type_name.field_name` asks; `type_name` is an object type of the full schema, or an
        interface that no type implements.
        """
        coordinates = dict.fromkeys(self._reads(type_name, field_name, set()))
        return tuple((name, self._access[name]) for name in coordinates if name in self._access)

    def _reads(self, type_name: str, field_name: str, seen: set[tuple[str, str]]) -> Iterator[str]:
        """The coordinates that one field touches. `seen` ends the walk where requirements refer to each
        other.
        """
        if (type_name, field_name) in seen:
            return
        seen.add((type_name, field_name))
        owner = self._full.get_type(type_name)
        assert isinstance(owner, GraphQLObjectType | GraphQLInterfaceType)
        sources = self._sources(owner, field_name)
        for source in sources:
            if source == owner.name or not self._sums_up(source):
                yield source
            yield f"{source}.{field_name}"
        returned = get_named_type(owner.fields[field_name].type)
        if not is_abstract_type(returned):
            yield returned.name
        for source in sources:
            for field_set in self._requires(source, field_name):
                yield from self._selected(owner, parse_field_set(field_set), seen)
            for giver, selection in self._contexts(source, field_name):
                yield from self._selected(giver, parse_field_set(selection), seen)

    def _sources(self, owner: GraphQLObjectType | GraphQLInterfaceType, field_name: str) -> list[str]:
        """The types that state what this field asks: the owner and, if they gave it the field, its
        interfaces.
        """
        joined = self._supergraph.types[owner.name].fields[field_name]
        interfaces = owner.interfaces if joined.injected else ()
        return [owner.name, *(one.name for one in interfaces if field_name in one.fields)]

    def _sums_up(self, interface: str) -> bool:
        """Whether the interface asks just what all of its implementations ask together.

        So composers write it since Federation 2.12, for routers that judge by the interface. Nobody is all
        kinds of customer at once: we judge by the type that a value really has.
        """
        below = self._full.get_possible_types(self._full.type_map[interface])  # type: ignore[arg-type]
        together = conjunction(self._access.get(one.name, Access()) for one in below)
        return conjunction([self._access.get(interface, Access())]) == together

    def _requires(self, source: str, field_name: str) -> Iterator[str]:
        for join in self._supergraph.types[source].fields[field_name].joins.values():
            if join.requires:
                yield join.requires

    def _contexts(self, source: str, field_name: str) -> Iterator[tuple[GraphQLNamedType, str]]:
        """The types that may give its arguments a value, with what is read of them: whichever of them lies
        above, all must be open.
        """
        joins = self._supergraph.types[source].fields[field_name].joins.values()
        for argument in (argument for join in joins for argument in join.context_arguments):
            for giver in self._supergraph.types.values():
                if argument.context in giver.contexts:
                    named = self._full.type_map[giver.name]
                    members = named.types if isinstance(named, GraphQLUnionType) else (named,)
                    yield from ((one, argument.selection) for one in members)

    def _selected(
        self, position: GraphQLNamedType, selection: SelectionSetNode, seen: set[tuple[str, str]]
    ) -> Iterator[str]:
        for node in selection.selections:
            if isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                narrowed = self._full.get_type(condition.name.value) if condition else position
                assert narrowed is not None
                yield from self._selected(narrowed, node.selection_set, seen)
            elif isinstance(node, FieldNode) and not node.name.value.startswith("__"):
                for owner in self._possible(position):
                    yield from self._reads(owner.name, node.name.value, seen)
                    if node.selection_set:
                        inner = get_named_type(owner.fields[node.name.value].type)
                        yield from self._selected(inner, node.selection_set, seen)

    def _possible(self, position: GraphQLNamedType) -> list[GraphQLObjectType]:
        if isinstance(position, GraphQLInterfaceType):
            return list(self._full.get_possible_types(position))
        # A union has no fields of its own: here `position` has been narrowed to an object type.
        assert isinstance(position, GraphQLObjectType)
        return [position]
