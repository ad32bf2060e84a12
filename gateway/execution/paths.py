"""Finds the objects that a plan's path leads to in the merged data."""

from collections.abc import Iterable
from typing import Any

from gateway.planning.plan import Key, Path

Entity = dict[str, Any]
"""An object of the merged data: storage keys to values."""


def targets(root: Entity, path: Path) -> list[Entity]:
    """All objects at `path`, in the order of the data. Nulls and failures lead nowhere."""
    return onward([root], path)


def onward(entities: Iterable[Entity], path: Path) -> list[Entity]:
    """All objects where `path` leads from these."""
    found = list(entities)
    for step in path:
        if isinstance(step, Key):
            found = _below(found, step.key)
        else:
            found = [entity for entity in found if runtime_type(entity) in step.types]
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


def _flatten(values: list[Any], found: list[Entity]) -> None:
    for value in values:
        if value.__class__ is dict:
            found.append(value)
        elif value.__class__ is list:
            _flatten(value, found)
