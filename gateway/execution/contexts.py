"""Contexts: the objects of a fetch, apart by what those above them give its variables (@fromContext)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import orjson

from gateway.errors import FieldFailure
from gateway.execution.paths import Entity, Way, onward, runtime_type
from gateway.planning.plan import ContextValue, RepresentationField


@dataclass(frozen=True, slots=True)
class ContextGroup:
    """Objects below which the same values apply. With a `failure`, one of the values could not be had."""

    targets: list[Entity] = field(repr=False)
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)
    failure: FieldFailure | None = None


def grouped(root: Entity, way: Way, contexts: Sequence[ContextValue]) -> list[ContextGroup]:
    """The objects that `way` leads to, in groups."""
    groups = [ContextGroup([root])]
    walked = 0
    for context in sorted(contexts, key=lambda one: one.depth):
        here = [_onward(group, way[walked : context.depth]) for group in groups]
        groups = [apart for group in here for apart in _apart(group, context)]
        walked = context.depth
    return [_onward(group, way[walked:]) for group in groups]


def _onward(group: ContextGroup, way: Way) -> ContextGroup:
    return replace(group, targets=onward(group.targets, way))


def _apart(group: ContextGroup, context: ContextValue) -> list[ContextGroup]:
    """The group by the value that each object gives; those whose value failed stand alone."""
    apart: dict[bytes, ContextGroup] = {}
    failed: list[ContextGroup] = []
    for target in group.targets:
        value = _value(target, context.field) if context.field else context.constant
        if isinstance(value, FieldFailure):
            failed.append(ContextGroup([target], group.values, group.failure or value))
            continue
        values = {**group.values, context.variable: value}
        apart.setdefault(orjson.dumps(value), ContextGroup([], values, group.failure)).targets.append(target)
    return [*apart.values(), *failed]


def _value(entity: Entity, wanted: RepresentationField) -> Any:
    return _within(entity.get(wanted.storage_key), wanted)


def _within(value: Any, wanted: RepresentationField) -> Any:
    """What is meant of a stored value: itself for leaves, else the one field of each object in it."""
    if value is None or isinstance(value, FieldFailure):
        return value and replace(value, suffix=())
    if isinstance(value, list):
        items = [_within(item, wanted) for item in value]
        return next((item for item in items if isinstance(item, FieldFailure)), items)
    if wanted.selection is None or not isinstance(value, dict):
        return value if wanted.selection is None else None
    by_type = wanted.selection.by_type.get(runtime_type(value) or "", ())
    inner = next(iter((*wanted.selection.fields, *by_type)), None)
    return _value(value, inner) if inner else None
