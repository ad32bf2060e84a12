"""Usage: which fields the field sets of a subgraph select, and so which of its fields are external in truth.

Reading skips what is malformed in a field set; `schema.rules.field_sets` reports that.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graphql import FieldNode, GraphQLSyntaxError, InlineFragmentNode, SelectionSetNode

from schema.context import contextual_selections, locations
from schema.definition import Application, Type
from schema.field_set import parse_field_set

Coordinate = tuple[str, str]
"""(type, field)."""
Implementations = Mapping[str, tuple[str, ...]]
"""Interface to the names of the types that implement it."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Coordinates by the use that field sets make of them."""

    key_fields: frozenset[Coordinate]
    provided: frozenset[Coordinate]
    required: frozenset[Coordinate]
    """By `@requires`, or by `@fromContext` of another type's field."""
    fake_external: frozenset[Coordinate]
    """Key fields of extensions: `@external` there by the manner of Federation 1, yet resolved."""
    satisfying: frozenset[Coordinate]
    """Fields of object types that an interface there demands."""

    def uses(self, coordinate: Coordinate) -> bool:
        """Whether any directive or interface of the subgraph has a use for the field."""
        return any(
            coordinate in fields
            for fields in (self.key_fields, self.provided, self.required, self.satisfying)
        )


def read_usage(types: Mapping[str, Type]) -> Usage:
    """The usage of a subgraph's types."""
    keys: set[Coordinate] = set()
    extended: set[Coordinate] = set()
    provided: set[Coordinate] = set()
    required: set[Coordinate] = set()
    implementations = implementations_of(types)
    contexts = locations(types)
    for type_ in types.values():
        own = set(_selected(types, implementations, type_.name, type_.applied("key")))
        keys |= own
        if type_.is_extension:
            extended |= own
        for field in type_.fields.values():
            required.update(_selected(types, implementations, type_.name, field.applied("requires")))
            provided.update(_selected(types, implementations, field.type.name, field.applied("provides")))
            for name, selection in contextual_selections(field, contexts) if contexts else ():
                required.update(coordinate for coordinate, _ in coordinates(types, name, selection))
    return Usage(
        key_fields=frozenset(keys),
        provided=frozenset(provided),
        required=frozenset(required),
        fake_external=frozenset(extended),
        satisfying=frozenset(_satisfying(types)),
    )


def implementations_of(types: Mapping[str, Type]) -> Implementations:
    """The implementations of each interface, objects and interfaces alike, in the order of `types`."""
    found: dict[str, tuple[str, ...]] = {}
    for type_ in types.values():
        for name in type_.interfaces:
            found[name] = (*found.get(name, ()), type_.name)
    return found


def field_set(application: Application) -> SelectionSetNode | None:
    """The selection of a @key, @requires or @provides; None if it is malformed."""
    text = application.arguments.text("fields")
    try:
        return parse_field_set(text) if text is not None else None
    except GraphQLSyntaxError:
        return None


def coordinates(
    types: Mapping[str, Type], type_name: str, selection: SelectionSetNode
) -> Iterator[tuple[Coordinate, FieldNode]]:
    """Every field that `selection` on `type_name` selects and that exists, outer ones first."""
    for node in selection.selections:
        if isinstance(node, InlineFragmentNode):
            condition = node.type_condition.name.value if node.type_condition else type_name
            yield from coordinates(types, condition, node.selection_set)
        if not isinstance(node, FieldNode):
            continue
        parent = types.get(type_name)
        field = parent.fields.get(node.name.value) if parent else None
        if field is not None:
            yield (type_name, field.name), node
            if node.selection_set:
                yield from coordinates(types, field.type.name, node.selection_set)


def _selected(
    types: Mapping[str, Type],
    implementations: Implementations,
    type_name: str,
    applications: Iterable[Application],
) -> Iterator[Coordinate]:
    """The coordinates of a field set; a field of an interface stands for that of its implementations too."""
    selections = [selection for one in applications if (selection := field_set(one))]
    for (name, field), _ in (one for each in selections for one in coordinates(types, type_name, each)):
        yield name, field
        yield from ((other, field) for other in implementations.get(name, ()) if field in types[other].fields)


def _satisfying(types: Mapping[str, Type]) -> Iterator[Coordinate]:
    for type_ in types.values():
        for name in type_.interfaces:
            interface = types.get(name)
            yield from ((type_.name, field) for field in interface.fields) if interface else ()
