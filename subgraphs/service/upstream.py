"""Upstream: how a service asks something of another service. Here of an application in the same process; over
HTTP in `http_upstream`.
"""

from collections.abc import AsyncIterable, AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from starlette.types import ASGIApp, Message

from subgraphs.service.tracing import onward


class UpstreamUnavailable(ConnectionError):
    """No complete answer came. Whether the other side did what was asked is not known."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever its status. Header names are in lower case."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


class Upstream(Protocol):
    """Another service."""

    async def post(self, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send a JSON body. Raises UpstreamUnavailable."""
        ...

    async def options(self, path: str, headers: Mapping[str, str]) -> Answer:
        """Ask what may be asked there. Raises UpstreamUnavailable."""
        ...

    async def put(self, path: str, headers: Mapping[str, str], chunks: AsyncIterable[bytes]) -> Answer:
        """Send a body of any length as it comes. Raises UpstreamUnavailable."""
        ...


class AsgiUpstream:
    """An application of this process, called as a server would call it, without a socket between."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def post(self, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        return await self._asked("POST", path, json_headers(headers), _whole(body))

    async def options(self, path: str, headers: Mapping[str, str]) -> Answer:
        return await self._asked("OPTIONS", path, {**onward(), **headers}, _whole(b""))

    async def put(self, path: str, headers: Mapping[str, str], chunks: AsyncIterable[bytes]) -> Answer:
        return await self._asked("PUT", path, {**onward(), **headers}, chunks)

    async def _asked(
        self, method: str, path: str, headers: Mapping[str, str], body: AsyncIterable[bytes]
    ) -> Answer:
        call = _Call(aiter(body))
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path or "/",
            "raw_path": (path or "/").encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()],
            "client": None,
            "server": None,
        }
        await self._app(scope, call.receive, call.send)
        if call.status is None:
            raise UpstreamUnavailable("the application sent no answer")
        return Answer(call.status, bytes(call.answer), call.headers)


async def _whole(body: bytes) -> AsyncIterator[bytes]:
    yield body


class _Call:
    def __init__(self, body: AsyncIterator[bytes]) -> None:
        self._body: AsyncIterator[bytes] | None = body
        self.status: int | None = None
        self.headers: dict[str, str] = {}
        self.answer = bytearray()

    async def receive(self) -> Message:
        if self._body is None:
            return {"type": "http.disconnect"}
        chunk = await anext(self._body, None)
        if chunk is None:
            self._body = None
        return {"type": "http.request", "body": chunk or b"", "more_body": chunk is not None}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {
                name.decode("latin-1").lower(): value.decode("latin-1")
                for name, value in message.get("headers", ())
            }
        elif message["type"] == "http.response.body":
            self.answer += message.get("body", b"")


def json_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers of a request with a JSON body, which belongs to the trace that is followed here."""
    return {"content-type": "application/json", **onward(), **headers}
