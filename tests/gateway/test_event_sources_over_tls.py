"""Subscriptions over TLS: only at servers that the authority which is trusted vouches for."""

from __future__ import annotations

import ssl
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest
from harness.certificates import Authority
from harness.raw_server import answers, raw_server
from harness.raw_websocket import raw_websocket
from harness.websocket_town import REQUEST, counting

from gateway.execution.event_source import EventSource
from gateway.execution.subgraph import SubgraphFailure
from gateway.transport.event_limits import EventLimits
from gateway.transport.http_event_source import HttpEventSource
from gateway.transport.tls import Tls, TlsError
from gateway.transport.websocket_event_source import WebSocketEventSource

STREAM = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"
    b'event: next\ndata: {"data":{"a":0}}\n\nevent: complete\n\n'
)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def serving(authority: Authority) -> ssl.SSLContext:
    shown = authority.issue("server")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(shown.certificate, shown.key)
    return context


async def first(source: EventSource) -> Any:
    """The first event's data, or the code of the failure in its place."""
    try:
        async with aclosing(source.subscribe(REQUEST)) as events:
            return (await anext(events)).data
    except SubgraphFailure as failure:
        return failure.code
    finally:
        await source.close()


async def test_a_stream(authority: Authority, serving: ssl.SSLContext) -> None:
    async with raw_server(answers(STREAM, close=True), serving) as server:
        trusting = HttpEventSource(server.url, EventLimits(), tls=Tls(ca=authority.certificate))
        assert await first(trusting) == {"a": 0}
        assert await first(HttpEventSource(server.url, EventLimits())) == "SUBGRAPH_UNREACHABLE"


async def test_a_websocket(authority: Authority, serving: ssl.SSLContext) -> None:
    async with raw_websocket(counting, serving) as server:
        trusting = WebSocketEventSource(server.url, EventLimits(), Tls(ca=authority.certificate))
        assert await first(trusting) == {"a": 0}
        assert await first(WebSocketEventSource(server.url, EventLimits())) == "SUBGRAPH_UNREACHABLE"


def test_files_that_cannot_be_used_are_told_at_once() -> None:
    nowhere = Tls(ca=Path("/nergens.pem"))
    with pytest.raises(TlsError):
        HttpEventSource("https://a.test", EventLimits(), tls=nowhere)
    with pytest.raises(TlsError):
        WebSocketEventSource("wss://a.test", EventLimits(), nowhere)
