"""Authorization: where @authenticated, @requiresScopes and @policy may stand."""

from collections.abc import Iterator

from schema.definition import Element, Kind
from schema.errors import Code, CompositionError
from schema.subgraph import Subgraph

AUTH = ("authenticated", "requiresScopes", "policy")


def check_authorization(subgraph: Subgraph) -> Iterator[CompositionError]:
    """AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE: what an interface asks follows from its implementations.

    An interface object is that interface too; but its fields may ask, for its subgraph knows no
    implementations to put that on: what they ask goes along to all of them.
    """
    for type_ in subgraph.types.values():
        if type_.kind is Kind.INTERFACE or type_.is_interface_object:
            yield from _on_interface(subgraph, type_, type_.name)
        if type_.kind is Kind.INTERFACE:
            for field in type_.fields.values():
                yield from _on_interface(subgraph, field, f"{type_.name}.{field.name}")


def _on_interface(subgraph: Subgraph, element: Element, name: str) -> Iterator[CompositionError]:
    for directive in AUTH:
        for application in element.applied(directive):
            message = (
                f"@{directive} on {name}, (part of) an interface; put it on the types that implement it,"
                " or on fields of an @interfaceObject."
            )
            place = subgraph.place(application.node)
            yield CompositionError(message, (place,), code=Code.AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE)
