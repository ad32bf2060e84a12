"""Document checks: the operation of each fetch is one that its subgraph takes, and fills what it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from graphql import (
    FieldNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    parse,
    validate,
)

from gateway.planning.layout import TYPENAME
from gateway.planning.plan import Fetch, Fills
from gateway.planning.validation.fault import FaultCode, PlanFault
from gateway.planning.validation.territory import Territory

REPRESENTATIONS = "representations"

_Tree = dict[str, "_Tree"]
"""Storage keys, whatever the fragments they stand in; empty below leaves."""


class InvalidDocument(Exception):
    """The text is no single operation. `fault` says so."""

    def __init__(self, fault: PlanFault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def read_operation(fetch: Fetch) -> OperationDefinitionNode:
    """Raises InvalidDocument."""
    try:
        definitions = parse(fetch.document, no_location=True).definitions
    except GraphQLError as error:
        raise InvalidDocument(PlanFault(FaultCode.INVALID_DOCUMENT, error.message, fetch.id)) from error
    if len(definitions) != 1 or not isinstance(definitions[0], OperationDefinitionNode):
        fault = PlanFault(FaultCode.INVALID_DOCUMENT, "is not one operation without fragments", fetch.id)
        raise InvalidDocument(fault)
    return definitions[0]


def document_faults(
    fetch: Fetch, operation: OperationDefinitionNode, territory: Territory
) -> Iterator[PlanFault]:
    for problem in validate(territory.schema, parse(fetch.document)):
        yield PlanFault(FaultCode.INVALID_DOCUMENT, problem.message, fetch.id)
    if operation.operation.value != fetch.kind:
        message = f"is a {fetch.kind}, and its operation a {operation.operation.value}"
        yield PlanFault(FaultCode.INVALID_DOCUMENT, message, fetch.id)
    name = operation.name.value if operation.name else None
    if name != fetch.operation_name:
        message = f"is said to be named {fetch.operation_name}, and is named {name}"
        yield PlanFault(FaultCode.INVALID_DOCUMENT, message, fetch.id)
    yield from _variable_faults(fetch, operation)
    yield from _fills_faults(fetch, operation.selection_set)


def _variable_faults(fetch: Fetch, operation: OperationDefinitionNode) -> Iterator[PlanFault]:
    defined = {node.variable.name.value for node in operation.variable_definitions or ()}
    filled = {REPRESENTATIONS} if fetch.representations else set[str]()
    stated = {*fetch.variables, *(context.variable for context in fetch.contexts)} | filled
    if defined != stated:
        message = f"takes {_listed(stated)}, and its operation {_listed(defined)}"
        yield PlanFault(FaultCode.VARIABLES, message, fetch.id)


def _fills_faults(fetch: Fetch, root: SelectionSetNode) -> Iterator[PlanFault]:
    if not fetch.representations:
        if not fills_match(fetch.fills, [root]):
            yield PlanFault(FaultCode.FILLS, "does not fill what its operation selects", fetch.id)
        return
    entities = [node for node in root.selections if isinstance(node, FieldNode)]
    if [node.name.value for node in entities] != ["_entities"]:
        yield PlanFault(FaultCode.INVALID_DOCUMENT, "asks other root fields beside entities", fetch.id)


def fills_match(fills: Fills | None, selections: Iterable[SelectionSetNode]) -> bool:
    """Whether they are the storage keys of what is selected. `__typename` does not count: some selections
    hold it for want of anything else.
    """
    return _plain(fills or {}) == _tree(selections)


def _tree(selections: Iterable[SelectionSetNode]) -> _Tree:
    found: _Tree = {}
    for selection in selections:
        for node in selection.selections:
            if isinstance(node, InlineFragmentNode):
                found = _united(found, _tree([node.selection_set]))
            elif isinstance(node, FieldNode) and node.name.value != TYPENAME:
                key = node.alias.value if node.alias else node.name.value
                below = _tree([node.selection_set]) if node.selection_set else {}
                found = _united(found, {key: below})
    return found


def _plain(fills: Fills) -> _Tree:
    return {key: _plain(below or {}) for key, below in fills.items() if key != TYPENAME}


def _united(one: Mapping[str, _Tree], other: Mapping[str, _Tree]) -> _Tree:
    return {key: _united(one.get(key, {}), other.get(key, {})) for key in {**one, **other}}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"${name}" for name in sorted(names)) or "no variables"
