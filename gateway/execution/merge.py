"""Merges the answers of subgraphs into one tree, by storage key and by position in lists.

Whatever the order in which answers come in, the outcome is the same: at each position a value stands above a
failure, and a failure above a null. So one subgraph's null never erases what another one gave.
"""

from dataclasses import replace
from typing import Any

from gateway.errors import FieldFailure
from gateway.execution.failures import MALFORMED_CODE, UNAVAILABLE
from gateway.execution.paths import Entity
from gateway.planning.plan import Fills

Mark = tuple[Entity, Fills, FieldFailure]
"""What could not be filled, where, and why."""


def mark(target: Entity, fills: Fills, failure: FieldFailure) -> bool:
    """Put the failure at every position of `fills` that is null or missing; say whether there was any.

    Where an object or list is there already, only what is missing inside it is marked. The failure's suffix
    is relative to `target`: it goes on at the one position that it leads through.
    """
    marked = False
    for key, below in fills.items():
        value = target.get(key)
        if value is None:
            target[key] = _at(key, failure)
            marked = True
        elif below is not None:
            marked |= _mark_below(value, below, _without_suffix(failure))
    return marked


def merge(target: Entity, source: Entity, fills: Fills, service: str) -> list[Mark]:
    """Merge what `fills` names of `source` into `target`, which other fetches write to as well.

    Returns what failed, so that it can be marked again when a later answer puts an object where a failure
    stands.
    """
    marks: list[Mark] = []
    if "__typename" in source:
        target["__typename"] = source["__typename"]
    for key, below in fills.items():
        if key not in source:
            continue
        value, existing = source[key], target.get(key)
        if value is None:
            target.setdefault(key, None)
        elif isinstance(value, FieldFailure):
            marks.append((target, {key: below}, replace(value, suffix=(key, *value.suffix))))
            mark(*marks[-1])
        elif below is None or existing is None or isinstance(existing, FieldFailure):
            target[key] = value
        else:
            _merge_composite(existing, value, below, service, marks)
    return marks


def clone(value: Any) -> Any:
    """A copy of merged data that shares nothing that can change with the original."""
    if value.__class__ is dict:
        return {key: clone(item) for key, item in value.items()}
    if value.__class__ is list:
        return [clone(item) for item in value]
    return value


def _merge_composite(existing: Any, value: Any, fills: Fills, service: str, marks: list[Mark]) -> None:
    if existing.__class__ is dict and value.__class__ is dict:
        marks.extend(merge(existing, value, fills, service))
    elif existing.__class__ is list and value.__class__ is list and len(existing) == len(value):
        for index, item in enumerate(value):
            present = existing[index]
            if item is None or (isinstance(item, FieldFailure) and present is None):
                existing[index] = present if item is None else item
            elif present is None or isinstance(present, FieldFailure):
                existing[index] = item
            elif isinstance(item, FieldFailure):
                _mark_below(present, fills, _without_suffix(item))
            else:
                _merge_composite(present, item, fills, service, marks)
    else:
        _mark_below(existing, fills, FieldFailure(UNAVAILABLE, MALFORMED_CODE, {"service": service}))


def _mark_below(value: Any, fills: Fills, failure: FieldFailure) -> bool:
    if value.__class__ is dict:
        return mark(value, fills, failure)
    marked = False
    if value.__class__ is list:
        for index, item in enumerate(value):
            if item is None:
                value[index] = failure
                marked = True
            else:
                marked |= _mark_below(item, fills, failure)
    return marked


def _at(key: str, failure: FieldFailure) -> FieldFailure:
    if not failure.suffix:
        return failure
    return replace(failure, suffix=failure.suffix[1:] if failure.suffix[0] == key else ())


def _without_suffix(failure: FieldFailure) -> FieldFailure:
    return replace(failure, suffix=()) if failure.suffix else failure
