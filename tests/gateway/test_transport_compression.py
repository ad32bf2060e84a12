"""HttpSubgraph and compressed answers: which may come, and that none grows past the limit."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import brotli
import pytest
from backports import zstd
from harness.raw_server import answers, http, raw_server

from gateway.execution.subgraph import SubgraphFailure, SubgraphRequest
from gateway.transport.http_client import HttpLimits, HttpSubgraph

REQUEST = SubgraphRequest(b'{"query":"{ a }"}', {}, 10.0)
GOOD = b'{"data":{"a":1}}'
JSON = "application/json"
ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda body: brotli.compress(body, quality=1),
    "zstd": zstd.compress,
}


def packed(encoding: str, body: bytes) -> bytes:
    return http(body, "200 OK", JSON, f"content-encoding: {encoding}")


async def ask(answer: bytes, limits: HttpLimits | None = None) -> object:
    """The data, or the failure's code and text."""
    async with raw_server(answers(answer)) as server:
        subgraph = HttpSubgraph(server.url, limits or HttpLimits())
        try:
            return (await subgraph.execute(REQUEST)).data
        except SubgraphFailure as failure:
            return failure.code, str(failure)
        finally:
            await subgraph.close()


async def accepted(limits: HttpLimits) -> set[str]:
    """The encodings that the subgraph is told it may use."""
    async with raw_server(answers(http(GOOD))) as server:
        subgraph = HttpSubgraph(server.url, limits)
        await subgraph.execute(REQUEST)
        await subgraph.close()
    (line,) = [
        line for line in server.requests[0].lower().split(b"\r\n") if line.startswith(b"accept-encoding:")
    ]
    return {encoding.strip() for encoding in line.partition(b":")[2].decode().split(",")}


async def test_what_can_be_read_is_what_is_accepted() -> None:
    assert await accepted(HttpLimits()) == set(ENCODINGS)
    assert await accepted(HttpLimits(compression=False)) == {"identity"}


@pytest.mark.parametrize("encoding", ENCODINGS)
async def test_a_compressed_answer_is_read(encoding: str) -> None:
    body = b'{"data":{"a":"' + b"x" * 300_000 + b'"}}'
    assert await ask(packed(encoding, ENCODINGS[encoding](body))) == {"a": "x" * 300_000}


@pytest.mark.parametrize("encoding", ENCODINGS)
async def test_an_answer_that_is_not_compressed_as_it_says_is_malformed(encoding: str) -> None:
    code, _ = await ask(packed(encoding, b"\xffnot compressed at all"))  # type: ignore[misc]
    assert code == "SUBGRAPH_MALFORMED_RESPONSE"


@pytest.mark.parametrize("encoding", ENCODINGS)
async def test_a_bomb_is_refused_before_it_has_gone_off(encoding: str) -> None:
    bomb = ENCODINGS[encoding](bytes(50_000_000))
    assert len(bomb) < 100_000
    refused = ("SUBGRAPH_MALFORMED_RESPONSE", "more than 100000 bytes")
    assert await ask(packed(encoding, bomb), HttpLimits(answer_bytes=100_000)) == refused


async def test_many_small_members_are_a_bomb_too() -> None:
    bomb = gzip.compress(bytes(1000)) * 2000
    refused = ("SUBGRAPH_MALFORMED_RESPONSE", "more than 100000 bytes")
    assert await ask(packed("gzip", bomb), HttpLimits(answer_bytes=100_000)) == refused


async def test_an_encoding_that_was_not_asked_for_is_malformed() -> None:
    code, _ = await ask(packed("compress", b"\x1f\x9d\x90"))  # type: ignore[misc]
    assert code == "SUBGRAPH_MALFORMED_RESPONSE"
