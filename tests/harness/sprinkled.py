"""Sprinkled: an operation with @defer and @stream put into it at random, still valid and of the same data."""

from __future__ import annotations

from graphql import (
    ArgumentNode,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    GraphQLList,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    NameNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    StringValueNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_nullable_type,
    validate,
    visit,
)
from harness.worlds.chooser import Chooser, chance

from gateway.operation.incremental_directives import with_incremental_delivery


def sprinkled(document: DocumentNode, schema: GraphQLSchema, draw: Chooser) -> DocumentNode:
    """The document with directives, or as it was when it does not stand any."""
    schema = with_incremental_delivery(schema)
    types = TypeInfo(schema)
    with_streams = visit(document, TypeInfoVisitor(types, _Streams(types, draw)))
    if validate(schema, with_streams):
        with_streams = document
    deferred: DocumentNode = visit(with_streams, _Defers(draw))
    return with_streams if validate(schema, deferred) else deferred


class _Streams(Visitor):
    def __init__(self, types: TypeInfo, draw: Chooser) -> None:
        super().__init__()
        self._types = types
        self._draw = draw
        self._count = 0

    def leave_field(self, node: FieldNode, *_: object) -> FieldNode | None:
        type_ = get_nullable_type(self._types.get_type())
        if not isinstance(type_, GraphQLList) or not chance(self._draw, 40):
            return None
        self._count += 1
        first = ArgumentNode(
            name=NameNode(value="initialCount"), value=IntValueNode(value=str(self._draw.integer(0, 2)))
        )
        stream = _directive("stream", f"s{self._count}", first)
        return FieldNode(
            name=node.name,
            alias=node.alias,
            arguments=node.arguments,
            directives=(*(node.directives or ()), stream),
            selection_set=node.selection_set,
        )


class _Defers(Visitor):
    """Puts some selections of each set into deferred fragments; now and then one stays outside as well."""

    def __init__(self, draw: Chooser) -> None:
        super().__init__()
        self._draw = draw
        self._count = 0

    def leave_selection_set(
        self, node: SelectionSetNode, _key: object, parent: object, *_: object
    ) -> SelectionSetNode | None:
        if isinstance(parent, OperationDefinitionNode) and parent.operation.value != "query":
            return None
        if not chance(self._draw, 40):
            return None
        kept: list[SelectionNode] = []
        fragments: list[list[SelectionNode]] = [[] for _ in range(self._draw.integer(1, 2))]
        for selection in node.selections:
            place = self._draw.integer(0, 3 * len(fragments))
            chosen = [place - 1] if place <= len(fragments) else range(len(fragments)) if place == 4 else []
            for number in chosen:
                if number >= 0:
                    fragments[number].append(selection)
            if not any(number >= 0 for number in chosen) or chance(self._draw, 10):
                kept.append(selection)
        return SelectionSetNode(selections=(*kept, *(self._nested(one) for one in fragments if one)))

    def _nested(self, selections: list[SelectionNode]) -> InlineFragmentNode:
        if len(selections) > 1 and chance(self._draw, 30):
            selections = [selections[0], self._nested(selections[1:])]
        self._count += 1
        return InlineFragmentNode(
            type_condition=None,
            directives=(_directive("defer", f"d{self._count}"),),
            selection_set=SelectionSetNode(selections=tuple(selections)),
        )


def _directive(name: str, label: str, *arguments: ArgumentNode) -> DirectiveNode:
    told = ArgumentNode(name=NameNode(value="label"), value=StringValueNode(value=label))
    return DirectiveNode(name=NameNode(value=name), arguments=(told, *arguments))
