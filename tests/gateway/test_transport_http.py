"""HttpSubgraph against servers that behave, and servers that do not."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator

import pytest
from harness.raw_server import Behaviour, answers, http, raw_server, silence

from gateway.execution.subgraph import SubgraphFailure, SubgraphRequest, SubgraphResponse
from gateway.transport.http_client import HttpLimits, HttpSubgraph

REQUEST = SubgraphRequest(b'{"query":"{ a }"}', {"gemeentegraaf-identiteit": "token"}, 2.0)
GOOD = b'{"data":{"a":1}}'
ERRORS = b'{"errors":[{"message":"no"}]}'
GRAPHQL = "application/graphql-response+json"
JSON = "application/json"


async def ask(behaviour: Behaviour, request: SubgraphRequest = REQUEST, **limits: float) -> SubgraphResponse:
    """One request to a server of this behaviour."""
    async with raw_server(behaviour) as server:
        subgraph = HttpSubgraph(server.url, HttpLimits(**limits))  # type: ignore[arg-type]
        try:
            return await subgraph.execute(request)
        finally:
            await subgraph.close()


async def failure_of(behaviour: Behaviour, request: SubgraphRequest = REQUEST, **limits: float) -> str:
    with pytest.raises(SubgraphFailure) as caught:
        await ask(behaviour, request, **limits)
    assert "127.0.0.1" not in str(caught.value)
    return caught.value.code


async def test_the_body_is_posted_as_json_with_the_headers_granted() -> None:
    async with raw_server(answers(http(GOOD))) as server:
        subgraph = HttpSubgraph(server.url, HttpLimits())
        assert await subgraph.execute(REQUEST) == SubgraphResponse({"a": 1}, ())
        await subgraph.close()
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    assert body == REQUEST.body
    assert lines[0] == b"post /graphql http/1.1"
    assert b"content-type: application/json" in lines
    assert b"gemeentegraaf-identiteit: token" in lines
    assert b"gemeentegraaf-timeout-ms: 2000" in lines
    assert any(line.startswith(b"accept: application/graphql-response+json") for line in lines)


async def test_connections_are_kept_and_used_again() -> None:
    async with raw_server(answers(http(GOOD))) as server:
        subgraph = HttpSubgraph(server.url, HttpLimits())
        for _ in range(3):
            await subgraph.execute(REQUEST)
        await subgraph.close()
    assert (server.connections, len(server.requests)) == (1, 3)


@pytest.mark.parametrize(
    ("body", "status", "content_type"),
    [
        (GOOD, "200 OK", GRAPHQL),
        (GOOD, "200 OK", JSON),
        (GOOD, "200 OK", "Application/JSON; charset=utf-8"),
        (GOOD, "500 Internal Server Error", GRAPHQL),
        (ERRORS, "200 OK", JSON),
        (ERRORS, "400 Bad Request", GRAPHQL),
        (ERRORS, "400 Bad Request", JSON),
        (b'{"data":{"a":1},"errors":[{"message":"no"}]}', "503 Service Unavailable", JSON),
    ],
)
async def test_a_graphql_response_is_taken_whatever_the_status(
    body: bytes, status: str, content_type: str
) -> None:
    response = await ask(answers(http(body, status, content_type)))
    assert (response.data == {"a": 1}) is (b"data" in body)
    assert (list(response.errors) == [{"message": "no"}]) is (b"errors" in body)


@pytest.mark.parametrize(
    ("body", "status", "content_type", "code"),
    [
        (b"<html>", "200 OK", "text/html", "SUBGRAPH_MALFORMED_RESPONSE"),
        (GOOD, "200 OK", "text/plain", "SUBGRAPH_MALFORMED_RESPONSE"),
        (GOOD, "200 OK", "", "SUBGRAPH_MALFORMED_RESPONSE"),
        (b"", "200 OK", JSON, "SUBGRAPH_MALFORMED_RESPONSE"),
        (b'{"data":', "200 OK", JSON, "SUBGRAPH_MALFORMED_RESPONSE"),
        (b"\xff\xfe", "200 OK", JSON, "SUBGRAPH_MALFORMED_RESPONSE"),
        (b"[]", "200 OK", JSON, "SUBGRAPH_MALFORMED_RESPONSE"),
        (b'{"data":{"a":' + b"[" * 200 + b"]" * 200 + b"}}", "200 OK", JSON, "SUBGRAPH_MALFORMED_RESPONSE"),
        (b"null", "200 OK", GRAPHQL, "SUBGRAPH_MALFORMED_RESPONSE"),
        (b"{}", "200 OK", JSON, "SUBGRAPH_MALFORMED_RESPONSE"),
        (b'{"data":null}', "200 OK", JSON, "SUBGRAPH_MALFORMED_RESPONSE"),
        (b'{"data":[]}', "200 OK", JSON, "SUBGRAPH_MALFORMED_RESPONSE"),
        (b'{"data":null,"errors":[]}', "200 OK", JSON, "SUBGRAPH_MALFORMED_RESPONSE"),
        (b'{"data":{},"errors":{}}', "200 OK", JSON, "SUBGRAPH_MALFORMED_RESPONSE"),
        (b'{"data":{},"errors":["no"]}', "200 OK", JSON, "SUBGRAPH_MALFORMED_RESPONSE"),
        (b"oops", "500 Internal Server Error", "text/plain", "SUBGRAPH_HTTP_ERROR"),
        (b'{"detail":"no"}', "500 Internal Server Error", JSON, "SUBGRAPH_HTTP_ERROR"),
        (GOOD, "500 Internal Server Error", JSON, "SUBGRAPH_HTTP_ERROR"),
        (b"<html>", "404 Not Found", "text/html", "SUBGRAPH_HTTP_ERROR"),
        (GOOD, "201 Created", JSON, "SUBGRAPH_HTTP_ERROR"),
        (b"", "204 No Content", "", "SUBGRAPH_HTTP_ERROR"),
    ],
)
async def test_anything_else_is_a_failure_with_a_code(
    body: bytes, status: str, content_type: str, code: str
) -> None:
    assert await failure_of(answers(http(body, status, content_type))) == code


async def test_redirects_are_not_followed() -> None:
    redirect = http(b"", "307 Temporary Redirect", "", "location: http://127.0.0.1:1/")
    assert await failure_of(answers(redirect)) == "SUBGRAPH_HTTP_ERROR"


async def test_a_status_and_when_to_come_back_are_told() -> None:
    with pytest.raises(SubgraphFailure) as caught:
        await ask(answers(http(b"", "503 Service Unavailable", "text/html", "retry-after: 7")))
    assert (caught.value.status, caught.value.retry_after) == (503, 7.0)
    response = await ask(answers(http(ERRORS, "429 Too Many Requests", JSON, "retry-after: 3")))
    assert (response.status, response.retry_after) == (429, 3.0)


async def test_an_answer_over_the_limit_is_refused() -> None:
    body = b'{"data":{"a":"' + b"x" * 1_000_000 + b'"}}'
    assert await failure_of(answers(http(body)), answer_bytes=100_000) == "SUBGRAPH_MALFORMED_RESPONSE"


async def test_an_answer_that_announces_itself_over_the_limit_is_not_waited_for() -> None:
    head = http(b"x" * 1_000_000).partition(b"x")[0]
    assert await failure_of(answers(head), answer_bytes=100_000) == "SUBGRAPH_MALFORMED_RESPONSE"


@pytest.mark.parametrize(
    "answer",
    [
        http(GOOD)[:-3],
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-type: application/json\r\n\r\n9\r\n{",
    ],
    ids=["of a known length", "in chunks"],
)
async def test_a_connection_that_breaks_within_the_answer_is_unreachable(answer: bytes) -> None:
    assert await failure_of(answers(answer, close=True)) == "SUBGRAPH_UNREACHABLE"


async def test_a_server_that_speaks_something_else_is_malformed() -> None:
    assert await failure_of(answers(b"SSH-2.0-OpenSSH_9.2\r\n", close=True)) == "SUBGRAPH_MALFORMED_RESPONSE"


async def test_a_connection_that_is_dropped_without_an_answer_is_unreachable() -> None:
    assert await failure_of(answers(close=True)) == "SUBGRAPH_UNREACHABLE"


async def test_a_server_that_is_not_there_is_unreachable(closed_port: int) -> None:
    subgraph = HttpSubgraph(f"http://127.0.0.1:{closed_port}/graphql", HttpLimits())
    with pytest.raises(SubgraphFailure) as caught:
        await subgraph.execute(REQUEST)
    await subgraph.close()
    assert caught.value.code == "SUBGRAPH_UNREACHABLE"
    assert str(closed_port) not in str(caught.value)


@pytest.fixture
async def closed_port() -> AsyncIterator[int]:
    """A port that is ours, and on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.mark.parametrize(
    "behaviour", [silence, answers(http(GOOD)[:-3])], ids=["nothing at all", "never finishing its answer"]
)
async def test_a_server_that_does_not_answer_in_time_is_given_up(behaviour: Behaviour) -> None:
    start = time.monotonic()
    request = SubgraphRequest(REQUEST.body, {}, timeout=0.1)
    assert await failure_of(behaviour, request) == "SUBGRAPH_TIMEOUT"
    assert time.monotonic() - start < 1.5


