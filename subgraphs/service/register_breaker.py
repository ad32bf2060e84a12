"""RegisterBreaker: a register that is down is left alone for a while, so that nobody waits for it.

closed      calls go through
open        after `failures` in a row that say it is down: each call fails at once
half open   after `open_seconds` one call goes through; its outcome closes or opens the breaker again
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from subgraphs.service.register_errors import Reason, RegisterRefused, RegisterUnavailable

logger = logging.getLogger(__name__)

Clock = Callable[[], float]
"""Seconds that only go up, as time.monotonic."""


@dataclass(frozen=True, slots=True)
class BreakerRules:
    """When a register is left alone, and for how long.

    A call that got less than `patience` seconds says nothing when it is not answered in time.
    """

    failures: int = 5
    open_seconds: float = 10.0
    patience: float = 0.5


class RegisterBreaker:
    """The breaker of one register; `name` is for the log and the errors."""

    def __init__(self, name: str, rules: BreakerRules, clock: Clock) -> None:
        self._name = name
        self._rules = rules
        self._clock = clock
        self._failures = 0
        self._open_until: float | None = None
        self._probing = False

    @contextmanager
    def call(self, seconds: float) -> Iterator[None]:
        """Around one call that may take `seconds`. Raises RegisterUnavailable (left alone) while open."""
        probe = self._enter()
        try:
            yield
        except RegisterUnavailable as exc:
            self._failed(exc, seconds)
            raise
        except RegisterRefused:
            self._answered()
            raise
        else:
            self._answered()
        finally:
            if probe:
                self._probing = False

    def _enter(self) -> bool:
        if self._open_until is None:
            return False
        if self._probing or self._clock() < self._open_until:
            raise RegisterUnavailable(self._name, Reason.LEFT_ALONE)
        self._probing = True
        return True

    def _failed(self, failure: RegisterUnavailable, seconds: float) -> None:
        if not failure.is_down:
            self._answered()
        elif failure.reason is not Reason.TIMEOUT or seconds >= self._rules.patience:
            self._failures += 1
            if self._failures >= self._rules.failures:
                self._open()

    def _open(self) -> None:
        if self._open_until is None:
            logger.warning("register %s: left alone, it failed %d times", self._name, self._failures)
        self._open_until = self._clock() + self._rules.open_seconds

    def _answered(self) -> None:
        if self._open_until is not None:
            logger.warning("register %s: answers again", self._name)
        self._failures = 0
        self._open_until = None
