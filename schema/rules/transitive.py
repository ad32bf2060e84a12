"""Transitive authorization: a field that requires another, or has it from a context, must ask at least what
that one asks.

Else its value would tell of data that the caller may not see: the gateway fetches what `@requires` selects
for any caller who may see the requiring field.
"""

from collections.abc import Iterator, Mapping

from graphql import SelectionSetNode

from schema.access import Access, Dnf, conjunction
from schema.context import contextual_selections, locations
from schema.definition import Field
from schema.errors import Code, CompositionError
from schema.merge.merged import Merged
from schema.merge.sources import Sources
from schema.subgraph import Subgraph
from schema.usage import Coordinate, coordinates, field_set

_OPEN = Access()


def check_transitive(merged: Merged, sources: Sources) -> Iterator[CompositionError]:
    """MISSING_TRANSITIVE_AUTH_REQUIREMENTS for each use of something better guarded."""
    for subgraph in sources.subgraphs if merged.access else ():
        contexts = locations(subgraph.types)
        for type_ in subgraph.types.values():
            for field in type_.fields.values():
                required = (field_set(application) for application in field.applied("requires"))
                needs = [(type_.name, selection) for selection in required if selection]
                needs += contextual_selections(field, contexts)
                for need in needs:
                    yield from _check(subgraph, merged.access, (type_.name, field), need)


def _check(
    subgraph: Subgraph,
    access: Mapping[str, Access],
    requiring: tuple[str, Field],
    need: tuple[str, SelectionSetNode],
) -> Iterator[CompositionError]:
    type_name, field = requiring
    own = _asked(access, type_name, f"{type_name}.{field.name}")
    for coordinate, _ in coordinates(subgraph.types, *need):
        if not _implies(own, _of_selected(subgraph, access, coordinate)):
            name = ".".join(coordinate)
            message = (
                f"{type_name}.{field.name} requires {name}, which asks more of the caller. Put the"
                f" requirements of {name} on it as well."
            )
            place = subgraph.place(field.node)
            yield CompositionError(message, (place,), code=Code.MISSING_TRANSITIVE_AUTH_REQUIREMENTS)


def _of_selected(subgraph: Subgraph, access: Mapping[str, Access], coordinate: Coordinate) -> Access:
    type_name, name = coordinate
    field = subgraph.field(type_name, name)
    assert field is not None, "only fields that exist are selected"
    return _asked(access, type_name, f"{type_name}.{name}", field.type.name)


def _asked(access: Mapping[str, Access], *names: str) -> Access:
    return conjunction(access.get(name, _OPEN) for name in names)


def _implies(own: Access, needed: Access) -> bool:
    """Whether a caller who meets `own` meets `needed`."""
    return (
        (own.authenticated or not needed.authenticated)
        and _is_within(own.scopes, needed.scopes)
        and _is_within(own.policies, needed.policies)
    )


def _is_within(own: Dnf, needed: Dnf) -> bool:
    """Whether each alternative of `own` holds one of `needed`."""
    if not needed:
        return True
    return bool(own) and all(any(one <= alternative for one in needed) for alternative in own)
