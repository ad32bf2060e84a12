"""Contexts: arguments that `@fromContext` fills belong to the gateway, not to the supergraph's clients."""

import re
from collections.abc import Mapping

from schema.definition import Field, InputValue
from schema.merge.merged import ContextArgument
from schema.merge.sources import Source

_SELECTION = re.compile(r"^\s*\$(?P<context>[A-Za-z_]\w*)\s*(?P<selection>.*)$", re.DOTALL)


def without_contextual(arguments: Mapping[str, InputValue]) -> Mapping[str, InputValue]:
    """The arguments that a client gives."""
    return {name: one for name, one in arguments.items() if not one.has("fromContext")}


def context_arguments(source: Source[Field]) -> tuple[ContextArgument, ...]:
    """The arguments that the gateway gives, for `join__field(contextArguments:)`."""
    found = []
    for name, argument in source.element.arguments.items():
        application = argument.first("fromContext")
        matched = _SELECTION.match(application.arguments.text("field") or "") if application else None
        if matched:
            context = f"{source.name}__{matched['context']}"
            found.append(ContextArgument(name, argument.type, context, matched["selection"]))
    return tuple(found)
