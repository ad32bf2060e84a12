"""Slots: a Subgraph that is asked no more than so many things at a time."""

import asyncio
from dataclasses import replace

from gateway.execution.subgraph import Subgraph, SubgraphFailure, SubgraphRequest, SubgraphResponse


class Slots:
    """A Subgraph around another. Who finds all `most` places taken waits its turn, within its own timeout."""

    def __init__(self, inner: Subgraph, most: int) -> None:
        self._inner = inner
        self._free = asyncio.Semaphore(most)

    async def execute(self, request: SubgraphRequest) -> SubgraphResponse:
        """See Subgraph. Raises SubgraphFailure(SUBGRAPH_TIMEOUT) when no place comes free in time."""
        if self._free.locked():
            request = await self._waited(request)
        else:
            await self._free.acquire()  # at once
        try:
            return await self._inner.execute(request)
        finally:
            self._free.release()

    async def close(self) -> None:
        await self._inner.close()

    async def _waited(self, request: SubgraphRequest) -> SubgraphRequest:
        """The request with what is left of its time, once there is a place."""
        now = asyncio.get_running_loop().time
        deadline = now() + request.timeout
        try:
            async with asyncio.timeout_at(deadline):
                await self._free.acquire()
        except TimeoutError as exc:
            raise SubgraphFailure("SUBGRAPH_TIMEOUT", "all connections were taken") from exc
        return replace(request, timeout=max(deadline - now(), 0))
