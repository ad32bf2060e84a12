"""Subscribing at servers of others: graphql-yoga and graphql-sse over HTTP, graphql-ws over WebSocket."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import orjson
import pytest
from harness.leftovers import nothing_left

from gateway.execution.event_source import EventSource
from gateway.execution.subgraph import SubgraphRequest, SubgraphResponse
from gateway.transport.event_limits import EventLimits
from gateway.transport.http_client import HttpLimits, HttpSubgraph
from gateway.transport.http_event_source import HttpEventSource
from gateway.transport.websocket_event_source import WebSocketEventSource

pytestmark = [pytest.mark.peers, pytest.mark.parametrize("peer", ["yoga", "sse", "ws"])]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where all three are, but for the scheme and the path."""
    with subprocess.Popen(
        ["node", "subscriptions.mjs"],
        cwd=Path(__file__).parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield f"127.0.0.1:{process.stdout.readline().strip()}"
        process.stdin.close()


@asynccontextmanager
async def source_at(address: str, peer: str) -> AsyncIterator[EventSource]:
    async with nothing_left(), asyncio.timeout(30):
        source: EventSource = (
            WebSocketEventSource(f"ws://{address}/ws", EventLimits())
            if peer == "ws"
            else HttpEventSource(f"http://{address}/{peer}", EventLimits())
        )
        try:
            yield source
        finally:
            await source.close()


def asking(query: str) -> SubgraphRequest:
    return SubgraphRequest(orjson.dumps({"query": query, "variables": {}}), {"lezer": "Anneke"}, 10.0)


async def all_of(events: AsyncGenerator[SubgraphResponse, None]) -> list[SubgraphResponse]:
    async with aclosing(events):
        return [event async for event in events]


async def test_events_come_in_order_until_the_server_completes(address: str, peer: str) -> None:
    async with source_at(address, peer) as source:
        events = await all_of(source.subscribe(asking("subscription { tellen(tot: 100) }")))
    assert [event.data for event in events] == [{"tellen": number} for number in range(100)]


async def test_headers_reach_the_server_and_leaving_ends_it_there(address: str, peer: str) -> None:
    yoga = HttpSubgraph(f"http://{address}/yoga", HttpLimits())
    async with source_at(address, peer) as source:
        events = source.subscribe(asking("subscription { wachten { lezer stuk } }"))
        first, second = await anext(events), await anext(events)
        assert first.data == {"wachten": {"lezer": "Anneke", "stuk": None}}
        assert [error["path"] for error in first.errors] == [["wachten", "stuk"]]
        assert second.data == {"wachten": None}
        await events.aclose()
        listeners = 1
        while listeners:
            response = await yoga.execute(asking("{ luisteraars }"))
            assert response.data is not None
            listeners = response.data["luisteraars"]
        await yoga.close()


@pytest.mark.parametrize("query", ["subscription { onbekend }", "subscription { verboden }"])
async def test_what_the_server_refuses_is_one_response_with_its_errors(
    address: str, peer: str, query: str
) -> None:
    async with source_at(address, peer) as source:
        [response] = await all_of(source.subscribe(asking(query)))
    assert response.data is None
    assert len(response.errors) == 1
