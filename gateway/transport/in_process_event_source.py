"""InProcessEventSource: subscribes at a subgraph that is an ASGI application in this process.

The application is asked for a stream of events as over HTTP, and what it sends is read as over HTTP.
"""

from __future__ import annotations

import asyncio
import traceback
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import aclosing

from gateway.execution.event_source import CLOSED, LOST
from gateway.execution.subgraph import SubgraphFailure, SubgraphRequest, SubgraphResponse
from gateway.transport.event_limits import EventLimits
from gateway.transport.in_process import AsgiApp, Message, http_scope
from gateway.transport.streamed_answer import ACCEPT, SSE, StreamedAnswer
from gateway.transport.wire import HTTP_ERROR, REQUEST_HEADERS


class InProcessEventSource:
    """An EventSource that is an ASGI application, asked by POST at `path`.

    Each subscription runs in a task of its own, which ends with it. The application is held up while what it
    sent has not been taken.
    """

    def __init__(self, name: str, app: AsgiApp, limits: EventLimits, path: str = "/graphql") -> None:
        self._name = name
        self._app = app
        self._limits = limits
        self._path = path
        self._streams: set[_Stream] = set()

    async def subscribe(self, request: SubgraphRequest) -> AsyncGenerator[SubgraphResponse, None]:
        """See EventSource."""
        stream = _Stream(request.body)
        self._streams.add(stream)
        task = asyncio.create_task(self._serve(stream, request))
        try:
            await _within(request.timeout, stream.begun)
            async with aclosing(stream.chunks()) as chunks:
                answer = StreamedAnswer(stream.status, stream.content_type, chunks)
                async with aclosing(answer.responses(self._limits.event_bytes)) as events:
                    async for event in events:
                        yield event
        finally:
            self._streams.discard(stream)
            stream.end(SubgraphFailure(CLOSED, "nobody listens any more"))
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def close(self) -> None:
        """See EventSource."""
        for stream in self._streams:
            stream.end(SubgraphFailure(CLOSED, "the gateway gave it up"))

    async def _serve(self, stream: _Stream, request: SubgraphRequest) -> None:
        headers = {
            **REQUEST_HEADERS,
            "accept": ACCEPT[SSE],
            **request.headers,
            "content-length": str(len(request.body)),
        }
        try:
            await self._app(http_scope(self._name, self._path, headers), stream.receive, stream.send)
        except Exception as exc:  # the outermost handler of the application, as a server has one
            where = traceback.extract_tb(exc.__traceback__)[-1]
            stream.break_off(f"{type(exc).__name__} at {where.filename}:{where.lineno}")
        else:
            stream.break_off("the application ended in the middle of its answer")


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
            for name, value in message.get("headers", ()):
                if name.lower() == b"content-type":
                    self.content_type = value.decode("latin-1")
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

    def break_off(self, detail: str) -> None:
        """The application is done; unless its answer is whole, this is its failure."""
        self.end(SubgraphFailure(LOST if self.status else HTTP_ERROR, detail))

    def end(self, failure: SubgraphFailure) -> None:
        """Nothing more is to come. The first reason counts, and none where the answer is whole."""
        self._failure = self._failure or failure
        for event in (self.begun, self._filled, self._taken, self._gone):
            event.set()
