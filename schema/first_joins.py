"""FirstJoins: what join v0.1 leaves unsaid of a supergraph (https://specs.apollo.dev/join/v0.1).

Composers of Federation 1 print which subgraph owns an entity, which others extend it and with which keys, and
which subgraph gives each of its fields. They do not print
- that a subgraph gives the fields of its keys: in Federation 1 it does, though it calls them external;
- that it has as external fields what its `provides` and `requires` name, and what its interfaces ask;
- where types are that nobody owns (value types, interfaces, unions): wherever a field of the subgraph leads
  to them, and then whole;
- that a key on an interface means nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from graphql import FieldNode, InlineFragmentNode, SelectionSetNode

from schema.field_set import parse_field_set
from schema.joined import FieldJoin, JoinedField, JoinedType, TypeJoin

_Fields = dict[str, dict[str, FieldJoin]]
"""By field and subgraph."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What the types of the document say themselves: the root types' names, the members of unions, and the
    interfaces of types, by the type's name.
    """

    roots: frozenset[str]
    members: Mapping[str, frozenset[str]]
    interfaces: Mapping[str, frozenset[str]]


class FirstJoins:
    """Completes the types of one supergraph."""

    def __init__(self, types: Mapping[str, JoinedType], stated: Stated) -> None:
        self._types = types
        self._stated = stated
        self._there: dict[str, set[str]] = {name: set(type_.joins) for name, type_ in types.items()}
        self._fields: dict[str, _Fields] = {
            name: {one.name: dict(one.joins) for one in type_.fields.values()}
            for name, type_ in types.items()
        }
        self._owned = frozenset(name for name, type_ in types.items() if self._is_owned(type_))

    def completed(self) -> dict[str, JoinedType]:
        for name in self._owned:
            self._add_needed(self._types[name])
        for name in sorted(self._owned):
            for field, joins in self._fields[name].items():
                for subgraph in joins:
                    self._there[name].add(subgraph)
                    self._reach(self._type_of(name, field), subgraph)
        return {name: self._completed(type_) for name, type_ in self._types.items()}

    def _is_owned(self, type_: JoinedType) -> bool:
        """Whether its fields have their places said: those of entities and of root types."""
        return type_.kind == "object" and (bool(type_.joins) or type_.name in self._stated.roots)

    def _add_needed(self, type_: JoinedType) -> None:
        for subgraph, keys in type_.joins.items():
            for key in keys:
                if key.key is not None:
                    self._select(type_.name, parse_field_set(key.key), FieldJoin(subgraph, ""))
        for field in type_.fields.values():
            for join in field.joins.values():
                external = FieldJoin(join.subgraph, "", external=True)
                if join.requires is not None:
                    self._select(type_.name, parse_field_set(join.requires), external)
                if join.provides is not None:
                    below = self._type_of(type_.name, field.name)
                    self._select(below, parse_field_set(join.provides), external)

    def _select(self, type_name: str, selection: SelectionSetNode, join: FieldJoin) -> None:
        """The subgraph of `join` has the selected fields, as external ones if `join` is."""
        for node in selection.selections:
            if isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                self._select(condition.name.value if condition else type_name, node.selection_set, join)
            elif isinstance(node, FieldNode) and node.name.value in self._fields.get(type_name, {}):
                name = node.name.value
                if type_name in self._owned:
                    self._add(type_name, name, join)
                if node.selection_set is not None:
                    self._select(self._type_of(type_name, name), node.selection_set, join)

    def _add(self, type_name: str, name: str, join: FieldJoin) -> None:
        """To be given counts for more than to be external."""
        joins = self._fields[type_name][name]
        known = joins.get(join.subgraph)
        if known is None or (known.external and not join.external):
            joins[join.subgraph] = replace(join, type=self._types[type_name].fields[name].type)

    def _type_of(self, type_name: str, field: str) -> str:
        return self._types[type_name].fields[field].type.strip("[]!")

    def _reach(self, name: str, subgraph: str) -> None:
        """A field of the subgraph leads to this type: nobody's types are then there as a whole."""
        waiting = [name]
        while waiting:
            name = waiting.pop()
            if name not in self._types or name in self._owned or self._is_reached(name, subgraph):
                continue
            self._there[name].add(subgraph)
            for field, joins in self._fields[name].items():
                joins[subgraph] = FieldJoin(subgraph, self._types[name].fields[field].type)
                waiting.append(self._type_of(name, field))
            waiting += self._stated.members[name]
            waiting += (one for one, interfaces in self._stated.interfaces.items() if name in interfaces)

    def _is_reached(self, name: str, subgraph: str) -> bool:
        return subgraph in self._there[name] and all(
            subgraph in joins for joins in self._fields[name].values()
        )

    def _completed(self, type_: JoinedType) -> JoinedType:
        there = sorted(self._there[type_.name])
        interfaces = {subgraph: frozenset(self._interfaces(type_.name, subgraph)) for subgraph in there}
        return replace(
            type_,
            joins={subgraph: self._type_joins(type_, subgraph) for subgraph in there},
            fields={field.name: self._field(type_, field, interfaces) for field in type_.fields.values()},
            implements={subgraph: names for subgraph, names in interfaces.items() if names},
            members={
                subgraph: frozenset(one for one in members if subgraph in self._there[one])
                for subgraph in there
                if (members := self._stated.members[type_.name])
            },
        )

    def _type_joins(self, type_: JoinedType, subgraph: str) -> tuple[TypeJoin, ...]:
        stated = type_.joins.get(subgraph, ()) if type_.name in self._owned else ()
        return stated or (TypeJoin(subgraph, key=None, resolvable=True, is_interface_object=False),)

    def _interfaces(self, type_name: str, subgraph: str) -> Iterator[str]:
        return (one for one in self._stated.interfaces[type_name] if subgraph in self._there[one])

    def _field(
        self, type_: JoinedType, field: JoinedField, interfaces: Mapping[str, frozenset[str]]
    ) -> JoinedField:
        joins = self._fields[type_.name][field.name]
        asked = {
            subgraph: FieldJoin(subgraph, field.type, external=True)
            for subgraph, names in interfaces.items()
            if any(field.name in self._types[one].fields for one in names)
        }
        return replace(field, joins={**asked, **joins})
