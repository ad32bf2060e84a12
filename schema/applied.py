"""Applied: the arguments of one directive application, as plain values."""

from collections.abc import Iterator
from typing import Any

from graphql import Node, value_from_ast_untyped


class Applied(dict[str, Any]):
    """Argument name to value: strings, booleans, numbers, lists, dicts; enum values as their names."""

    def text(self, name: str) -> str | None:
        value = self.get(name)
        return value if isinstance(value, str) else None

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.get(name)
        return value if isinstance(value, bool) else default


def applications(node: Node, directive: str) -> Iterator[Applied]:
    """All applications of `directive` (its name without @) on this definition, in order."""
    for applied in getattr(node, "directives", None) or ():
        if applied.name.value == directive:
            yield Applied({a.name.value: value_from_ast_untyped(a.value) for a in applied.arguments or ()})
