"""Coordinates: the fields that a document selects, each with the type it is selected on."""

from typing import Any

from graphql import DocumentNode, FieldNode, GraphQLSchema, TypeInfo, TypeInfoVisitor, Visitor, visit


def coordinates(document: DocumentNode, schema: GraphQLSchema) -> frozenset[tuple[str, str]]:
    """Of all operations and fragments of a valid document. The type is the one that stands there: an
    interface, say, and not the types its objects can have.
    """
    info = TypeInfo(schema)
    collector = _Collector(info)
    visit(document, TypeInfoVisitor(info, collector))
    return frozenset(collector.found)


class _Collector(Visitor):
    def __init__(self, info: TypeInfo) -> None:
        super().__init__()
        self.found: set[tuple[str, str]] = set()
        self._info = info

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        parent = self._info.get_parent_type()
        if parent is not None:
            self.found.add((parent.name, node.name.value))
