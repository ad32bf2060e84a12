"""SharedEventSource: subscriptions that ask just the same, for the same caller, are one at the subgraph."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

import orjson

from gateway.execution.event_buffer import BufferLimits, EventBuffer
from gateway.execution.event_source import EventSource
from gateway.execution.merge import clone
from gateway.execution.subgraph import SubgraphFailure, SubgraphRequest, SubgraphResponse

Key = tuple[bytes, frozenset[tuple[str, str]]]
"""The whole body and all headers: who asks, what for, and with which variables."""


class SharedEventSource:
    """An EventSource over another one. Who comes later hears what happens from then on.

    So it is not for subscriptions that begin by telling how things stand. Nor does a slow client slow the
    subgraph down, as that would slow down all: it may lag behind as far as `limits` say.
    """

    def __init__(self, source: EventSource, limits: BufferLimits) -> None:
        self._source = source
        self._limits = limits
        self._feeds: dict[Key, _Feed] = {}

    async def subscribe(self, request: SubgraphRequest) -> AsyncGenerator[SubgraphResponse, None]:
        """See EventSource."""
        key = (request.body, frozenset(request.headers.items()))
        feed = self._feeds.get(key)
        if feed is None or feed.over:
            feed = self._feeds[key] = _Feed(self._source.subscribe(request))
        buffer = EventBuffer(self._limits)
        feed.buffers.add(buffer)
        try:
            async with aclosing(buffer.events()) as events:
                async for event in events:
                    # what is given belongs to who gets it, who may change it
                    yield replace(event, data=clone(event.data))
        finally:
            feed.buffers.discard(buffer)
            if not feed.buffers:
                if self._feeds.get(key) is feed:
                    del self._feeds[key]
                await feed.stop()

    async def close(self) -> None:
        """See EventSource."""
        await self._source.close()


class _Feed:
    """One subscription at the subgraph, and all who listen to it."""

    def __init__(self, events: AsyncGenerator[SubgraphResponse, None]) -> None:
        self.buffers: set[EventBuffer] = set()
        self.over = False
        self._task = asyncio.create_task(self._listen(events))

    async def stop(self) -> None:
        self._task.cancel()
        await asyncio.wait((self._task,))

    async def _listen(self, events: AsyncGenerator[SubgraphResponse, None]) -> None:
        failure = None
        try:
            async with aclosing(events):
                async for event in events:
                    size = len(orjson.dumps(event.data))
                    for buffer in self.buffers:
                        buffer.put(event, size)
        except SubgraphFailure as problem:
            failure = problem
        finally:
            self.over = True
            for buffer in self.buffers:
                buffer.end(failure)
