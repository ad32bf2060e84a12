"""Externals: fields declared for others' sake serve a purpose and carry nothing that only a resolver can
mean."""

from collections.abc import Iterator

from schema.definition import Field, Kind
from schema.errors import Code, CompositionError
from schema.subgraph import Subgraph
from schema.usage import Coordinate

_FOREIGN = frozenset({"tag", "inaccessible", "authenticated", "requiresScopes", "policy", "cost", "listSize"})
"""Directives that reach the supergraph: they belong where the field is resolved."""


def check_externals(subgraph: Subgraph) -> Iterator[CompositionError]:
    """`@external` on every field of the subgraph."""
    for type_ in subgraph.types.values():
        for field in type_.fields.values():
            mark = field.first("external")
            if mark is None:
                continue
            coordinate = (type_.name, field.name)
            name, places = ".".join(coordinate), (subgraph.place(field.node),)
            if type_.kind is Kind.INTERFACE:
                message = (
                    f"{name} is a field of an interface: it is resolved by none, so it cannot be @external."
                )
                yield CompositionError(message, places, code=Code.EXTERNAL_ON_INTERFACE)
            elif not subgraph.usage.uses(coordinate):
                message = (
                    f"{name} is @external, but no @key, @requires or @provides selects it and no interface"
                    " asks for it. Remove the field, or the @external if this subgraph resolves it."
                )
                yield CompositionError(message, places, code=Code.EXTERNAL_UNUSED)
            if field.has("provides"):
                message = (
                    f"{name} is @external, so this subgraph cannot @provides anything on it; drop either."
                )
                yield CompositionError(message, places, code=Code.EXTERNAL_COLLISION_WITH_ANOTHER_DIRECTIVE)
            yield from _foreign_marks(subgraph, coordinate, field)


def _foreign_marks(subgraph: Subgraph, coordinate: Coordinate, field: Field) -> Iterator[CompositionError]:
    for application in field.federation if subgraph.is_external(coordinate) else ():
        if application.name in _FOREIGN:
            message = (
                f"@{application.name} on {'.'.join(coordinate)}, an @external field: put it where the"
                " field is resolved."
            )
            code = Code.MERGED_DIRECTIVE_APPLICATION_ON_EXTERNAL
            yield CompositionError(message, (subgraph.place(application.node),), code=code)
