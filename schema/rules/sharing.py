"""Sharing: where `@shareable` may stand."""

from collections.abc import Iterator

from schema.definition import Kind
from schema.errors import Code, CompositionError
from schema.subgraph import Subgraph


def check_shareable(subgraph: Subgraph) -> Iterator[CompositionError]:
    """INVALID_SHAREABLE_USAGE: only fields of object types are resolved, so only they can be shared."""
    for type_ in subgraph.types.values():
        if type_.kind is not Kind.INTERFACE:
            continue
        for field in type_.fields.values():
            for application in field.applied("shareable"):
                message = (
                    f"@shareable on {type_.name}.{field.name}, a field of an interface; put it on the"
                    " fields of the object types that implement it."
                )
                place = subgraph.place(application.node)
                yield CompositionError(message, (place,), code=Code.INVALID_SHAREABLE_USAGE)
