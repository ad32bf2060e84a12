"""Draft: the blueprint that a drawing works on, and what each drawing needs.

`know` and `give` are how a subgraph comes to know what its fields lead to; whatever is drawn calls them, so
that what is drawn composes.
"""

from __future__ import annotations

from dataclasses import dataclass

from harness.worlds.blueprint import (
    INTERFACE,
    KEYS,
    MASKS,
    UNION,
    AbstractPlan,
    Blueprint,
    KeyPlan,
    TypePlan,
)
from harness.worlds.chooser import Chooser, chance, pick

STUB_RESOLVES = 30
"""Percentage of the references to an entity that could be looked up by as well."""


@dataclass
class Draft:
    """A blueprint in the making, and who decides."""

    blueprint: Blueprint
    draw: Chooser

    @property
    def names(self) -> list[str]:
        return self.blueprint.names

    def know(self, subgraph: str, type_name: str, yields: tuple[str, ...] = ()) -> None:
        """Let the subgraph declare the type; of an abstract one, at least the members in `yields`."""
        abstract = self.blueprint.abstract.get(type_name)
        if abstract is not None and not (subgraph == MASKS and type_name == INTERFACE):
            self._know_members(subgraph, abstract, [abstract.members[0], *yields])
        plan = self.blueprint.types.get(type_name)
        if plan is None or subgraph in plan.keys or subgraph in plan.homes:
            return
        if plan.is_entity:
            self._refer(subgraph, plan)
        else:
            plan.homes.append(subgraph)
            for field in plan.fields if plan.everywhere else ():
                field.owners.append(subgraph)
                self.know(subgraph, field.target, field.yields)

    def give(self, subgraph: str, plan: TypePlan, name: str) -> None:
        """Let the subgraph have a field of the entity's keys, if not as a key, then so."""
        if name not in plan.key_names(subgraph):
            plan.plain.setdefault(subgraph, []).append(name)
            self.know_others(plan)

    def add_key(self, subgraph: str, plan: TypePlan, fields: str, *, resolvable: bool = True) -> None:
        """Give an entity a key there, unless it has just that one. What resolves it once goes on doing so."""
        keys = plan.keys.setdefault(subgraph, [])
        for key in keys:
            if key.fields == fields:
                key.resolvable = key.resolvable or resolvable
        if all(key.fields != fields for key in keys):
            keys.append(KeyPlan(fields, resolvable))
            for name in KEYS[fields]:
                if name in plan.plain.get(subgraph, ()):
                    plan.plain[subgraph].remove(name)
            self.know_others(plan)

    def _know_members(self, subgraph: str, abstract: AbstractPlan, members: list[str]) -> None:
        abstract.add(subgraph, members)
        for name in members:
            self.know(subgraph, name)
            if abstract.name != UNION:
                plan = self.blueprint.types[name]
                self.give(subgraph, plan, "id")
                plan.implements.setdefault(subgraph, set()).add(abstract.name)

    def _refer(self, subgraph: str, plan: TypePlan) -> None:
        """By a key that some home resolves."""
        keys = [key.fields for home in plan.homes for key in plan.keys[home] if key.resolvable]
        if subgraph == MASKS:
            keys = ["id"]  # any other may lead to what implements the interface
        resolvable = chance(self.draw, STUB_RESOLVES)
        self.add_key(subgraph, plan, pick(self.draw, list(dict.fromkeys(keys))), resolvable=resolvable)

    def know_others(self, plan: TypePlan) -> None:
        """Let every subgraph know the other entity that is part of a key, once its homes are drawn."""
        other = self.blueprint.types[plan.other]
        for subgraph in list(plan.keys) if other.homes else ():
            if "o" in plan.key_names(subgraph):
                self.know(subgraph, plan.other)
                self.give(subgraph, other, "id")
