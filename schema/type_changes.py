"""Type changes: what differs between two schemas as GraphQL itself sees them.

By the rules of graphql-core's `find_schema_changes`, which gives no coordinates; with deprecations, and with
arguments and input fields that lose the default that made them optional.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLDirective,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    is_introspection_type,
    is_specified_directive,
    is_specified_scalar_type,
    value_from_ast_untyped,
)

from schema.change import Change
from schema.change import ChangeCode as Code

_Output = GraphQLObjectType | GraphQLInterfaceType
_KINDS = {
    GraphQLScalarType: "a scalar",
    GraphQLObjectType: "an object type",
    GraphQLInterfaceType: "an interface",
    GraphQLUnionType: "a union",
    GraphQLEnumType: "an enum",
    GraphQLInputObjectType: "an input type",
}


def type_changes(old: GraphQLSchema, new: GraphQLSchema) -> Iterator[Change]:
    """All of them. What was removed or added as a whole is one change."""
    yield from _roots(old, new)
    before, after = _own_types(old), _own_types(new)
    yield from _names(before, after, Code.TYPE_REMOVED, Code.TYPE_ADDED)
    for name in before.keys() & after.keys():
        yield from _type(before[name], after[name])
    yield from _directives(old, new)


def _own_types(schema: GraphQLSchema) -> dict[str, GraphQLNamedType]:
    return {
        name: type_
        for name, type_ in schema.type_map.items()
        if not (is_introspection_type(type_) or is_specified_scalar_type(type_))
    }


def _roots(old: GraphQLSchema, new: GraphQLSchema) -> Iterator[Change]:
    for kind in ("query", "mutation", "subscription"):
        before, after = (getattr(schema, f"{kind}_type") for schema in (old, new))
        if before and not after:
            yield Change(Code.ROOT_REMOVED, before.name, f"there are no {kind} operations any more")
        elif after and not before:
            yield Change(Code.ROOT_ADDED, after.name, f"there are {kind} operations now")


def _names(
    old: Mapping[str, Any], new: Mapping[str, Any], removed: Code, added: Code, within: str = ""
) -> Iterator[Change]:
    for name in old.keys() - new.keys():
        reason = getattr(old[name], "deprecation_reason", None)
        was = f" (it was deprecated: {reason})" if reason else ""
        yield Change(removed, f"{within}{name}", f"was removed{was}")
    for name in new.keys() - old.keys():
        yield Change(added, f"{within}{name}", "was added")


def _type(old: GraphQLNamedType, new: GraphQLNamedType) -> Iterator[Change]:
    name = old.name
    if type(old) is not type(new):
        message = f"was {_KINDS[type(old)]} and is {_KINDS[type(new)]}"
        yield Change(Code.TYPE_KIND_CHANGED, name, message)
        return
    yield from _described(name, old, new)
    if isinstance(old, _Output) and isinstance(new, _Output):
        yield from _interfaces(old, new)
        yield from _fields(old, new)
    elif isinstance(old, GraphQLInputObjectType) and isinstance(new, GraphQLInputObjectType):
        yield from _input_type(old, new)
    elif isinstance(old, GraphQLUnionType) and isinstance(new, GraphQLUnionType):
        before, after = ({one.name: None for one in union.types} for union in (old, new))
        for change in _names(before, after, Code.UNION_MEMBER_REMOVED, Code.UNION_MEMBER_ADDED):
            yield Change(change.code, name, f"{change.coordinate} {change.message} as a member")
    elif isinstance(old, GraphQLEnumType) and isinstance(new, GraphQLEnumType):
        yield from _names(
            old.values, new.values, Code.ENUM_VALUE_REMOVED, Code.ENUM_VALUE_ADDED, within=f"{name}."
        )
        for value in old.values.keys() & new.values.keys():
            yield from _described(f"{name}.{value}", old.values[value], new.values[value])
    elif isinstance(old, GraphQLScalarType) and isinstance(new, GraphQLScalarType):
        was, now = (one.specified_by_url or "nothing" for one in (old, new))
        if was != now:
            yield Change(Code.SPECIFIED_BY_CHANGED, name, f"is specified by {now}, not {was}")


def _interfaces(old: _Output, new: _Output) -> Iterator[Change]:
    before, after = ({one.name for one in type_.interfaces} for type_ in (old, new))
    for interface in before - after:
        yield Change(Code.INTERFACE_REMOVED, old.name, f"no longer implements {interface}")
    for interface in after - before:
        yield Change(Code.INTERFACE_ADDED, old.name, f"now implements {interface}")


def _fields(old: _Output, new: _Output) -> Iterator[Change]:
    yield from _names(old.fields, new.fields, Code.FIELD_REMOVED, Code.FIELD_ADDED, within=f"{old.name}.")
    for name in old.fields.keys() & new.fields.keys():
        yield from _field(f"{old.name}.{name}", old.fields[name], new.fields[name])


def _field(coordinate: str, old: GraphQLField, new: GraphQLField) -> Iterator[Change]:
    yield from _described(coordinate, old, new)
    if str(old.type) != str(new.type):
        code = Code.FIELD_TYPE_NARROWED if _narrows(old.type, new.type) else Code.FIELD_TYPE_CHANGED
        yield Change(code, coordinate, f"was {old.type} and is {new.type}")
    yield from _arguments(coordinate, old.args, new.args)


def _arguments(
    coordinate: str, old: Mapping[str, GraphQLArgument], new: Mapping[str, GraphQLArgument]
) -> Iterator[Change]:
    for name in old.keys() - new.keys():
        yield Change(Code.ARGUMENT_REMOVED, f"{coordinate}({name}:)", "was removed")
    for name in new.keys() - old.keys():
        code = Code.REQUIRED_ARGUMENT_ADDED if _is_required(new[name]) else Code.ARGUMENT_ADDED
        yield Change(code, f"{coordinate}({name}:)", f"was added, {_asked(new[name])}")
    codes = (Code.ARGUMENT_TYPE_WIDENED, Code.ARGUMENT_TYPE_CHANGED, Code.ARGUMENT_BECAME_REQUIRED)
    for name in old.keys() & new.keys():
        yield from _input(f"{coordinate}({name}:)", old[name], new[name], codes)


def _input_type(old: GraphQLInputObjectType, new: GraphQLInputObjectType) -> Iterator[Change]:
    if old.is_one_of != new.is_one_of:
        code = Code.ONE_OF_ADDED if new.is_one_of else Code.ONE_OF_REMOVED
        wants = "exactly one of its fields" if new.is_one_of else "any of its fields"
        yield Change(code, old.name, f"now takes {wants}")
    for name in old.fields.keys() - new.fields.keys():
        yield Change(Code.INPUT_FIELD_REMOVED, f"{old.name}.{name}", "was removed")
    for name in new.fields.keys() - old.fields.keys():
        field = new.fields[name]
        code = Code.REQUIRED_INPUT_FIELD_ADDED if _is_required(field) else Code.INPUT_FIELD_ADDED
        yield Change(code, f"{old.name}.{name}", f"was added, {_asked(field)}")
    codes = (Code.INPUT_FIELD_TYPE_WIDENED, Code.INPUT_FIELD_TYPE_CHANGED, Code.INPUT_FIELD_BECAME_REQUIRED)
    for name in old.fields.keys() & new.fields.keys():
        yield from _input(f"{old.name}.{name}", old.fields[name], new.fields[name], codes)


_InputValue = GraphQLArgument | GraphQLInputField


def _input(
    coordinate: str, old: _InputValue, new: _InputValue, codes: tuple[Code, Code, Code]
) -> Iterator[Change]:
    widened, changed, required = codes
    yield from _described(coordinate, old, new)
    if str(old.type) != str(new.type):
        code = widened if _narrows(new.type, old.type) else changed
        yield Change(code, coordinate, f"was {old.type} and is {new.type}")
    elif _is_required(new) and not _is_required(old):
        yield Change(required, coordinate, f"must be given now: its default {_default(old)} is gone")
    elif _default(old) != _default(new):
        message = f"has the default {_default(new)}, not {_default(old)}"
        yield Change(Code.DEFAULT_CHANGED, coordinate, message)


def _is_required(value: _InputValue) -> bool:
    return isinstance(value.type, GraphQLNonNull) and _default(value) == _NO_DEFAULT


_NO_DEFAULT = "none"


def _default(value: _InputValue) -> str:
    """As printed, whatever the order of an object's fields. Both schemas come from SDL, so each has its
    node."""
    node = value.ast_node.default_value if value.ast_node else None
    if node is None:
        return _NO_DEFAULT
    return _printed(value_from_ast_untyped(node))


def _printed(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_printed(value[name])}" for name in sorted(value)) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_printed, value))}]"
    return {None: "null", True: "true", False: "false"}.get(value) or str(value)


def _asked(value: _InputValue) -> str:
    return "and must be given" if _is_required(value) else "and may be left out"


def _narrows(old: Any, new: Any) -> bool:
    """Whether whoever reads `old` can read `new`: the same, or never null where it could be."""
    if isinstance(new, GraphQLNonNull):
        return _narrows(old.of_type if isinstance(old, GraphQLNonNull) else old, new.of_type)
    if isinstance(old, GraphQLList):
        return isinstance(new, GraphQLList) and _narrows(old.of_type, new.of_type)
    return str(old) == str(new)


def _described(coordinate: str, old: Any, new: Any) -> Iterator[Change]:
    """Descriptions and deprecations."""
    before, after = (getattr(one, "deprecation_reason", None) for one in (old, new))
    if before is None and after is not None:
        yield Change(Code.DEPRECATED, coordinate, f"is deprecated: {after}")
    elif before is not None and after is None:
        yield Change(Code.DEPRECATION_REMOVED, coordinate, "is no longer deprecated")
    elif before != after:
        message = f"is deprecated for another reason: {after}"
        yield Change(Code.DEPRECATION_REASON_CHANGED, coordinate, message)
    if (old.description or "") != (new.description or ""):
        yield Change(Code.DESCRIPTION_CHANGED, coordinate, "is described differently")


def _directives(old: GraphQLSchema, new: GraphQLSchema) -> Iterator[Change]:
    before, after = (
        {f"@{one.name}": one for one in schema.directives if not is_specified_directive(one)}
        for schema in (old, new)
    )
    yield from _names(before, after, Code.DIRECTIVE_REMOVED, Code.DIRECTIVE_ADDED)
    for name in before.keys() & after.keys():
        yield from _directive(name, before[name], after[name])


def _directive(name: str, old: GraphQLDirective, new: GraphQLDirective) -> Iterator[Change]:
    yield from _described(name, old, new)
    yield from _arguments(name, old.args, new.args)
    for location in {*old.locations} - {*new.locations}:
        yield Change(Code.DIRECTIVE_LOCATION_REMOVED, name, f"can no longer stand on {location.name}")
    for location in {*new.locations} - {*old.locations}:
        yield Change(Code.DIRECTIVE_LOCATION_ADDED, name, f"can stand on {location.name}")
    if old.is_repeatable and not new.is_repeatable:
        yield Change(Code.DIRECTIVE_NO_LONGER_REPEATABLE, name, "can stand only once in a place")
    elif new.is_repeatable and not old.is_repeatable:
        yield Change(Code.DIRECTIVE_BECAME_REPEATABLE, name, "can stand more than once in a place")
