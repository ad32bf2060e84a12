"""Diagram: where the fetches of a plan are drawn, a column for each round trip, and the lines between them.

A line that passes a column by gets a lane of its own in it, so that it crosses no box. Within its column each
box goes where the average of what it is joined to lies, back and forth a few times (Sugiyama's method).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from gateway.planning.plan import Fetch
from gateway.planning.schedule import Schedule

BOX_WIDTH, BOX_HEIGHT = 216, 64
COLUMN_GAP, ROW_GAP = 76, 22
LANE_HEIGHT = 12
HEADER, MARGIN = 36, 16
SWEEPS = 6


@dataclass(frozen=True, slots=True)
class Box:
    """A fetch, and where its upper left corner is, in pixels."""

    fetch: Fetch
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Line:
    """From the right side of one box to the left side of another, through `points` (x, y)."""

    source: int
    target: int
    points: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Diagram:
    """Boxes and lines on a surface of `width` by `height` pixels; `columns` are the x of the round trips."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    columns: tuple[int, ...]
    width: int
    height: int

    @classmethod
    def of(cls, schedule: Schedule) -> Diagram:
        spots = {one.id: _Spot(schedule.depths[one.id] - 1, one) for one in schedule.plan.fetches}
        chains = list(_chains(spots))
        columns = _ordered(_columns(schedule, [spots.values(), *chains]))
        height = HEADER + max(map(_height, columns), default=0) + MARGIN
        for number, column in enumerate(columns):
            _place(column, number, height)
        return cls(
            boxes=tuple(Box(one.fetch, one.x, one.y) for one in spots.values() if one.fetch),
            lines=tuple(map(_line, chains)),
            columns=tuple(map(_x, range(len(columns)))),
            width=_x(len(columns)) - COLUMN_GAP + MARGIN if columns else 2 * MARGIN,
            height=height,
        )


@dataclass(slots=True, eq=False)
class _Spot:
    """A place in a column: for a fetch or, without one, for a line that passes by."""

    column: int
    fetch: Fetch | None = None
    before: list[_Spot] = field(default_factory=list)
    after: list[_Spot] = field(default_factory=list)
    x: int = 0
    y: int = 0

    @property
    def height(self) -> int:
        return BOX_HEIGHT if self.fetch else LANE_HEIGHT

    @property
    def middle(self) -> int:
        return self.y + self.height // 2


def _chains(spots: Mapping[int, _Spot]) -> Iterator[list[_Spot]]:
    """For each line the spots that it joins, and between them those where it passes by."""
    for target in spots.values():
        for earlier in target.fetch.after if target.fetch else ():
            source = spots[earlier]
            chain = [source, *map(_Spot, range(source.column + 1, target.column)), target]
            for one, other in pairwise(chain):
                one.after.append(other)
                other.before.append(one)
            yield chain


def _columns(schedule: Schedule, groups: Iterable[Iterable[_Spot]]) -> list[list[_Spot]]:
    columns: list[list[_Spot]] = [[] for _ in schedule.waves]
    for spot in dict.fromkeys(spot for group in groups for spot in group):
        columns[spot.column].append(spot)
    return columns


def _ordered(columns: list[list[_Spot]]) -> list[list[_Spot]]:
    for sweep in range(SWEEPS):
        forward = sweep % 2 == 0
        places = {spot: float(row) for column in columns for row, spot in enumerate(column)}
        for column in columns if forward else reversed(columns):
            wanted = {spot: _average(spot, places, forward=forward) for spot in column}
            column.sort(key=wanted.__getitem__)
            places |= {spot: float(row) for row, spot in enumerate(column)}
    return columns


def _average(spot: _Spot, places: dict[_Spot, float], *, forward: bool) -> float:
    neighbours = spot.before if forward else spot.after
    if not neighbours:
        return places[spot]
    return sum(places[one] for one in neighbours) / len(neighbours)


def _height(column: Sequence[_Spot]) -> int:
    return sum(spot.height for spot in column) + ROW_GAP * (len(column) - 1)


def _place(column: Sequence[_Spot], number: int, height: int) -> None:
    """The spots of a column below each other, in the middle of the height."""
    y = HEADER + (height - HEADER - MARGIN - _height(column)) // 2
    for spot in column:
        spot.x, spot.y = _x(number), y
        y += spot.height + ROW_GAP


def _x(column: int) -> int:
    return MARGIN + column * (BOX_WIDTH + COLUMN_GAP)


def _line(chain: Sequence[_Spot]) -> Line:
    source, *passed, target = chain
    assert source.fetch is not None
    assert target.fetch is not None
    lanes = (end for one in passed for end in ((one.x, one.middle), (one.x + BOX_WIDTH, one.middle)))
    points = ((source.x + BOX_WIDTH, source.middle), *lanes, (target.x, target.middle))
    return Line(source.fetch.id, target.fetch.id, points)
