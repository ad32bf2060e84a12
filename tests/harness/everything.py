"""Everything: operations that ask all that a schema has, made from the schema itself.

So what is added to the graph later is asked as well, and no test has to name it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_composite_type,
    is_required_argument,
    is_required_input_field,
)

_SAMPLES = {"String": '"x"', "Int": "1", "Boolean": "true", "JSON": "{}", "Date": '"2026-03-02"'}

Owner = GraphQLObjectType | GraphQLInterfaceType


@dataclass(frozen=True, slots=True)
class Everything:
    """Wherever the schema asks for an ID, `$id` is given; with `narrow` also where it could be left out.
    What mutations answer is asked as deep as it goes only with `deep`.
    """

    schema: GraphQLSchema
    narrow: bool = True
    deep: bool = True

    def of(self, field: str) -> str:
        """All there is below one field of Query, each type once on a way down."""
        root = self._query
        return f"query Alles($id: ID!) {{ {self._asked(root, field, (root.name,))} }}"

    @property
    def by_id(self) -> str:
        """All that is asked with `$id`, wherever that is, and nothing else."""
        return f"query Alles($id: ID!) {self._ways(self._query, ())}"

    @property
    def _query(self) -> GraphQLObjectType:
        assert self.schema.query_type is not None
        return self.schema.query_type

    @property
    def mutations(self) -> dict[str, str]:
        """By name: each mutation that takes an ID, with what there is in its result."""
        root = self.schema.mutation_type
        assert root is not None
        composite = [name for name, each in self.schema.type_map.items() if is_composite_type(each)]
        above = (root.name,) if self.deep else tuple(composite)  # what is above is not asked again
        asked = {name: self._asked(root, name, above) for name in root.fields}
        return {
            name: f"mutation Wijzig($id: ID!) {{ {text} }}" for name, text in asked.items() if "$id" in text
        }

    def _ways(self, position: GraphQLNamedType, above: tuple[str, ...]) -> str:
        """What of a selection has `$id` in it; empty when nothing has."""
        within = (*above, position.name)
        parts = list(self._ways_of(position, within)) if isinstance(position, Owner) else []
        if is_abstract_type(position):
            shared = frozenset(getattr(position, "fields", ()))
            for each in self.schema.get_possible_types(position):
                own = " ".join(self._ways_of(each, (*within, each.name), shared))
                parts += [f"... on {each.name} {{ {own} }}"] if own else []
        return f"{{ {' '.join(parts)} }}" if parts else ""

    def _ways_of(
        self, owner: Owner, within: tuple[str, ...], left_out: frozenset[str] = frozenset()
    ) -> Iterator[str]:
        for name, field in owner.fields.items():
            returned = get_named_type(field.type)
            if name in left_out or returned.name in within:
                continue
            given = self._given(field)
            if "$id" in given:
                yield self._asked(owner, name, within)
            elif below := self._ways(returned, within) if is_composite_type(returned) else "":
                yield f"{self._alias(owner, name)}{name}{given} {below}"

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
        returned = get_named_type(field.type)
        below = self._selection(returned, within) if is_composite_type(returned) else ""
        return f"{self._alias(owner, name)}{name}{self._given(field)} {below}"

    def _given(self, field: GraphQLField[Any, Any]) -> str:
        """The arguments of a field; empty when there are none."""
        given = [
            f"{key}: {_literal(argument.type)}"
            for key, argument in field.args.items()
            if self._is_given(argument)
        ]
        return f"({', '.join(given)})" if given else ""

    def _is_given(self, argument: GraphQLArgument) -> bool:
        return is_required_argument(argument) or (self.narrow and get_named_type(argument.type).name == "ID")

    def _alias(self, owner: Owner, name: str) -> str:
        """Where types of one interface or union give a name different types of values, they cannot share a
        key.
        """
        unions = [one for one in self.schema.type_map.values() if isinstance(one, GraphQLUnionType)]
        above = [*owner.interfaces, *(one for one in unions if owner in one.types)]
        kin = {each for one in above for each in self.schema.get_possible_types(one)}
        kinds = {str(each.fields[name].type) for each in kin if name in each.fields}
        return f"{owner.name}_{name}: " if len(kinds) > 1 else ""


def _literal(wanted: GraphQLInputType) -> str:
    inner = get_nullable_type(wanted)
    if get_named_type(inner).name == "ID":
        return "$id"
    if isinstance(inner, GraphQLEnumType):
        return next(iter(inner.values))
    if isinstance(inner, GraphQLInputObjectType):
        needed = (
            f"{name}: {_literal(field.type)}"
            for name, field in inner.fields.items()
            if is_required_input_field(field) or get_named_type(field.type).name == "ID"
        )
        return f"{{ {', '.join(needed)} }}"
    return _SAMPLES.get(str(inner), "null")
