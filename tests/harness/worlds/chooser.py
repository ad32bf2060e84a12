"""Choosers: what random worlds are drawn with. All that is drawn follows from the numbers of one chooser.

The least number always stands for the plainest choice, so that a case shrinks by making numbers smaller.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

T = TypeVar("T")


class Chooser(Protocol):
    """Draws numbers, both bounds inclusive."""

    def integer(self, low: int, high: int) -> int: ...


def pick(chooser: Chooser, options: Sequence[T]) -> T:
    """One of the options; the first is the plainest."""
    return options[chooser.integer(0, len(options) - 1)]


def chance(chooser: Chooser, percent: int) -> bool:
    """Whether something with these odds happens; the plain case is that it does not."""
    return chooser.integer(0, 99) >= 100 - percent


def some(chooser: Chooser, options: Sequence[T], percent: int) -> list[T]:
    """Each of the options with these odds, in order."""
    return [option for option in options if chance(chooser, percent)]


class Seeded:
    """Draws from a seed, and remembers the numbers as steps above their lower bounds."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)
        self.steps: list[int] = []

    def integer(self, low: int, high: int) -> int:
        number = self._random.randint(low, high)
        self.steps.append(number - low)
        return number


@dataclass
class Replayed:
    """Plays remembered steps again, cut off at the upper bound; after the last one all is plain."""

    given: Sequence[int]
    steps: list[int] = field(default_factory=list)

    def integer(self, low: int, high: int) -> int:
        place = len(self.steps)
        step = min(self.given[place], high - low) if place < len(self.given) else 0
        self.steps.append(step)
        return low + step
