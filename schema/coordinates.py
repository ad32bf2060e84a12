"""Coordinates: the elements of a supergraph document that are its own, each under its schema coordinate.

`Type`, `Type.field`, `Type.field(argument:)`, `Input.field`, `Enum.VALUE`
(https://spec.graphql.org/draft/#sec-Schema-Coordinates). What belongs to linked specifications is left out.
"""

from collections.abc import Iterator, Mapping

from graphql import DocumentNode, Node, TypeDefinitionNode, TypeExtensionNode
from graphql.language import FieldDefinitionNode

from schema.link import Links

TypeNode = TypeDefinitionNode | TypeExtensionNode
Types = Mapping[str, tuple[TypeNode, ...]]
"""The definition of each type, by name, with its extensions."""


def own_types(document: DocumentNode, links: Links) -> Types:
    """The types of the document, in its order, without those of specifications."""
    found: dict[str, tuple[TypeNode, ...]] = {}
    for node in document.definitions:
        if isinstance(node, TypeDefinitionNode | TypeExtensionNode) and not links.owns_type(node.name.value):
            found[node.name.value] = (*found.get(node.name.value, ()), node)
    return found


def elements(types: Types) -> Iterator[tuple[str, Node]]:
    """Every type and what is in it. A type with extensions comes once for each."""
    for name, nodes in types.items():
        for node in nodes:
            yield name, node
            yield from members(node)


def members(node: TypeNode) -> Iterator[tuple[str, Node]]:
    """The fields with their arguments, the input fields, or the values in a type."""
    name = node.name.value
    for field in getattr(node, "fields", None) or ():
        yield f"{name}.{field.name.value}", field
        if isinstance(field, FieldDefinitionNode):
            for argument in field.arguments or ():
                yield f"{name}.{field.name.value}({argument.name.value}:)", argument
    for value in getattr(node, "values", None) or ():
        yield f"{name}.{value.name.value}", value
