"""Sharing: a Subgraph that asks once for what several requests ask at the same moment.

Two calls are the same when every byte of the body and every header is: the statement of who asks is a header,
so that nobody gets what was fetched for another. Only queries are shared, and never beyond their own flight:
this remembers nothing.
"""

import asyncio
from collections.abc import Hashable
from dataclasses import dataclass, replace

import orjson

from gateway.execution.subgraph import (
    Handling,
    Subgraph,
    SubgraphFailure,
    SubgraphRequest,
    SubgraphResponse,
)

_TICK = 0.02
"""Seconds by which a timer may seem to be early."""


@dataclass(eq=False, slots=True)
class _Flight:
    """A call on its way, until when it may be, and for how many it is. A task of its own makes it, which
    outlives any of them.
    """

    task: asyncio.Task[SubgraphResponse]
    until: float
    waiting: int = 0


class Sharing:
    """A Subgraph around another."""

    def __init__(self, inner: Subgraph) -> None:
        self._inner = inner
        self._flights: dict[Hashable, _Flight] = {}
        self._tasks: set[asyncio.Task[SubgraphResponse]] = set()

    async def execute(self, request: SubgraphRequest) -> SubgraphResponse:
        """See Subgraph. Each caller gets data of its own.

        The first of them is who the call's timeout comes from. Who joined it later, and has time left when
        the first one's is up, asks again.
        """
        if request.handling is Handling.SHAREABLE:
            return await self._shared(request)
        try:
            return await self._inner.execute(request)
        finally:
            if request.handling is Handling.ONCE:
                # What is on its way may not know yet what this changed: nobody joins it any more.
                self._flights.clear()

    async def close(self) -> None:
        """End what is on its way."""
        self._flights.clear()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._inner.close()

    async def _shared(self, request: SubgraphRequest) -> SubgraphResponse:
        now = asyncio.get_running_loop().time
        deadline = now() + request.timeout
        key = (request.body, frozenset(request.headers.items()))
        while True:
            flight = self._flights.get(key)
            if flight is None:
                return await self._wait(key, self._depart(key, request, deadline), None)
            try:
                return await self._wait(key, flight, deadline)
            except SubgraphFailure as failure:
                left = deadline - now()
                ran_out = failure.code == "SUBGRAPH_TIMEOUT" and now() > flight.until - _TICK
                if not ran_out or left <= 0:
                    raise
                request = replace(request, timeout=left)

    def _depart(self, key: Hashable, request: SubgraphRequest, until: float) -> _Flight:
        flight = _Flight(asyncio.create_task(self._fly(key, request)), until)
        self._flights[key] = flight
        self._tasks.add(flight.task)
        flight.task.add_done_callback(self._landed)
        return flight

    async def _fly(self, key: Hashable, request: SubgraphRequest) -> SubgraphResponse:
        """The call itself. Who comes after its end finds no flight to join."""
        try:
            return await self._inner.execute(request)
        finally:
            self._forget(key, asyncio.current_task())

    async def _wait(self, key: Hashable, flight: _Flight, deadline: float | None) -> SubgraphResponse:
        flight.waiting += 1
        try:
            async with asyncio.timeout_at(deadline):
                await asyncio.wait((flight.task,))
        except TimeoutError as exc:
            raise SubgraphFailure("SUBGRAPH_TIMEOUT", "no answer in time") from exc
        finally:
            flight.waiting -= 1
            if not flight.waiting and not flight.task.done():
                self._forget(key, flight.task)
                flight.task.cancel()
        if flight.task.cancelled():
            raise SubgraphFailure("SUBGRAPH_UNREACHABLE", "closed meanwhile")
        response = flight.task.result()
        if not flight.waiting:  # nobody else will look at it
            return response
        return replace(response, data=orjson.loads(orjson.dumps(response.data)))

    def _forget(self, key: Hashable, task: asyncio.Task[SubgraphResponse] | None) -> None:
        flight = self._flights.get(key)
        if flight is not None and flight.task is task:
            del self._flights[key]

    def _landed(self, task: asyncio.Task[SubgraphResponse]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # nobody may have waited to the end: then nobody else looks at it
