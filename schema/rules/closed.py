"""Closed by default: a field that nobody declared public or gated does not compose.

Every output field is public by `@tag(name: "openbaar")` on it or its type, or gated by directives of
authorization on it or its type. A field of an interface asks what its implementations ask, so it is covered
when they are.
"""

from collections.abc import Iterator

from schema.definition import Kind
from schema.errors import Code, CompositionError
from schema.merge.merged import Merged, MergedElement, MergedField, MergedType
from schema.merge.sources import Sources
from schema.tags import PUBLIC_TAG

_GATES = frozenset({"authenticated", "requiresScopes", "policy"})


def check_closed(merged: Merged, sources: Sources) -> Iterator[CompositionError]:
    """CLOSED_BY_DEFAULT for each field of an object type, and of an interface without implementations."""
    for type_ in merged.types.values():
        if type_.kind is Kind.INTERFACE and sources.implementations.get(type_.name):
            continue
        for field in type_.fields.values():
            if not (_is_decided(type_) or _is_decided(field)):
                yield _error(type_, field, sources)


def _is_decided(element: MergedElement) -> bool:
    if any(element.has(gate) for gate in _GATES):
        return True
    return any(
        one.name == "tag" and one.text.endswith(f'(name: "{PUBLIC_TAG}")') for one in element.directives
    )


def _error(type_: MergedType, field: MergedField, sources: Sources) -> CompositionError:
    message = (
        f'{type_.name}.{field.name} is neither public nor gated. Put @tag(name: "{PUBLIC_TAG}") on it or on'
        f" {type_.name}, or @authenticated, @requiresScopes or @policy."
    )
    places = tuple(
        source.subgraph.place(source.element.fields[field.name].node)
        for source in sources.types[type_.name]
        if field.name in source.element.fields
    )
    return CompositionError(message, places, code=Code.CLOSED_BY_DEFAULT)
