"""EventBuffer: the events of one subscription that came in and were not taken yet."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from gateway.execution.event_source import OVERFLOW
from gateway.execution.subgraph import SubgraphFailure, SubgraphResponse


@dataclass(frozen=True, slots=True)
class BufferLimits:
    """How far a subscription may lag behind: in events, and in bytes as they came. One event always fits."""

    events: int = 1_000
    bytes: int = 4 * 1024 * 1024


class EventBuffer:
    """Filled by a connection that may not wait, emptied by one reader that takes its time.

    Nothing that was put in is lost: an end, of whatever kind, comes after it. When there is no room left,
    that is the end, with SUBSCRIPTION_OVERFLOW.
    """

    def __init__(self, limits: BufferLimits) -> None:
        self._limits = limits
        self._kept: deque[tuple[SubgraphResponse, int]] = deque()
        self._bytes = 0
        self._ended = False
        self._failure: SubgraphFailure | None = None
        self._changed = asyncio.Event()

    @property
    def ended(self) -> bool:
        """Whether nothing can be put in any more."""
        return self._ended

    @property
    def waiting(self) -> bool:
        """Whether there is anything to take."""
        return bool(self._kept)

    def put(self, response: SubgraphResponse, size: int) -> None:
        """Add an event that was `size` bytes long. After the end it is not for this subscription any more."""
        if self._ended:
            return
        limits = self._limits
        if self._kept and (len(self._kept) >= limits.events or self._bytes + size > limits.bytes):
            self.end(SubgraphFailure(OVERFLOW, f"{len(self._kept)} events were waiting to be taken"))
            return
        self._kept.append((response, size))
        self._bytes += size
        self._changed.set()

    def end(self, failure: SubgraphFailure | None = None) -> None:
        """There will be no more; the first end counts."""
        if not self._ended:
            self._ended = True
            self._failure = failure
            self._changed.set()

    async def events(self) -> AsyncGenerator[SubgraphResponse, None]:
        """All events in order. Raises the SubgraphFailure that was the end, when it was one."""
        while True:
            while self._kept:
                response, size = self._kept.popleft()
                self._bytes -= size
                yield response
            if self._ended:
                break
            self._changed.clear()
            await self._changed.wait()
        if self._failure is not None:
            raise self._failure
