"""Territory: what one subgraph has and resolves, read from the join directives alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from graphql import (
    FieldNode,
    GraphQLSchema,
    InlineFragmentNode,
    SelectionSetNode,
    is_abstract_type,
    is_object_type,
)

from schema.field_set import parse_field_set
from schema.joined import FieldJoin
from schema.subgraph_schema import subgraph_schema
from schema.supergraph import Supergraph


@dataclass(frozen=True)
class Territory:
    """One subgraph. `labels` are the progressive override labels that are on."""

    supergraph: Supergraph
    subgraph: str
    labels: frozenset[str] = frozenset()

    @cached_property
    def schema(self) -> GraphQLSchema:
        return subgraph_schema(self.supergraph, self.subgraph)

    def is_masked(self, type_name: str) -> bool:
        """Whether the subgraph has the interface as an object: it does not know its objects' true types."""
        joined = self.supergraph.types.get(type_name)
        return joined is not None and joined.is_interface_object_in(self.subgraph)

    def possible(self, type_name: str) -> frozenset[str]:
        """The object types that an object can be which the subgraph gives as a `type_name`."""
        if self.is_masked(type_name):
            return implementations(self.supergraph.full, type_name)
        named = self.schema.type_map.get(type_name)
        if named is None or is_object_type(named):
            return frozenset({type_name})
        return frozenset(one.name for one in self.schema.get_possible_types(named))  # type: ignore[arg-type]

    def applies(self, condition: str, type_name: str) -> bool:
        """Whether a fragment on `condition` takes in objects that are a `type_name` to the subgraph."""
        return is_a(self.schema, type_name, condition)

    def join(self, type_name: str, field_name: str) -> FieldJoin | None:
        """How the subgraph has a field; None when it has no such field."""
        joined = self.supergraph.types.get(type_name)
        field = joined.fields.get(field_name) if joined else None
        return field.joins.get(self.subgraph) if field else None

    def refusal(self, join: FieldJoin) -> str | None:
        """Why the subgraph does not resolve a field that it has; None when it does."""
        if join.external:
            return "is external there"
        if join.overridden:
            return "is overridden"
        if join.override_label and (join.override_label in self.labels) != (join.overrides is not None):
            return f"is with the other side of the override {join.override_label}"
        return None

    def keys(self, type_name: str) -> Iterator[SelectionSetNode]:
        """The keys by which the subgraph looks up a `type_name`."""
        joined = self.supergraph.types.get(type_name)
        for join in joined.joins.get(self.subgraph, ()) if joined else ():
            if join.key is not None and join.resolvable:
                yield parse_field_set(join.key)

    def provided(
        self, field_sets: Iterable[SelectionSetNode], type_name: str, field_name: str
    ) -> tuple[bool, tuple[SelectionSetNode, ...]]:
        """Whether any of the field sets opens the field, and what they open below it."""
        found = [one for each in field_sets for one in self._fields(each, type_name)]
        named = [one for one in found if one.name.value == field_name]
        return bool(named), tuple(one.selection_set for one in named if one.selection_set)

    def _fields(self, field_set: SelectionSetNode, type_name: str) -> Iterator[FieldNode]:
        for node in field_set.selections:
            if isinstance(node, FieldNode):
                yield node
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                if condition is None or self.applies(condition.name.value, type_name):
                    yield from self._fields(node.selection_set, type_name)


def implementations(schema: GraphQLSchema, type_name: str) -> frozenset[str]:
    """All object types that an abstract type can be; the type itself where there is none."""
    named = schema.type_map[type_name]
    if not is_abstract_type(named):
        return frozenset({type_name})
    return frozenset(one.name for one in schema.get_possible_types(named)) or frozenset({type_name})


def is_a(schema: GraphQLSchema, type_name: str, condition: str) -> bool:
    """Whether a fragment on `condition` takes in objects of the type."""
    if condition == type_name:
        return True
    abstract, named = schema.type_map.get(condition), schema.type_map.get(type_name)
    if abstract is None or named is None or not is_abstract_type(abstract):
        return False
    return schema.is_sub_type(abstract, named)
