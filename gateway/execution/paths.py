"""Finds the objects that a plan's path leads to in the merged data."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from gateway.planning.plan import Key, TypeIs

Entity = dict[str, Any]
"""An object of the merged data: storage keys to values."""


@dataclass(frozen=True, slots=True)
class Items:
    """A step into some items of the list under this storage key: from `start` up to but not with `stop`."""

    key: str
    start: int
    stop: int | None


Way: TypeAlias = tuple[Key | TypeIs | Items, ...]
"""A plan's path as one execution goes it."""


def targets(root: Entity, way: Way) -> list[Entity]:
    """All objects that `way` leads to, in the order of the data. Nulls and failures lead nowhere."""
    return onward([root], way)


def onward(entities: Iterable[Entity], way: Way) -> list[Entity]:
    """All objects where `way` leads from these."""
    found = list(entities)
    for step in way:
        if isinstance(step, Key):
            found = _below(found, step.key)
        elif isinstance(step, TypeIs):
            found = [entity for entity in found if runtime_type(entity) in step.types]
        else:
            found = _items(found, step)
    return found


def runtime_type(entity: Entity) -> str | None:
    """The stored `__typename`; None when it is missing or, from a confused subgraph, no string."""
    typename = entity.get("__typename")
    return typename if typename.__class__ is str else None


def _below(entities: Iterable[Entity], key: str) -> list[Entity]:
    found: list[Entity] = []
    for entity in entities:
        value: Any = entity.get(key)
        if value.__class__ is dict:
            found.append(value)
        elif value.__class__ is list:
            _flatten(value, found)
    return found


def _items(entities: Iterable[Entity], step: Items) -> list[Entity]:
    found: list[Entity] = []
    for entity in entities:
        value: Any = entity.get(step.key)
        if value.__class__ is list:
            _flatten(value[step.start : step.stop], found)
    return found


def _flatten(values: list[Any], found: list[Entity]) -> None:
    for value in values:
        if value.__class__ is dict:
            found.append(value)
        elif value.__class__ is list:
            _flatten(value, found)
