"""Visibility: of a supergraph of which some elements are hidden, what can be seen, and whether that holds.

Works on coordinates alone, so that it does not matter why something is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graphql import (
    ConstValueNode,
    DirectiveDefinitionNode,
    DocumentNode,
    EnumValueNode,
    ListTypeNode,
    ListValueNode,
    NamedTypeNode,
    Node,
    NonNullTypeNode,
    ObjectValueNode,
    TypeNode,
)
from graphql.language import (
    FieldDefinitionNode,
    InputValueDefinitionNode,
)

from schema.coordinates import Types, members
from schema.errors import Code, CompositionError
from schema.public import EXECUTABLE


@dataclass(frozen=True, slots=True)
class Visibility:
    """`hidden`: coordinates that cannot be seen. What is in a hidden type is hidden with it.

    `roots`: operation kind to the name of its root type.
    """

    document: DocumentNode
    types: Types
    roots: Mapping[str, str]
    hidden: frozenset[str]

    def without_empty(self) -> Visibility:
        """Hides, besides, the types in which nothing can be seen; the query root stays."""
        hidden = self.hidden
        while emptied := {name for name in self.types if name not in hidden and self._is_empty(name, hidden)}:
            hidden |= emptied
        return Visibility(self.document, self.types, self.roots, hidden)

    def without_unreachable(self) -> Visibility:
        """Hides, besides, the types that no operation can reach."""
        return Visibility(
            self.document, self.types, self.roots, self.hidden | (self.types.keys() - _Reach(self).types())
        )

    def objections(self) -> Iterator[CompositionError]:
        """Why what can be seen is no schema, in the order of the document."""
        query = self.roots.get("query")
        if query is None or all(self._is_hidden_member(one, self.hidden) for one, _ in self._members(query)):
            yield _error(Code.NO_QUERIES, "no field of Query is left: nothing could be asked.")
        for name in self.types:
            if name not in self.hidden:
                for coordinate, node in self.seen(name):
                    yield from self._element(coordinate, node)
                yield from self._required(name)
                yield from self._implementation(name)

    def seen(self, name: str) -> Iterator[tuple[str, Node]]:
        """What can be seen in the type, by coordinate; arguments of hidden fields are left out."""
        for coordinate, node in self._members(name):
            if not self._is_hidden_member(coordinate, self.hidden):
                yield coordinate, node

    def interfaces(self, name: str) -> frozenset[str]:
        """The interfaces that the type implements."""
        parts = self.types.get(name, ())
        return frozenset(one.name.value for part in parts for one in getattr(part, "interfaces", None) or ())

    def union_members(self, name: str) -> frozenset[str]:
        parts = self.types.get(name, ())
        return frozenset(one.name.value for part in parts for one in getattr(part, "types", None) or ())

    def _members(self, name: str) -> Iterator[tuple[str, Node]]:
        for part in self.types.get(name, ()):
            yield from members(part)

    @staticmethod
    def _is_hidden_member(coordinate: str, hidden: frozenset[str]) -> bool:
        return coordinate in hidden or coordinate.partition("(")[0] in hidden

    def _is_empty(self, name: str, hidden: frozenset[str]) -> bool:
        if name == self.roots.get("query"):
            return False
        inside = {one for one, _ in self._members(name)} | self.union_members(name)
        return bool(inside) and all(self._is_hidden_member(one, hidden) for one in inside)

    def _element(self, coordinate: str, node: Node) -> Iterator[CompositionError]:
        if not isinstance(node, FieldDefinitionNode | InputValueDefinitionNode):
            return
        target = named(node.type)
        if target in self.hidden:
            message = f"{coordinate} can be seen, but its type {target} cannot. Hide both, or neither."
            yield _error(Code.REFERENCED_INACCESSIBLE, message)
        default = node.default_value if isinstance(node, InputValueDefinitionNode) else None
        for lost in self._hidden_in(default, target) if default else ():
            message = f"{coordinate} can be seen, but {lost}, which its default uses, cannot."
            yield _error(Code.DEFAULT_VALUE_USES_INACCESSIBLE, message)

    def _required(self, name: str) -> Iterator[CompositionError]:
        for coordinate, node in self._members(name):
            field, parenthesis, _ = coordinate.partition("(")
            asked = not (parenthesis and field in self.hidden)
            if coordinate in self.hidden and asked and is_required(node):
                message = f"{coordinate} is required, so it cannot be hidden: nobody could give it."
                yield _error(Code.REQUIRED_INACCESSIBLE, message)

    def _hidden_in(self, value: ConstValueNode, type_name: str) -> Iterator[str]:
        """The hidden enum values and input fields that a default uses."""
        if isinstance(value, ListValueNode):
            for item in value.values:
                yield from self._hidden_in(item, type_name)
        elif isinstance(value, EnumValueNode):
            if f"{type_name}.{value.value}" in self.hidden:
                yield f"{type_name}.{value.value}"
        elif isinstance(value, ObjectValueNode):
            inside = dict(self._members(type_name))
            for given in value.fields:
                coordinate = f"{type_name}.{given.name.value}"
                if coordinate in self.hidden:
                    yield coordinate
                elif isinstance(field := inside.get(coordinate), InputValueDefinitionNode):
                    yield from self._hidden_in(given.value, named(field.type))

    def _implementation(self, name: str) -> Iterator[CompositionError]:
        own = {coordinate for coordinate, _ in self._members(name)}
        for interface in sorted(self.interfaces(name) - self.hidden):
            for coordinate, _ in self.seen(interface):
                mine = f"{name}.{coordinate.partition('.')[2]}"
                if mine in own and self._is_hidden_member(mine, self.hidden):
                    message = f"{mine} is hidden, but {coordinate}, which it implements, is not."
                    yield _error(Code.IMPLEMENTED_BY_INACCESSIBLE, message)


class _Reach:
    """What an operation can come across, from the root types on.

    An interface that is only implemented by what is reached does not lead to its other implementations: no
    field gives them.
    """

    def __init__(self, all_: Visibility) -> None:
        self._all = all_
        self._found: set[str] = set()
        self._pending = [*all_.roots.values(), *_directive_inputs(all_.document)]
        self._given: set[str] = set()
        self._implementations = _implementations(all_)

    def types(self) -> frozenset[str]:
        while self._pending:
            name = self._pending.pop()
            if name in self._all.types and name not in self._all.hidden and name not in self._given:
                self._given.add(name)
                self._pending += self._implementations.get(name, ())
                self._pending += self._all.union_members(name)
                self._see(name)
        return frozenset(self._found)

    def _see(self, name: str) -> None:
        if name in self._found or name in self._all.hidden:
            return
        self._found.add(name)
        for _, node in self._all.seen(name):
            if isinstance(node, FieldDefinitionNode | InputValueDefinitionNode):
                self._pending.append(named(node.type))
        for interface in self._all.interfaces(name):
            self._see(interface)


def _implementations(all_: Visibility) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in all_.types:
        for interface in all_.interfaces(name):
            found.setdefault(interface, []).append(name)
    return found


def _directive_inputs(document: DocumentNode) -> Iterator[str]:
    """The types of the arguments of directives that clients may use."""
    for node in document.definitions:
        if isinstance(node, DirectiveDefinitionNode) and any(
            location.value in EXECUTABLE for location in node.locations
        ):
            yield from (named(argument.type) for argument in node.arguments or ())


def named(node: TypeNode) -> str:
    """The name of a type, without its lists and exclamation marks."""
    while isinstance(node, NonNullTypeNode | ListTypeNode):
        node = node.type
    assert isinstance(node, NamedTypeNode)
    return node.name.value


def is_required(node: Node) -> bool:
    """Whether it is an argument or input field that must be given."""
    return (
        isinstance(node, InputValueDefinitionNode)
        and isinstance(node.type, NonNullTypeNode)
        and node.default_value is None
    )


def _error(code: Code, message: str) -> CompositionError:
    return CompositionError(message, code=code)
