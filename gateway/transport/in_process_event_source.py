"""InProcessEventSource: subscribes at a subgraph that is an ASGI application in this process.

The application is asked for a stream of events as over HTTP, and what it sends is read as over HTTP.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import aclosing

from gateway.execution.event_source import CLOSED, LOST
from gateway.execution.subgraph import SubgraphFailure, SubgraphRequest, SubgraphResponse
from gateway.transport.event_limits import EventLimits
from gateway.transport.in_process_app import AppRequest, AsgiApp, InProcessApp, Message, headers_of
from gateway.transport.streamed_answer import ACCEPT, SSE, StreamedAnswer
from gateway.transport.wire import HTTP_ERROR, REQUEST_HEADERS


class InProcessEventSource:
    """An EventSource that is an ASGI application, asked by POST at `path`.

    Each subscription runs in a task of its own, which ends with it. The application is held up while what it
    sent has not been taken.
    """

    def __init__(self, name: str, app: AsgiApp, limits: EventLimits, path: str = "/graphql") -> None:
        self._app = InProcessApp(name, app)
        self._limits = limits
        self._path = path
        self._streams: set[_Stream] = set()

    async def subscribe(self, request: SubgraphRequest) -> AsyncGenerator[SubgraphResponse, None]:
        """See EventSource."""
        stream = _Stream(request.body)
        self._streams.add(stream)
        task = self._app.ask(self._asked(request), stream)
        try:
            await _within(request.timeout, stream.begun)
            async with aclosing(stream.chunks()) as chunks:
                answer = StreamedAnswer(stream.status, stream.content_type, chunks)
                async with aclosing(answer.responses(self._limits.event_bytes)) as events:
                    async for event in events:
                        yield event
        finally:
            self._streams.discard(stream)
            stream.close(SubgraphFailure(CLOSED, "nobody listens any more"))
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def close(self) -> None:
        """See EventSource."""
        for stream in self._streams:
            stream.close(SubgraphFailure(CLOSED, "the gateway gave it up"))

    def _asked(self, request: SubgraphRequest) -> AppRequest:
        length = {"content-length": str(len(request.body))}
        return AppRequest(self._path, {**REQUEST_HEADERS, "accept": ACCEPT[SSE], **request.headers, **length})


async def _within(seconds: float, event: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError as exc:
        raise SubgraphFailure("SUBGRAPH_TIMEOUT", "no answer in time") from exc


class _Stream:
    """One request and its endless answer, between the application and who reads it."""

    def __init__(self, body: bytes) -> None:
        self.status = 0
        self.content_type = ""
        self._request: bytes | None = body
        self._kept: deque[bytes] = deque()
        self._whole = False
        self._failure: SubgraphFailure | None = None
        self.begun = asyncio.Event()
        self._filled = asyncio.Event()
        self._taken = asyncio.Event()
        self._gone = asyncio.Event()

    async def receive(self) -> Message:
        """The whole request at once; after that, nothing until nobody reads the answer any more."""
        if self._request is not None:
            body, self._request = self._request, None
            return {"type": "http.request", "body": body, "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """Returns once the reader has come for the bytes."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.content_type = headers_of(message).get("content-type", "")
            self.begun.set()
        elif message["type"] == "http.response.body":
            self._whole |= not message.get("more_body", False)
            self._kept.append(message.get("body", b""))
            self._taken.clear()
            self._filled.set()
            await self._taken.wait()

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """What the application sends, to the end of the answer. Raises SubgraphFailure when it breaks off."""
        while True:
            while self._kept:
                yield self._kept.popleft()
            if self._whole:
                return
            if self._failure is not None:
                raise self._failure
            self._filled.clear()
            self._taken.set()
            await self._filled.wait()

    async def end(self, detail: str) -> None:
        """See Exchange."""
        self.close(SubgraphFailure(LOST if self.status else HTTP_ERROR, detail))

    def close(self, failure: SubgraphFailure) -> None:
        """Nothing more is to come. The first reason counts, and none where the answer is whole."""
        self._failure = self._failure or failure
        for event in (self.begun, self._filled, self._taken, self._gone):
            event.set()
