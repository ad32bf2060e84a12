"""What every EventSource does alike, against strawberry's servers for SSE, multipart and WebSocket."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass

import orjson
import pytest
import pytest_asyncio
from harness.served import served
from harness.strawberry_feed import Feed, feed_service
from harness.until import until
from starlette.applications import Starlette
from strawberry.subscriptions import (
    GRAPHQL_SSE_PROTOCOL,
    GRAPHQL_TRANSPORT_WS_PROTOCOL,
    MULTIPART_SUBSCRIPTION_PROTOCOL,
)

from gateway.execution.event_source import EventSource
from gateway.execution.subgraph import SubgraphFailure, SubgraphRequest, SubgraphResponse
from gateway.transport.event_limits import EventLimits
from gateway.transport.http_event_source import HttpEventSource
from gateway.transport.in_process_event_source import InProcessEventSource
from gateway.transport.streamed_answer import MULTIPART, SSE
from gateway.transport.websocket_event_source import WebSocketEventSource

pytestmark = pytest.mark.asyncio(loop_scope="module")

BERICHTEN = "subscription { berichten { tekst lezer } }"


def asking(query: str, reader: str = "Anneke", **variables: object) -> SubgraphRequest:
    body = orjson.dumps({"query": query, "variables": variables})
    return SubgraphRequest(body, {"lezer": reader}, 5.0)


def bericht(tekst: str, lezer: str = "Anneke") -> SubgraphResponse:
    return SubgraphResponse({"berichten": {"tekst": tekst, "lezer": lezer}})


@dataclass
class Town:
    """A subgraph on the air, and a way to subscribe to it."""

    source: EventSource
    feed: Feed

    def subscribe(self, request: SubgraphRequest) -> AsyncGenerator[SubgraphResponse, None]:
        return self.source.subscribe(request)

    async def all_of(self, request: SubgraphRequest) -> list[SubgraphResponse]:
        async with aclosing(self.source.subscribe(request)) as events, asyncio.timeout(10):
            return [event async for event in events]


PROTOCOLS = {
    "sse": GRAPHQL_SSE_PROTOCOL,
    "multipart": MULTIPART_SUBSCRIPTION_PROTOCOL,
    "websocket": GRAPHQL_TRANSPORT_WS_PROTOCOL,
    "in process": GRAPHQL_SSE_PROTOCOL,
}


def source_of(kind: str, app: Starlette, url: str) -> EventSource:
    match kind:
        case "websocket":
            return WebSocketEventSource(url.replace("http:", "ws:"), EventLimits())
        case "in process":
            return InProcessEventSource("berichten", app, EventLimits())
        case _:
            return HttpEventSource(url, EventLimits(), MULTIPART if kind == "multipart" else SSE)


@pytest_asyncio.fixture(params=PROTOCOLS, scope="module", loop_scope="module")
async def served_town(request: pytest.FixtureRequest) -> AsyncIterator[Town]:
    feed = Feed()
    app = feed_service(feed, PROTOCOLS[request.param])
    async with served(app) as url:
        yield Town(source_of(request.param, app, f"{url}graphql"), feed)


@pytest_asyncio.fixture(loop_scope="module")
async def town(served_town: Town) -> AsyncIterator[Town]:
    """When a test is over, there are no more tasks and open files than before it."""
    tasks, files = len(asyncio.all_tasks()), open_files()
    yield served_town
    await served_town.source.close()
    await until(lambda: len(asyncio.all_tasks()) <= tasks and open_files() <= files)


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - it is not about paths


async def test_events_come_in_order_until_the_subgraph_completes(town: Town) -> None:
    events = await town.all_of(asking("subscription ($n: Int!) { tellen(tot: $n) }", n=1_200))
    assert events == [SubgraphResponse({"tellen": number}) for number in range(1_200)]


async def test_an_event_is_there_before_the_next_one_is_known(town: Town) -> None:
    async with aclosing(town.subscribe(asking(BERICHTEN))) as events:
        first = asyncio.ensure_future(anext(events))
        await town.feed.listened_to_by(1)
        town.feed.publish("een")
        assert await first == bericht("een")
        town.feed.publish("twee", "drie", None)
        assert [event async for event in events] == [bericht("twee"), bericht("drie")]


async def test_who_stops_listening_is_unsubscribed(town: Town) -> None:
    events = town.subscribe(asking(BERICHTEN))
    first = asyncio.ensure_future(anext(events))
    await town.feed.listened_to_by(1)
    town.feed.publish("een")
    await first
    await events.aclose()
    await town.feed.listened_to_by(0)


async def test_who_is_cancelled_while_waiting_is_unsubscribed(town: Town) -> None:
    waiting = asyncio.ensure_future(town.all_of(asking(BERICHTEN)))
    await town.feed.listened_to_by(1)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await town.feed.listened_to_by(0)


async def test_many_listeners_each_get_their_own(town: Town) -> None:
    readers = [f"lezer {number}" for number in range(8)] * 2
    listening = [asyncio.ensure_future(town.all_of(asking(BERICHTEN, reader))) for reader in readers]
    await town.feed.listened_to_by(len(readers))
    town.feed.publish("een", "twee", None)
    expected = [[bericht("een", reader), bericht("twee", reader)] for reader in readers]
    assert await asyncio.gather(*listening) == expected


async def test_an_error_in_an_event_is_part_of_that_event(town: Town) -> None:
    listening = asyncio.ensure_future(town.all_of(asking("subscription { berichten { tekst stuk } }")))
    await town.feed.listened_to_by(1)
    town.feed.publish("een", "twee", None)
    one, two = await listening
    assert (one.data, two.data) == (
        {"berichten": {"tekst": "een", "stuk": None}},
        {"berichten": {"tekst": "twee", "stuk": None}},
    )
    assert [error["path"] for error in (*one.errors, *two.errors)] == [["berichten", "stuk"]] * 2


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("subscription { verboden }", "niet voor u"),
        ("subscription { onbekend }", "Cannot query field 'onbekend' on type 'Subscription'."),
    ],
)
async def test_what_the_subgraph_refuses_is_one_response_with_its_errors(
    town: Town, query: str, message: str
) -> None:
    [response] = await town.all_of(asking(query))
    assert response.data is None
    assert [error["message"] for error in response.errors] == [message]


async def test_a_subscription_that_fails_midway_ends_with_the_subgraphs_error(town: Town) -> None:
    *before, last = await town.all_of(asking("subscription { halverwege }"))
    assert before == [SubgraphResponse({"halverwege": 1})]
    assert [error["extensions"] for error in last.errors] == [{"code": "MIS"}]


async def test_closing_the_source_ends_what_still_goes_on(town: Town) -> None:
    listening = asyncio.ensure_future(town.all_of(asking(BERICHTEN)))
    await town.feed.listened_to_by(1)
    await town.source.close()
    with pytest.raises(SubgraphFailure) as caught:
        await listening
    assert caught.value.code == "SUBSCRIPTION_CLOSED"
    await town.feed.listened_to_by(0)


async def test_a_source_can_be_used_again_after_it_was_closed(town: Town) -> None:
    await town.source.close()
    assert len(await town.all_of(asking("subscription { tellen(tot: 2) }"))) == 2
