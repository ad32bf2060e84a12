"""Retries: a Subgraph that asks another one again when what went wrong may be over in a moment.

Only queries are sent again, never mutations, and only after what a second call can mend: no connection, a
connection that broke, or a status that speaks of the moment (408, 429, 502, 503, 504). What was too slow is
not asked again: the subgraph may still be at it. A budget keeps retries a small part of all calls, so that a
subgraph in trouble is not buried under them (retry storms).
"""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from gateway.execution.subgraph import (
    Handling,
    Subgraph,
    SubgraphFailure,
    SubgraphRequest,
    SubgraphResponse,
)
from gateway.transport.breaker import UNAVAILABLE_CODE
from gateway.transport.window import Clock, Window

logger = logging.getLogger(__name__)

_PASSING = frozenset({408, 429, 502, 503, 504})
_BUDGET_SECONDS = 10.0

Outcome = SubgraphResponse | SubgraphFailure


@dataclass(frozen=True, slots=True)
class RetryRules:
    """At most `attempts` calls for one request, the first included; 1 is no retries.

    The wait before the n-th retry is drawn from 0 to `base_seconds` x 2^(n-1), and no more than
    `longest_seconds`; when the subgraph says how long to wait (Retry-After), that comes on top. Within ten
    seconds no more retries are made than `share` of the requests, and `floor` besides.
    """

    attempts: int = 3
    base_seconds: float = 0.05
    longest_seconds: float = 1.0
    share: float = 0.2
    floor: int = 10


@dataclass(frozen=True, slots=True)
class Pace:
    """Time and chance: how to tell the time, wait, and draw a number between 0 and 1."""

    clock: Clock = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    draw: Callable[[], float] = random.random


class Retries:
    """A Subgraph around another; `name` is for the log. `timeout` bounds each single attempt, in seconds."""

    def __init__(
        self, name: str, inner: Subgraph, rules: RetryRules, timeout: float, pace: Pace | None = None
    ) -> None:
        self._name = name
        self._inner = inner
        self._rules = rules
        self._timeout = timeout
        self._pace = pace or Pace()
        self._window = Window(_BUDGET_SECONDS, self._pace.clock)

    async def execute(self, request: SubgraphRequest) -> SubgraphResponse:
        """See Subgraph. What comes of it is what the last attempt brought."""
        self._window.add()
        now = self._pace.clock
        deadline = now() + request.timeout
        outcome = await self._attempt(request)
        for made in range(1, self._rules.attempts):
            wait = self._wait(request, outcome, made)
            if wait is None or wait >= deadline - now() or not self._affordable():
                break
            logger.info("subgraph %s: asked again in %.3f s, as %s", self._name, wait, _reason(outcome))
            await self._pace.sleep(wait)
            left = deadline - now()
            latest = await self._attempt(replace(request, timeout=left)) if left > 0 else outcome
            if _is_left_alone(latest):
                break  # which says less than what it did before
            outcome = latest
        if isinstance(outcome, SubgraphFailure):
            raise outcome
        return outcome

    async def close(self) -> None:
        await self._inner.close()

    async def _attempt(self, request: SubgraphRequest) -> Outcome:
        try:
            return await self._inner.execute(replace(request, timeout=min(request.timeout, self._timeout)))
        except SubgraphFailure as failure:
            return failure

    def _wait(self, request: SubgraphRequest, outcome: Outcome, made: int) -> float | None:
        """Seconds until the next attempt; None when there is to be none."""
        rules = self._rules
        if request.handling is Handling.ONCE or not _may_pass(outcome):
            return None
        longest = min(rules.base_seconds * 2.0 ** (made - 1), rules.longest_seconds)
        return (outcome.retry_after or 0.0) + self._pace.draw() * longest

    def _affordable(self) -> bool:
        """Whether the budget has a retry left, which is then taken from it."""
        if self._window.marked >= self._rules.floor + self._rules.share * self._window.total:
            return False
        self._window.mark()
        return True


def _may_pass(outcome: Outcome) -> bool:
    return outcome.status in _PASSING or (
        isinstance(outcome, SubgraphFailure) and outcome.code == "SUBGRAPH_UNREACHABLE"
    )


def _is_left_alone(outcome: Outcome) -> bool:
    return isinstance(outcome, SubgraphFailure) and outcome.code == UNAVAILABLE_CODE


def _reason(outcome: Outcome) -> str:
    said = f"status {outcome.status}" if outcome.status else ""
    return f"{outcome.code} {said}".strip() if isinstance(outcome, SubgraphFailure) else said
