"""WebSocketConnection: one connection in `graphql-transport-ws`, and all the subscriptions that share it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from itertools import count
from typing import Any

import aiohttp
from aiohttp.http import WSMessageTextBytes

from gateway.execution.event_buffer import EventBuffer
from gateway.execution.event_source import CLOSED, LOST, UNSUPPORTED
from gateway.execution.subgraph import SubgraphFailure, SubgraphResponse
from gateway.transport import graphql_transport_ws as protocol
from gateway.transport.event_limits import EventLimits
from gateway.transport.wire import HTTP_ERROR, MALFORMED, response_of

_CLOSING = 1.0
"""Seconds that the other side has for its part in closing."""
_TURNS = 16
"""Rounds of the event loop: more than a reader needs that waits for nothing else, and no time to speak of."""

_Socket = aiohttp.ClientWebSocketResponse[bool]
_Message = aiohttp.WSMessage | WSMessageTextBytes


class WebSocketConnection:
    """Made by `open`. A reader distributes what comes in; it never waits for who takes the events."""

    def __init__(self, socket: _Socket, limits: EventLimits) -> None:
        self._socket = socket
        self._limits = limits
        self._numbers = count(1)
        self._buffers: dict[str, EventBuffer] = {}
        self._failure = SubgraphFailure(LOST, "the connection broke off")
        self._over = False
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def open(
        cls, session: aiohttp.ClientSession, url: str, headers: Mapping[str, str], limits: EventLimits
    ) -> WebSocketConnection:
        """Connect, and wait until the server is ready. Raises SubgraphFailure."""
        try:
            socket = await session.ws_connect(
                url,
                protocols=(protocol.SUBPROTOCOL,),
                headers={"user-agent": "gemeentegraaf", **headers},
                timeout=aiohttp.ClientWSTimeout(ws_close=_CLOSING),
                heartbeat=limits.heartbeat,
                max_msg_size=limits.event_bytes,
                decode_text=False,
            )
        except aiohttp.ClientError as exc:
            raise _not_opened(session, exc) from exc
        try:
            await _initialise(socket, headers)
        except SubgraphFailure as failure:
            unsupported = failure.code == UNSUPPORTED
            await socket.close(code=protocol.NOT_ACCEPTABLE if unsupported else protocol.INVALID_MESSAGE)
            raise
        except BaseException:
            await socket.close()
            raise
        return cls(socket, limits)

    @property
    def is_open(self) -> bool:
        return not self._over

    async def subscribe(self, request: bytes) -> AsyncGenerator[SubgraphResponse, None]:
        """See EventSource; `request` is the body that would be posted."""
        if self._over:
            raise self._failure
        number = str(next(self._numbers))
        buffer = EventBuffer(self._limits.buffer)
        self._buffers[number] = buffer
        try:
            await self._say(protocol.subscribe(number, request))
            async with aclosing(buffer.events()) as events:
                async for event in events:
                    yield event
        finally:
            await self._forget(number)

    async def close(self, failure: SubgraphFailure | None = None) -> None:
        """Close it; subscriptions that are still there end with `failure`."""
        self._failure = failure or SubgraphFailure(CLOSED, "the connection is not used any more")
        await self._socket.close()
        await self._reader

    async def _read(self) -> None:
        try:
            while True:
                message = await self._socket.receive()
                if message.type is not aiohttp.WSMsgType.TEXT:
                    self._failure = _failure_in(message) or self._failure
                    break
                await self._take(message.data)
        except SubgraphFailure as failure:
            self._failure = failure
            self._end_all()
            await self._socket.close(code=protocol.INVALID_MESSAGE)
        finally:
            self._end_all()

    def _end_all(self) -> None:
        self._over = True
        for buffer in self._buffers.values():
            buffer.end(self._failure)
        self._buffers.clear()

    async def _take(self, text: bytes | str) -> None:
        match protocol.read_message(text):
            case protocol.Ping():
                await self._say(protocol.PONG)
            case protocol.Next(number, payload) if number in self._buffers:
                await self._event(number, payload, len(text))
            case protocol.Failed(number, errors) if number in self._buffers:
                buffer = self._buffers.pop(number)
                buffer.put(SubgraphResponse(None, errors), len(text))
                buffer.end()
            case protocol.Complete(number) if number in self._buffers:
                self._buffers.pop(number).end()
            # what else is for a subscription that was given up: the server has not heard of that yet

    async def _event(self, number: str, payload: Any, size: int) -> None:
        buffer = self._buffers[number]
        try:
            buffer.put(response_of(payload), size)
        except SubgraphFailure as failure:
            buffer.end(failure)
        if buffer.ended:
            await self._forget(number)
        await self._let_it_be_taken(buffer)

    @staticmethod
    async def _let_it_be_taken(buffer: EventBuffer) -> None:
        """Messages that came together are read without waiting. Who takes them needs a few turns for each."""
        for _ in range(_TURNS):
            if not buffer.waiting:
                break
            await asyncio.sleep(0)

    async def _forget(self, number: str) -> None:
        """Unsubscribe, unless the subscription is over already."""
        if self._buffers.pop(number, None) is not None and self.is_open:
            await self._say(protocol.complete(number))

    async def _say(self, message: bytes) -> None:
        """What can no longer be sent needs no error of its own: the reader meets the same end."""
        try:
            await self._socket.send_frame(message, aiohttp.WSMsgType.TEXT)
        except (aiohttp.ClientError, ConnectionError):
            await self._socket.close()


async def _initialise(socket: _Socket, headers: Mapping[str, str]) -> None:
    """Introduce ourselves and wait for the server's consent. Raises SubgraphFailure when it does not come."""
    if socket.protocol != protocol.SUBPROTOCOL:
        raise SubgraphFailure(UNSUPPORTED, f"it does not speak {protocol.SUBPROTOCOL}")
    await socket.send_frame(protocol.connection_init(headers), aiohttp.WSMsgType.TEXT)
    while True:
        message = await socket.receive()
        if message.type is not aiohttp.WSMsgType.TEXT:
            raise _failure_in(message) or SubgraphFailure(LOST, "the connection broke off")
        match protocol.read_message(message.data):
            case protocol.Ack():
                return
            case protocol.Ping():
                await socket.send_frame(protocol.PONG, aiohttp.WSMsgType.TEXT)
            case protocol.Pong():
                pass
            case _:
                raise SubgraphFailure(MALFORMED, "a message that came before its time")


def _failure_in(message: _Message) -> SubgraphFailure | None:
    """Why nothing comes after a message that is no text; None when it does not say."""
    if message.type is aiohttp.WSMsgType.BINARY:
        return SubgraphFailure(MALFORMED, "a binary message")
    if message.type is aiohttp.WSMsgType.CLOSE:
        return protocol.failure_of_close(message.data)
    if isinstance(message.data, aiohttp.WebSocketError):
        return protocol.failure_of_close(message.data.code)
    return None


def _not_opened(session: aiohttp.ClientSession, exc: aiohttp.ClientError) -> SubgraphFailure:
    """Of foreign errors only the names are kept: their text may hold the URL."""
    if session.closed:
        return SubgraphFailure(CLOSED, "the gateway closed its connections")
    if isinstance(exc, aiohttp.WSServerHandshakeError):
        return SubgraphFailure(HTTP_ERROR, f"no WebSocket, but status {exc.status}")
    if isinstance(exc, aiohttp.ClientResponseError):
        return SubgraphFailure(MALFORMED, f"a broken answer ({type(exc).__name__})")
    return SubgraphFailure("SUBGRAPH_UNREACHABLE", type(exc).__name__)
