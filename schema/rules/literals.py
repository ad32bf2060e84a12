"""Literals: whether a constant in a field set fits the type of its argument, within one subgraph's types."""

from collections.abc import Iterator, Mapping

from graphql import (
    BooleanValueNode,
    EnumValueNode,
    FloatValueNode,
    IntValueNode,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    StringValueNode,
    ValueNode,
    print_ast,
)

from schema.definition import Kind, Type
from schema.type_ref import TypeRef

_BUILTIN: dict[str, tuple[type[ValueNode], ...]] = {
    "Int": (IntValueNode,),
    "Float": (IntValueNode, FloatValueNode),
    "String": (StringValueNode,),
    "Boolean": (BooleanValueNode,),
    "ID": (StringValueNode, IntValueNode),
}


def literal_problem(types: Mapping[str, Type], type_: TypeRef, value: ValueNode) -> str | None:
    """The first thing wrong with the literal, as a sentence; None if it fits."""
    return next(_problems(types, type_, value), None)


def _problems(types: Mapping[str, Type], type_: TypeRef, value: ValueNode) -> Iterator[str]:
    if isinstance(value, NullValueNode):
        if type_.required:
            yield f"null is no {type_}."
        return
    inner = TypeRef(type_.name, type_.wrappers.removeprefix("!"))
    if inner.wrappers:
        item = TypeRef(inner.name, inner.wrappers[1:])
        for one in value.values if isinstance(value, ListValueNode) else (value,):
            yield from _problems(types, item, one)
    elif type_.name in _BUILTIN:
        if not isinstance(value, _BUILTIN[type_.name]):
            yield f"{print_ast(value)} is no {type_.name}."
    elif named := types.get(type_.name):
        yield from _named(types, named, value)


def _named(types: Mapping[str, Type], named: Type, value: ValueNode) -> Iterator[str]:
    if named.kind is Kind.ENUM and not (isinstance(value, EnumValueNode) and value.value in named.values):
        yield f"{print_ast(value)} is no value of {named.name}."
    if named.kind is not Kind.INPUT:
        return
    if not isinstance(value, ObjectValueNode):
        yield f"{print_ast(value)} is no {named.name}."
        return
    given = {field.name.value: field.value for field in value.fields}
    yield from (f"{named.name} has no field {name}." for name in given.keys() - named.inputs.keys())
    for name, field in named.inputs.items():
        if name in given:
            yield from _problems(types, field.type, given[name])
        elif field.is_required:
            yield f"{named.name} needs its field {name}."
