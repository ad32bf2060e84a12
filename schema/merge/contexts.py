"""Contexts: arguments that `@fromContext` fills belong to the gateway, not to the supergraph's clients."""

from collections.abc import Sequence

from schema.context import read_value
from schema.definition import Field
from schema.errors import Code, HintCode
from schema.merge.inputs import Holder
from schema.merge.merged import ContextArgument
from schema.merge.sources import Source, Sources
from schema.merge.wording import listed


def client_arguments(sources: Sources, name: str, found: Sequence[Source[Field]]) -> list[Holder]:
    """The arguments that a client gives to the field `name`, in each subgraph.

    Those that any subgraph fills from a context are not among them.

    Where another subgraph takes such an argument from clients, it must do without:
    CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS, as an error if it cannot, else as a hint.
    """
    filled: dict[str, list[str]] = {}
    for one in found:
        for argument in one.element.arguments.values():
            if argument.has("fromContext"):
                filled.setdefault(argument.name, []).append(one.name)
    for argument_name, subgraphs in filled.items():
        for one in found:
            stated = one.element.arguments.get(argument_name)
            if stated is None or stated.has("fromContext"):
                continue
            coordinate = f"{name}({argument_name}:)"
            message = f"{coordinate} is filled from a context in {listed(subgraphs)}, but not in {one.name}"
            places = [one.subgraph.place(stated.node)]
            if stated.is_required:
                code = Code.CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS
                message += (
                    ", where it is required. Make it nullable there, give it a default, or fill it too."
                )
                sources.findings.error(code, message, places)
            else:
                hint = HintCode.CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS
                sources.findings.hint(hint, f"{message}: nobody gives it there.", places)
    return [
        (one.subgraph, {key: value for key, value in one.element.arguments.items() if key not in filled})
        for one in found
    ]


def context_arguments(source: Source[Field]) -> tuple[ContextArgument, ...]:
    """The arguments that the gateway gives, for `join__field(contextArguments:)`."""
    found = []
    for name, argument in source.element.arguments.items():
        application = argument.first("fromContext")
        value = read_value(application) if application else None
        if value:
            context = f"{source.name}__{value.context}"
            found.append(ContextArgument(name, argument.type, context, value.selection))
    return tuple(found)
