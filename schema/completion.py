"""Completion: a subgraph's SDL made into plain GraphQL, so that the ordinary rules of GraphQL can judge it.

Subgraphs may leave out what federation supplies (definitions of its directives and scalars), may carry what
it generates (`_service`, `_entities` and their types), and may extend types that they do not define. The
completed document has definitions for all of it and serves validation only; the composer's model is read
from the original.
"""

from collections.abc import Iterator
from dataclasses import replace

from graphql import (
    DefinitionNode,
    DirectiveDefinitionNode,
    DocumentNode,
    NamedTypeNode,
    NameNode,
    ObjectTypeDefinitionNode,
    ObjectTypeExtensionNode,
    TypeDefinitionNode,
    TypeExtensionNode,
    TypeNode,
    language,
    parse,
    parse_type,
)

from schema.federation import FEATURES, SCALARS, directives_of, feature_directives
from schema.link import LINK
from schema.type_ref import read_type
from schema.vocabulary import ENTRY_FIELDS, Vocabulary

_DEFINITION_OF: dict[type[TypeExtensionNode], type[TypeDefinitionNode]] = {
    language.ScalarTypeExtensionNode: language.ScalarTypeDefinitionNode,
    language.ObjectTypeExtensionNode: language.ObjectTypeDefinitionNode,
    language.InterfaceTypeExtensionNode: language.InterfaceTypeDefinitionNode,
    language.UnionTypeExtensionNode: language.UnionTypeDefinitionNode,
    language.EnumTypeExtensionNode: language.EnumTypeDefinitionNode,
    language.InputObjectTypeExtensionNode: language.InputObjectTypeDefinitionNode,
}


def complete(document: DocumentNode, vocabulary: Vocabulary, query: str) -> DocumentNode:
    """The document to validate. `query` is the name of the query root here."""
    own = [node for node in document.definitions if not _is_machinery(node, vocabulary)]
    defined = {node.name.value for node in own if isinstance(node, TypeDefinitionNode)}
    definitions: list[DefinitionNode] = []
    for node in own:
        if isinstance(node, ObjectTypeDefinitionNode | ObjectTypeExtensionNode) and node.name.value == query:
            node = _bare_query(node)
        if isinstance(node, TypeExtensionNode) and node.name.value not in defined:
            defined.add(node.name.value)
            node = _as_definition(node)
        definitions.append(node)
    definitions += [*_federation_directives(vocabulary), *_link_definitions(vocabulary)]
    definitions += (_scalar(name) for name in sorted(_scalar_names(vocabulary)))
    return replace(document, definitions=tuple(definitions))


def _is_machinery(node: DefinitionNode, vocabulary: Vocabulary) -> bool:
    if isinstance(node, DirectiveDefinitionNode):
        return vocabulary.owns_directive(node.name.value)
    if isinstance(node, TypeDefinitionNode | TypeExtensionNode):
        return vocabulary.owns_type(node.name.value)
    return False


def _bare_query(
    node: ObjectTypeDefinitionNode | ObjectTypeExtensionNode,
) -> ObjectTypeDefinitionNode | ObjectTypeExtensionNode:
    """The query root without its entry fields; a root that has no others keeps one, for GraphQL wants a
    field."""
    fields = node.fields or ()
    kept = tuple(field for field in fields if field.name.value not in ENTRY_FIELDS)
    if fields and not kept:
        kept = (replace(fields[0], type=_named("String"), arguments=()),)
    return replace(node, fields=kept)


def _as_definition(node: TypeExtensionNode) -> TypeDefinitionNode:
    attributes = {key: getattr(node, key) for key in node.keys}
    return _DEFINITION_OF[type(node)](**attributes)


def _federation_directives(vocabulary: Vocabulary) -> Iterator[DirectiveDefinitionNode]:
    specs = dict(directives_of(vocabulary.version))
    for feature in FEATURES:
        if vocabulary.links.find(feature.identity):
            specs |= {spec.name: spec for spec in feature_directives(feature)}
    for name, standard in vocabulary.names.items():
        node = specs[standard].node
        arguments = tuple(
            replace(argument, type=_renamed(argument.type, vocabulary)) for argument in node.arguments or ()
        )
        yield replace(node, name=NameNode(value=name), arguments=arguments)


def _renamed(node: TypeNode, vocabulary: Vocabulary) -> TypeNode:
    found = read_type(node)
    name = vocabulary.scalar_name(found.name) if found.name in SCALARS else found.name
    return parse_type(str(found.of(name)), no_location=True)


def _scalar_names(vocabulary: Vocabulary) -> set[str]:
    return {vocabulary.scalar_name(name) for name in SCALARS}


def _link_definitions(vocabulary: Vocabulary) -> Iterator[DefinitionNode]:
    link = vocabulary.links.find(LINK)
    purpose = link.type("Purpose") if link else "link__Purpose"
    item = link.type("Import") if link else "link__Import"
    yield from parse(
        f"directive @{vocabulary.link_name}(url: String, as: String, for: {purpose}, import: [{item}])"
        f" repeatable on SCHEMA enum {purpose} {{ SECURITY EXECUTION }} scalar {item}",
        no_location=True,
    ).definitions


def _scalar(name: str) -> DefinitionNode:
    return language.ScalarTypeDefinitionNode(name=NameNode(value=name))


def _named(name: str) -> NamedTypeNode:
    return NamedTypeNode(name=NameNode(value=name))
