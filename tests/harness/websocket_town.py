"""A WebSocketEventSource with the server it subscribes at, and how such servers behave."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from typing import Any

from harness.raw_websocket import Conversation, RawWebSocket, Script, raw_websocket
from harness.until import until

from gateway.execution.subgraph import SubgraphFailure, SubgraphRequest, SubgraphResponse
from gateway.transport.event_limits import EventLimits
from gateway.transport.websocket_event_source import WebSocketEventSource

REQUEST = SubgraphRequest(b'{"query":"subscription { a }","variables":{}}', {"identiteit": "verklaring"}, 5.0)
OTHER = replace(REQUEST, headers={"identiteit": "een ander"})


@asynccontextmanager
async def town(
    script: Script, limits: EventLimits | None = None
) -> AsyncIterator[tuple[WebSocketEventSource, RawWebSocket]]:
    async with raw_websocket(script) as server, asyncio.timeout(15):
        source = WebSocketEventSource(server.url, limits or EventLimits())
        try:
            yield source, server
        finally:
            await source.close()


async def values(source: WebSocketEventSource, request: SubgraphRequest = REQUEST) -> list[Any]:
    async with aclosing(source.subscribe(request)) as events:
        return [event.data and event.data["a"] async for event in events]


async def ending(
    script: Script, limits: EventLimits | None = None, request: SubgraphRequest = REQUEST
) -> tuple[list[Any], str, RawWebSocket]:
    """What came before the failure, its code, and the server, which nobody is connected to any more."""
    async with town(script, limits) as (source, server):
        async with aclosing(source.subscribe(request)) as events:
            came, code = await drain(events)
        await gone(server)
    return came, code, server


async def drain(events: AsyncGenerator[SubgraphResponse, None]) -> tuple[list[Any], str]:
    """What comes until it fails, and the code of the failure."""
    came: list[Any] = []
    try:
        async for event in events:
            came.append(event.data and event.data["a"])  # noqa: PERF401 - a failure cuts it off
    except SubgraphFailure as failure:
        return came, failure.code if "127.0.0.1" not in str(failure) else "an address in the log"
    return came, "no failure"


async def gone(server: RawWebSocket, left: int = 0) -> None:
    await until(lambda: server.open == left)


def after_one_event(then: Callable[[Conversation], None]) -> Script:
    async def script(conversation: Conversation) -> None:
        await conversation.ready()
        number = (await conversation.hear("subscribe"))["id"]
        conversation.next(number, 1)
        then(conversation)

    return script


def before_the_ack(then: Callable[[Conversation], None]) -> Script:
    async def script(conversation: Conversation) -> None:
        await conversation.accept()
        await conversation.hear("connection_init")
        then(conversation)

    return script


async def counting(conversation: Conversation) -> None:
    """Three events for everyone, and the end."""
    await conversation.ready()
    while message := await conversation.message():
        if message["type"] == "subscribe":
            for value in range(3):
                conversation.next(message["id"], value)
            conversation.say(type="complete", id=message["id"])


async def waiting(conversation: Conversation) -> None:
    """Nothing ever happens."""
    await conversation.ready()
