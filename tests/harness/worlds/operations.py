"""Random operations that a schema allows: aliases, arguments, variables, fragments and conditions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    is_required_argument,
    is_required_input_field,
    is_union_type,
    parse_value,
    value_from_ast_untyped,
)
from harness.worlds.chooser import Chooser, chance, pick

from gateway.operation.request import GraphQLRequest

KEY_NAMES = ("id", "k", "common", "f0")
"""Response keys to collide with what a gateway adds."""

DINGEN = ('"los"', "3", "{a: [1, {b: true}], c: null}", "[]")


@dataclass(frozen=True)
class RandomOperation:
    text: str
    variables: dict[str, Any]

    @property
    def request(self) -> GraphQLRequest:
        return GraphQLRequest(self.text, variables=self.variables)

    def __str__(self) -> str:
        return f"{self.text}\nvariables {orjson.dumps(self.variables).decode()}"


@dataclass
class OperationDrawing:
    """Draws one operation over `schema`."""

    schema: GraphQLSchema
    draw: Chooser
    depth: int = 5
    mutations: bool = True
    _count: int = 0
    _definitions: dict[str, str] = field(default_factory=dict)
    _values: dict[str, Any] = field(default_factory=dict)
    _fragments: dict[str, tuple[str, str]] = field(default_factory=dict)
    _overlaps: dict[str, list[GraphQLNamedType]] = field(default_factory=dict)

    def operation(self) -> RandomOperation:
        mutation = self.schema.mutation_type
        kind, root = "query", self.schema.query_type
        if mutation is not None and self.mutations and chance(self.draw, 40):
            kind, root = "mutation", mutation
        assert root is not None
        body = self._selection(root, self.depth)
        variables = f"({', '.join(self._definitions.values())})" if self._definitions else ""
        fragments = "".join(
            f"\nfragment {name} on {on} {text}" for name, (on, text) in self._fragments.items()
        )
        return RandomOperation(f"{kind} Q{variables} {body}{fragments}", dict(self._values))

    def _selection(self, type_: GraphQLNamedType, depth: int) -> str:
        parts: list[str] = []
        if not is_union_type(type_):
            names = list(type_.fields)  # type: ignore[attr-defined]
            for _ in range(self.draw.integer(1, 4)):
                name = pick(self.draw, names)
                parts += self._field(name, type_.fields[name], depth)  # type: ignore[attr-defined]
        for _ in range(self._number_of_fragments(type_) if depth > 0 else 0):
            parts.append(self._fragment(type_, depth))
        if chance(self.draw, 20) or not parts:
            alias = f"x{self._next()}: " if chance(self.draw, 30) else ""
            parts.append(f"{alias}__typename{self._condition()}")
        return "{ " + " ".join(parts) + " }"

    def _number_of_fragments(self, type_: GraphQLNamedType) -> int:
        if is_abstract_type(type_):
            return self.draw.integer(0, 3)
        return 1 if chance(self.draw, 10) else 0

    def _fragment(self, type_: GraphQLNamedType, depth: int) -> str:
        """Inline or named, on a type that the object may be; a named one may be spread again."""
        on = pick(self.draw, self._overlapping(type_))
        if chance(self.draw, 30):
            known = [name for name, (there, _) in self._fragments.items() if there == on.name]
            if not known or chance(self.draw, 60):
                name = f"F{self._next()}"
                self._fragments[name] = (on.name, self._selection(on, depth - 1))
                known = [name]
            return f"...{pick(self.draw, known)}{self._condition()}"
        condition = "" if on is type_ and chance(self.draw, 50) else f" on {on.name}"
        return f"...{condition}{self._condition()} {self._selection(on, depth - 1)}"

    def _overlapping(self, type_: GraphQLNamedType) -> list[GraphQLNamedType]:
        """The types that an object of this one may be of as well."""
        if type_.name not in self._overlaps:
            self._overlaps[type_.name] = self._overlapping_with(type_, self._possible(type_))
        return self._overlaps[type_.name]

    def _overlapping_with(self, type_: GraphQLNamedType, mine: set[str]) -> list[GraphQLNamedType]:
        others = [
            one
            for name, one in self.schema.type_map.items()
            if is_composite_type(one) and not name.startswith("__") and self._possible(one) & mine
        ]
        return [type_, *(one for one in others if one is not type_)]

    def _possible(self, type_: GraphQLNamedType) -> set[str]:
        if is_abstract_type(type_):
            return {one.name for one in self.schema.get_possible_types(type_)}
        return {type_.name}

    def _field(self, name: str, definition: GraphQLField, depth: int) -> list[str]:
        named = get_named_type(definition.type)
        below = ""
        if is_composite_type(named):
            if depth <= 0:
                return []
            below = " " + self._selection(named, depth - 1)
        arguments = self._arguments(definition)
        return [f"{self._alias()}{name}{arguments}{self._condition()}{below}"]

    def _arguments(self, definition: GraphQLField) -> str:
        given = [
            f"{name}: {self._input(argument.type)}"
            for name, argument in definition.args.items()
            if is_required_argument(argument) or chance(self.draw, 60)
        ]
        return f"({', '.join(given)})" if given else ""

    def _input(self, type_: Any) -> str:
        """A value or variable for a position of this type."""
        return self._variable(type_) if chance(self.draw, 30) else self._value(type_, self._input)

    def _value(self, type_: Any, below: Callable[[Any], str], *, nests: bool = True) -> str:
        """A literal, whose parts `below` makes."""
        if isinstance(type_, GraphQLNonNull):
            type_ = type_.of_type
        elif chance(self.draw, 8):
            return "null"
        if isinstance(type_, GraphQLList):
            return f"[{', '.join(below(type_.of_type) for _ in range(self.draw.integer(0, 2)))}]"
        if isinstance(type_, GraphQLInputObjectType):
            fields = [
                f"{name}: {below(one.type)}"
                for name, one in type_.fields.items()
                if is_required_input_field(one) or (nests and self._is_wanted(one.type))
            ]
            return f"{{{', '.join(fields)}}}"
        return self._leaf(type_)

    def _is_wanted(self, type_: Any) -> bool:
        """Whether an input field that can be left out is given: seldom when it nests."""
        return chance(self.draw, 12 if isinstance(get_named_type(type_), GraphQLInputObjectType) else 40)

    def _constant(self, type_: Any) -> str:
        """A literal without variables."""
        return self._value(type_, self._flat)

    def _flat(self, type_: Any) -> str:
        return self._value(type_, self._flat, nests=False)

    def _leaf(self, type_: Any) -> str:
        number = self.draw.integer(0, 3)
        if isinstance(type_, GraphQLEnumType):
            names = list(map(str, type_.values))
            return names[number % len(names)]
        return {
            "Int": f"{number}",
            "Float": ("1.5", "2", "0.0", "-1e3")[number],
            "Boolean": ("false", "true")[number % 2],
            "ID": ('"p"', "7", '"7"', '"é"')[number],
            "Ding": DINGEN[number],
        }.get(type_.name, f'"s{number}"')

    def _variable(self, type_: Any) -> str:
        """A new variable, or one of the same type again."""
        known = [
            name for name, text in self._definitions.items() if text.split(" = ")[0] == f"${name}: {type_}"
        ]
        if known and chance(self.draw, 40):
            return f"${pick(self.draw, known)}"
        name = f"v{self._next()}"
        default = f" = {self._constant(type_)}" if chance(self.draw, 30) else ""
        self._definitions[name] = f"${name}: {type_}{default}"
        if (isinstance(type_, GraphQLNonNull) and not default) or chance(self.draw, 60):
            self._values[name] = value_from_ast_untyped(parse_value(self._constant(type_)))
        return f"${name}"

    def _alias(self) -> str:
        """Often a response key of its own, so that selections seldom conflict; at times a key field's."""
        if chance(self.draw, 8):
            return f"{pick(self.draw, KEY_NAMES)}: "
        return "" if chance(self.draw, 35) else f"x{self._next()}: "

    def _condition(self) -> str:
        if not chance(self.draw, 10):
            return ""
        flag = pick(self.draw, ("true", "false", "$on", "$off"))
        if flag.startswith("$") and flag[1:] not in self._definitions:
            name = flag[1:]
            self._definitions[name] = f"${name}: Boolean! = {'true' if name == 'on' else 'false'}"
            if chance(self.draw, 40):
                self._values[name] = chance(self.draw, 50)
        return f" @{pick(self.draw, ('skip', 'include'))}(if: {flag})"

    def _next(self) -> int:
        self._count += 1
        return self._count
