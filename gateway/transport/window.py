"""Window: how many things happened in the last seconds, and how many of them were of one kind."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

Clock = Callable[[], float]
"""Seconds that only go up, as time.monotonic."""

_SLICES = 10


@dataclass(slots=True)
class _Slice:
    number: int
    total: int = 0
    marked: int = 0


class Window:
    """Counts over the last `seconds`, to a tenth of that time. Its size does not grow with the counts."""

    def __init__(self, seconds: float, clock: Clock) -> None:
        self._length = seconds / _SLICES
        self._clock = clock
        self._slices: deque[_Slice] = deque()
        self._total = 0
        self._marked = 0

    @property
    def total(self) -> int:
        self._forget()
        return self._total

    @property
    def marked(self) -> int:
        self._forget()
        return self._marked

    def add(self) -> None:
        """One more."""
        self._now().total += 1
        self._total += 1

    def mark(self) -> None:
        """One more of the kind that is counted apart."""
        self._now().marked += 1
        self._marked += 1

    def clear(self) -> None:
        self._slices.clear()
        self._total = self._marked = 0

    def _now(self) -> _Slice:
        number = self._forget()
        if not self._slices or self._slices[-1].number != number:
            self._slices.append(_Slice(number))
        return self._slices[-1]

    def _forget(self) -> int:
        """Drops what is too old. Returns the number of the present slice."""
        number = int(self._clock() / self._length)
        while self._slices and self._slices[0].number <= number - _SLICES:
            gone = self._slices.popleft()
            self._total -= gone.total
            self._marked -= gone.marked
        return number
