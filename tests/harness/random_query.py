"""Random queries that are valid over a schema."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_composite_type,
)
from harness.random_graph import Chooser, chance, pick

FLAGS = ("on", "off")
VARIABLES = {"on": "$on: Boolean = true", "off": "$off: Boolean = false", "n": "$n: Int = 7"}


@dataclass
class QueryDrawing:
    """Draws one query over `schema`, with aliases, arguments, fragments and conditions."""

    schema: GraphQLSchema
    draw: Chooser
    depth: int = 4
    _count: int = field(default=0)

    def query(self) -> str:
        root = self.schema.query_type
        assert root is not None
        body = self._selection(root, self.depth)
        used = [text for name, text in VARIABLES.items() if f"${name}" in body]
        return f"query Q({' '.join(used)}) {body}" if used else f"query Q {body}"

    def _selection(self, type_: GraphQLNamedType, depth: int) -> str:
        parts: list[str] = []
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            names = list(type_.fields)
            for _ in range(self.draw.integer(1, 3)):
                name = pick(self.draw, names)
                parts += self._field(name, type_.fields[name], depth)
        if is_abstract_type(type_):
            possible = self.schema.get_possible_types(type_)
            for _ in range(self.draw.integer(0, 2) if possible else 0):
                parts.append(
                    f"... on {(member := pick(self.draw, possible)).name}{self._condition()} "
                    f"{self._selection(member, depth)}"
                )
        if chance(self.draw, 25) or not parts:
            parts.append("__typename")
        return "{ " + " ".join(parts) + " }"

    def _field(self, name: str, definition: GraphQLField, depth: int) -> list[str]:
        named = get_named_type(definition.type)
        arguments = ""
        if definition.args and chance(self.draw, 70):
            arguments = f"(n: {pick(self.draw, ['1', '2', '$n'])})"
        below = ""
        if is_composite_type(named):
            if depth <= 0:
                return []
            below = " " + self._selection(named, depth - 1)
        return [f"{self._alias(name)}{name}{arguments}{self._condition()}{below}"]

    def _alias(self, name: str) -> str:
        """Mostly a response key of its own, so that no two selections conflict; sometimes that of a key
        field, to collide with what the gateway adds.
        """
        self._count += 1
        if chance(self.draw, 8):
            return f"{pick(self.draw, ('id', 'k', 'common', 'f0'))}: "
        return f"x{self._count}: "

    def _condition(self) -> str:
        if not chance(self.draw, 12):
            return ""
        return f" @{pick(self.draw, ['skip', 'include'])}(if: ${pick(self.draw, FLAGS)})"
