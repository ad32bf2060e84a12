"""Field set names: whether what a supergraph says in its field sets is there at all.

A gateway meets a name that is not there only when someone asks for the field; so it is looked for beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    SelectionSetNode,
    get_named_type,
)

from schema.field_set import parse_field_set
from schema.joined import FieldJoin, JoinedField, JoinedType


def unknown_names(types: Mapping[str, JoinedType], full: GraphQLSchema) -> Iterator[str]:
    """A sentence for each name that is missing. Raises GraphQLSyntaxError for what is no field set."""
    setters = [type_ for type_ in types.values() if type_.contexts]
    for type_ in types.values():
        keys = {join.key for joins in type_.joins.values() for join in joins if join.key}
        for key in sorted(keys):
            yield from _missing(full, type_.name, key, f"a key of {type_.name}")
        for field in type_.fields.values():
            for join in field.joins.values():
                yield from _of_field(full, type_, field, join)
                for argument in join.context_arguments:
                    for setter in (one for one in setters if argument.context in one.contexts):
                        what = f"an argument of {type_.name}.{field.name}"
                        yield from _missing(full, setter.name, argument.selection, what)


def _of_field(full: GraphQLSchema, type_: JoinedType, field: JoinedField, join: FieldJoin) -> Iterator[str]:
    if join.requires:
        yield from _missing(full, type_.name, join.requires, f"requires of {type_.name}.{field.name}")
    if join.provides:
        what = f"provides of {type_.name}.{field.name}"
        yield from _missing(full, field.type.strip("[]!"), join.provides, what)


def _missing(full: GraphQLSchema, type_name: str, text: str, what: str) -> Iterator[str]:
    for name in _selected(full, full.type_map[type_name], parse_field_set(text)):
        yield f"{what} names {name}, which is not there"


def _selected(full: GraphQLSchema, position: GraphQLNamedType, selection: SelectionSetNode) -> Iterator[str]:
    fields: Mapping[str, GraphQLField] = getattr(position, "fields", {})
    for node in selection.selections:
        if isinstance(node, InlineFragmentNode):
            condition = node.type_condition.name.value if node.type_condition else position.name
            if condition in full.type_map:
                yield from _selected(full, full.type_map[condition], node.selection_set)
            else:
                yield condition
        elif isinstance(node, FieldNode) and node.name.value != "__typename":
            field = fields.get(node.name.value)
            if field is None:
                yield f"{position.name}.{node.name.value}"
            elif node.selection_set is not None:
                yield from _selected(full, get_named_type(field.type), node.selection_set)
