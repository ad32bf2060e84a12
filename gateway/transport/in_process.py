"""InProcessSubgraph: asks a subgraph that is an ASGI application in this process, with no socket between.

The same bytes go in and come out as over HTTP, so that answers cannot differ between the two. Starting and
stopping the application (the lifespan protocol) is up to whoever made it.
"""

import asyncio
import traceback
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any, TypeAlias

from gateway.execution.subgraph import SubgraphFailure, SubgraphRequest, SubgraphResponse
from gateway.transport.wire import HTTP_ERROR, read_answer, request_headers

Message: TypeAlias = MutableMapping[str, Any]
AsgiApp: TypeAlias = Callable[
    [MutableMapping[str, Any], Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]],
    Awaitable[None],
]
"""An ASGI 3 application (https://asgi.readthedocs.io/en/latest/specs/www.html)."""


class InProcessSubgraph:
    """A Subgraph that is an ASGI application, asked by POST at `path`.

    Each request runs in a task of its own, which may go on after the answer (background work) until `close`.
    """

    def __init__(self, name: str, app: AsgiApp, path: str = "/graphql") -> None:
        self._name = name
        self._app = app
        self._path = path
        self._tasks: set[asyncio.Task[None]] = set()

    async def execute(self, request: SubgraphRequest) -> SubgraphResponse:
        """See Subgraph. An application that raises counts as one that answers with status 500."""
        exchange = _Exchange(request.body)
        headers = {**request_headers(request), "content-length": str(len(request.body))}
        scope = http_scope(self._name, self._path, headers)
        task = asyncio.create_task(self._serve(scope, exchange))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
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
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, scope: MutableMapping[str, Any], exchange: "_Exchange") -> None:
        try:
            await self._app(scope, exchange.receive, exchange.send)
        except Exception as exc:  # the outermost handler of the application, as a server has one
            where = traceback.extract_tb(exc.__traceback__)[-1]
            exchange.fail(f"{type(exc).__name__} at {where.filename}:{where.lineno}")
        else:
            exchange.fail("the application ended without an answer")


def http_scope(name: str, path: str, headers: Mapping[str, str]) -> MutableMapping[str, Any]:
    """The ASGI scope of a POST to the application called `name`."""
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [
            (key.lower().encode("latin-1"), value.encode("latin-1"))
            for key, value in {**headers, "host": name}.items()
        ],
        "client": None,
        "server": (name, None),
        "state": {},
    }


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
            self.headers = {
                name.decode("latin-1").lower(): value.decode("latin-1")
                for name, value in message.get("headers", ())
            }
        elif message["type"] == "http.response.body" and not self.answered.is_set():
            self.body += message.get("body", b"")
            if not message.get("more_body", False):
                self.answered.set()

    def fail(self, detail: str) -> None:
        """The application is done; unless it answered before, this is its failure."""
        if not self.answered.is_set():
            self.failure = SubgraphFailure(HTTP_ERROR, detail)
            self.answered.set()
