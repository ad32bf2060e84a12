"""Type references: `[Name!]!` as a value, with the subtype relation that merging rests on."""

from collections.abc import Callable
from dataclasses import dataclass

from graphql import ListTypeNode, NamedTypeNode, NonNullTypeNode, TypeNode

IsMember = Callable[[str, str], bool]
"""(type, abstract type) -> whether the first is a member of, or implements, the second."""


@dataclass(frozen=True, slots=True)
class TypeRef:
    """A named type and its wrappers, outermost first: `!` is non-null, `[` is a list, so `[Name!]!` has
    `![!`."""

    name: str
    wrappers: str = ""

    def __str__(self) -> str:
        text = self.name
        for wrapper in reversed(self.wrappers):
            text = f"{text}!" if wrapper == "!" else f"[{text}]"
        return text

    @property
    def required(self) -> bool:
        return self.wrappers.startswith("!")

    @property
    def is_list(self) -> bool:
        return "[" in self.wrappers

    def of(self, name: str) -> "TypeRef":
        """The same wrappers around another named type."""
        return TypeRef(name, self.wrappers)


def read_type(node: TypeNode) -> TypeRef:
    """The reference that an AST node states."""
    wrappers = ""
    while isinstance(node, NonNullTypeNode | ListTypeNode):
        wrappers += "!" if isinstance(node, NonNullTypeNode) else "["
        node = node.type
    assert isinstance(node, NamedTypeNode)
    return TypeRef(node.name.value, wrappers)


def is_subtype(lower: TypeRef, upper: TypeRef, is_member: IsMember) -> bool:
    """Whether every value of `lower` is one of `upper`: same, member or implementer, non-null for nullable;
    in lists too."""
    low, up = lower.wrappers, upper.wrappers
    while low != up:
        if low[:1] == "!":
            up = up.removeprefix("!")
            low = low[1:]
        elif low[:1] == up[:1] == "[":
            low, up = low[1:], up[1:]
        else:
            return False
    return lower.name == upper.name or is_member(lower.name, upper.name)
