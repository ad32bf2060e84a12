"""WebSocketEventSource against servers that do everything wrong."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import replace

import pytest
from harness.raw_server import answers, http, raw_server
from harness.raw_websocket import BINARY, CLOSE, Conversation, frame, raw_websocket
from harness.websocket_town import REQUEST, after_one_event, before_the_ack, ending, town, values

from gateway.execution.subgraph import SubgraphFailure
from gateway.transport.event_limits import EventLimits
from gateway.transport.websocket_event_source import WebSocketEventSource


@pytest.mark.parametrize("subprotocol", [None, "graphql-ws"])
async def test_another_subprotocol(subprotocol: str | None) -> None:
    _, code, server = await ending(lambda conversation: conversation.accept(subprotocol))
    assert code == "SUBSCRIPTION_UNSUPPORTED"
    assert server.conversations[0].closed == 4406
    assert server.conversations[0].heard == []


async def test_no_acknowledgement() -> None:
    _, code, _ = await ending(before_the_ack(lambda _: None), request=replace(REQUEST, timeout=0.2))
    assert code == "SUBGRAPH_TIMEOUT"


async def test_no_handshake() -> None:
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
async def test_something_else_than_an_acknowledgement(message: bytes, code: str) -> None:
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
async def test_messages_that_make_no_sense_end_all_that_is_on_the_connection(message: bytes) -> None:
    limits = EventLimits(event_bytes=1_000)
    came, code, _ = await ending(after_one_event(lambda conversation: conversation.write(message)), limits)
    assert (came, code) == ([1], "SUBGRAPH_MALFORMED_RESPONSE")


async def test_a_payload_that_is_no_response_ends_only_its_own_subscription() -> None:
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
async def test_what_the_server_means_by_closing(close: int, code: str) -> None:
    came, found, _ = await ending(after_one_event(lambda conversation: conversation.close(close)))
    assert (came, found) == ([1], code)
    _, found, _ = await ending(before_the_ack(lambda conversation: conversation.close(close)))
    assert found == code


@pytest.mark.parametrize("rest", [b"", frame(b'{"type":"next"')[:6], b"\x81"])
async def test_a_connection_that_breaks_also_in_the_middle_of_a_frame(rest: bytes) -> None:
    def broken(conversation: Conversation) -> None:
        conversation.write(rest)
        conversation.writer.close()

    assert (await ending(after_one_event(broken)))[:2] == ([1], "SUBSCRIPTION_LOST")


async def test_a_server_that_no_longer_answers_pings_is_lost() -> None:
    def faint(conversation: Conversation) -> None:
        conversation.attentive = False

    came, code, _ = await ending(after_one_event(faint), EventLimits(heartbeat=0.4))
    assert (came, code) == ([1], "SUBSCRIPTION_LOST")


async def test_a_server_that_answers_pings_may_be_silent_as_long_as_it_likes() -> None:
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
async def test_an_answer_that_is_no_handshake(answer: bytes, code: str) -> None:
    async with raw_server(answers(answer, close=True)) as server:
        source = WebSocketEventSource(server.url.replace("http:", "ws:"), EventLimits())
        with pytest.raises(SubgraphFailure) as caught:
            await values(source)
        await source.close()
    assert caught.value.code == code
    assert server.connections == 1


async def test_nobody_is_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    source = WebSocketEventSource(f"ws://127.0.0.1:{port}/", EventLimits())
    with pytest.raises(SubgraphFailure) as caught:
        await values(source)
    await source.close()
    assert caught.value.code == "SUBGRAPH_UNREACHABLE"
