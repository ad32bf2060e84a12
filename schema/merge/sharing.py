"""Sharing: several subgraphs may resolve a field only if each of them says so."""

from collections.abc import Sequence

from schema.definition import Field
from schema.errors import Code
from schema.merge.overrides import Overrides
from schema.merge.sources import Source, Sources, places
from schema.merge.wording import listed
from schema.usage import Coordinate


def check_sharing(
    sources: Sources, coordinate: Coordinate, found: Sequence[Source[Field]], overrides: Overrides
) -> None:
    """INVALID_FIELD_SHARING for a field of an object type. Fields of interface objects count for all
    implementations."""
    resolvers = [
        (one, one.subgraph.is_shareable(coordinate))
        for one in found
        if one.subgraph.is_resolved(coordinate) and not overrides.is_overridden(coordinate, one.name)
    ]
    resolvers += _through_interface_objects(sources, coordinate)
    if len(resolvers) < 2:
        return
    name, names = ".".join(coordinate), listed(one.name for one, _ in resolvers)
    if coordinate[0] == "Subscription":
        message = (
            f"{name} is resolved in {names}; a field of the subscription root belongs to one subgraph only."
        )
        sources.findings.error(Code.INVALID_FIELD_SHARING, message, places(one for one, _ in resolvers))
        return
    closed = [one for one, is_shareable in resolvers if not is_shareable]
    if closed:
        message = (
            f"{name} is resolved in {names}, but is not @shareable in"
            f" {listed(one.name for one in closed)}. Mark it"
            " there if all give the same value, else leave it to one subgraph."
        )
        sources.findings.error(Code.INVALID_FIELD_SHARING, message, places(closed))


def _through_interface_objects(sources: Sources, coordinate: Coordinate) -> list[tuple[Source[Field], bool]]:
    type_name, field_name = coordinate
    found = []
    for interface in sources.interfaces.get(type_name, ()):
        for one in sources.types.get(interface, ()):
            field = one.element.fields.get(field_name)
            if field is None or not one.element.is_interface_object:
                continue
            there = (interface, field_name)
            if one.subgraph.is_resolved(there):
                found.append((Source(one.subgraph, field), one.subgraph.is_shareable(there)))
    return found
