"""Cache tags: what the `format` of a `@cacheTag` may name, and where it may stand.

On a root field it may name arguments, `{$args.id}`; on an entity key fields, `{$key.id}` (federation v2.12).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from schema.definition import Application, Field, InputValue, Kind, Type
from schema.errors import Code, CompositionError
from schema.field_set import top_level_names
from schema.subgraph import ROOTS, Subgraph
from schema.type_ref import TypeRef
from schema.usage import field_set

_PART = re.compile(r"\{([^{}]*)\}")
_VARIABLE = re.compile(r"\$(?P<source>args|key)(?P<path>(?:\.[_A-Za-z]\w*)+)")


@dataclass(frozen=True, slots=True)
class _Variable:
    """`$source.path` in a format."""

    source: str
    path: tuple[str, ...]

    def __str__(self) -> str:
        return f"{{${'.'.join((self.source, *self.path))}}}"


def check_cache_tags(subgraph: Subgraph) -> Iterator[CompositionError]:
    """Every @cacheTag of the subgraph."""
    for type_ in subgraph.types.values():
        for application in type_.applied("cacheTag"):
            for code, problem in _on_entity(subgraph, type_, application):
                yield _error(subgraph, application, code, f"@cacheTag on {type_.name}: {problem}")
        for field in type_.fields.values():
            for application in field.applied("cacheTag"):
                for code, problem in _on_field(subgraph, type_, field, application):
                    name = f"{type_.name}.{field.name}"
                    yield _error(subgraph, application, code, f"@cacheTag on {name}: {problem}")


def _on_entity(subgraph: Subgraph, type_: Type, application: Application) -> Iterator[tuple[Code, str]]:
    keys = list(type_.applied("key"))
    if not any(key.arguments.flag("resolvable", default=True) for key in keys):
        message = "the type has no resolvable @key, so no entity of it is ever cached."
        yield Code.CACHE_TAG_ENTITY_NOT_RESOLVABLE, message
    variables = _variables(application)
    if variables is None:
        yield Code.CACHE_TAG_INVALID_FORMAT, _malformed(application)
        return
    for one in variables:
        if one.source != "key":
            message = f"{one} names no key field; on an entity use $key."
            yield Code.CACHE_TAG_INVALID_FORMAT_ARGUMENT_ON_ENTITY, message
            continue
        selections = [selection for key in keys if (selection := field_set(key))]
        if not all(one.path[0] in top_level_names(selection) for selection in selections):
            message = f"{one}: not every @key of {type_.name} has {one.path[0]}."
            yield Code.CACHE_TAG_INVALID_FORMAT_ARGUMENT_ON_ENTITY, message
        elif problem := _path_problem(subgraph.types, type_, one):
            yield Code.CACHE_TAG_INVALID_FORMAT_ARGUMENT_ON_ENTITY, problem


def _on_field(
    subgraph: Subgraph, type_: Type, field: Field, application: Application
) -> Iterator[tuple[Code, str]]:
    if type_.name not in ROOTS.values():
        message = "it is no field of a root type; put it on one, or on an entity."
        yield Code.CACHE_TAG_APPLIED_TO_NON_ROOT_FIELD, message
        return
    variables = _variables(application)
    if variables is None:
        yield Code.CACHE_TAG_INVALID_FORMAT, _malformed(application)
        return
    for one in variables:
        argument = field.arguments.get(one.path[0]) if one.source == "args" else None
        if argument is None:
            message = f"{one} names no argument of the field; on a root field use $args."
            yield Code.CACHE_TAG_INVALID_FORMAT_ARGUMENT_ON_ROOT_FIELD, message
        elif problem := _leaf_problem(subgraph.types, argument.type, one, 1):
            yield Code.CACHE_TAG_INVALID_FORMAT_ARGUMENT_ON_ROOT_FIELD, problem


def _variables(application: Application) -> list[_Variable] | None:
    """The variables of the format; None when it is malformed."""
    text = application.arguments.text("format") or ""
    found = [_VARIABLE.fullmatch(part) for part in _PART.findall(text)]
    if not text or re.search(r"[{}]", _PART.sub("", text)):
        return None
    variables = [_Variable(one["source"], tuple(one["path"][1:].split("."))) for one in found if one]
    return variables if len(variables) == len(found) else None


def _malformed(application: Application) -> str:
    text = application.arguments.text("format") or ""
    return f'its format "{text}" must be text with parts such as {{$args.id}} or {{$key.id}} in it.'


def _path_problem(types: Mapping[str, Type], type_: Type, one: _Variable) -> str | None:
    field = type_.fields.get(one.path[0])
    return _leaf_problem(types, field.type, one, 1) if field else f"{one}: {type_.name} has no such field."


def _leaf_problem(types: Mapping[str, Type], type_: TypeRef, one: _Variable, depth: int) -> str | None:
    """Why the path, from its part `depth` on, does not end in one printable value of the type; None if it
    does."""
    target = types.get(type_.name)
    members: Mapping[str, Field | InputValue] = {**target.fields, **target.inputs} if target else {}
    if type_.is_list:
        return f"{one} passes a list; a tag takes single values."
    if depth < len(one.path):
        member = members.get(one.path[depth])
        if member is None:
            return f"{one}: {type_.name} has no field {one.path[depth]}."
        return _leaf_problem(types, member.type, one, depth + 1)
    if target is not None and target.kind not in {Kind.SCALAR, Kind.ENUM}:
        return f"{one} ends in {type_}, which is no single value; name a field in it."
    return None


def _error(subgraph: Subgraph, application: Application, code: Code, message: str) -> CompositionError:
    return CompositionError(message, (subgraph.place(application.node),), code=code)
