"""Asked: what is known of the text of an operation before it is executed."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLError,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    parse,
)

from schema.activities import Activities
from subgraphs.service.gate import DEFINITION
from subgraphs.service.verwerking import Verwerking

REMEMBERED = 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """`activities`: those of the processing log. `changes`: whether it is a mutation."""

    activities: tuple[str, ...] = ()
    changes: bool = False


class Asking:
    """Tells of texts, and remembers: a gateway sends the same ones over and over."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._activities = Activities(schema, _stated(schema))
        self._known: OrderedDict[str, Asked] = OrderedDict()

    def of(self, text: str | None) -> Asked:
        """Of what cannot be parsed nothing is known, and nothing will be done."""
        text = text or ""
        asked = self._known.get(text)
        if asked is None:
            self._known[text] = asked = self._read(text)
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return asked

    def _read(self, text: str) -> Asked:
        try:
            document = parse(text)
            activities = sorted(self._activities.of_document(text))
        except (GraphQLError, RecursionError):
            return Asked()
        operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
        changes = any(one.operation is OperationType.MUTATION for one in operations)
        return Asked(tuple(activities), changes)


def _stated(schema: GraphQLSchema) -> Mapping[str, str]:
    """What the types and fields of a schema say of themselves with `@verwerking`, by coordinate."""
    found: dict[str, str] = {}
    for name, type_ in schema.type_map.items():
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            elements: dict[str, Any] = {name: type_}
            elements |= {f"{name}.{field}": definition for field, definition in type_.fields.items()}
            found |= {key: said for key, element in elements.items() if (said := _said(element))}
    return found


def _said(element: Any) -> str | None:
    directives = getattr(element.extensions.get(DEFINITION), "directives", None) or ()
    return next((one.activiteit for one in directives if isinstance(one, Verwerking)), None)
