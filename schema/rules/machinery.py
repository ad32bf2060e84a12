"""Machinery: what GraphQL and federation themselves define cannot be hidden."""

from collections.abc import Iterator

from graphql import (
    DirectiveDefinitionNode,
    DocumentNode,
    Node,
    TypeDefinitionNode,
    TypeExtensionNode,
    specified_directives,
    specified_scalar_types,
)

from schema.errors import Code, CompositionError, place
from schema.vocabulary import Vocabulary

_SPECIFIED_TYPES = frozenset(specified_scalar_types)
_SPECIFIED_DIRECTIVES = frozenset(directive.name for directive in specified_directives)


def check_machinery(
    subgraph: str, document: DocumentNode, vocabulary: Vocabulary
) -> Iterator[CompositionError]:
    """DISALLOWED_INACCESSIBLE for each `@inaccessible` on such a definition, or in it."""
    for node in document.definitions:
        if isinstance(node, DirectiveDefinitionNode):
            name = f"@{node.name.value}"
            is_machinery = (
                vocabulary.owns_directive(node.name.value) or node.name.value in _SPECIFIED_DIRECTIVES
            )
        elif isinstance(node, TypeDefinitionNode | TypeExtensionNode):
            name = node.name.value
            is_machinery = vocabulary.owns_type(name) or name in _SPECIFIED_TYPES
        else:
            continue
        for hidden in _hidden(node, vocabulary) if is_machinery else ():
            message = f"{name} is part of GraphQL or of federation, so it cannot be @inaccessible."
            yield CompositionError(message, (place(subgraph, hidden),), code=Code.DISALLOWED_INACCESSIBLE)


def _hidden(node: Node, vocabulary: Vocabulary) -> Iterator[Node]:
    """Applications of @inaccessible on a definition and in it."""
    for directive in getattr(node, "directives", None) or ():
        if vocabulary.specification_name(directive.name.value) == "inaccessible":
            yield directive
    for part in ("fields", "arguments", "values"):
        for one in getattr(node, part, None) or ():
            yield from _hidden(one, vocabulary)
