"""From the client's selection tree to the plan's output: which storage key feeds which response key.

Runs before anything is built, so that the client's own response keys are the first to be handed out as
storage keys.
"""

from __future__ import annotations

from graphql import (
    GraphQLEnumType,
    GraphQLInterfaceType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    GraphQLString,
    get_named_type,
)

from gateway.operation.selection import Field, SelectionSet
from gateway.planning.layout import TYPENAME, Position
from gateway.planning.plan import OutputDeferred, OutputField, OutputSelection
from schema.graph import Graph


class OutputLayout:
    """Lays out client selections over one graph and public schema."""

    def __init__(self, graph: Graph, public: GraphQLSchema) -> None:
        self._graph = graph
        self._public = public
        self._full = graph.supergraph.full

    def selection(self, selection: SelectionSet, position: Position) -> OutputSelection:
        by_type: dict[str, tuple[OutputField, ...]] = {}
        deferred: dict[str, tuple[OutputDeferred, ...]] = {}
        for branch in selection.branches:
            visible = [name for name in branch.types if name in self._public.type_map]
            if visible:
                fields = self._fields(visible[0], branch.fields, position)
                by_type.update(dict.fromkeys(visible, fields))
            if visible and branch.deferred:
                later = tuple(
                    OutputDeferred(one.deferrals, self._fields(visible[0], one.fields, position))
                    for one in branch.deferred
                )
                deferred.update(dict.fromkeys(visible, later))
        return OutputSelection(selection.type, by_type, self._is_uniform(selection), deferred)

    def _fields(
        self, type_name: str, fields: tuple[Field, ...], position: Position
    ) -> tuple[OutputField, ...]:
        return tuple(self._field(type_name, field, position) for field in fields)

    def _field(self, type_name: str, field: Field, position: Position) -> OutputField:
        # A denied field is never stored: it may not take a key from one that is.
        key = (
            field.response_key
            if field.denial
            else position.key(field, self._graph.shape(type_name, field.name))
        )
        below = self.selection(field.selection, position.child(key)) if field.selection else None
        return OutputField(
            name=field.name,
            response_key=field.response_key,
            storage_key=key,
            type=self._type(type_name, field),
            selection=below,
            denial=field.denial,
            local=field.local,
            hidden=self._hidden(field),
            stream=field.stream,
            locations=field.locations,
        )

    def _hidden(self, field: Field) -> frozenset[str]:
        full = get_named_type(field.type)
        public = self._public.type_map.get(full.name)
        if not isinstance(full, GraphQLEnumType) or not isinstance(public, GraphQLEnumType):
            return frozenset()
        return frozenset(full.values.keys() - public.values.keys())

    def _type(self, type_name: str, field: Field) -> GraphQLOutputType:
        if field.name == TYPENAME:
            return GraphQLNonNull(GraphQLString)
        if field.local:
            return field.type
        parent = self._public.type_map[type_name]
        assert isinstance(parent, GraphQLObjectType | GraphQLInterfaceType)
        public: GraphQLOutputType = parent.fields[field.name].type
        return public

    def _is_uniform(self, selection: SelectionSet) -> bool:
        """Every type the object can be selects the same, and its name is not among it."""
        if len(selection.branches) != 1:
            return not selection.branches
        (branch,) = selection.branches
        if any(field.name == TYPENAME for field in branch.all_fields):
            return False
        declared = self._full.type_map[selection.type]
        possible = self._full.get_possible_types(declared) if selection.type not in branch.types else ()  # type: ignore[arg-type]
        return {possible_type.name for possible_type in possible} <= set(branch.types)
