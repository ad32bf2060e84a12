"""StagedSubgraph: a Subgraph that does as it is told, call by call; and a time that moves only when told."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import orjson

from gateway.execution.subgraph import SubgraphFailure, SubgraphRequest, SubgraphResponse
from gateway.transport.retries import Pace

GOOD = SubgraphResponse({"a": 1})
DOWN = SubgraphFailure("SUBGRAPH_UNREACHABLE", "nobody there")
SLOW = SubgraphFailure("SUBGRAPH_TIMEOUT", "no answer in time")


def status(code: int, retry_after: float | None = None) -> SubgraphFailure:
    """What a transport makes of an HTTP status without a GraphQL response."""
    return SubgraphFailure("SUBGRAPH_HTTP_ERROR", f"status {code}", status=code, retry_after=retry_after)


@dataclass
class StagedSubgraph:
    """Each call gets the next outcome, and those after the last the last. With a `gate` it waits for that."""

    outcomes: Sequence[SubgraphResponse | SubgraphFailure] = (GOOD,)
    gate: asyncio.Event | None = None
    requests: list[SubgraphRequest] = field(default_factory=list)
    cancelled: int = 0
    closed: bool = False
    _arrived: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    _awaited: int = 0

    async def execute(self, request: SubgraphRequest) -> SubgraphResponse:
        self.requests.append(request)
        self._arrived.release()
        outcome = self.outcomes[min(len(self.requests), len(self.outcomes)) - 1]
        try:
            await (self.gate.wait() if self.gate else asyncio.sleep(0))
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        if isinstance(outcome, SubgraphFailure):
            raise outcome
        data = orjson.loads(orjson.dumps(outcome.data))  # each answer is a new one, as from the wire
        return SubgraphResponse(data, outcome.errors, outcome.status, outcome.retry_after)

    async def close(self) -> None:
        self.closed = True

    async def asked(self, times: int) -> None:
        """Returns once it has been asked so many times."""
        async with asyncio.timeout(5):
            while self._awaited < times:
                await self._arrived.acquire()
                self._awaited += 1


@dataclass
class StillTime:
    """Moves by sleeping, and by hand. What is drawn by lot is always `drawn`."""

    now: float = 1000.0
    drawn: float = 1.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    @property
    def pace(self) -> Pace:
        return Pace(self, self.sleep, lambda: self.drawn)
