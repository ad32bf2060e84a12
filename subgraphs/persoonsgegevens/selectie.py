"""Which fields of the customer an operation asks for: what a register may be asked, and no more.

The whole operation is looked at, wherever customers stand in it, so that one question to a register serves
all of it. `__typename` counts below a customer: which member of a union it is, or how many there are in a
list, is for the register to say too.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLIncludeDirective,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSkipDirective,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    get_directive_values,
    get_named_type,
)

KLANT = "Klant"
_VAN_ONS = frozenset({"id", "klantsoort", "contactgegevens", "vertegenwoordiging"})
"""What the caller's statement says, and what customers told us themselves."""


def gevraagde_velden(info: GraphQLResolveInfo[Any]) -> frozenset[str]:
    """The paths of all leaves below customers, such as `naam.volledigeNaam`."""
    operation = info.operation
    root = info.schema.get_root_type(operation.operation)
    assert root is not None
    return frozenset(_Walk(info).leaves(operation.selection_set, root, None))


def raakt_bronnen(velden: Iterable[str]) -> bool:
    """Whether any of these paths is for a register or the magazijn to answer."""
    return any(veld.partition(".")[0] not in _VAN_ONS for veld in velden)


class _Walk:
    def __init__(self, info: GraphQLResolveInfo[Any]) -> None:
        self._info = info
        klant = info.schema.get_type(KLANT)
        assert isinstance(klant, GraphQLInterfaceType)
        self._klanten = {KLANT, *(each.name for each in info.schema.get_possible_types(klant))}

    def leaves(
        self, selections: SelectionSetNode, parent: GraphQLNamedType, prefix: str | None
    ) -> Iterator[str]:
        """The leaves in a selection set on `parent`. `prefix` is the path so far, None outside customers."""
        for node in selections.selections:
            if not self._included(node):
                continue
            if isinstance(node, FieldNode):
                yield from self._field(node, parent, prefix)
            elif isinstance(node, InlineFragmentNode):
                yield from self.leaves(node.selection_set, self._narrowed(node, parent), prefix)
            elif isinstance(node, FragmentSpreadNode):
                fragment = self._info.fragments[node.name.value]
                yield from self.leaves(fragment.selection_set, self._narrowed(fragment, parent), prefix)

    def _field(self, node: FieldNode, parent: GraphQLNamedType, prefix: str | None) -> Iterator[str]:
        name = node.name.value
        definition = (
            parent.fields.get(name) if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) else None
        )
        if definition is None:  # __typename
            if prefix is not None and parent.name not in self._klanten:
                yield f"{prefix}.{name}"
            return
        if parent.name in self._klanten:
            prefix = ""
        path = None if prefix is None else f"{prefix}.{name}".lstrip(".")
        if node.selection_set:
            yield from self.leaves(node.selection_set, get_named_type(definition.type), path)
        elif path is not None:
            yield path

    def _narrowed(self, node: Any, parent: GraphQLNamedType) -> GraphQLNamedType:
        condition = node.type_condition
        found = self._info.schema.get_type(condition.name.value) if condition else None
        return found or parent

    def _included(self, node: SelectionNode) -> bool:
        variables = self._info.variable_values
        skip = get_directive_values(GraphQLSkipDirective, node, variables)
        include = get_directive_values(GraphQLIncludeDirective, node, variables)
        return not (skip and skip["if"]) and not (include and not include["if"])
