"""Reads under which processing activity each coordinate of a supergraph falls: `@verwerking(activiteit:)`.

The directive is one of the subgraphs' own, which `@composeDirective` carries into the supergraph. It is found
by the specification that it is linked to, not by its name.
"""

from collections.abc import Mapping

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLType,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    parse,
)

from schema.applied import applications
from schema.coordinates import elements, own_types
from schema.link import read_links

SPECIFICATION = "https://gemeentegraaf.nl/verwerking"
ENTITIES = "_entities"


def read_activities(document: DocumentNode) -> Mapping[str, str]:
    """Coordinate ("Type" or "Type.field") to the URI of its activity; those without one are left out."""
    links = read_links(document)
    link = links.find(SPECIFICATION)
    if link is None:
        return {}
    name = link.directive("verwerking")
    return {
        coordinate: activity
        for coordinate, node in elements(own_types(document, links))
        for applied in applications(node, name)
        if (activity := applied.text("activiteit"))
    }


class Activities:
    """Under which activities the fields of one schema are read or changed."""

    def __init__(self, schema: GraphQLSchema, stated: Mapping[str, str]) -> None:
        self._schema = schema
        self._stated = stated

    def __bool__(self) -> bool:
        """Whether there are any at all."""
        return bool(self._stated)

    def of_field(self, type_name: str, field_name: str) -> str | None:
        """What is said nearest to a field: of itself, of what it returns, or of its type."""
        owner = self._schema.get_type(type_name)
        if not isinstance(owner, GraphQLObjectType | GraphQLInterfaceType) or field_name not in owner.fields:
            return None
        returned = get_named_type(owner.fields[field_name].type).name
        said = (self._stated.get(one) for one in (f"{type_name}.{field_name}", returned, type_name))
        return next((one for one in said if one), None)

    def of_coordinate(self, coordinate: str) -> str | None:
        """Of a field as above, or what is said of a type."""
        type_name, _, field_name = coordinate.partition(".")
        return self.of_field(type_name, field_name) if field_name else self._stated.get(type_name)

    def of_document(self, document: str) -> frozenset[str]:
        """Those of all that a document for a subgraph asks; its fields are all in the schema, but for
        `_entities`.
        """
        found: set[str] = set()
        for operation in parse(document).definitions:
            if isinstance(operation, OperationDefinitionNode):
                root = self._schema.get_root_type(operation.operation)
                self._collect(root, operation.selection_set, found)
        return frozenset(found)

    def _collect(self, position: GraphQLType | None, selection: SelectionSetNode, found: set[str]) -> None:
        for node in selection.selections:
            if isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                narrowed = self._schema.get_type(condition.name.value) if condition else position
                self._collect(narrowed, node.selection_set, found)
            elif isinstance(node, FieldNode):
                inside = self._read(position, node.name.value, found)
                if node.selection_set:
                    self._collect(inside, node.selection_set, found)

    def _read(self, position: GraphQLType | None, name: str, found: set[str]) -> GraphQLType | None:
        """Notes one field; the type that it leads to, if that is in the schema."""
        if name == ENTITIES or not isinstance(position, GraphQLObjectType | GraphQLInterfaceType):
            return None
        if (activity := self.of_field(position.name, name)) is not None:
            found.add(activity)
        field = position.fields.get(name)
        return get_named_type(field.type) if field else None
