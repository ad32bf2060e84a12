"""Shrinking: from a case that fails to a small one that fails as well.

First the numbers it was drawn with are left out or lowered, in ever smaller pieces; then the operation loses
what it can do without.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graphql import (
    REMOVE,
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    VariableNode,
    Visitor,
    VisitorAction,
    parse,
    print_ast,
    validate,
    visit,
)
from harness.worlds.case import Case, draw_case
from harness.worlds.chooser import Replayed

Fails = Callable[[Case], bool]


def shrunk(steps: Sequence[int], fails: Fails, *, seconds: float) -> Case:
    """The smallest failing case that is found in this time. `fails` must hold for what `steps` draw."""
    deadline = time.monotonic() + seconds
    best = list(steps)
    size = len(best) // 2
    while size and time.monotonic() < deadline:
        smaller = _pass(best, size, fails, deadline)
        size = size if smaller != best and size > 1 else size // 2
        best = smaller
    return _plainer(draw_case(Replayed(best)), fails, deadline + seconds)


def _pass(steps: list[int], size: int, fails: Fails, deadline: float) -> list[int]:
    place = 0
    while place < len(steps) and time.monotonic() < deadline:
        for candidate in _candidates(steps, place, size):
            if candidate != steps and _is_failing(candidate, fails):
                steps = candidate
                break
        else:
            place += size
    return steps


def _candidates(steps: list[int], place: int, size: int) -> Iterator[list[int]]:
    before, piece, after = steps[:place], steps[place : place + size], steps[place + size :]
    yield before + after
    yield before + [0] * len(piece) + after
    if size == 1 and piece[0] > 1:
        yield [*before, piece[0] // 2, *after]


def _is_failing(steps: list[int], fails: Fails) -> bool:
    return fails(draw_case(Replayed(steps)))


def _plainer(case: Case, fails: Fails, deadline: float) -> Case:
    """The case with one operation, without the selections that do not matter."""
    one = next((one for one in case.operations if fails(replace(case, operations=[one]))), None)
    if one is None:
        return case
    best = replace(case, operations=[one])
    progress = True
    while progress and time.monotonic() < deadline:
        progress = False
        for candidate in _without_one(best):
            if fails(candidate):
                best, progress = candidate, True
                break
    return best


def _without_one(case: Case) -> Iterator[Case]:
    """The case without each one of the selections and conditions of its operation, the last one first."""
    (operation,) = case.operations
    document = parse(operation.text, no_location=True)
    counting = _Removing(-1)
    visit(document, counting)
    for number in reversed(range(counting.seen)):
        smaller = _used(visit(document, _Removing(number)))
        if smaller is not None and not validate(case.world.public, smaller):
            yield replace(case, operations=[replace(operation, text=print_ast(smaller))])


@dataclass
class _Removing(Visitor):
    """Takes out the selection, condition or argument with one number; `seen` counts them."""

    number: int
    seen: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    def _enter(self, *_: object) -> VisitorAction:
        self.seen += 1
        return REMOVE if self.seen - 1 == self.number else None

    enter_field = enter_inline_fragment = enter_fragment_spread = enter_directive = enter_argument = _enter


def _used(document: DocumentNode) -> DocumentNode | None:
    """The document without what nothing uses any more; None when a selection has become empty."""
    if "{\n" not in (text := print_ast(document)) or "{}" in text:
        return None
    while True:
        found = _Names()
        visit(document, found)
        smaller = visit(document, _Unused(found))
        if smaller == document:
            return document
        document = smaller


class _Names(Visitor):
    """The variables and fragments that are used."""

    def __init__(self) -> None:
        super().__init__()
        self.fragments: set[str] = set()
        self.variables: set[str] = set()

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
        self.fragments.add(node.name.value)

    def enter_variable(self, node: VariableNode, _key: object, parent: Any, *_: object) -> None:
        if getattr(parent, "kind", "") != "variable_definition":
            self.variables.add(node.name.value)


class _Unused(Visitor):
    """Takes out definitions that are not used."""

    def __init__(self, names: _Names) -> None:
        super().__init__()
        self._names = names

    def enter_fragment_definition(self, node: FragmentDefinitionNode, *_: object) -> VisitorAction:
        return None if node.name.value in self._names.fragments else REMOVE

    def enter_variable_definition(self, node: Any, *_: object) -> VisitorAction:
        return None if node.variable.name.value in self._names.variables else REMOVE
