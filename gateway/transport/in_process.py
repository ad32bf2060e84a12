"""InProcessSubgraph: asks a subgraph that is an ASGI application in this process, with no socket between.

The same bytes go in and come out as over HTTP, so that answers cannot differ between the two.
"""

import asyncio

from gateway.execution.subgraph import SubgraphFailure, SubgraphRequest, SubgraphResponse
from gateway.transport.in_process_app import AppRequest, AsgiApp, InProcessApp, Message, headers_of
from gateway.transport.wire import HTTP_ERROR, read_answer, request_headers


class InProcessSubgraph:
    """A Subgraph that is an ASGI application, asked by POST at `path`."""

    def __init__(self, name: str, app: AsgiApp, path: str = "/graphql") -> None:
        self._app = InProcessApp(name, app)
        self._path = path

    async def execute(self, request: SubgraphRequest) -> SubgraphResponse:
        """See Subgraph. An application that raises counts as one that answers with status 500."""
        exchange = _Exchange(request.body)
        headers = {**request_headers(request), "content-length": str(len(request.body))}
        task = self._app.ask(AppRequest(self._path, headers), exchange)
        try:
            async with asyncio.timeout(request.timeout):
                await exchange.answered.wait()
        except TimeoutError as exc:
            raise SubgraphFailure("SUBGRAPH_TIMEOUT", "no answer in time") from exc
        finally:
            exchange.gone.set()
            if not exchange.answered.is_set():
                task.cancel()
        if exchange.failure is not None:
            raise exchange.failure
        return read_answer(exchange.status, exchange.headers, bytes(exchange.body))

    async def close(self) -> None:
        """End what still runs for earlier requests."""
        await self._app.close()


class _Exchange:
    """One request and its answer, as the application sees them."""

    def __init__(self, body: bytes) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.body = bytearray()
        self.failure: SubgraphFailure | None = None
        self.answered = asyncio.Event()
        self.gone = asyncio.Event()
        self._request: bytes | None = body

    async def receive(self) -> Message:
        """The whole request at once; after that, nothing until the answer is complete or the caller gone."""
        if self._request is not None:
            body, self._request = self._request, None
            return {"type": "http.request", "body": body, "more_body": False}
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = headers_of(message)
        elif message["type"] == "http.response.body" and not self.answered.is_set():
            self.body += message.get("body", b"")
            if not message.get("more_body", False):
                self.answered.set()

    async def end(self, detail: str) -> None:
        """See Exchange."""
        if not self.answered.is_set():
            self.failure = SubgraphFailure(HTTP_ERROR, detail)
            self.answered.set()
