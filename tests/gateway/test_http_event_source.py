"""HttpEventSource against servers that send what they like, and break off when they like."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import pytest
from harness.raw_server import Behaviour, RawServer, answers, http, raw_server, silence

from gateway.execution.subgraph import SubgraphFailure, SubgraphRequest, SubgraphResponse
from gateway.transport.event_limits import EventLimits
from gateway.transport.http_event_source import HttpEventSource
from gateway.transport.streamed_answer import MULTIPART, SSE

REQUEST = SubgraphRequest(b'{"query":"subscription { a }"}', {"identiteit": "verklaring"}, 5.0)
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n"
STREAM = HEAD + b"connection: close\r\n\r\n"
MULTIPART_HEAD = (
    b"HTTP/1.1 200 OK\r\nconnection: close\r\n"
    b'content-type: multipart/mixed;boundary="x-1";subscriptionSpec=1.0\r\n\r\n'
)
COMPLETE = b"event: complete\n\n"


def next_(value: Any) -> bytes:
    return b'event: next\ndata: {"data":{"a":%d}}\n\n' % value


async def listen(
    behaviour: Behaviour, limits: EventLimits | None = None, kind: str = SSE, seconds: float = 5.0
) -> tuple[list[SubgraphResponse], str | None, RawServer]:
    """What came, the code of the failure that ended it if one did, and the server."""
    came: list[SubgraphResponse] = []
    code = None
    async with raw_server(behaviour) as server, asyncio.timeout(15):
        source = HttpEventSource(server.url, limits or EventLimits(), kind)
        try:
            async with aclosing(source.subscribe(replace(REQUEST, timeout=seconds))) as events:
                async for event in events:
                    came.append(event)  # noqa: PERF401 - a failure cuts it off
        except SubgraphFailure as failure:
            code = failure.code if "127.0.0.1" not in str(failure) else "an address in the log"
        finally:
            await source.close()
    return came, code, server


def response(value: int) -> SubgraphResponse:
    return SubgraphResponse({"a": value})


async def test_the_request_is_a_post_that_wants_a_stream_and_bears_the_headers_granted() -> None:
    _, code, server = await listen(answers(STREAM, COMPLETE, close=True))
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    assert (code, body) == (None, REQUEST.body)
    assert lines[0] == b"post /graphql http/1.1"
    assert {b"content-type: application/json", b"identiteit: verklaring", b"accept-encoding: identity"} <= {
        *lines
    }
    assert b"accept: text/event-stream" in lines


@pytest.mark.parametrize(
    "chunks",
    [
        [STREAM, next_(1), next_(2), COMPLETE],
        [STREAM, b": stil\n\n", next_(1), b":\n\nevent: ping\ndata: 5\n\n", next_(2), COMPLETE],
        [STREAM, b'event: next\r\ndata: {"data":\r\ndata:  {"a":1}}\r\n\r\n', next_(2), COMPLETE],
        [STREAM, (next_(1) + next_(2) + COMPLETE).replace(b"\n", b"\r")],
        [STREAM, next_(1), next_(2), COMPLETE, next_(3), b"event: next\ndata: onzin\n\n"],
        [
            HEAD + b"transfer-encoding: chunked\r\n\r\n",
            b"50\r\n" + (next_(1) + next_(2)).ljust(80, b"\n"),
            b"\r\n11\r\n" + COMPLETE + b"\r\n0\r\n\r\n",
        ],
    ],
)
async def test_events_are_read_until_the_subscription_is_complete(chunks: Sequence[bytes]) -> None:
    came, code, _ = await listen(answers(*chunks, close=True))
    assert (came, code) == ([response(1), response(2)], None)


@pytest.mark.parametrize(
    ("chunks", "code"),
    [
        ([], "SUBSCRIPTION_LOST"),
        ([next_(2)[:-1]], "SUBSCRIPTION_LOST"),
        ([b'event: next\ndata: {"data":{"a":'], "SUBSCRIPTION_LOST"),
        ([b"event: next\ndata: onzin\n\n"], "SUBGRAPH_MALFORMED_RESPONSE"),
        ([b"event: next\ndata: \xff\xfe\n\n"], "SUBGRAPH_MALFORMED_RESPONSE"),
        ([b"event: next\n\n"], "SUBGRAPH_MALFORMED_RESPONSE"),
        ([b"event: next\ndata: []\n\n"], "SUBGRAPH_MALFORMED_RESPONSE"),
        ([b"event: next\ndata: {}\n\n"], "SUBGRAPH_MALFORMED_RESPONSE"),
        ([b'event: next\ndata: {"data":{"a":"' + b"x" * 2_000], "SUBGRAPH_MALFORMED_RESPONSE"),
    ],
)
async def test_what_came_before_a_stream_went_wrong_is_not_lost(chunks: Sequence[bytes], code: str) -> None:
    came, found, _ = await listen(
        answers(STREAM, next_(1), *chunks, close=True), EventLimits(event_bytes=1_000)
    )
    assert (came, found) == ([response(1)], code)


async def test_a_chunked_body_that_is_cut_off_is_a_lost_stream() -> None:
    half = (
        HEAD + b"transfer-encoding: chunked\r\n\r\n" + b"%x\r\n%s\r\n50\r\nevent" % (len(next_(1)), next_(1))
    )
    came, code, _ = await listen(answers(half, close=True))
    assert (came, code) == ([response(1)], "SUBSCRIPTION_LOST")


async def test_a_connection_that_is_reset_is_a_lost_stream() -> None:
    async def reset(_request: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(STREAM + next_(1))
        await writer.drain()
        await asyncio.sleep(0.05)
        writer.transport.abort()

    came, code, _ = await listen(reset)
    assert (came, code) == ([response(1)], "SUBSCRIPTION_LOST")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (http(b"<html>", "200 OK", "text/html"), "SUBGRAPH_MALFORMED_RESPONSE"),
        (http(b"", "200 OK", ""), "SUBGRAPH_MALFORMED_RESPONSE"),
        (http(b"stuk", "500 Internal Server Error", "text/plain"), "SUBGRAPH_HTTP_ERROR"),
        (http(b"", "503 Service Unavailable", "text/event-stream"), "SUBGRAPH_HTTP_ERROR"),
        (http(b"", "302 Found", "", "location: http://127.0.0.1:1/"), "SUBGRAPH_HTTP_ERROR"),
        (http(b'{"data":{"a":1}}'), "SUBSCRIPTION_UNSUPPORTED"),
        (http(b'{"data":' + b" " * 2_000), "SUBGRAPH_MALFORMED_RESPONSE"),
        (b"geen HTTP\r\n\r\n", "SUBGRAPH_MALFORMED_RESPONSE"),
        (b"", "SUBGRAPH_UNREACHABLE"),
    ],
)
async def test_an_answer_that_is_no_stream(answer: bytes, code: str) -> None:
    came, found, server = await listen(answers(answer, close=True), EventLimits(event_bytes=1_000))
    assert (came, found, server.connections) == ([], code, 1)


@pytest.mark.parametrize("status", ["200 OK", "400 Bad Request", "401 Unauthorized"])
async def test_errors_in_place_of_a_stream_are_a_refusal(status: str) -> None:
    body = http(b'{"errors":[{"message":"nee"}]}', status, "application/json")
    came, code, _ = await listen(answers(body))
    assert (came, code) == ([SubgraphResponse(None, [{"message": "nee"}])], None)


async def test_a_refusal_may_be_a_stream_with_the_status_of_an_error() -> None:
    stream = STREAM.replace(b"200 OK", b"500 Internal Server Error")
    refusal = b'event: next\ndata: {"errors":[{"message":"nee"}]}\n\n'
    came, code, _ = await listen(answers(stream, refusal, COMPLETE, close=True))
    assert (came, code) == ([SubgraphResponse(None, [{"message": "nee"}])], None)


async def test_a_server_that_never_answers_is_too_slow() -> None:
    assert (await listen(silence, seconds=0.2))[:2] == ([], "SUBGRAPH_TIMEOUT")


def slowly(*pieces: bytes, every: float) -> Behaviour:
    """Writes one piece after the other, and then nothing."""

    async def behaviour(_request: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(STREAM)
        for piece in pieces:
            writer.write(piece)
            await asyncio.sleep(every)

    return behaviour


async def test_time_for_the_beginning_does_not_bound_the_stream() -> None:
    came, code, _ = await listen(slowly(next_(1), next_(2), COMPLETE, every=0.4), seconds=1.0)
    assert (came, code) == ([response(1), response(2)], None)


async def test_a_stream_without_a_sign_of_life_is_lost_when_silence_is_bounded() -> None:
    came, code, _ = await listen(slowly(next_(1), every=60), EventLimits(silence=0.2))
    assert (came, code) == ([response(1)], "SUBSCRIPTION_LOST")


async def test_comments_are_a_sign_of_life() -> None:
    pieces = [next_(1), *[b":\n\n"] * 11, COMPLETE]
    came, code, _ = await listen(slowly(*pieces, every=0.1), EventLimits(silence=1.0))
    assert (came, code) == ([response(1)], None)


async def test_nobody_is_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    source = HttpEventSource(f"http://127.0.0.1:{port}/", EventLimits())
    with pytest.raises(SubgraphFailure) as caught:
        await anext(source.subscribe(REQUEST))
    await source.close()
    assert caught.value.code == "SUBGRAPH_UNREACHABLE"


async def test_a_slow_reader_slows_the_server_down_and_loses_nothing() -> None:
    total, written = 40, 0
    text = b"x" * 500_000

    async def behaviour(_request: bytes, writer: asyncio.StreamWriter) -> None:
        nonlocal written
        writer.write(STREAM)
        for _ in range(total):
            writer.write(b'event: next\ndata: {"data":{"a":"%s"}}\n\n' % text)
            await writer.drain()
            written += 1
        writer.write(COMPLETE)
        writer.close()

    async with raw_server(behaviour) as server, asyncio.timeout(15):
        source = HttpEventSource(server.url, EventLimits())
        async with aclosing(source.subscribe(REQUEST)) as events:
            await anext(events)
            before = -1
            while written != before:
                before = written
                await asyncio.sleep(0.05)
            assert written < total
            assert sum([1 async for _ in events]) == total - 1
        await source.close()


def part(message: bytes) -> bytes:
    return b"\r\n--x-1\r\ncontent-type: application/json\r\n\r\n" + message


class TestMultipart:
    async def test_events_heartbeats_and_the_end(self) -> None:
        body = [part(b"{}"), part(b'{"payload":{"data":{"a":1}}}'), part(b'{"payload":null}'), part(b"{}")]
        chunks = [MULTIPART_HEAD, *body, part(b'{"payload":{"data":{"a":2}}}'), b"\r\n--x-1--\r\n"]
        came, code, server = await listen(answers(*chunks, close=True), kind=MULTIPART)
        assert (came, code) == ([response(1), response(2)], None)
        assert b"\r\naccept: multipart/mixed;subscriptionspec=1.0, application/json\r\n" in (
            server.requests[0].lower()
        )

    async def test_errors_beside_the_payload_end_it(self) -> None:
        fatal = b'{"payload":null,"errors":[{"message":"weg"}]}'
        chunks = [
            MULTIPART_HEAD,
            part(b'{"payload":{"data":{"a":1}}}'),
            part(fatal),
            part(b"onzin"),
            part(b""),
        ]
        came, code, _ = await listen(answers(*chunks, close=True), kind=MULTIPART)
        assert (came, code) == ([response(1), SubgraphResponse(None, [{"message": "weg"}])], None)

    @pytest.mark.parametrize(
        ("rest", "code"),
        [
            (b"", "SUBSCRIPTION_LOST"),
            (b"\r\n--x-1\r\n\r\n{", "SUBSCRIPTION_LOST"),
            (part(b"onzin") + b"\r\n--x-1", "SUBGRAPH_MALFORMED_RESPONSE"),
            (part(b"[]") + b"\r\n--x-1", "SUBGRAPH_MALFORMED_RESPONSE"),
            (part(b'{"payload":1}') + b"\r\n--x-1", "SUBGRAPH_MALFORMED_RESPONSE"),
            (part(b'{"errors":"x"}') + b"\r\n--x-1", "SUBGRAPH_MALFORMED_RESPONSE"),
        ],
    )
    async def test_what_goes_wrong(self, rest: bytes, code: str) -> None:
        chunks = [MULTIPART_HEAD, part(b'{"payload":{"data":{"a":1}}}'), b"\r\n--x-1", rest]
        came, found, _ = await listen(answers(*chunks, close=True), kind=MULTIPART)
        assert (came, found) == ([response(1)], code)

    async def test_a_server_that_answers_in_another_kind_is_understood(self) -> None:
        came, code, _ = await listen(answers(STREAM, next_(1), COMPLETE, close=True), kind=MULTIPART)
        assert (came, code) == ([response(1)], None)
