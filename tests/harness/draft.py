"""Drafts: the SDL of a subgraph as something that can be changed and printed again.

A draft knows no rules, so that a mutation can make anything of it that an author could write.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    EnumTypeDefinitionNode,
    EnumTypeExtensionNode,
    InterfaceTypeDefinitionNode,
    InterfaceTypeExtensionNode,
    Node,
    ObjectTypeDefinitionNode,
    ObjectTypeExtensionNode,
    UnionTypeDefinitionNode,
    UnionTypeExtensionNode,
    parse,
    print_ast,
)
from graphql.language import (
    InputObjectTypeDefinitionNode,
    InputObjectTypeExtensionNode,
    ScalarTypeDefinitionNode,
    ScalarTypeExtensionNode,
)

_KEYWORDS: dict[type[Node], str] = {
    ObjectTypeDefinitionNode: "type",
    ObjectTypeExtensionNode: "extend type",
    InterfaceTypeDefinitionNode: "interface",
    InterfaceTypeExtensionNode: "extend interface",
    InputObjectTypeDefinitionNode: "input",
    InputObjectTypeExtensionNode: "extend input",
    EnumTypeDefinitionNode: "enum",
    EnumTypeExtensionNode: "extend enum",
    UnionTypeDefinitionNode: "union",
    UnionTypeExtensionNode: "extend union",
    ScalarTypeDefinitionNode: "scalar",
    ScalarTypeExtensionNode: "extend scalar",
}


@dataclass
class Member:
    """A field, an argument, an input field or a value of an enum (which has no type)."""

    name: str
    type: str = ""
    default: str = ""
    directives: list[str] = field(default_factory=list)
    arguments: list[Member] = field(default_factory=list)
    description: str = ""

    def __str__(self) -> str:
        arguments = f"({', '.join(map(str, self.arguments))})" if self.arguments else ""
        type_ = f": {self.type}" if self.type else ""
        default = f" = {self.default}" if self.default else ""
        return " ".join([f"{self.description}{self.name}{arguments}{type_}{default}", *self.directives])

    def has(self, directive: str) -> bool:
        return _has(self.directives, directive)


@dataclass
class Definition:
    """A type definition or extension."""

    keyword: str
    name: str
    interfaces: list[str] = field(default_factory=list)
    directives: list[str] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    union: list[str] = field(default_factory=list)
    description: str = ""

    @property
    def kind(self) -> str:
        return self.keyword.removeprefix("extend ")

    @property
    def is_root(self) -> bool:
        return self.name in ("Query", "Mutation", "Subscription")

    def has(self, directive: str) -> bool:
        return _has(self.directives, directive)

    def __str__(self) -> str:
        head = f"{self.description}{self.keyword} {self.name}"
        if self.interfaces:
            head += f" implements {' & '.join(self.interfaces)}"
        head = " ".join([head, *self.directives])
        if self.union:
            return f"{head} = {' | '.join(self.union)}"
        members = "\n".join(f"  {member}" for member in self.members)
        return f"{head} {{\n{members}\n}}" if members else head


@dataclass
class Draft:
    """A subgraph: its types, and the rest (links, directive definitions) as text."""

    name: str
    definitions: list[Definition]
    rest: list[str]

    @classmethod
    def of(cls, name: str, sdl: str) -> Draft:
        """Reads SDL. Raises GraphQLSyntaxError for what is none."""
        nodes = parse(sdl).definitions
        types = [_definition(node) for node in nodes if type(node) in _KEYWORDS]
        return cls(name, types, [print_ast(node) for node in nodes if type(node) not in _KEYWORDS])

    @property
    def sdl(self) -> str:
        return "\n".join([*self.rest, *map(str, self.definitions)]) + "\n"

    def of_kind(self, *kinds: str) -> list[Definition]:
        return [one for one in self.definitions if one.kind in kinds]

    def fields(self, *kinds: str) -> Iterator[tuple[Definition, Member]]:
        """The fields (or values) of the types of these kinds; of objects when none is named."""
        for definition in self.of_kind(*(kinds or ("type",))):
            for member in definition.members:
                yield definition, member


def _definition(node: Any) -> Definition:
    members = [*(getattr(node, "fields", None) or ()), *(getattr(node, "values", None) or ())]
    return Definition(
        keyword=_KEYWORDS[type(node)],
        name=node.name.value,
        interfaces=[one.name.value for one in getattr(node, "interfaces", None) or ()],
        directives=[print_ast(one) for one in node.directives or ()],
        members=[_member(one) for one in members],
        union=[one.name.value for one in getattr(node, "types", None) or ()],
        description=_description(node),
    )


def _member(node: Any) -> Member:
    default = getattr(node, "default_value", None)
    return Member(
        name=node.name.value,
        type=print_ast(node.type) if getattr(node, "type", None) else "",
        default=print_ast(default) if default else "",
        directives=[print_ast(one) for one in node.directives or ()],
        arguments=[_member(one) for one in getattr(node, "arguments", None) or ()],
        description=_description(node),
    )


def _description(node: Any) -> str:
    given = getattr(node, "description", None)
    return f"{print_ast(given)} " if given else ""


def _has(directives: list[str], name: str) -> bool:
    return any(one == f"@{name}" or one.startswith(f"@{name}(") for one in directives)
