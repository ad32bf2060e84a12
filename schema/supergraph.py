"""Supergraph: a composed supergraph SDL as the gateway reads it.

In: SDL in the join specification (v0.2 to v0.5; https://specs.apollo.dev/join). Out: which subgraph has
which type, field, key, implementation and union member; the full and the public GraphQL schema; what each
coordinate asks of the caller.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from graphql import (
    DocumentNode,
    EnumTypeDefinitionNode,
    FieldDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    InterfaceTypeDefinitionNode,
    ObjectTypeDefinitionNode,
    TypeDefinitionNode,
    UnionTypeDefinitionNode,
    parse,
    print_ast,
)

from schema.access import Access
from schema.access_directives import read_access
from schema.applied import Applied, applications
from schema.field_set import parse_field_set, top_level_names
from schema.link import read_links
from schema.public import full_schema, has_hidden, public_schema


class SupergraphError(Exception):
    """The text is not a supergraph that can be served. The message says what is wrong."""

    code = "INVALID_SUPERGRAPH"


@dataclass(frozen=True, slots=True)
class TypeJoin:
    """One `@join__type`: this type exists in `subgraph`, perhaps as an entity with `key`."""

    subgraph: str
    key: str | None
    resolvable: bool
    is_interface_object: bool


@dataclass(frozen=True, slots=True)
class ContextArgument:
    """An argument that the gateway fills: of `type`, with what `selection` gives of the nearest object above
    whose type sets `context`."""

    name: str
    type: str
    context: str
    selection: str


@dataclass(frozen=True, slots=True)
class FieldJoin:
    """One `@join__field`: how `subgraph` has this field. `type` is its type there, as printed."""

    subgraph: str
    type: str
    requires: str | None = None
    provides: str | None = None
    external: bool = False
    overridden: bool = False
    overrides: str | None = None
    override_label: str | None = None
    context_arguments: tuple[ContextArgument, ...] = ()


@dataclass(frozen=True, slots=True)
class JoinedField:
    """A field of the supergraph and the subgraphs that declare it.

    `injected`: no subgraph of the object type itself resolves it; it comes from an interface object.
    """

    name: str
    type: str
    joins: Mapping[str, FieldJoin]
    injected: bool


@dataclass(frozen=True, slots=True)
class JoinedType:
    """An object, interface or union of the supergraph and what each subgraph knows of it.

    `contexts`: those that its objects set, named `subgraph__name`.
    """

    name: str
    kind: str
    joins: Mapping[str, tuple[TypeJoin, ...]]
    fields: Mapping[str, JoinedField]
    implements: Mapping[str, frozenset[str]]
    members: Mapping[str, frozenset[str]]
    contexts: frozenset[str] = frozenset()

    def is_interface_object_in(self, subgraph: str) -> bool:
        return any(join.is_interface_object for join in self.joins.get(subgraph, ()))


@dataclass(frozen=True)
class Supergraph:
    """A supergraph that was read. Make it with `Supergraph.parse`."""

    subgraphs: Mapping[str, str]
    types: Mapping[str, JoinedType]
    full: GraphQLSchema
    public: GraphQLSchema
    access: Mapping[str, Access]

    @classmethod
    def parse(cls, sdl: str) -> Supergraph:
        """Raises SupergraphError when `sdl` is no valid supergraph."""
        try:
            document = parse(sdl, no_location=True)
        except GraphQLError as error:
            raise SupergraphError(f"the supergraph is not GraphQL: {error.message}") from error
        reader = _Reader(document)
        subgraphs = dict(reader.graphs.values())
        if not subgraphs:
            raise SupergraphError(
                "no join__Graph enum: this is a schema, but no supergraph (was it composed?)"
            )
        try:
            full = full_schema(document)
            public = public_schema(document) if has_hidden(document) else full
        except (GraphQLError, TypeError, ValueError) as error:
            raise SupergraphError(f"the supergraph's schema is not valid: {error}") from error
        return cls(subgraphs, {t.name: t for t in reader.types()}, full, public, read_access(document))

    @cached_property
    def roots(self) -> Mapping[str, str]:
        """The root type's name for each kind of operation that the full schema has."""
        types = {
            "query": self.full.query_type,
            "mutation": self.full.mutation_type,
            "subscription": self.full.subscription_type,
        }
        return {kind: root.name for kind, root in types.items() if root}


_CONTEXT = "https://specs.apollo.dev/context"
_COMPOSITES = (ObjectTypeDefinitionNode, InterfaceTypeDefinitionNode, UnionTypeDefinitionNode)


