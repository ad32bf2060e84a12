"""WebSocketEventSource: subscribes at a subgraph over WebSockets in `graphql-transport-ws`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing

import aiohttp

from gateway.execution.event_source import CLOSED
from gateway.execution.subgraph import SubgraphFailure, SubgraphRequest, SubgraphResponse
from gateway.transport.event_limits import EventLimits
from gateway.transport.lasting_session import lasting_session, trusting
from gateway.transport.tls import Tls
from gateway.transport.websocket_connection import WebSocketConnection

Headers = tuple[tuple[str, str], ...]
_Open = Callable[[Mapping[str, str]], Awaitable[WebSocketConnection]]


class WebSocketEventSource:
    """An EventSource behind a ws: or wss: URL.

    A connection says once who is asking. So only subscriptions with exactly the same headers share one, and
    no more than `per_connection` of them; the last to leave closes it.
    """

    def __init__(self, url: str, limits: EventLimits, tls: Tls | None = None) -> None:
        """Raises TlsError when the files of `tls` cannot be used."""
        self._url = url
        self._trust = trusting(url, tls)
        self._limits = limits
        self._opened: aiohttp.ClientSession | None = None
        self._lines: dict[Headers, list[_Line]] = {}

    async def subscribe(self, request: SubgraphRequest) -> AsyncGenerator[SubgraphResponse, None]:
        """See EventSource."""
        key = tuple(sorted(request.headers.items()))
        line = self._line(key)
        line.users += 1
        try:
            connection = await self._connected(line, request)
            async with aclosing(connection.subscribe(request.body)) as events:
                async for event in events:
                    yield event
        finally:
            line.users -= 1
            if not line.users:
                self._drop(key, line)
                await line.close()

    async def close(self) -> None:
        """See EventSource. It can be used again afterwards."""
        lines = [line for lines in self._lines.values() for line in lines]
        self._lines.clear()
        closed = SubgraphFailure(CLOSED, "the gateway closed its connections")
        await asyncio.gather(*(line.close(closed) for line in lines))
        if self._opened is not None:
            session, self._opened = self._opened, None
            await session.close()

    def _line(self, key: Headers) -> _Line:
        lines = self._lines.setdefault(key, [])
        free = next((line for line in lines if line.users < self._limits.per_connection), None)
        if free is None:
            free = _Line()
            lines.append(free)
        return free

    def _drop(self, key: Headers, line: _Line) -> None:
        lines = self._lines.get(key, [])
        if line in lines:
            lines.remove(line)
        if not lines:
            self._lines.pop(key, None)

    async def _connected(self, line: _Line, request: SubgraphRequest) -> WebSocketConnection:
        try:
            async with asyncio.timeout(request.timeout):
                return await line.connect(self._open, request.headers)
        except TimeoutError as exc:
            raise SubgraphFailure("SUBGRAPH_TIMEOUT", "the connection was not acknowledged in time") from exc

    async def _open(self, headers: Mapping[str, str]) -> WebSocketConnection:
        if self._opened is None:
            self._opened = lasting_session(self._limits, self._trust)
        return await WebSocketConnection.open(self._opened, self._url, headers, self._limits)


class _Line:
    """A place for a connection, which is made when it is first needed, and anew once it was lost.

    `users` have taken the place; those who find no connection wait for the first of them to make it.
    """

    def __init__(self) -> None:
        self.users = 0
        self._connection: WebSocketConnection | None = None
        self._connecting = asyncio.Lock()

    async def connect(self, open_: _Open, headers: Mapping[str, str]) -> WebSocketConnection:
        async with self._connecting:
            if self._connection is None or not self._connection.is_open:
                self._connection = await open_(headers)
            return self._connection

    async def close(self, failure: SubgraphFailure | None = None) -> None:
        if self._connection is not None:
            await self._connection.close(failure)
