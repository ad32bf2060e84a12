"""Reads a subgraph's answer: each of its errors becomes a FieldFailure at the null that it explains.

An error's path leads to the deepest null on its way; what is left of the path is the failure's suffix. An
error without a usable path explains every null it can be about. One that explains nothing, as everything is
there, is `unplaced`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import NoneType
from typing import Any

from gateway.errors import FieldFailure
from gateway.execution.failures import MALFORMED_CODE
from gateway.execution.merge import mark
from gateway.execution.paths import Entity
from gateway.execution.subgraph import SubgraphFailure, SubgraphResponse
from gateway.planning.plan import Fills

Report = Callable[[Mapping[str, Any]], FieldFailure]
"""What an entry of `errors` becomes (the error policy for one subgraph)."""

EntityAnswer = Entity | FieldFailure | None


@dataclass(frozen=True, slots=True)
class RootAnswer:
    data: Entity
    unplaced: Sequence[FieldFailure] = ()


@dataclass(frozen=True, slots=True)
class EntitiesAnswer:
    """One answer for each representation, in the order in which they were sent."""

    entities: Sequence[EntityAnswer]
    unplaced: Sequence[FieldFailure] = ()


def read_root(response: SubgraphResponse, fills: Fills, report: Report) -> RootAnswer:
    """The answer to a fetch of root fields."""
    data = {} if response.data is None else response.data
    if not response.errors:
        return RootAnswer(data)
    failures = [report(error) for error in response.errors]
    unplaced = [
        failure
        for failure, error in zip(failures, response.errors, strict=True)
        if not _place(data, fills, _path(error), failure)
    ]
    unplaced = [failure for failure in unplaced if not mark(data, fills, failure)]
    if response.data is None:
        mark(data, fills, failures[0])
    return RootAnswer(data, unplaced)


def read_entities(response: SubgraphResponse, fills: Sequence[Fills], report: Report) -> EntitiesAnswer:
    """The answer to a fetch of entities; `fills` has one entry for each representation sent.

    Raises SubgraphFailure when there are not exactly that many, or other things than objects and nulls: no
    answer may shift to another entity.
    """
    entities = _entities(response, len(fills))
    if not response.errors:
        return EntitiesAnswer(entities)
    failures = [report(error) for error in response.errors]
    loose = [
        (failure, index)
        for failure, error in zip(failures, response.errors, strict=True)
        for index, placed in [_place_in_entities(entities, fills, _path(error), failure)]
        if not placed
    ]
    unplaced = [failure for failure, index in loose if not _mark_entities(entities, fills, failure, index)]
    if response.data is None:
        _mark_entities(entities, fills, failures[0], None)
    return EntitiesAnswer(entities, unplaced)


def _entities(response: SubgraphResponse, count: int) -> list[Any]:
    entities = None if response.data is None else response.data.get("_entities")
    if entities is None and response.errors:
        return [None] * count
    if not isinstance(entities, list) or len(entities) != count:
        found = len(entities) if isinstance(entities, list) else type(entities).__name__
        raise SubgraphFailure(MALFORMED_CODE, f"{count} representations were answered by {found} entities")
    if not set(map(type, entities)) <= {dict, NoneType}:
        raise SubgraphFailure(MALFORMED_CODE, "entities that are neither objects nor null")
    return entities


def _place_in_entities(
    entities: list[Any], fills: Sequence[Fills], path: Sequence[str | int], failure: FieldFailure
) -> tuple[int | None, bool]:
    """Which entity the error is about, if its path says so, and whether it found its place there."""
    if len(path) < 2 or path[0] != "_entities":
        return None, False
    index, rest = path[1], path[2:]
    if not isinstance(index, int) or not 0 <= index < len(entities):
        return None, False
    entity = entities[index]
    if entity is None:
        entities[index] = replace(failure, suffix=tuple(rest))
        return index, True
    return index, isinstance(entity, FieldFailure) or _place(entity, fills[index], rest, failure)


def _mark_entities(
    entities: list[Any], fills: Sequence[Fills], failure: FieldFailure, only: int | None
) -> bool:
    marked = False
    for index in range(len(entities)) if only is None else (only,):
        entity = entities[index]
        if entity is None:
            entities[index] = failure
            marked = True
        elif isinstance(entity, dict):
            marked |= mark(entity, fills[index], failure)
    return marked


def _place(tree: Entity, fills: Fills, path: Sequence[str | int], failure: FieldFailure) -> bool:
    """Replace the null on the path by the failure; false when the path leads to no null."""
    container: Any = tree
    below: Fills | None = fills
    for depth, step in enumerate(path):
        if isinstance(step, str):
            if container.__class__ is not dict or below is None or step not in below:
                return False
            below, value = below[step], container.get(step)
        else:
            if container.__class__ is not list or not 0 <= step < len(container):
                return False
            value = container[step]
        if value is None:
            container[step] = replace(failure, suffix=tuple(path[depth + 1 :]))
            return True
        if isinstance(value, FieldFailure):
            return True
        container = value
    return False


def _path(error: Mapping[str, Any]) -> Sequence[str | int]:
    """The error's path when it is one, else the empty path, which leads nowhere."""
    path = error.get("path")
    if isinstance(path, list) and all(step.__class__ in (str, int) for step in path):
        return path
    return ()
