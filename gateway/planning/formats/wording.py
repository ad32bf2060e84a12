"""The words for parts of a plan that several formats use."""

from __future__ import annotations

from collections.abc import Iterable

from graphql import FieldNode, OperationDefinitionNode, parse, print_ast

from auth.policy import Denied
from gateway.planning.plan import (
    Fetch,
    Key,
    OutputSelection,
    Path,
    Plan,
    Representation,
    RepresentationField,
    RepresentationSelection,
)


def counted(number: int, noun: str) -> str:
    """`1 call`, `2 calls`, `2 fetches`."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun}{'es' if noun.endswith('ch') else 's'}"


def print_path(path: Path) -> str:
    """Storage keys joined by dots, type conditions between angle brackets: `zaken.<Zaak>.aanvrager`."""
    return ".".join(
        step.key if isinstance(step, Key) else f"<{'|'.join(sorted(step.types))}>" for step in path
    )


def denials(plan: Plan) -> list[Denied]:
    """What the plan leaves out because the caller may not see it, each coordinate once."""
    found: dict[str, Denied] = {}
    pending: list[OutputSelection] = [plan.output]
    while pending:
        for field in pending.pop().all_fields:
            if field.denial:
                found.setdefault(field.denial.coordinate, field.denial)
            elif field.selection:
                pending.append(field.selection)
    return [found[coordinate] for coordinate in sorted(found)]


def denial(denied: Denied) -> str:
    """The coordinate, and for whom it would open."""
    wanted = [" or ".join(denied.klantsoorten), denied.niveau or ""]
    hint = ", ".join(filter(None, wanted))
    return denied.coordinate + f" (opens for {hint})" * bool(hint)


def delivery(fetch: Fetch) -> list[str]:
    """When what it fetches is delivered, unless at once."""
    labels = sorted(one.label or "" for one in fetch.deferrals)
    streams = [step.stream for step in fetch.path if isinstance(step, Key) and step.stream]
    return [
        *(f"deferred: {label}" if label else "deferred" for label in labels),
        *(f"streamed after {one.initial_count}" for one in streams),
    ]


def sent(fetch: Fetch) -> list[str]:
    """What is sent of each entity: `Product by upc, with price and size { weight }`."""
    return [_sent(one) for one in fetch.representations]


def filled(fetch: Fetch) -> list[str]:
    """Which variables the gateway fills, and from what: `$zone: zone of line`."""
    return [
        f"${context.variable}: {context.field.storage_key if context.field else context.constant}"
        f" of {print_path(fetch.path[: context.depth]) or 'the root'}"
        for context in fetch.contexts
    ]


def pretty(document: str) -> str:
    """The operation as people write it."""
    return print_ast(parse(document, no_location=True))


def essence(fetch: Fetch) -> str:
    """The same without the frame that all lookups have."""
    if not fetch.representations:
        return pretty(fetch.document)
    (operation,) = parse(fetch.document, no_location=True).definitions
    assert isinstance(operation, OperationDefinitionNode)
    fields = (node for node in operation.selection_set.selections if isinstance(node, FieldNode))
    lookups = (node for one in fields if one.selection_set for node in one.selection_set.selections)
    return "\n".join(map(print_ast, lookups))


def _sent(one: Representation) -> str:
    types = " or ".join(sorted(one.types)) if one.types else ""
    name = one.typename or types or "entity"
    known = f"{types} as {name}" if types and name != types else name
    keys = [_field(field) for field in one.fields if field.essential]
    others = [_field(field) for field in one.fields if not field.essential]
    by_key = f"{known} by {_listed(keys)}"
    return f"{by_key}, with {_listed(others)}" if others else by_key


def _field(field: RepresentationField) -> str:
    source = f" from {field.storage_key}" if field.storage_key != field.name else ""
    below = f" {_selection(field.selection)}" if field.selection else ""
    return f"{field.name}{source}{below}"


def _selection(selection: RepresentationSelection) -> str:
    parts = [_field(one) for one in selection.fields]
    for name, fields in sorted(selection.by_type.items()):
        parts.append(f"... on {name} {{ {' '.join(map(_field, fields))} }}")
    return f"{{ {' '.join(parts)} }}"


def _listed(parts: Iterable[str]) -> str:
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last
