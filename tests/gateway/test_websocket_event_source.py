"""WebSocketEventSource against servers that keep to the protocol, each in its way, and servers that don't."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from harness.raw_server import answers, http, raw_server
from harness.raw_websocket import BINARY, CLOSE, Conversation, RawWebSocket, Script, frame, raw_websocket
from harness.until import until

from gateway.execution.event_buffer import BufferLimits
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


class TestTheProtocol:
    async def test_headers_stand_in_the_handshake_and_in_the_first_message(self) -> None:
        async with town(counting) as (source, server):
            assert await values(source) == [0, 1, 2]
        [conversation] = server.conversations
        assert conversation.headers["identiteit"] == "verklaring"
        assert conversation.headers["sec-websocket-protocol"] == "graphql-transport-ws"
        assert conversation.heard == [
            {"type": "connection_init", "payload": {"headers": {"identiteit": "verklaring"}}},
            {"type": "subscribe", "id": "1", "payload": {"query": "subscription { a }", "variables": {}}},
        ]

    async def test_without_headers_the_first_message_has_no_payload(self) -> None:
        async with town(counting) as (source, server):
            await values(source, replace(REQUEST, headers={}))
        assert server.conversations[0].heard[0] == {"type": "connection_init"}

    async def test_pings_are_answered_before_and_after_the_acknowledgement(self) -> None:
        async def script(conversation: Conversation) -> None:
            await conversation.accept()
            conversation.say(type="ping")
            await conversation.hear("pong")
            conversation.say(type="pong", payload={"om": "niets"})
            conversation.say(type="connection_ack", payload={"welkom": True})
            number = (await conversation.hear("subscribe"))["id"]
            conversation.say(type="ping", payload={"nummer": 2})
            await conversation.hear("pong")
            conversation.next(number, 1)
            conversation.say(type="complete", id=number)

        async with town(script) as (source, _):
            assert await values(source) == [1]

    async def test_errors_end_the_subscription_with_what_they_say(self) -> None:
        def refuse(conversation: Conversation) -> None:
            conversation.say(type="error", id="1", payload=[{"message": "nee"}])

        async with (
            town(after_one_event(refuse)) as (source, _),
            aclosing(source.subscribe(REQUEST)) as events,
        ):
            assert [event async for event in events] == [
                SubgraphResponse({"a": 1}),
                SubgraphResponse(None, [{"message": "nee"}]),
            ]

    async def test_who_leaves_says_so_and_what_still_comes_is_dropped(self) -> None:
        async def script(conversation: Conversation) -> None:
            await conversation.ready()
            first = (await conversation.hear("subscribe"))["id"]
            second = (await conversation.hear("subscribe"))["id"]
            conversation.next(first, "een")
            assert (await conversation.hear("complete"))["id"] == first
            conversation.next(first, "te laat")
            conversation.say(type="error", id=first, payload=[{"message": "te laat"}])
            conversation.say(type="complete", id=first)
            conversation.next(second, "twee")
            conversation.say(type="complete", id=second)

        async with town(script) as (source, server):
            leaving = source.subscribe(REQUEST)
            first = asyncio.ensure_future(anext(leaving))
            second = asyncio.ensure_future(values(source))
            assert (await first).data == {"a": "een"}
            await leaving.aclose()
            assert await second == ["twee"]
            assert len(server.conversations) == 1


class TestConnections:
    async def test_who_asks_alike_shares_a_connection_and_who_does_not_has_another(self) -> None:
        async with town(waiting) as (source, server):
            tasks = [
                asyncio.ensure_future(values(source, request))
                for request in (REQUEST, OTHER)
                for _ in range(5)
            ]
            await until(lambda: sum(len(each.heard) for each in server.conversations) == 12)
            assert sorted(each.headers["identiteit"] for each in server.conversations) == [
                "een ander",
                "verklaring",
            ]
            await cancel(tasks)
            await gone(server)
        assert [each.closed for each in server.conversations] == [1000, 1000]

    async def test_a_connection_takes_no_more_than_its_number_of_subscriptions(self) -> None:
        async with town(waiting, EventLimits(per_connection=2)) as (source, server):
            tasks = [asyncio.ensure_future(values(source)) for _ in range(5)]
            await until(lambda: sum(len(each.heard) for each in server.conversations) == 8)
            assert [len(each.heard) - 1 for each in server.conversations] == [2, 2, 1]
            await cancel(tasks)

    async def test_the_last_to_leave_closes_the_connection(self) -> None:
        async with town(counting) as (source, server):
            for _ in range(2):
                assert await values(source) == [0, 1, 2]
                await gone(server)
        assert [each.closed for each in server.conversations] == [1000, 1000]

    async def test_a_lost_connection_is_not_made_up_for_but_who_comes_next_gets_a_new_one(self) -> None:
        async def script(conversation: Conversation) -> None:
            if len(server.conversations) > 1:
                await counting(conversation)
            else:
                await after_one_event(lambda lost: lost.writer.transport.abort())(conversation)

        async with town(script) as (source, server):
            with pytest.raises(SubgraphFailure):
                await values(source)
            assert len(server.conversations) == 1
            assert await values(source) == [0, 1, 2]

    async def test_who_waited_for_a_connection_that_failed_tries_for_themselves(self) -> None:
        async def script(conversation: Conversation) -> None:
            if len(server.conversations) > 1:
                await counting(conversation)
            else:
                await before_the_ack(lambda first: first.close(4500))(conversation)

        async with town(script) as (source, server):
            failed, came = await asyncio.gather(values(source), values(source), return_exceptions=True)
        assert isinstance(failed, SubgraphFailure)
        assert came == [0, 1, 2]

    async def test_leaving_before_the_acknowledgement_leaves_nothing_behind(self) -> None:
        before = asyncio.all_tasks()
        async with town(before_the_ack(lambda _: None)) as (source, server):
            task = asyncio.ensure_future(values(source))
            await until(lambda: bool(server.conversations and server.conversations[0].heard))
            await cancel([task])
            await gone(server)
        assert asyncio.all_tasks() == before


class TestASlowReader:
    async def test_gets_all_that_was_kept_and_then_an_error_while_others_go_on(self) -> None:
        async def script(conversation: Conversation) -> None:
            await conversation.ready()
            slow = (await conversation.hear("subscribe"))["id"]
            conversation.next(slow, 0)
            quick = (await conversation.hear("subscribe"))["id"]
            for value in range(1, 10):
                conversation.next(slow, value)
            assert (await conversation.hear("complete"))["id"] == slow
            conversation.next(quick, "verder")
            conversation.say(type="complete", id=quick)

        limits = EventLimits(buffer=BufferLimits(events=3))
        async with town(script, limits) as (source, _), aclosing(source.subscribe(REQUEST)) as slow:
            taken = [(await anext(slow)).data["a"]]  # type: ignore[index]
            assert await values(source) == ["verder"]
            rest, code = await drain(slow)
        assert code == "SUBSCRIPTION_OVERFLOW"
        assert taken + rest == [0, 1, 2, 3]

    async def test_is_held_against_bytes_too(self) -> None:
        def flood(conversation: Conversation) -> None:
            for _ in range(5):
                conversation.next("1", "x" * 600)

        limits = EventLimits(buffer=BufferLimits(bytes=2_000))
        async with (
            town(after_one_event(flood), limits) as (source, server),
            aclosing(source.subscribe(REQUEST)) as events,
        ):
            await anext(events)
            await until(lambda: server.conversations[0].heard[-1]["type"] == "complete")
            _, code = await drain(events)
        assert code == "SUBSCRIPTION_OVERFLOW"


async def cancel(tasks: list[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


class TestWhatGoesWrong:
    @pytest.mark.parametrize("subprotocol", [None, "graphql-ws"])
    async def test_another_subprotocol(self, subprotocol: str | None) -> None:
        _, code, server = await ending(lambda conversation: conversation.accept(subprotocol))
        assert code == "SUBSCRIPTION_UNSUPPORTED"
        assert server.conversations[0].closed == 4406
        assert server.conversations[0].heard == []

    async def test_no_acknowledgement(self) -> None:
        _, code, _ = await ending(before_the_ack(lambda _: None), request=replace(REQUEST, timeout=0.2))
        assert code == "SUBGRAPH_TIMEOUT"

    async def test_no_handshake(self) -> None:
        async def silent(_: Conversation) -> None:
            await asyncio.sleep(60)

        async with raw_websocket(silent) as server:
            source = WebSocketEventSource(server.url, EventLimits())
            with pytest.raises(SubgraphFailure) as caught:
                await values(source, replace(REQUEST, timeout=0.2))
            await source.close()
        assert caught.value.code == "SUBGRAPH_TIMEOUT"

    @pytest.mark.parametrize(
        ("message", "code"),
        [
            (frame(b"geen json"), "SUBGRAPH_MALFORMED_RESPONSE"),
            (frame(b"\xff\xfe"), "SUBGRAPH_MALFORMED_RESPONSE"),
            (frame(b"[]"), "SUBGRAPH_MALFORMED_RESPONSE"),
            (frame(b'{"type":"iets"}'), "SUBGRAPH_MALFORMED_RESPONSE"),
            (frame(b'{"type":"next","id":"1","payload":{"data":{}}}'), "SUBGRAPH_MALFORMED_RESPONSE"),
            (frame(b'{"type":"connection_ack"}', BINARY), "SUBGRAPH_MALFORMED_RESPONSE"),
            (frame(b"", CLOSE), "SUBSCRIPTION_LOST"),
        ],
    )
    async def test_something_else_than_an_acknowledgement(self, message: bytes, code: str) -> None:
        _, found, server = await ending(before_the_ack(lambda conversation: conversation.write(message)))
        assert found == code
        if code == "SUBGRAPH_MALFORMED_RESPONSE":
            assert server.conversations[0].closed == 4400

    @pytest.mark.parametrize(
        "message",
        [
            frame(b'{"type":"next","id":"1","payload":'),
            frame(b"\xff\xfe"),
            frame(b"1"),
            frame(b'{"id":"1"}'),
            frame(b'{"type":"next","payload":{"data":{"a":2}}}'),
            frame(b'{"type":"next","id":1,"payload":{"data":{"a":2}}}'),
            frame(b'{"type":"next","id":"1"}'),
            frame(b'{"type":"error","id":"1","payload":{"message":"nee"}}'),
            frame(b'{"type":"error","id":"1","payload":[]}'),
            frame(b'{"type":"complete"}'),
            frame(b'{"type":"subscribe","id":"1","payload":{}}'),
            frame(b"{}", BINARY),
            b"\xf1\x02{}",
            frame(b"x" * 2_000),
        ],
    )
    async def test_messages_that_make_no_sense_end_all_that_is_on_the_connection(
        self, message: bytes
    ) -> None:
        limits = EventLimits(event_bytes=1_000)
        came, code, _ = await ending(
            after_one_event(lambda conversation: conversation.write(message)), limits
        )
        assert (came, code) == ([1], "SUBGRAPH_MALFORMED_RESPONSE")

    async def test_a_payload_that_is_no_response_ends_only_its_own_subscription(self) -> None:
        async def script(conversation: Conversation) -> None:
            await conversation.ready()
            broken = (await conversation.hear("subscribe"))["id"]
            whole = (await conversation.hear("subscribe"))["id"]
            conversation.say(type="next", id=broken, payload={"data": []})
            assert (await conversation.hear("complete"))["id"] == broken
            conversation.next(whole, 1)
            conversation.say(type="complete", id=whole)

        async with town(script) as (source, _):
            failed, came = await asyncio.gather(values(source), values(source), return_exceptions=True)
        assert isinstance(failed, SubgraphFailure)
        assert (failed.code, came) == ("SUBGRAPH_MALFORMED_RESPONSE", [1])

    @pytest.mark.parametrize(
        ("close", "code"),
        [
            (1000, "SUBSCRIPTION_LOST"),
            (1001, "SUBSCRIPTION_LOST"),
            (1011, "SUBSCRIPTION_LOST"),
            (4400, "SUBSCRIPTION_UNSUPPORTED"),
            (4401, "SUBSCRIPTION_REFUSED"),
            (4403, "SUBSCRIPTION_REFUSED"),
            (4406, "SUBSCRIPTION_UNSUPPORTED"),
            (4408, "SUBGRAPH_TIMEOUT"),
            (4409, "SUBSCRIPTION_UNSUPPORTED"),
            (4429, "SUBSCRIPTION_UNSUPPORTED"),
            (4500, "SUBSCRIPTION_LOST"),
        ],
    )
    async def test_what_the_server_means_by_closing(self, close: int, code: str) -> None:
        came, found, _ = await ending(after_one_event(lambda conversation: conversation.close(close)))
        assert (came, found) == ([1], code)
        _, found, _ = await ending(before_the_ack(lambda conversation: conversation.close(close)))
        assert found == code

    @pytest.mark.parametrize("rest", [b"", frame(b'{"type":"next"')[:6], b"\x81"])
    async def test_a_connection_that_breaks_also_in_the_middle_of_a_frame(self, rest: bytes) -> None:
        def broken(conversation: Conversation) -> None:
            conversation.write(rest)
            conversation.writer.close()

        assert (await ending(after_one_event(broken)))[:2] == ([1], "SUBSCRIPTION_LOST")

    async def test_a_server_that_no_longer_answers_pings_is_lost(self) -> None:
        def faint(conversation: Conversation) -> None:
            conversation.attentive = False

        came, code, _ = await ending(after_one_event(faint), EventLimits(heartbeat=0.4))
        assert (came, code) == ([1], "SUBSCRIPTION_LOST")

    async def test_a_server_that_answers_pings_may_be_silent_as_long_as_it_likes(self) -> None:
        async def script(conversation: Conversation) -> None:
            await conversation.ready()
            number = (await conversation.hear("subscribe"))["id"]
            listening = asyncio.ensure_future(conversation.message())
            await asyncio.sleep(1.2)
            conversation.next(number, "eindelijk")
            conversation.say(type="complete", id=number)
            await listening

        async with town(script, EventLimits(heartbeat=0.9)) as (source, _):
            assert await values(source) == ["eindelijk"]

    @pytest.mark.parametrize(
        ("answer", "code"),
        [
            (http(b"nee", "404 Not Found", "text/plain"), "SUBGRAPH_HTTP_ERROR"),
            (http(b"<html>", "200 OK", "text/html"), "SUBGRAPH_HTTP_ERROR"),
            (http(b"", "302 Found", "", "location: http://127.0.0.1:1/"), "SUBGRAPH_HTTP_ERROR"),
            (b"geen HTTP\r\n\r\n", "SUBGRAPH_MALFORMED_RESPONSE"),
            (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n", "SUBGRAPH_HTTP_ERROR"),
        ],
    )
    async def test_an_answer_that_is_no_handshake(self, answer: bytes, code: str) -> None:
        async with raw_server(answers(answer, close=True)) as server:
            source = WebSocketEventSource(server.url.replace("http:", "ws:"), EventLimits())
            with pytest.raises(SubgraphFailure) as caught:
                await values(source)
            await source.close()
        assert caught.value.code == code
        assert server.connections == 1

    async def test_nobody_is_there(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        source = WebSocketEventSource(f"ws://127.0.0.1:{port}/", EventLimits())
        with pytest.raises(SubgraphFailure) as caught:
            await values(source)
        await source.close()
        assert caught.value.code == "SUBGRAPH_UNREACHABLE"
