"""InProcessFiles: the files of a subgraph that is an ASGI application in this process.

As over HTTP, neither side goes on before the other took what it sent: no more than a chunk is held.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from gateway.execution.subgraph import SubgraphFailure
from gateway.transport.file_server import FOLDER, BodyBroken, FileAnswer, FilePatience, FileRequest
from gateway.transport.in_process_app import AppRequest, AsgiApp, InProcessApp, Message, headers_of
from gateway.transport.wire import HTTP_ERROR


class InProcessFiles:
    """A FileServer that is an ASGI application."""

    def __init__(
        self, name: str, app: AsgiApp, patience: FilePatience | None = None, folder: str = FOLDER
    ) -> None:
        self._app = InProcessApp(name, app)
        self._folder = folder
        self._silence = (patience or FilePatience()).silence

    @asynccontextmanager
    async def transfer(self, request: FileRequest) -> AsyncIterator[FileAnswer]:
        """See FileServer. An application that raises counts as one that gave no answer."""
        exchange = _Exchange(request.body, self._silence)
        path = f"/{self._folder}/{request.name}"
        asked = AppRequest(path, request.headers, request.method, request.query)
        task = self._app.ask(asked, exchange)
        try:
            await exchange.begun()
            yield FileAnswer(exchange.status, exchange.headers, exchange.chunks())
        finally:
            exchange.over.set()
            if not exchange.taken:
                task.cancel()

    async def close(self) -> None:
        """End what still runs for earlier transfers."""
        await self._app.close()


class _Exchange:
    """One request and its answer, as the application sees them."""

    def __init__(self, body: AsyncIterator[bytes] | None, silence: float) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self._body = body
        self._silence = silence
        self._sent = body is None
        self._told = False
        self._broken: BodyBroken | None = None
        self._begun = asyncio.Event()
        self._coming: asyncio.Queue[bytes | SubgraphFailure | None] = asyncio.Queue(1)
        self._answered = False
        self.taken = False
        self.over = asyncio.Event()

    async def begun(self) -> None:
        """Returns when status and headers are there. As long as the body comes, that may take any time."""
        waiting = asyncio.create_task(self._begun.wait())
        try:
            while not waiting.done():
                sent = self._sent
                await asyncio.wait([waiting], timeout=self._silence)
                if sent and not waiting.done():
                    raise SubgraphFailure("SUBGRAPH_TIMEOUT", "no answer in time")
        finally:
            waiting.cancel()
        if self._broken is not None:
            raise self._broken
        if not self.status:
            failure = await self._coming.get()
            assert isinstance(failure, SubgraphFailure)
            raise failure

    async def receive(self) -> Message:
        if self._sent:
            if self._told:
                await self.over.wait()
                return {"type": "http.disconnect"}
            self._told = True
            return {"type": "http.request", "body": b"", "more_body": False}
        if self._broken is not None:
            return {"type": "http.disconnect"}
        return await self._part()

    async def _part(self) -> Message:
        assert self._body is not None
        try:
            chunk = await anext(self._body)
        except StopAsyncIteration:
            self._sent = self._told = True
            return {"type": "http.request", "body": b"", "more_body": False}
        except BodyBroken as exc:
            self._broken = exc
            self._begun.set()
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": chunk, "more_body": True}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = headers_of(message)
            self._begun.set()
        elif message["type"] == "http.response.body" and not self._answered:
            if chunk := message.get("body", b""):
                await self._coming.put(chunk)
            if not message.get("more_body", False):
                self._answered = True
                await self._coming.put(None)

    async def end(self, detail: str) -> None:
        """See Exchange."""
        if not self._answered:
            self._begun.set()
            await self._coming.put(SubgraphFailure(HTTP_ERROR, detail))

    async def chunks(self) -> AsyncIterator[bytes]:
        """The body of the answer."""
        while (chunk := await self._next()) is not None:
            yield chunk
        self.taken = True

    async def _next(self) -> bytes | None:
        try:
            async with asyncio.timeout(self._silence):
                coming = await self._coming.get()
        except TimeoutError as exc:
            raise SubgraphFailure("SUBGRAPH_TIMEOUT", "the file stopped coming") from exc
        if isinstance(coming, SubgraphFailure):
            raise coming
        return coming
