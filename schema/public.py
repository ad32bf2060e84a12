"""Public: the schema that clients see of a supergraph, and the full one beneath it.

Both are plain graphql-core schemas made from the supergraph document: the elements of linked specifications
(join, link, tag, federation ...) fall away, and so does every directive that is neither executable nor part
of GraphQL itself. The public schema also lacks what is `@inaccessible` and whatever cannot stand without
it. Specifications: join v0.1 to v0.5, inaccessible v0.1 and v0.2.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from graphql import (
    ConstDirectiveNode,
    DefinitionNode,
    DirectiveNode,
    DocumentNode,
    GraphQLSchema,
    ListTypeNode,
    NonNullTypeNode,
    TypeNode,
    build_ast_schema,
    specified_directives,
)
from graphql.language import (
    DirectiveDefinitionNode,
    EnumTypeDefinitionNode,
    EnumTypeExtensionNode,
    EnumValueDefinitionNode,
    FieldDefinitionNode,
    InputObjectTypeDefinitionNode,
    InputObjectTypeExtensionNode,
    InputValueDefinitionNode,
    InterfaceTypeDefinitionNode,
    InterfaceTypeExtensionNode,
    NamedTypeNode,
    ObjectTypeDefinitionNode,
    ObjectTypeExtensionNode,
    SchemaDefinitionNode,
    TypeDefinitionNode,
    TypeExtensionNode,
    UnionTypeDefinitionNode,
    UnionTypeExtensionNode,
)

from schema.link import Links, read_links

INACCESSIBLE = "https://specs.apollo.dev/inaccessible"

EXECUTABLE = frozenset(
    {
        "QUERY",
        "MUTATION",
        "SUBSCRIPTION",
        "FIELD",
        "FRAGMENT_DEFINITION",
        "FRAGMENT_SPREAD",
        "INLINE_FRAGMENT",
        "VARIABLE_DEFINITION",
    }
)
"""The locations in documents of clients."""
_SPECIFIED = frozenset(directive.name for directive in specified_directives)
_DESCRIBING = frozenset({"deprecated", "specifiedBy", "oneOf"})
"""The type-system directives that GraphQL itself defines: they stay, for introspection shows them."""

_Input = InputValueDefinitionNode
_Type = TypeDefinitionNode | TypeExtensionNode
_OutputType = (
    ObjectTypeDefinitionNode
    | ObjectTypeExtensionNode
    | InterfaceTypeDefinitionNode
    | InterfaceTypeExtensionNode
)
_InputType = InputObjectTypeDefinitionNode | InputObjectTypeExtensionNode
_EnumType = EnumTypeDefinitionNode | EnumTypeExtensionNode
_UnionType = UnionTypeDefinitionNode | UnionTypeExtensionNode


def public_schema(supergraph_document: DocumentNode) -> GraphQLSchema:
    """The schema to validate clients' documents against and to answer introspection from.

    Raises TypeError for a document that refers to types it does not define.
    """
    links = read_links(supergraph_document)
    link = links.find(INACCESSIBLE)
    hidden = link.directive("inaccessible") if link else None
    return build_ast_schema(_bare_document(supergraph_document, links, hidden), assume_valid=True)


def full_schema(supergraph_document: DocumentNode) -> GraphQLSchema:
    """Like `public_schema`, with the inaccessible elements: what the gateway itself may ask of subgraphs.

    Raises TypeError for a document that refers to types it does not define.
    """
    links = read_links(supergraph_document)
    return build_ast_schema(_bare_document(supergraph_document, links, None), assume_valid=True)


def has_hidden(supergraph_document: DocumentNode) -> bool:
    """Whether the supergraph links `@inaccessible`; if not, its two schemas are the same."""
    return read_links(supergraph_document).find(INACCESSIBLE) is not None


def _bare_document(document: DocumentNode, links: Links, hidden: str | None) -> DocumentNode:
    """The document without specification elements, and without what the directive `hidden` hides."""
    types = [
        node
        for node in document.definitions
        if isinstance(node, TypeDefinitionNode | TypeExtensionNode) and not links.owns_type(node.name.value)
    ]
    sieve = _Sieve(_fallen_types(types, hidden), hidden)
    definitions: list[DefinitionNode] = [bare for node in types if (bare := sieve.type(node))]
    for node in document.definitions:
        if isinstance(node, SchemaDefinitionNode):
            definitions.append(sieve.schema(node))
        elif isinstance(node, DirectiveDefinitionNode) and _is_executable(node, links):
            definitions.append(replace(node, arguments=sieve.inputs(node.arguments)))
    return replace(document, definitions=tuple(definitions))


def _is_executable(node: DirectiveDefinitionNode, links: Links) -> bool:
    name = node.name.value
    if name in _SPECIFIED or links.owns_directive(name):
        return False
    return any(location.value in EXECUTABLE for location in node.locations)


def _fallen_types(types: Sequence[_Type], hidden: str | None) -> frozenset[str]:
    """The names of the types that do not remain: hidden themselves, or left without any member."""
    names = frozenset(node.name.value for node in types)
    fallen = frozenset(node.name.value for node in types if _has(node.directives, hidden))
    emptied = fallen
    while emptied:
        sieve = _Sieve(fallen, hidden)
        filled = {node.name.value for node in types if sieve.fills(node)}
        emptied = names - fallen - filled
        fallen |= emptied
    return fallen


def _has(directives: Iterable[DirectiveNode] | None, name: str | None) -> bool:
    return name is not None and any(directive.name.value == name for directive in directives or ())


@dataclass(frozen=True, slots=True)
class _Sieve:
    """Lets through the elements that refer to no fallen type, and that `hidden` does not hide. What refers to
    a type that is defined nowhere goes through: a document without it is not the one that was meant.
    """

    fallen: frozenset[str]
    hidden: str | None

    def schema(self, node: SchemaDefinitionNode) -> SchemaDefinitionNode:
        roots = [root for root in node.operation_types if root.type.name.value not in self.fallen]
        return replace(node, directives=(), operation_types=tuple(roots))

    def type(self, node: _Type) -> _Type | None:
        if node.name.value in self.fallen:
            return None
        directives = _describing(node.directives)
        if isinstance(node, _OutputType):
            interfaces = tuple(item for item in node.interfaces or () if item.name.value not in self.fallen)
            return replace(
                node, directives=directives, interfaces=interfaces, fields=self.fields(node.fields)
            )
        if isinstance(node, _InputType):
            return replace(node, directives=directives, fields=self.inputs(node.fields))
        if isinstance(node, _EnumType):
            return replace(node, directives=directives, values=self.values(node.values))
        if isinstance(node, _UnionType):
            return replace(node, directives=directives, types=self.references(node.types))
        return replace(node, directives=directives)

    def fills(self, node: _Type) -> bool:
        """Whether anything is left of a type that has members at all."""
        bare = self.type(node)
        members = {"fields", "values", "types"} & set(node.keys)
        return bare is not None and all(getattr(bare, key) or not getattr(node, key) for key in members)

    def fields(self, nodes: Iterable[FieldDefinitionNode] | None) -> tuple[FieldDefinitionNode, ...]:
        return tuple(
            replace(node, directives=_describing(node.directives), arguments=self.inputs(node.arguments))
            for node in nodes or ()
            if self._passes(node)
        )

    def inputs(self, nodes: Iterable[_Input] | None) -> tuple[_Input, ...]:
        return tuple(
            replace(node, directives=_describing(node.directives))
            for node in nodes or ()
            if self._passes(node)
        )

    def references(self, nodes: Iterable[NamedTypeNode] | None) -> tuple[NamedTypeNode, ...]:
        return tuple(node for node in nodes or () if node.name.value not in self.fallen)

    def values(self, nodes: Iterable[EnumValueDefinitionNode] | None) -> tuple[EnumValueDefinitionNode, ...]:
        return tuple(
            replace(node, directives=_describing(node.directives))
            for node in nodes or ()
            if not _has(node.directives, self.hidden)
        )

    def _passes(self, node: FieldDefinitionNode | InputValueDefinitionNode) -> bool:
        return _named(node.type) not in self.fallen and not _has(node.directives, self.hidden)


def _describing(directives: Iterable[ConstDirectiveNode] | None) -> tuple[ConstDirectiveNode, ...]:
    return tuple(directive for directive in directives or () if directive.name.value in _DESCRIBING)


def _named(node: TypeNode) -> str:
    while isinstance(node, NonNullTypeNode | ListTypeNode):
        node = node.type
    assert isinstance(node, NamedTypeNode)
    return node.name.value
