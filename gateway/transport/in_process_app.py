"""InProcessApp: an ASGI application in this process, and what it is working on.

Starting and stopping the application (the lifespan protocol) is up to whoever made it.
"""

import asyncio
import traceback
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

Message: TypeAlias = MutableMapping[str, Any]
AsgiApp: TypeAlias = Callable[
    [MutableMapping[str, Any], Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]],
    Awaitable[None],
]
"""An ASGI 3 application (https://asgi.readthedocs.io/en/latest/specs/www.html)."""


@dataclass(frozen=True, slots=True)
class AppRequest:
    """What an application is asked; `query` is what comes after the question mark, if anything."""

    path: str
    headers: Mapping[str, str] = field(repr=False)
    method: str = "POST"
    query: str = ""


class Exchange(Protocol):
    """The body of one request and the answer to it, as the application sees them."""

    async def receive(self) -> Message: ...

    async def send(self, message: Message) -> None: ...

    async def end(self, detail: str) -> None:
        """The application is done. Unless its answer is whole, `detail` says why it never will be."""
        ...


class InProcessApp:
    """Asks the application called `name`: each request runs in a task of its own."""

    def __init__(self, name: str, app: AsgiApp) -> None:
        self._name = name
        self._app = app
        self._tasks: set[asyncio.Task[None]] = set()

    def ask(self, request: AppRequest, exchange: Exchange) -> asyncio.Task[None]:
        """Begins a request. The task may go on after the answer (background work), until `close`.

        An application that raises fails only its own exchange, which is not told the message: that can quote
        anything.
        """
        task = asyncio.create_task(self._serve(_scope(self._name, request), exchange))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def close(self) -> None:
        """End what still runs for earlier requests."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, scope: MutableMapping[str, Any], exchange: Exchange) -> None:
        try:
            await self._app(scope, exchange.receive, exchange.send)
        except Exception as exc:  # the outermost handler of the application, as a server has one
            where = traceback.extract_tb(exc.__traceback__)[-1]
            await exchange.end(f"{type(exc).__name__} at {where.filename}:{where.lineno}")
        else:
            await exchange.end("the application ended before its answer did")


def headers_of(start: Message) -> dict[str, str]:
    """The headers of an `http.response.start`, by lower-case names."""
    headers = start.get("headers", ())
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers}


def _scope(name: str, request: AppRequest) -> MutableMapping[str, Any]:
    headers = {**request.headers, "host": name}
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": request.path,
        "raw_path": request.path.encode(),
        "query_string": request.query.encode("latin-1"),
        "root_path": "",
        "headers": [
            (key.lower().encode("latin-1"), value.encode("latin-1")) for key, value in headers.items()
        ],
        "client": None,
        "server": (name, None),
        "state": {},
    }
