"""MemoryEventSource: an EventSource whose events a test makes up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import orjson

from gateway.execution.subgraph import SubgraphFailure, SubgraphRequest, SubgraphResponse

Happening = SubgraphResponse | SubgraphFailure | None


class MemoryEventSource:
    """Says everything to everyone; None is the end. It keeps what it was asked, and who is listening."""

    def __init__(self, *happenings: Happening) -> None:
        """`happenings` are what every subscription begins with."""
        self.requests: list[SubgraphRequest] = []
        self.taken = 0
        self.closed = False
        self._beginning = happenings
        self._queues: list[asyncio.Queue[Happening]] = []

    @property
    def listeners(self) -> int:
        return len(self._queues)

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [orjson.loads(request.body) for request in self.requests]

    def say(self, *happenings: Happening) -> None:
        for queue in self._queues:
            for happening in happenings:
                queue.put_nowait(happening)

    async def subscribe(self, request: SubgraphRequest) -> AsyncGenerator[SubgraphResponse, None]:
        self.requests.append(request)
        queue: asyncio.Queue[Happening] = asyncio.Queue()
        self._queues.append(queue)
        for happening in self._beginning:
            queue.put_nowait(happening)
        try:
            while (happening := await queue.get()) is not None:
                if isinstance(happening, SubgraphFailure):
                    raise happening
                self.taken += 1
                # as fresh from the wire: what is given is the executor's own
                yield SubgraphResponse(orjson.loads(orjson.dumps(happening.data)), happening.errors)
        finally:
            self._queues.remove(queue)

    async def close(self) -> None:
        self.closed = True


def event(**data: Any) -> SubgraphResponse:
    return SubgraphResponse(data)
