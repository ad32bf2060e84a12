"""Roots: a type with a root's default name is that root."""

from collections.abc import Iterator

from graphql import DocumentNode, TypeDefinitionNode, TypeExtensionNode

from schema.errors import Code, CompositionError, place
from schema.subgraph import ROOTS, root_names


def check_roots(subgraph: str, document: DocumentNode) -> Iterator[CompositionError]:
    """ROOT_QUERY_USED and its like: the supergraph's roots have default names, so those must be free."""
    stated = root_names(document)
    for node in document.definitions:
        if not isinstance(node, TypeDefinitionNode | TypeExtensionNode):
            continue
        for operation, name in ROOTS.items():
            root = stated.get(operation)
            if node.name.value == name and root is not None and root != name:
                message = (
                    f"The {operation} root here is {root}, which the supergraph calls {name}; so no other"
                    f" type can be named {name}. Rename one of them."
                )
                code = Code[f"ROOT_{operation.upper()}_USED"]
                yield CompositionError(message, (place(subgraph, node),), code=code)
