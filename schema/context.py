"""Context: the value of `@fromContext`, and the types that set what it names.

`$user { name }` reads the field `name` of the nearest object above that set the context `user`;
`$user ... on Burger { naam } ... on Bedrijf { naam }` chooses by its type (federation v2.8).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graphql import GraphQLSyntaxError, SelectionSetNode

from schema.definition import Application, Field, Type
from schema.field_set import parse_field_set

_VALUE = re.compile(r"\s*\$(?P<context>[A-Za-z_]\w*)\b\s*(?P<selection>\S.*)", re.DOTALL)

Locations = Mapping[str, tuple[str, ...]]
"""Context to the types of one subgraph that set it."""


@dataclass(frozen=True, slots=True)
class ContextValue:
    """What one `@fromContext` names: a context, and a selection on the types that set it, as written."""

    context: str
    selection: str

    def fields(self) -> SelectionSetNode:
        """Raises GraphQLSyntaxError when the selection is none."""
        return parse_field_set(self.selection)


def read_value(application: Application) -> ContextValue | None:
    """The value of one application; None when it names no context, or selects nothing of it."""
    matched = _VALUE.fullmatch(application.arguments.text("field") or "")
    return ContextValue(matched["context"], matched["selection"].rstrip()) if matched else None


def locations(types: Mapping[str, Type]) -> Locations:
    """Where each context of a subgraph is set."""
    found: dict[str, tuple[str, ...]] = {}
    for type_ in types.values():
        for application in type_.applied("context"):
            name = application.arguments.text("name") or ""
            found[name] = (*found.get(name, ()), type_.name)
    return found


def contextual_selections(field: Field, where: Locations) -> Iterator[tuple[str, SelectionSetNode]]:
    """What the arguments of a field select from contexts: a type and a selection on it.

    Malformed ones are left out; `schema.rules.contexts` reports them.
    """
    for argument in field.arguments.values():
        application = argument.first("fromContext")
        value = read_value(application) if application else None
        if value is None:
            continue
        try:
            selection = value.fields()
        except GraphQLSyntaxError:
            continue
        yield from ((type_name, selection) for type_name in where.get(value.context, ()))
