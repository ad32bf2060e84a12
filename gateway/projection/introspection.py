"""Introspection: `__schema` and `__type` at the root, answered from the public schema; no subgraph is asked.

graphql-core executes them, on an operation that keeps nothing else: the client's own text with all other root
fields left out. They are answered whole: what @defer and @stream say of the fields in them is left out too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    REMOVE,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    Node,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    Visitor,
    VisitorAction,
    execute_sync,
    visit,
)

from gateway.operation.incremental_directives import NAMES
from gateway.planning.plan import OutputSelection

LOCAL_FIELDS = frozenset({"__schema", "__type"})


@dataclass(frozen=True, slots=True, eq=False)
class Introspection:
    """The local part of one operation. `variables` are the names it reads; make it with `of`."""

    variables: frozenset[str]
    _document: DocumentNode = field(repr=False)
    _storage_keys: Mapping[str, str]

    @classmethod
    def of(
        cls, document: DocumentNode, operation: OperationDefinitionNode, output: OutputSelection
    ) -> Introspection | None:
        """None when the operation, as planned in `output`, has no local fields."""
        keys = {each.response_key: each.storage_key for each in output.all_fields if each.local}
        if not keys:
            return None
        local = _local_part(document, operation)
        return cls(_variables_of(local), local, keys)

    def answer(self, schema: GraphQLSchema, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Storage keys with their values, complete and in the client's order and names."""
        read = {name: variables[name] for name in self.variables if name in variables}
        result = execute_sync(schema, self._document, variable_values=read)
        assert result.data is not None, "validation lets nothing through that introspection could not answer"
        return {storage: result.data[key] for key, storage in self._storage_keys.items()}


def _local_part(document: DocumentNode, operation: OperationDefinitionNode) -> DocumentNode:
    """A document with the operation's local root fields, and the variables and fragments that they use."""
    fragments = {
        each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
    }
    # Below `__schema` and `__type` there are introspection types only.
    introspecting = (one for one in fragments.values() if one.type_condition.name.value.startswith("__"))
    inner: list[FragmentDefinitionNode] = [visit(one, _Whole()) for one in introspecting]
    kept = SelectionSetNode(selections=tuple(_kept(operation.selection_set, fragments)))
    selection_set: SelectionSetNode = visit(kept, _Whole())
    used = _variables_of(selection_set, *inner)
    local = OperationDefinitionNode(
        operation=operation.operation,
        selection_set=selection_set,
        variable_definitions=tuple(
            each for each in operation.variable_definitions or () if each.variable.name.value in used
        ),
        directives=(),
    )
    return DocumentNode(definitions=(local, *inner))


def _kept(
    selection_set: SelectionSetNode, fragments: Mapping[str, FragmentDefinitionNode]
) -> Iterator[SelectionNode]:
    """The local fields at the root. Spreads become inline fragments: a fragment may hold other fields too."""
    for selection in selection_set.selections:
        match selection:
            case FieldNode() if selection.name.value in LOCAL_FIELDS:
                yield selection
            case InlineFragmentNode():
                yield from _narrowed(selection, selection, fragments)
            case FragmentSpreadNode():
                yield from _narrowed(selection, fragments[selection.name.value], fragments)


def _narrowed(
    selection: SelectionNode,
    fragment: InlineFragmentNode | FragmentDefinitionNode,
    fragments: Mapping[str, FragmentDefinitionNode],
) -> Iterator[SelectionNode]:
    if kept := tuple(_kept(fragment.selection_set, fragments)):
        yield InlineFragmentNode(
            type_condition=fragment.type_condition,
            directives=selection.directives,
            selection_set=SelectionSetNode(selections=kept),
        )


class _Whole(Visitor):
    """Leaves the directives out that deliver something later."""

    def enter_directive(self, node: DirectiveNode, *_: Any) -> VisitorAction:
        return REMOVE if node.name.value in NAMES else None


class _Variables(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_variable(self, node: VariableNode, *_: Any) -> None:
        self.names.add(node.name.value)


def _variables_of(*nodes: Node) -> frozenset[str]:
    found = _Variables()
    for node in nodes:
        visit(node, found)
    return frozenset(found.names)
