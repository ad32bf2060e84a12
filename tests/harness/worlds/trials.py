"""Trials: cases from seeds, run one after the other until one fails, which is then made small."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from harness.worlds.case import Case, draw_case
from harness.worlds.chooser import Seeded
from harness.worlds.shrinking import shrunk

SHRINKING = 120
"""Seconds for making a failed case small."""


@dataclass(frozen=True)
class Trial:
    """One case: number `number` of those that `seed` gives."""

    seed: str
    number: int

    @property
    def command(self) -> str:
        """How to run it again."""
        return f"PYTHONPATH=tests python -m harness.worlds --seed {self.seed} --first {self.number} --cases 1"

    def run(self) -> Outcome:
        """Raises nothing: what the gateway or a subgraph raises is a difference."""
        case = draw_case(self._drawn())
        return Outcome(self, len(case.operations), tuple(differences(case)))

    def shrunk(self, seconds: float = SHRINKING) -> Case:
        """A small case that differs in the same way. The trial must have failed."""
        drawn = self._drawn()
        kind = _kind(draw_case(drawn))
        return shrunk(drawn.steps, lambda case: _kind(case) == kind, seconds=seconds)

    def _drawn(self) -> Seeded:
        return Seeded(f"{self.seed}/{self.number}")


@dataclass(frozen=True)
class Outcome:
    """How a trial went: how many operations there were, and what was different."""

    trial: Trial
    operations: int
    differences: tuple[str, ...]

    def report(self, seconds: float = SHRINKING) -> str:
        """For a person: the differences of the smallest case that was found, and that case."""
        small = self.trial.shrunk(seconds)
        return "\n\n".join([self.trial.command, *differences(small), str(small)])


def trials(seed: str, first: int, count: int) -> Iterator[Trial]:
    return (Trial(seed, number) for number in range(first, first + count))


def differences(case: Case) -> Iterator[str]:
    """Those of the case; last of all the exception that ended it, if one did."""
    try:
        yield from case.differences()
    except Exception as problem:
        yield _told(problem)


def _told(problem: BaseException) -> str:
    """The exception, or what a group of them is about."""
    while isinstance(problem, BaseExceptionGroup):
        problem = problem.exceptions[0]
    return f"raised {type(problem).__name__}: {problem}"


def _kind(case: Case) -> str:
    """What sort of difference comes first, whatever it is about."""
    first = next(differences(case), "")
    return " ".join(first.split()[:2]) if first.startswith(("raised", "plan")) else first[:8]
