"""The assignment: through which doors to go, and what to take behind each.

A facility location problem: going through a door costs its call once, whatever is taken behind it. A
field's options are the place at hand and the doors behind which it is. Up to `EXACT` doors that are not
forced, every set of doors is tried; beyond that each field takes its own cheapest door, so the time is
bounded whatever the graph.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, combinations
from operator import itemgetter

from gateway.operation.selection import Field, SelectionSet
from gateway.planning.walk import Below, Choice, Cost, Door, Solution, Visit

EXACT = 6
"""64 sets of doors are evaluated in well under a millisecond; no measured schema comes near this many
optional doors.
"""


_LEAF = Cost(size=1)


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """One way to take a field: at hand (`door` is None) or behind a door.

    `cost`: what taking the field adds once the door is passed; `depth`: the round trips with the door's.
    """

    door: Door | None
    below: Below | None
    cost: Cost = field(init=False)
    depth: int = field(init=False)

    def __post_init__(self) -> None:
        cost = Cost(size=1).beside(self.below.cost) if self.below else _LEAF
        object.__setattr__(self, "cost", cost)
        object.__setattr__(self, "depth", cost.depth + (self.door.cost.depth if self.door else 0))

    @property
    def is_complete(self) -> bool:
        return self.below is None or self.below.missing is None

    @property
    def is_free(self) -> bool:
        """At hand, whole, and without any further call."""
        return self.door is None and self.is_complete and (self.below is None or self.below.cost.calls == 0)


Options = Callable[[Field], Iterator[Option]]
Taken = list[tuple[Field, Option]]


def assign(fields: Sequence[Field], options: Options) -> Solution:
    """The cheapest choice of doors for all fields; the others are split."""
    taken: Taken = []
    contested: list[tuple[Field, list[Option]]] = []
    broken: list[tuple[Field, list[Option]]] = []
    pending = deque(fields)
    while pending:
        one = pending.popleft()
        found = list(options(one))
        complete = [option for option in found if option.is_complete]
        free = next((option for option in complete if option.is_free), None)
        if free is not None:
            taken.append((one, free))
        elif complete:
            contested.append((one, complete))
        elif len(pieces := _by_branch(one)) > 1:
            pending.extend(pieces)
        else:
            broken.append((one, found))
    taken += _cheapest(contested)
    missing: list[Field] = []
    for one, found in broken:
        parts, left = _split(one, found, options)
        taken += parts
        if left is not None:
            missing.append(left)
    return _solution(taken, tuple(missing))


def _by_branch(field: Field) -> list[Field]:
    """The field once for each branch below it: what one branch selects must come from one place, as two
    subgraphs need not agree on which runtime types an abstract list holds.
    """
    if field.selection is None:
        return []
    parts = (SelectionSet(field.selection.type, (branch,)) for branch in field.selection.branches)
    return [replace(field, selection=part) for part in parts]


@dataclass(frozen=True, slots=True)
class _Group:
    """Fields that have the same options, the nearest and then the cheapest first."""

    fields: list[Field]
    options: list[Option]


def _cheapest(contested: Sequence[tuple[Field, list[Option]]]) -> Taken:
    groups = _grouped(contested)
    forced = {group.options[0].door for group in groups if len(group.options) == 1}
    doors = list(dict.fromkeys(o.door for _, found in contested for o in found if o.door is not None))
    optional = [door for door in doors if door not in forced]
    if len(optional) > EXACT:
        return [(one, min(found, key=_alone)) for one, found in contested]
    subsets = chain.from_iterable(combinations(optional, size) for size in range(len(optional) + 1))
    evaluated = (_evaluate(groups, {None, *forced, *subset}) for subset in subsets)
    _, chosen = min((e for e in evaluated if e is not None), key=itemgetter(0))
    return [(one, option) for group, option in zip(groups, chosen, strict=True) for one in group.fields]


def _grouped(contested: Sequence[tuple[Field, list[Option]]]) -> list[_Group]:
    groups: dict[object, _Group] = {}
    for one, found in contested:
        # leaves are alike when they are behind the same doors
        key = tuple(option.door for option in found) if one.selection is None else one
        if key not in groups:
            groups[key] = _Group([], sorted(found, key=_behind))
        groups[key].fields.append(one)
    return list(groups.values())


def _evaluate(groups: Sequence[_Group], doors: set[Door | None]) -> tuple[Cost, list[Option]] | None:
    """What it costs to take all by these doors; None if they do not lead to all. Runs very often."""
    depth = calls = size = 0
    chosen: list[Option] = []
    passed: set[Door] = set()
    for group in groups:
        for option in group.options:
            if (door := option.door) in doors:
                break
        else:
            return None
        chosen.append(option)
        if door is not None and door not in passed:
            passed.add(door)
            calls += door.cost.calls
            size += door.cost.size
        depth = max(depth, option.depth)
        calls += option.cost.calls * len(group.fields)
        size += option.cost.size * len(group.fields)
    return Cost(depth, calls, size), chosen


def _behind(option: Option) -> tuple[int, Cost]:
    return option.depth, option.cost


def _alone(option: Option) -> Cost:
    return option.cost.after(option.door.cost) if option.door else option.cost


def _split(field: Field, found: Sequence[Option], options: Options) -> tuple[Taken, Field | None]:
    """Take the same field several ways, each giving a part of what is below it.

    Only where one type is selected: of several, one place must give all that they select alike (see
    `_by_branch`).
    """
    parts: Taken = []
    left: Field | None = field
    while left is not None and left.selection is not None and found:
        whole = _leaves(left.selection)
        best = min(found, key=lambda option: (_missing(option), _alone(option)))
        gained = whole - _missing(best)
        if gained <= 0 or (_missing(best) and not _is_of_one_type(left)):
            break
        parts.append((left, best))
        residue = best.below.missing if best.below else None
        left = replace(left, selection=residue) if residue is not None else None
        found = list(options(left)) if left is not None else []
    return parts, left


def _is_of_one_type(field: Field) -> bool:
    assert field.selection is not None
    return len({name for branch in field.selection.branches for name in branch.types}) == 1


def _missing(option: Option) -> int:
    return _leaves(option.below.missing) if option.below else 0


def _leaves(selection: SelectionSet | None) -> int:
    if selection is None:
        return 0
    fields = [field for branch in selection.branches for field in branch.all_fields]
    return sum(_leaves(field.selection) if field.selection else 1 for field in fields)


def _cost(taken: Taken) -> Cost:
    total = Cost()
    for door in dict.fromkeys(option.door for _, option in taken):
        if door is not None:
            total = total.beside(door.cost)
    for _, option in taken:
        after = Cost(option.door.cost.depth) if option.door else Cost()
        total = total.beside(option.cost.after(after))
    return total


def _solution(taken: Taken, missing: tuple[Field, ...]) -> Solution:
    behind: dict[Door, list[Choice]] = {}
    local: list[Choice] = []
    for one, option in taken:
        choice = Choice(one, option.below)
        if option.door is None:
            local.append(choice)
        else:
            behind.setdefault(option.door, []).append(choice)
    visits = tuple(Visit(door, tuple(choices)) for door, choices in behind.items())
    return Solution(_cost(taken), tuple(local), visits, missing)
