"""Normalization: from a validated document to the selection tree.

In: the document, the operation's name, the coerced variables. Out: an Operation in which, per position and
runtime type,
- fragments are spread and fields with equal response keys merged, in the order of the specification
  (GraphQL, section 6.3.2 "Field Collection");
- @skip and @include are decided. The variables they read are part of the plan cache's key
  (`condition_variables`), so each combination that occurs gets a plan of its own, in which nothing is
  fetched that is not wanted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    TypeNameMetaFieldDef,
    VariableNode,
    get_named_type,
    is_abstract_type,
    is_composite_type,
)

from gateway.operation.selection import Branch, Field, Operation, SelectionSet

_LOCAL = frozenset({"__schema", "__type"})
_CONDITIONS = frozenset({"skip", "include"})

Collected = dict[str, list[FieldNode]]


def normalize(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
    schema: GraphQLSchema,
) -> Operation:
    """The selection tree of one operation of a document that is valid against the public part of `schema`."""
    root = schema.get_root_type(operation.operation)
    assert root is not None, "validation lets no operation through whose root type is missing"
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    normalizer = Normalizer(schema, fragments, variables)
    return Operation(
        kind=operation.operation.value,
        name=operation.name.value if operation.name else None,
        selection=normalizer.selection_set(root.name, (operation.selection_set,)),
        variables=tuple(operation.variable_definitions or ()),
    )


def condition_variables(document: DocumentNode) -> frozenset[str]:
    """The variables that any @skip or @include of the document reads."""
    found: set[str] = set()
    pending: list[SelectionSetNode] = [
        definition.selection_set
        for definition in document.definitions
        if isinstance(definition, OperationDefinitionNode | FragmentDefinitionNode)
    ]
    while pending:
        for node in pending.pop().selections:
            found.update(name for _, name in _variable_conditions(node))
            if (below := getattr(node, "selection_set", None)) is not None:
                pending.append(below)
    return frozenset(found)


class Normalizer:
    """Normalizes selection sets over one schema. Equal (type, selection sets) give the same object, so that

    a document whose fragments nest deeply costs no more than its own size.
    """

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: Mapping[str, Any],
    ) -> None:
        self._schema = schema
        self._fragments = fragments
        self._variables = variables
        self._done: dict[tuple[str, tuple[int, ...]], SelectionSet] = {}

    def selection_set(self, type_name: str, nodes: tuple[SelectionSetNode, ...]) -> SelectionSet:
        """All of `nodes` merged, at a position of this type."""
        key = (type_name, tuple(id(node) for node in nodes))
        if key not in self._done:
            self._done[key] = SelectionSet(type_name, tuple(self._branches(type_name, nodes)))
        return self._done[key]

    def _branches(self, type_name: str, nodes: tuple[SelectionSetNode, ...]) -> Iterator[Branch]:
        """Object types that collect the same nodes, with the same field types, share a branch."""
        groups: dict[object, tuple[list[str], Collected]] = {}
        for name in self._possible(type_name):
            collected: Collected = {}
            visited: set[str] = set()
            for node in nodes:
                self._collect(name, node, collected, visited)
            if collected:
                signature = tuple(
                    (key, tuple(map(id, found)), str(self._definition(name, found[0].name.value).type))
                    for key, found in collected.items()
                )
                groups.setdefault(signature, ([], collected))[0].append(name)
        for names, collected in groups.values():
            yield Branch(
                tuple(sorted(names)),
                tuple(self._field(names[0], key, found) for key, found in collected.items()),
            )

    def _possible(self, type_name: str) -> list[str]:
        """An interface that nothing implements stands for itself: an interface object may still give some."""
        named = self._schema.type_map[type_name]
        possible = self._schema.get_possible_types(named) if is_abstract_type(named) else ()
        return [t.name for t in possible] or [type_name]

    def _collect(self, type_name: str, node: SelectionSetNode, into: Collected, visited: set[str]) -> None:
        for selection in node.selections:
            if not self._included(selection):
                continue
            if isinstance(selection, FieldNode):
                key = selection.alias.value if selection.alias else selection.name.value
                into.setdefault(key, []).append(selection)
            elif isinstance(selection, InlineFragmentNode):
                condition = selection.type_condition
                if condition is None or self._applies(type_name, condition.name.value):
                    self._collect(type_name, selection.selection_set, into, visited)
            elif isinstance(selection, FragmentSpreadNode) and (name := selection.name.value) not in visited:
                visited.add(name)
                fragment = self._fragments[name]
                if self._applies(type_name, fragment.type_condition.name.value):
                    self._collect(type_name, fragment.selection_set, into, visited)

    def _applies(self, type_name: str, condition: str) -> bool:
        if type_name == condition:
            return True
        abstract: GraphQLNamedType | None = self._schema.type_map.get(condition)
        return (
            abstract is not None
            and is_abstract_type(abstract)
            and self._schema.is_sub_type(abstract, self._schema.type_map[type_name])
        )

    def _included(self, node: object) -> bool:
        return all(
            bool(self._variables.get(value) if is_variable else value) == (name == "include")
            for name, value, is_variable in _conditions(node)
        )

    def _field(self, type_name: str, key: str, nodes: list[FieldNode]) -> Field:
        node = nodes[0]
        name = node.name.value
        definition = self._definition(type_name, name)
        named = get_named_type(definition.type)
        local = name in _LOCAL
        below = tuple(n.selection_set for n in nodes if n.selection_set)
        return Field(
            name=name,
            response_key=key,
            arguments=tuple(sorted(node.arguments or (), key=lambda argument: argument.name.value)),
            type=definition.type,
            selection=self.selection_set(named.name, below)
            if is_composite_type(named) and not local
            else None,
            local=local,
        )

    def _definition(self, type_name: str, name: str) -> GraphQLField:
        if name == "__typename":
            return TypeNameMetaFieldDef
        parent = self._schema.type_map[type_name]
        if name in _LOCAL:
            return _meta_field(self._schema, parent, name)
        fields: Mapping[str, GraphQLField] = parent.fields  # type: ignore[attr-defined]  # an object type
        return fields[name]


def _meta_field(schema: GraphQLSchema, parent: GraphQLNamedType, name: str) -> GraphQLField:
    definition = schema.get_field(parent, name)  # type: ignore[arg-type]
    assert definition is not None
    return definition


def _conditions(node: object) -> Iterator[tuple[str, Any, bool]]:
    """Directive name, value or variable name, and whether it is a variable's."""
    for directive in getattr(node, "directives", None) or ():
        if directive.name.value in _CONDITIONS:
            value = directive.arguments[0].value
            if isinstance(value, VariableNode):
                yield directive.name.value, value.name.value, True
            else:
                yield directive.name.value, value.value, False


def _variable_conditions(node: object) -> Iterator[tuple[str, str]]:
    return ((name, value) for name, value, is_variable in _conditions(node) if is_variable)