async def test_what_has_no_time_left_is_not_sent() -> None:
    async with raw_server(answers(http(GOOD))) as server:
        subgraph = HttpSubgraph(server.url, HttpLimits())
        with pytest.raises(SubgraphFailure) as caught:
            await subgraph.execute(SubgraphRequest(REQUEST.body, {}, timeout=0))
        await subgraph.close()
    assert caught.value.code == "SUBGRAPH_TIMEOUT"
    assert server.requests == []


async def test_a_cancelled_request_gives_its_connection_up() -> None:
    async with raw_server(silence) as server:
        subgraph = HttpSubgraph(server.url, HttpLimits(connections=1))
        task = asyncio.create_task(subgraph.execute(REQUEST))
        async with asyncio.timeout(2):
            await server.asked.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            server.behaviour = answers(http(GOOD))
            assert (await subgraph.execute(REQUEST)).data == {"a": 1}
        await subgraph.close()


async def test_it_can_be_used_again_after_closing() -> None:
    async with raw_server(answers(http(GOOD))) as server:
        subgraph = HttpSubgraph(server.url, HttpLimits())
        for _ in range(2):
            await subgraph.execute(REQUEST)
            await subgraph.close()
        await subgraph.close()
    assert server.connections == 2


def test_neither_body_nor_headers_show_in_a_repr() -> None:
    assert "token" not in repr(REQUEST)
    assert "query" not in repr(REQUEST)
