"""Interfaces: keys of interfaces hold for all implementations; interface objects stand in for all of them."""

from collections.abc import Iterator

from graphql import print_ast

from schema.definition import Application, Kind, Type
from schema.errors import Code, CompositionError
from schema.rules.field_sets import is_sound_key
from schema.subgraph import Subgraph
from schema.usage import field_set


def check_interfaces(subgraph: Subgraph) -> Iterator[CompositionError]:
    """Keys on interfaces and the use of @interfaceObject, within one subgraph."""
    for type_ in subgraph.types.values():
        if type_.kind is Kind.INTERFACE:
            for key in type_.applied("key"):
                if is_sound_key(subgraph, type_, key):
                    yield from _check_key(subgraph, type_, key)
        if type_.is_interface_object and not type_.has("key"):
            message = (
                f"@interfaceObject on {type_.name}: it needs a @key, by which its fields can be reached."
            )
            place = subgraph.place(type_.node)
            yield CompositionError(message, (place,), code=Code.INTERFACE_OBJECT_USAGE_ERROR)


def _check_key(subgraph: Subgraph, interface: Type, key: Application) -> Iterator[CompositionError]:
    code = Code.INTERFACE_KEY_NOT_ON_IMPLEMENTATION
    text = key.arguments.text("fields") or ""
    for name in subgraph.implementations.get(interface.name, ()):
        implementation = subgraph.types[name]
        if implementation.kind is not Kind.OBJECT:
            continue
        same = [one for one in implementation.applied("key") if _canonical(one) == _canonical(key)]
        place = subgraph.place(implementation.node)
        if not same:
            message = (
                f'The interface {interface.name} has @key(fields: "{text}"), so {name} must have it too.'
            )
            yield CompositionError(message, (place,), code=code)
        elif _is_resolvable(key) and not any(_is_resolvable(one) for one in same):
            message = (
                f'The interface {interface.name} has @key(fields: "{text}"), so it must be resolvable on'
                f" {name}: leave out `resolvable: false`."
            )
            yield CompositionError(message, (place,), code=code)


def _canonical(key: Application) -> str | None:
    """The selection in one spelling, whatever its order of fields."""
    selection = field_set(key)
    return " ".join(sorted(print_ast(selection).split())) if selection else None


def _is_resolvable(key: Application) -> bool:
    return key.arguments.flag("resolvable", default=True)
