"""Sharing: where `@shareable` may stand."""

from collections.abc import Iterator

from schema.definition import Kind
from schema.errors import Code, CompositionError
from schema.subgraph import Subgraph

_ON_INTERFACE = (
    "@shareable on {type}.{field}, a field of an interface; put it on the fields of the object types that"
    " implement it."
)
_TWICE = "@shareable stands twice on one declaration in {type}; once says it."


def check_shareable(subgraph: Subgraph) -> Iterator[CompositionError]:
    """INVALID_SHAREABLE_USAGE: only fields of object types are resolved, so only they can be shared, once.

    The directive repeats only so that each declaration of a type can have it.
    """
    for type_ in subgraph.types.values():
        for field in type_.fields.values():
            on_interface = type_.kind is Kind.INTERFACE
            for number, application in enumerate(field.applied("shareable")):
                if on_interface or number:
                    message = _ON_INTERFACE if on_interface else _TWICE
                    place = subgraph.place(application.node)
                    text = message.format(type=type_.name, field=field.name)
                    yield CompositionError(text, (place,), code=Code.INVALID_SHAREABLE_USAGE)
