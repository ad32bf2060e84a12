"""What one subgraph's own schema is, as far as a supergraph tells.

The join directives say which types, fields, interfaces and members each subgraph has, and of what type a
field is there; arguments, inputs, enums and scalars are the supergraph's own, of which every subgraph has at
least that much. What only the subgraph knows is not in it: a field that was overridden away, an argument it
does not share. So an operation that is valid against this schema is valid for the subgraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graphql import (
    DefinitionNode,
    DocumentNode,
    FieldDefinitionNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    InputValueDefinitionNode,
    InterfaceTypeDefinitionNode,
    NamedTypeNode,
    NameNode,
    ObjectTypeDefinitionNode,
    OperationType,
    OperationTypeDefinitionNode,
    SchemaDefinitionNode,
    UnionTypeDefinitionNode,
    build_ast_schema,
    is_composite_type,
    parse,
    parse_type,
)

from schema.joined import FieldJoin, JoinedType
from schema.supergraph import Supergraph

_SERVICE = "type _Service {{ sdl: String }} extend type {query} {{ _service: _Service! }}"
_ENTITIES = (
    "scalar _Any union _Entity = {entities} "
    "extend type {query} {{ _entities(representations: [_Any!]!): [_Entity]! }}"
)


def subgraph_schema(supergraph: Supergraph, subgraph: str) -> GraphQLSchema:
    """With the entry points of the Federation subgraph specification; `_entities` only if there are entities.

    An interface object is an object type here. The schema is to validate with: it resolves nothing.
    """
    return build_ast_schema(_Document(supergraph, subgraph).node, assume_valid=True)


class _Document:
    """The definitions of one subgraph."""

    def __init__(self, supergraph: Supergraph, subgraph: str) -> None:
        self._supergraph = supergraph
        self._full = supergraph.full
        self._subgraph = subgraph
        self._joined = {name: one for name, one in supergraph.types.items() if subgraph in one.joins}

    @property
    def node(self) -> DocumentNode:
        composites = (self._composite(one) for one in self._joined.values())
        return DocumentNode(
            definitions=(*self._root(), *composites, *self._others(), *self._entry_points().definitions)
        )

    def _root(self) -> Iterator[DefinitionNode]:
        """The root types; a Query even where the subgraph has no field of it, for the entry points."""
        query = self._supergraph.roots["query"]
        kinds = {kind: name for kind, name in self._supergraph.roots.items() if name in self._joined}
        yield SchemaDefinitionNode(
            operation_types=tuple(
                OperationTypeDefinitionNode(operation=OperationType(kind), type=_named(name))
                for kind, name in {**kinds, "query": query}.items()
            )
        )
        if query not in self._joined:
            yield ObjectTypeDefinitionNode(name=_name(query))

    def _others(self) -> Iterator[DefinitionNode]:
        """What is not joined: scalars, enums, inputs and directives."""
        for type_ in self._full.type_map.values():
            if type_.ast_node is not None and not is_composite_type(type_):
                yield type_.ast_node
        for directive in self._full.directives:
            if directive.ast_node is not None:
                yield directive.ast_node

    def _entry_points(self) -> DocumentNode:
        entities = [
            name
            for name, one in self._joined.items()
            if (one.kind == "object" or one.is_interface_object_in(self._subgraph))
            and any(join.key and join.resolvable for join in one.joins[self._subgraph])
        ]
        text = _SERVICE + (_ENTITIES if entities else "")
        query = self._supergraph.roots["query"]
        return parse(text.format(query=query, entities=" | ".join(entities)), no_location=True)

    def _composite(self, joined: JoinedType) -> DefinitionNode:
        name = _name(joined.name)
        if joined.kind == "union":
            return UnionTypeDefinitionNode(name=name, types=self._known(joined.members))
        is_object = joined.kind == "object" or joined.is_interface_object_in(self._subgraph)
        node = ObjectTypeDefinitionNode if is_object else InterfaceTypeDefinitionNode
        return node(name=name, interfaces=self._known(joined.implements), fields=tuple(self._fields(joined)))

    def _known(self, by_subgraph: Mapping[str, frozenset[str]]) -> tuple[NamedTypeNode, ...]:
        names = by_subgraph.get(self._subgraph, frozenset())
        return tuple(_named(name) for name in sorted(names & self._joined.keys()))

    def _fields(self, joined: JoinedType) -> Iterator[FieldDefinitionNode]:
        for name, field in joined.fields.items():
            join = field.joins.get(self._subgraph)
            if join is not None:
                arguments = tuple(self._arguments(joined.name, name, join))
                yield FieldDefinitionNode(name=_name(name), arguments=arguments, type=parse_type(join.type))

    def _arguments(
        self, type_name: str, field_name: str, join: FieldJoin
    ) -> Iterator[InputValueDefinitionNode]:
        """Those of the supergraph, and those that the gateway fills, which clients do not see."""
        parent = self._full.type_map[type_name]
        assert isinstance(parent, GraphQLObjectType | GraphQLInterfaceType)
        for argument in parent.fields[field_name].args.values():
            assert argument.ast_node is not None
            yield argument.ast_node
        for one in join.context_arguments:
            yield InputValueDefinitionNode(name=_name(one.name), type=parse_type(one.type))


def _name(value: str) -> NameNode:
    return NameNode(value=value)


def _named(value: str) -> NamedTypeNode:
    return NamedTypeNode(name=_name(value))
