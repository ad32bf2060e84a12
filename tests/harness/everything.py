"""Everything: operations that ask all that a schema has, made from the schema itself.

So what is added to the graph later is asked as well, and no test has to name it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graphql import (
    GraphQLArgument,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_composite_type,
    is_required_argument,
    is_required_input_field,
)

_SAMPLES = {"String": '"x"', "Int": "1", "Boolean": "true", "JSON": "{}"}

Owner = GraphQLObjectType | GraphQLInterfaceType


@dataclass(frozen=True, slots=True)
class Everything:
    """Wherever the schema asks for an ID, `$id` is given; with `narrow` also where it could be left out."""

    schema: GraphQLSchema
    narrow: bool = True

    @property
    def query(self) -> str:
        """All fields of all types, each type once on a way down."""
        root = self.schema.query_type
        assert root is not None
        return f"query Alles($id: ID!) {self._selection(root, ())}"

    @property
    def mutations(self) -> dict[str, str]:
        """By name: each mutation that takes an ID, with all there is in its result."""
        root = self.schema.mutation_type
        assert root is not None
        asked = {name: self._asked(root, name, (root.name,)) for name in root.fields}
        return {
            name: f"mutation Wijzig($id: ID!) {{ {text} }}" for name, text in asked.items() if "$id" in text
        }

    def _selection(self, position: GraphQLNamedType, above: tuple[str, ...]) -> str:
        within = (*above, position.name)
        parts = ["__typename"]
        if isinstance(position, Owner):
            parts += self._fields(position, within)
        if is_abstract_type(position):
            shared = frozenset(getattr(position, "fields", ()))
            for each in self.schema.get_possible_types(position):
                own = self._fields(each, (*within, each.name), shared)
                parts.append(f"... on {each.name} {{ __typename {' '.join(own)} }}")
        return f"{{ {' '.join(parts)} }}"

    def _fields(
        self, owner: Owner, within: tuple[str, ...], left_out: frozenset[str] = frozenset()
    ) -> Iterator[str]:
        for name, field in owner.fields.items():
            if name not in left_out and get_named_type(field.type).name not in within:
                yield self._asked(owner, name, within)

    def _asked(self, owner: Owner, name: str, within: tuple[str, ...]) -> str:
        field = owner.fields[name]
        given = [
            f"{key}: {_literal(argument.type)}"
            for key, argument in field.args.items()
            if self._is_given(argument)
        ]
        returned = get_named_type(field.type)
        below = self._selection(returned, within) if is_composite_type(returned) else ""
        arguments = f"({', '.join(given)})" if given else ""
        return f"{self._alias(owner, name)}{name}{arguments} {below}"

    def _is_given(self, argument: GraphQLArgument) -> bool:
        return is_required_argument(argument) or (self.narrow and get_named_type(argument.type).name == "ID")

    def _alias(self, owner: Owner, name: str) -> str:
        """Where types of one interface give a name different types of values, they cannot share a key."""
        kin = {each for one in owner.interfaces for each in self.schema.get_possible_types(one)}
        kinds = {str(each.fields[name].type) for each in kin if name in each.fields}
        return f"{owner.name}_{name}: " if len(kinds) > 1 else ""


def _literal(wanted: GraphQLInputType) -> str:
    inner = get_nullable_type(wanted)
    if get_named_type(inner).name == "ID":
        return "$id"
    if isinstance(inner, GraphQLInputObjectType):
        needed = (
            f"{name}: {_literal(field.type)}"
            for name, field in inner.fields.items()
            if is_required_input_field(field) or get_named_type(field.type).name == "ID"
        )
        return f"{{ {', '.join(needed)} }}"
    return _SAMPLES.get(str(inner), "null")
