"""The directives of incremental delivery, @defer and @stream: what they are, and what they say in a document.

GraphQL specification, incremental delivery proposal (graphql-spec #1110), sections "@defer" and "@stream".
graphql-core's rules validate their use; its own definitions are not yet those of the proposal.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any

from graphql import (
    DirectiveLocation,
    DirectiveNode,
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLDirective,
    GraphQLInt,
    GraphQLNonNull,
    GraphQLSchema,
    GraphQLString,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    Undefined,
    VariableNode,
    value_from_ast_untyped,
)

NAMES = frozenset({"defer", "stream"})

_LABEL = GraphQLArgument(
    GraphQLString, description="Herkenbare naam van dit deel van het antwoord, uniek binnen het document."
)

DEFER = GraphQLDirective(
    name="defer",
    locations=[DirectiveLocation.FRAGMENT_SPREAD, DirectiveLocation.INLINE_FRAGMENT],
    args={
        "if": GraphQLArgument(
            GraphQLNonNull(GraphQLBoolean), default_value=True, description="Later leveren als dit waar is."
        ),
        "label": _LABEL,
    },
    description="Lever de velden van dit fragment later dan de rest van het antwoord.",
)

STREAM = GraphQLDirective(
    name="stream",
    locations=[DirectiveLocation.FIELD],
    args={
        "if": GraphQLArgument(
            GraphQLNonNull(GraphQLBoolean),
            default_value=True,
            description="In delen leveren als dit waar is.",
        ),
        "label": _LABEL,
        "initialCount": GraphQLArgument(
            GraphQLNonNull(GraphQLInt),
            default_value=0,
            description="Hoeveel elementen van de lijst meteen worden geleverd.",
        ),
    },
    description="Lever van deze lijst eerst een aantal elementen, en de rest later.",
)


def with_incremental_delivery(schema: GraphQLSchema) -> GraphQLSchema:
    """The schema with both directives, sharing all its types; one that has them already keeps its own."""
    known = {directive.name for directive in schema.directives}
    added = tuple(directive for directive in (DEFER, STREAM) if directive.name not in known)
    parts = schema.to_kwargs()
    parts["directives"] = (*schema.directives, *added)
    return GraphQLSchema(**parts)


class Directives:
    """What the directives of one operation say, under its variables (coerced, defaults filled in)."""

    def __init__(self, variables: Mapping[str, Any]) -> None:
        self._variables = variables

    def active(self, node: SelectionNode, definition: GraphQLDirective) -> DirectiveNode | None:
        """The directive on the node, unless its `if` is false."""
        for directive in node.directives or ():
            if directive.name.value == definition.name:
                return None if self.argument(directive, definition, "if") is False else directive
        return None

    def argument(self, directive: DirectiveNode, definition: GraphQLDirective, name: str) -> Any:
        """An argument's value. None also where a variable is null and the argument should not be."""
        default = definition.args[name].default_value
        for argument in directive.arguments or ():
            if argument.name.value == name:
                if isinstance(argument.value, VariableNode):
                    return self._variables.get(argument.value.name.value, default)
                return value_from_ast_untyped(argument.value)
        return None if default is Undefined else default


def holders(document: DocumentNode) -> frozenset[int]:
    """The selection sets, by identity, that hold @defer or @stream, however deep and by any fragment."""
    fragments = {
        one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)
    }
    above: dict[int, list[int]] = {}
    pending: list[int] = []
    for outer in _selection_sets(document):
        for node in outer.selections:
            inner = _below(fragments[node.name.value] if isinstance(node, FragmentSpreadNode) else node)
            if inner is not None:
                above.setdefault(id(inner), []).append(id(outer))
            if any(directive.name.value in NAMES for directive in node.directives or ()):
                pending.append(id(outer))
    found: set[int] = set()
    while pending:
        number = pending.pop()
        if number not in found:
            found.add(number)
            pending += above.get(number, ())
    return frozenset(found)


def deciding_variables(document: DocumentNode, names: Container[str]) -> frozenset[str]:
    """The variables that the directives with these names read, anywhere in the document."""
    return frozenset(
        argument.value.name.value
        for selection_set in _selection_sets(document)
        for node in selection_set.selections
        for directive in node.directives or ()
        if directive.name.value in names
        for argument in directive.arguments or ()
        if isinstance(argument.value, VariableNode)
    )


def _selection_sets(document: DocumentNode) -> Iterator[SelectionSetNode]:
    """Every selection set as it stands in the text, once."""
    pending: list[SelectionSetNode] = [
        definition.selection_set
        for definition in document.definitions
        if isinstance(definition, OperationDefinitionNode | FragmentDefinitionNode)
    ]
    while pending:
        selection_set = pending.pop()
        yield selection_set
        pending += [below for node in selection_set.selections if (below := _below(node)) is not None]


def _below(node: SelectionNode | FragmentDefinitionNode) -> SelectionSetNode | None:
    below: SelectionSetNode | None = getattr(node, "selection_set", None)
    return below