class _Reader:
    """Reads the join directives of one document."""

    def __init__(self, document: DocumentNode) -> None:
        self._document = document
        link = read_links(document).find(_CONTEXT)
        self._context = link.directive("context") if link else None
        self.graphs = dict(self._graphs())

    def types(self) -> Iterator[JoinedType]:
        for definition in self._document.definitions:
            if isinstance(definition, _COMPOSITES) and not definition.name.value.startswith(
                ("join__", "link__")
            ):
                yield self._type(definition)

    def _graphs(self) -> Iterator[tuple[str, tuple[str, str]]]:
        for definition in self._document.definitions:
            if isinstance(definition, EnumTypeDefinitionNode) and definition.name.value == "join__Graph":
                for value in definition.values or ():
                    for graph in applications(value, "join__graph"):
                        yield value.name.value, (str(graph.get("name", "")), str(graph.get("url", "")))

    def _graph(self, applied: Applied) -> str:
        try:
            return self.graphs[str(applied["graph"])][0]
        except KeyError:
            raise SupergraphError(f"join__Graph has no value {applied.get('graph')}") from None

    def _type(self, node: TypeDefinitionNode) -> JoinedType:
        joins: dict[str, tuple[TypeJoin, ...]] = {}
        for applied in applications(node, "join__type"):
            join = TypeJoin(
                subgraph=self._graph(applied),
                key=applied.text("key"),
                resolvable=applied.flag("resolvable", default=True),
                is_interface_object=applied.flag("isInterfaceObject"),
            )
            joins[join.subgraph] = (*joins.get(join.subgraph, ()), join)
        fields = () if isinstance(node, UnionTypeDefinitionNode) else node.fields or ()  # type: ignore[attr-defined]
        return JoinedType(
            name=node.name.value,
            kind=node.kind.removesuffix("_type_definition"),
            joins=joins,
            fields=_without_unmarked_externals(
                {field.name.value: self._field(field, joins) for field in fields}, joins
            ),
            implements=self._by_graph(node, "join__implements", "interface"),
            members=self._by_graph(node, "join__unionMember", "member"),
            contexts=frozenset(
                str(one["name"]) for one in (applications(node, self._context) if self._context else ())
            ),
        )

    def _by_graph(self, node: TypeDefinitionNode, directive: str, argument: str) -> dict[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for applied in applications(node, directive):
            graph = self._graph(applied)
            found[graph] = found.get(graph, frozenset()) | {str(applied[argument])}
        return found

    def _field(self, node: FieldDefinitionNode, types: Mapping[str, object]) -> JoinedField:
        printed = print_ast(node.type)
        applied = list(applications(node, "join__field"))
        joins = [self._field_join(one, printed) for one in applied if "graph" in one]
        if not applied:
            joins = [FieldJoin(subgraph, printed) for subgraph in types]
        injected = bool(applied) and all(join.external for join in joins)
        return JoinedField(node.name.value, printed, {join.subgraph: join for join in joins}, injected)

    def _field_join(self, applied: Applied, printed: str) -> FieldJoin:
        return FieldJoin(
            subgraph=self._graph(applied),
            type=applied.text("type") or printed,
            requires=applied.text("requires"),
            provides=applied.text("provides"),
            external=applied.flag("external"),
            overridden=applied.flag("usedOverridden"),
            overrides=applied.text("override"),
            override_label=applied.text("overrideLabel"),
            context_arguments=tuple(
                ContextArgument(one["name"], one["type"], one["context"], one["selection"])
                for one in applied.get("contextArguments") or ()
            ),
        )


def _without_unmarked_externals(
    fields: Mapping[str, JoinedField], types: Mapping[str, tuple[TypeJoin, ...]]
) -> dict[str, JoinedField]:
    """The fields, less what a subgraph only requires of an interface and so cannot itself give.

    Not every composer marks such a field as external when nothing else is to be said of it
    (@theguild/federation-composition, of an interface object's). Fields of the subgraph's keys it does give.
    """
    own = {
        (join.subgraph, name)
        for joins in types.values()
        for join in joins
        for name in (top_level_names(parse_field_set(join.key)) if join.key else ())
    }
    required = {
        (join.subgraph, name)
        for field in fields.values()
        for join in field.joins.values()
        for name in (top_level_names(parse_field_set(join.requires)) if join.requires else ())
    } - own
    return {
        name: replace(
            field,
            joins={
                subgraph: replace(join, external=join.external or (subgraph, name) in required)
                for subgraph, join in field.joins.items()
            },
        )
        if any((subgraph, name) in required for subgraph in field.joins)
        else field
        for name, field in fields.items()
    }
