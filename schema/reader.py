"""Reader: a subgraph's AST turned into `schema.definition` values, names of federation and root types made
standard.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    ConstDirectiveNode,
    DocumentNode,
    FieldDefinitionNode,
    InputValueDefinitionNode,
    NamedTypeNode,
    Node,
    TypeDefinitionNode,
    TypeExtensionNode,
    TypeNode,
    value_from_ast_untyped,
)
from graphql.language import EnumValueDefinitionNode, SchemaDefinitionNode, SchemaExtensionNode

from schema.applied import Applied
from schema.definition import Application, Element, EnumValue, Field, InputValue, Kind, Type
from schema.type_ref import TypeRef, read_type
from schema.vocabulary import ENTRY_FIELDS, Vocabulary

TypeNodes = Sequence[TypeDefinitionNode | TypeExtensionNode]

_KINDS = {
    "scalar": Kind.SCALAR,
    "object": Kind.OBJECT,
    "interface": Kind.INTERFACE,
    "union": Kind.UNION,
    "enum": Kind.ENUM,
    "input_object": Kind.INPUT,
}
_HANDED_DOWN = frozenset({"shareable", "external"})


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads with one subgraph's vocabulary. `roots` maps the root types' names here to their default
    names."""

    vocabulary: Vocabulary
    roots: Mapping[str, str]

    def types(self, document: DocumentNode) -> dict[str, Type]:
        """The subgraph's own types, in document order; machinery of federation left out."""
        nodes: dict[str, list[TypeDefinitionNode | TypeExtensionNode]] = {}
        for node in document.definitions:
            if not isinstance(node, TypeDefinitionNode | TypeExtensionNode):
                continue
            if not self.vocabulary.owns_type(node.name.value):
                nodes.setdefault(self._rename(node.name.value), []).append(node)
        return {name: self._type(name, declared) for name, declared in nodes.items()}

    def schema(self, document: DocumentNode) -> Element:
        """The schema definition with its extensions, as one element."""
        nodes = [
            node
            for node in document.definitions
            if isinstance(node, SchemaDefinitionNode | SchemaExtensionNode)
        ]
        federation, custom = self._applications(node for one in nodes for node in one.directives or ())
        described = (_description(node) for node in nodes if isinstance(node, SchemaDefinitionNode))
        return Element(
            name="schema",
            node=nodes[0] if nodes else document,
            description=next(described, None),
            federation=federation,
            custom=custom,
        )

    def _type(self, name: str, nodes: TypeNodes) -> Type:
        kind = _KINDS[
            nodes[0].kind.removesuffix("_definition").removesuffix("_extension").removesuffix("_type")
        ]
        own = [node for node in nodes if isinstance(node, TypeDefinitionNode)]
        federation, custom = self._applications(node for one in nodes for node in one.directives or ())
        if kind is Kind.OBJECT:
            federation = tuple(one for one in federation if one.name not in _HANDED_DOWN)
        return Type(
            name=name,
            node=own[0] if own else nodes[0],
            kind=kind,
            description=_description(own[0]) if own else None,
            is_extension=not own or any(one.name == "extends" for one in federation),
            federation=federation,
            custom=custom,
            interfaces=self._references(nodes, "interfaces"),
            fields=dict(self._fields(name, nodes)) if kind in {Kind.OBJECT, Kind.INTERFACE} else {},
            inputs=self._inputs(_members(nodes, "fields")) if kind is Kind.INPUT else {},
            values={value.name.value: self._value(value) for value in _members(nodes, "values")},
            members=self._references(nodes, "types"),
        )

    def _references(self, nodes: TypeNodes, attribute: str) -> dict[str, Node]:
        references: Iterator[NamedTypeNode] = _members(nodes, attribute)
        return {self._rename(node.name.value): node for node in references}

    def _fields(self, type_name: str, nodes: TypeNodes) -> Iterator[tuple[str, Field]]:
        for declaration in nodes:
            handed, _ = self._applications(declaration.directives or ())
            if not declaration.kind.startswith("object") or self.vocabulary.is_fed1:
                handed = ()  # Federation 1 gave such marks on types no meaning
            handed = tuple(one for one in handed if one.name in _HANDED_DOWN)
            for node in _members([declaration], "fields"):
                if type_name != "Query" or node.name.value not in ENTRY_FIELDS:
                    yield node.name.value, self._field(node, handed)

    def _field(self, node: FieldDefinitionNode, handed: tuple[Application, ...]) -> Field:
        federation, custom = self._applications(node.directives or ())
        stated = {one.name for one in federation}
        return Field(
            name=node.name.value,
            node=node,
            description=_description(node),
            federation=federation + tuple(one for one in handed if one.name not in stated),
            custom=custom,
            type=self._reference(node.type),
            arguments=self._inputs(node.arguments or ()),
        )

    def _inputs(self, nodes: Iterable[InputValueDefinitionNode]) -> dict[str, InputValue]:
        return {node.name.value: self._input(node) for node in nodes}

    def _input(self, node: InputValueDefinitionNode) -> InputValue:
        federation, custom = self._applications(node.directives or ())
        return InputValue(
            name=node.name.value,
            node=node,
            description=_description(node),
            federation=federation,
            custom=custom,
            type=self._reference(node.type),
            default=node.default_value,
        )

    def _value(self, node: EnumValueDefinitionNode) -> EnumValue:
        federation, custom = self._applications(node.directives or ())
        name, description = node.name.value, _description(node)
        return EnumValue(name=name, node=node, description=description, federation=federation, custom=custom)

    def _applications(self, nodes: Iterable[ConstDirectiveNode]) -> tuple[tuple[Application, ...], ...]:
        """The applications of federation directives, and the others; `@link` is neither."""
        federation: list[Application] = []
        custom: list[Application] = []
        for node in nodes:
            name = node.name.value
            values = {one.name.value: value_from_ast_untyped(one.value) for one in node.arguments or ()}
            if standard := self.vocabulary.specification_name(name):
                federation.append(Application(standard, Applied(values), node))
            elif name != self.vocabulary.link_name:
                custom.append(Application(name, Applied(values), node))
        return tuple(federation), tuple(custom)

    def _reference(self, node: TypeNode) -> TypeRef:
        found = read_type(node)
        return found.of(self._rename(found.name))

    def _rename(self, name: str) -> str:
        return self.roots.get(name, name)


def _members(nodes: Iterable[Node], attribute: str) -> Iterator[Any]:
    for node in nodes:
        yield from getattr(node, attribute, None) or ()


def _description(node: Any) -> str | None:
    return node.description.value if node.description else None
