"""Subgraphs: one SDL text read into types, under the names of the specification.

Reading rests on a document that `schema.rules.graphql` found valid; nothing here raises.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from graphql import (
    DirectiveDefinitionNode,
    DocumentNode,
    GraphQLSyntaxError,
    Node,
    SchemaDefinitionNode,
    SchemaExtensionNode,
    Source,
    TypeDefinitionNode,
    TypeExtensionNode,
    parse,
)

from schema.definition import Element, Field, Kind, Type
from schema.errors import Code, Findings, Place, place
from schema.reader import Reader
from schema.usage import Coordinate, Implementations, Usage, implementations_of, read_usage
from schema.vocabulary import Vocabulary, read_vocabulary

ROOTS = {"query": "Query", "mutation": "Mutation", "subscription": "Subscription"}
"""Operation to the name its root type has in a supergraph."""


@dataclass(frozen=True, slots=True)
class SubgraphSource:
    """A subgraph as handed in: its name, the URL a gateway reaches it by (routing), and its SDL.

    `origin` is what messages call the text: a file's name, a URL; empty for neither.
    """

    name: str
    url: str
    sdl: str
    origin: str = ""


@dataclass(frozen=True)
class Subgraph:
    """A subgraph that is valid GraphQL. Root types have their default names, whatever the SDL called them."""

    name: str
    url: str
    document: DocumentNode
    vocabulary: Vocabulary
    types: Mapping[str, Type]
    directives: Mapping[str, DirectiveDefinitionNode]
    schema: Element

    def elements(self) -> Iterator[Element]:
        """Everything in the subgraph that can carry directives."""
        yield self.schema
        for type_ in self.types.values():
            yield from type_.elements()

    @cached_property
    def usage(self) -> Usage:
        """What the field sets of this subgraph select."""
        return read_usage(self.types)

    @cached_property
    def implementations(self) -> Implementations:
        return implementations_of(self.types)

    def possible(self, name: str) -> frozenset[str]:
        """The object types that a value of type `name` can have here; empty for what is no composite type."""
        type_ = self.types.get(name)
        if type_ is None or not type_.is_composite:
            return frozenset()
        if type_.kind is Kind.OBJECT:
            return frozenset({name})
        implementing = self.implementations.get(name, ())
        objects = {one for one in implementing if self.types[one].kind is Kind.OBJECT}
        return frozenset(objects | set(type_.members))

    def is_external(self, coordinate: Coordinate) -> bool:
        """Whether the field is declared here for others' sake only; keys of extensions are resolved all the
        same."""
        found = self.field(*coordinate)
        return found is not None and found.has("external") and coordinate not in self.usage.fake_external

    def is_resolved(self, coordinate: Coordinate) -> bool:
        """Whether this subgraph can give the field, if only on the paths that `@provides` opens."""
        return not self.is_external(coordinate) or coordinate in self.usage.provided

    def is_shareable(self, coordinate: Coordinate) -> bool:
        """Whether other subgraphs may resolve the field as well."""
        found = self.field(*coordinate)
        usage = self.usage
        return (
            (found is not None and found.has("shareable"))
            or coordinate in usage.key_fields
            or coordinate in usage.provided
        )

    def place(self, node: Node | None) -> Place:
        return place(self.name, node)

    def field(self, type_name: str, field_name: str) -> Field | None:
        found = self.types.get(type_name)
        return found.fields.get(field_name) if found else None

    def is_member(self, name: str, abstract: str) -> bool:
        """Whether `name` is a member of the union, or implements the interface, `abstract` in this
        subgraph."""
        upper, lower = self.types.get(abstract), self.types.get(name)
        return (upper is not None and name in upper.members) or (
            lower is not None and abstract in lower.interfaces
        )


def read_document(source: SubgraphSource, findings: Findings) -> DocumentNode | None:
    """The SDL's document; a syntax error is INVALID_GRAPHQL."""
    try:
        return parse(Source(source.sdl, source.origin or source.name))
    except GraphQLSyntaxError as error:
        line, column = next(((at.line, at.column) for at in error.locations or ()), (0, 0))
        findings.error(Code.INVALID_GRAPHQL, error.message, [Place(source.name, line, column)])
        return None


def root_names(document: DocumentNode) -> Mapping[str, str]:
    """Operation to the name of its root type in this document: as stated, else by default if such a type is
    there."""
    stated = {
        operation.operation.value: operation.type.name.value
        for node in document.definitions
        if isinstance(node, SchemaDefinitionNode | SchemaExtensionNode)
        for operation in node.operation_types or ()
    }
    names = {
        node.name.value
        for node in document.definitions
        if isinstance(node, TypeDefinitionNode | TypeExtensionNode)
    }
    defined = any(isinstance(node, SchemaDefinitionNode) for node in document.definitions)
    defaults = {} if defined else {kind: name for kind, name in ROOTS.items() if name in names}
    return defaults | stated


def build_subgraph(source: SubgraphSource, document: DocumentNode) -> Subgraph:
    """The model of a document that is valid GraphQL."""
    vocabulary = read_vocabulary(document)
    reader = Reader(vocabulary, {name: ROOTS[kind] for kind, name in root_names(document).items()})
    types = reader.types(document)
    return Subgraph(
        name=source.name,
        url=source.url,
        document=document,
        vocabulary=vocabulary,
        types=types if "Query" in types else types | {"Query": _empty_query(document)},
        directives={
            node.name.value: node
            for node in document.definitions
            if isinstance(node, DirectiveDefinitionNode) and not vocabulary.owns_directive(node.name.value)
        },
        schema=reader.schema(document),
    )


def _empty_query(document: DocumentNode) -> Type:
    """The query root of a subgraph without queries: it still answers `_service`, so it is part of the root
    type."""
    return Type(name="Query", node=document, kind=Kind.OBJECT)
