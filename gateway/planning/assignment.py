"""The assignment: through which doors to go, and what to take behind each.

A facility location problem: going through a door costs its call once, whatever is taken behind it. A
field's options are the place at hand and the doors behind which it is. Up to `EXACT` doors that are not
forced, every set of doors is tried; beyond that each field takes its own cheapest door, so the time is
bounded whatever the graph.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations

from gateway.operation.selection import Field, SelectionSet
from gateway.planning.walk import Below, Choice, Cost, Door, Solution, Visit

EXACT = 6
"""64 sets of doors are evaluated in well under a millisecond; no measured schema comes near this many
optional doors.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """One way to take a field: at hand (`door` is None) or behind a door."""

    door: Door | None
    below: Below | None

    @property
    def is_complete(self) -> bool:
        return self.below is None or self.below.missing is None

    @property
    def is_free(self) -> bool:
        """At hand, whole, and without any further call."""
        return self.door is None and self.is_complete and (self.below is None or self.below.cost.calls == 0)

    @property
    def cost(self) -> Cost:
        """What taking the field adds once the door is passed."""
        return Cost(size=1).beside(self.below.cost) if self.below else Cost(size=1)

    @property
    def depth(self) -> int:
        return self.cost.depth + (self.door.cost.depth if self.door else 0)


Options = Callable[[Field], Iterator[Option]]
Taken = list[tuple[Field, Option]]


def assign(fields: Sequence[Field], options: Options) -> Solution:
    """The cheapest choice of doors for all fields; the others are split."""
    taken: Taken = []
    contested: list[tuple[Field, list[Option]]] = []
    broken: list[tuple[Field, list[Option]]] = []
    pending = deque(fields)
    while pending:
        field = pending.popleft()
        found = list(options(field))
        complete = [option for option in found if option.is_complete]
        free = next((option for option in complete if option.is_free), None)
        if free is not None:
            taken.append((field, free))
        elif complete:
            contested.append((field, complete))
        elif len(pieces := _by_branch(field)) > 1:
            pending.extend(pieces)
        else:
            broken.append((field, found))
    taken += _cheapest(contested)
    missing: list[Field] = []
    for field, found in broken:
        parts, left = _split(field, found, options)
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


def _cheapest(contested: Sequence[tuple[Field, list[Option]]]) -> Taken:
    forced = {found[0].door for _, found in contested if len(found) == 1}
    doors = list(dict.fromkeys(o.door for _, found in contested for o in found if o.door is not None))
    optional = [door for door in doors if door not in forced]
    if len(optional) > EXACT:
        return [(field, min(found, key=_alone)) for field, found in contested]
    subsets = chain.from_iterable(combinations(optional, size) for size in range(len(optional) + 1))
    evaluated = (_evaluate(contested, {None, *forced, *subset}) for subset in subsets)
    best = min((e for e in evaluated if e is not None), key=lambda e: e[0])
    return best[1]


def _evaluate(
    contested: Sequence[tuple[Field, list[Option]]], doors: set[Door | None]
) -> tuple[Cost, Taken] | None:
    taken: Taken = []
    for field, found in contested:
        usable = [option for option in found if option.door in doors]
        if not usable:
            return None
        taken.append((field, min(usable, key=_behind)))
    return _cost(taken), taken


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
    fields = [field for branch in selection.branches for field in branch.fields]
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
    for field, option in taken:
        choice = Choice(field, option.below)
        if option.door is None:
            local.append(choice)
        else:
            behind.setdefault(option.door, []).append(choice)
    visits = tuple(Visit(door, tuple(choices)) for door, choices in behind.items())
    return Solution(_cost(taken), tuple(local), visits, missing)
