"""Laws: what every field of a world holds.

Nothing is stored: it all follows from type, id, field and arguments, so that the monolith and the subgraphs
tell the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import orjson
from graphql import (
    FieldNode,
    GraphQLError,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    InlineFragmentNode,
    SelectionSetNode,
    get_named_type,
    is_composite_type,
)
from graphql.execution.values import get_argument_values
from harness.worlds.blueprint import PAYLOAD, Blueprint, FieldPlan

from schema.field_set import parse_field_set

INSTANCES = 3
DINGEN: tuple[Any, ...] = (
    "los", 12, {"a": [1, None, {"b": True}]}, [], [{"x": 1}, None], True, {"id": "E0-1", "__typename": "E1"},
)  # fmt: skip
"""Values of the custom scalar: any JSON."""

field_set = lru_cache(maxsize=10_000)(parse_field_set)


@dataclass(frozen=True, slots=True)
class Thing:
    """An object of the world.

    `given` is the representation it was looked up by, `provided` what the way to it opened in the subgraph
    at hand; `context` is the nearest object above that sets one.
    """

    type: str
    id: str
    given: Mapping[str, Any] | None = None
    provided: tuple[SelectionSetNode, ...] = ()
    context: Thing | None = None

    @property
    def number(self) -> int:
        return int(self.id.split("-")[1])


QUERY, MUTATION = Thing("Query", "Query-0"), Thing("Mutation", "Mutation-0")
"""The objects at the roots."""


@dataclass
class Tally:
    """How many mutations there were."""

    now: int = 0


@dataclass
class Laws:
    """What holds in one world, whose whole schema is `schema`."""

    blueprint: Blueprint
    schema: GraphQLSchema
    salt: int
    null_percent: int
    error_percent: int
    ghost_percent: int
    _plans: dict[tuple[str, str], FieldPlan] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.blueprint.types:
            self._plans |= {(name, plan.name): plan for plan in self.blueprint.plans_of(name)}

    def plan(self, type_name: str, name: str) -> FieldPlan | None:
        """The plan of a field; None for fields of keys and their parts, and for `__typename`."""
        return self._plans.get((type_name, name))

    def value(self, thing: Thing, name: str, arguments: Mapping[str, Any], tally: Tally) -> Any:
        """The true value. Raises GraphQLError where this world says so, or where what is required fails."""
        plan = self.plan(thing.type, name)
        needed = self.tree(thing, field_set(plan.requires), tally) if plan and plan.requires else None
        return self.value_with(thing, name, arguments, tally, needed)

    def value_with(
        self, thing: Thing, name: str, arguments: Mapping[str, Any], tally: Tally, needed: Any
    ) -> Any:
        """The value of a field, if what it requires is `needed`."""
        plan = self.plan(thing.type, name)
        if plan is None or (thing.type, name) == (PAYLOAD, "tick"):
            return self._of_key(thing, name)
        identity: tuple[str, ...] = (thing.type, thing.id, name, _json(arguments), _json(needed))
        if plan.live or thing.type == "Mutation":
            identity = (*identity, str(tally.now))
        if self._is_ghost(thing, plan):
            return self._of_ghost(thing, plan)
        if not plan.sure and self._roll("error", identity) % 100 < self.error_percent:
            raise GraphQLError(f"{thing.type}.{name} of {thing.id} cannot be had")
        type_ = self.schema.type_map[thing.type].fields[name].type  # type: ignore[attr-defined]
        return self._of_type(plan, type_, identity, tally)

    def ghost(self, thing: Thing, subgraph: str) -> GraphQLError | bool:
        """Whether the subgraph does not know the object: an error if it says so by one."""
        plan = self.blueprint.types.get(thing.type)
        if plan is None or subgraph not in plan.ghostly:
            return False
        roll = self._roll("ghost", (thing.type, thing.id, subgraph))
        if roll % 100 >= self.ghost_percent:
            return False
        return GraphQLError(f"{thing.id} is a ghost in {subgraph}") if roll % 7 < 3 else True

    def tree(self, thing: Thing, selection: SelectionSetNode, tally: Tally) -> dict[str, Any]:
        """What a field set selects of the object. Raises GraphQLError if any of it fails."""
        found: dict[str, Any] = {}
        for node in selection.selections:
            if isinstance(node, FieldNode):
                value = self.value(thing, node.name.value, self._arguments(thing, node), tally)
                below = node.selection_set
                found[node.name.value] = self._trees(value, below, tally) if below else value
            elif isinstance(node, InlineFragmentNode) and self._applies(thing.type, node):
                found |= self.tree(thing, node.selection_set, tally)
        return found

    def _trees(self, value: Any, below: SelectionSetNode, tally: Tally) -> Any:
        if isinstance(value, list):
            return [self._trees(item, below, tally) for item in value]
        return None if value is None else self.tree(value, below, tally)

    def _arguments(self, thing: Thing, node: FieldNode) -> dict[str, Any]:
        definition = self.schema.type_map[thing.type].fields[node.name.value]  # type: ignore[attr-defined]
        return get_argument_values(definition, node)

    @staticmethod
    def _applies(type_name: str, node: InlineFragmentNode) -> bool:
        return node.type_condition is None or node.type_condition.name.value == type_name

    def _is_ghost(self, thing: Thing, plan: FieldPlan) -> bool:
        return len(plan.owners) == 1 and self.ghost(thing, plan.owners[0]) is not False

    def _of_ghost(self, thing: Thing, plan: FieldPlan) -> None:
        ghost = self.ghost(thing, plan.owners[0])
        if isinstance(ghost, GraphQLError):
            raise ghost

    def _of_key(self, thing: Thing, name: str) -> Any:
        """A part of what identifies the object."""
        if name == "o":
            other = self.blueprint.types[thing.type].other
            return Thing(other, f"{other}-{thing.number}")
        if name == "l":
            return [Thing(f"L{thing.type[1:]}", f"l-{thing.number}-{place}") for place in range(2)]
        return {
            "id": thing.id,
            "k": f"k-{thing.number}",
            "a": thing.number,
            "b": f"b-{thing.number}",
            "n": Thing(f"N{thing.type[1:]}", f"n-{thing.number}"),
            "x": thing.id,
            "y": len(thing.id) + thing.number,
            "tick": thing.number,
        }[name]

    def _of_type(self, plan: FieldPlan, type_: Any, identity: tuple[Any, ...], tally: Tally) -> Any:
        if isinstance(type_, GraphQLNonNull):
            type_ = type_.of_type
        elif not plan.sure and self._roll("null", identity) % 100 < self.null_percent:
            return None
        if isinstance(type_, GraphQLList):
            length = self._roll("length", identity) % 4
            return [self._of_type(plan, type_.of_type, (*identity, n), tally) for n in range(length)]
        number = self._roll("leaf", identity)
        if is_composite_type(get_named_type(type_)):
            return self._object(plan, number, tally)
        return _leaf(plan, type_.name, number % 1000)

    def _object(self, plan: FieldPlan, number: int, tally: Tally) -> Thing:
        if plan.target == "Query":
            return QUERY
        if plan.target == PAYLOAD:
            return Thing(PAYLOAD, f"{PAYLOAD}-{tally.now}")
        member = plan.yields[number % len(plan.yields)]
        return Thing(member, f"{member}-{number // 7 % INSTANCES}")

    def _roll(self, what: str, identity: tuple[Any, ...]) -> int:
        text = repr((self.salt, what, identity)).encode()
        return int.from_bytes(blake2b(text, digest_size=4).digest())


def _leaf(plan: FieldPlan, type_name: str, number: int) -> Any:
    match type_name:
        case "Int":
            return number
        case "Float":
            return number / 4
        case "Boolean":
            return number % 2 == 0
        case "Maat":
            return "SML"[number % 3]
        case "Kleur":
            return plan.yields[number % len(plan.yields)]
        case "Ding":
            return DINGEN[number % len(DINGEN)]
    return f"{type_name[0]}{number} é"


def _json(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
