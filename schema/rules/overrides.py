"""Overrides: where `@override` may stand and what its label may say, within one subgraph."""

import re
from collections.abc import Iterator

from schema.definition import Application, Field, Kind
from schema.errors import Code, CompositionError
from schema.subgraph import Subgraph

_LABEL = re.compile(r"[a-zA-Z][a-zA-Z0-9_\-:./]*")
_PERCENT = re.compile(r"percent\((\d{1,3}(?:\.\d{1,8})?)\)")


def check_overrides(subgraph: Subgraph) -> Iterator[CompositionError]:
    """`@override` on every field of the subgraph."""
    for type_ in subgraph.types.values():
        for field in type_.fields.values():
            for application in field.applied("override"):
                name = f"{type_.name}.{field.name}"
                place = subgraph.place(application.node)
                for code, problem in _problems(subgraph, type_.kind, field, application):
                    yield CompositionError(f"@override on {name}: {problem}", (place,), code=code)


def _problems(
    subgraph: Subgraph, kind: Kind, field: Field, override: Application
) -> Iterator[tuple[Code, str]]:
    if kind is Kind.INTERFACE:
        yield Code.OVERRIDE_ON_INTERFACE, "it is a field of an interface; put it on the object types' fields."
        return
    if override.arguments.text("from") == subgraph.name:
        yield (
            Code.OVERRIDE_FROM_SELF_ERROR,
            "`from` names this subgraph itself; name the one that had the field.",
        )
    if field.has("external"):
        message = "the field is @external as well, so this subgraph does not resolve what it takes over."
        yield Code.OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE, message
    label = override.arguments.text("label")
    if label is not None and not _is_label(label):
        message = (
            f'its label "{label}" must be percent(0) to percent(100), with 8 decimals at most, or start'
            " with a"
            " letter and go on with letters, digits and _ - : . /"
        )
        yield Code.OVERRIDE_LABEL_INVALID, message


def _is_label(label: str) -> bool:
    if matched := _PERCENT.fullmatch(label):
        return float(matched[1]) <= 100
    return _LABEL.fullmatch(label) is not None
