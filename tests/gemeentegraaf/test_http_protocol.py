"""Clients that dawdle over the head of a request lose their connection; nobody else does."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from gemeentegraaf.http_protocol import TOO_LATE, TimedProtocol

PATIENCE = 20.0
"""Seconds after which a connection that should have been closed is taken to stay open."""


class Impatient(TimedProtocol):
    head_seconds = 0.5


async def echo(request: Request) -> PlainTextResponse:
    return PlainTextResponse((await request.body()).decode())


@pytest.fixture
async def port() -> AsyncIterator[int]:
    app = Starlette(routes=[Route("/", echo, methods=["GET", "POST"])])
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(app, http=Impatient, log_level="warning", lifespan="off")
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        yield listener.getsockname()[1]
        server.should_exit = True
        await serving


async def said(port: int, *parts: bytes, pause: float = 0.0) -> bytes:
    """Everything the server says to these parts, sent with a pause after each, until it closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(pause)
        async with asyncio.timeout(PATIENCE):
            return await reader.read()
    finally:
        writer.close()


GET = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n"


@pytest.mark.parametrize("sent", [(), (b"GET / HT",), (b"GET / HTTP/1.1\r\nhost: x\r\n",)], ids=repr)
async def test_a_head_that_does_not_end_is_cut_off(port: int, sent: tuple[bytes, ...]) -> None:
    assert await said(port, *sent) == TOO_LATE


async def test_a_byte_now_and_then_buys_no_time(port: int) -> None:
    head = b"GET / HTTP/1.1\r\n" + b"x-a: b\r\n" * 200
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    closed = asyncio.create_task(reader.read())
    async with asyncio.timeout(PATIENCE):
        for index in range(len(head)):
            if closed.done():
                break
            writer.write(head[index : index + 1])
            await asyncio.sleep(0.02)
        assert await closed == TOO_LATE
    writer.close()


async def test_the_head_of_a_later_request_is_timed_as_well(port: int) -> None:
    answer = await said(port, GET, b"GET / HTTP/1.1\r\n", pause=0.1)
    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert answer.endswith(TOO_LATE)


async def test_a_body_may_take_longer_than_a_head(port: int) -> None:
    head = b"POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 4\r\n\r\n"
    answer = await said(port, head, b"gr", b"af", pause=0.6)
    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert answer.endswith(b"graf")
