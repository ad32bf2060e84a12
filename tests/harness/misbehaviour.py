"""All that a subgraph's server can do wrong, on real sockets; each named, with the code that comes of it."""

from __future__ import annotations

import asyncio
import gzip
import socket
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import brotli
import orjson
from backports import zstd
from harness.raw_server import Behaviour, answers, http, silence

from gateway.execution.subgraph import Subgraph, SubgraphRequest

JSON = "application/json"
LARGEST = 100_000
"""How many bytes of an answer the gateway should take from these servers."""

Answer = Callable[[bytes], Awaitable[bytes]]
"""The right body for a request (its bytes, head included)."""

UNREACHABLE, TIMEOUT = "SUBGRAPH_UNREACHABLE", "SUBGRAPH_TIMEOUT"
HTTP_ERROR, MALFORMED = "SUBGRAPH_HTTP_ERROR", "SUBGRAPH_MALFORMED_RESPONSE"


@dataclass(frozen=True)
class Misbehaviour:
    """`patience` is how many seconds of it the gateway should bear."""

    code: str
    of: Callable[[Answer], Behaviour]
    patience: float = 20.0


def answering(subgraph: Subgraph) -> Answer:
    """What this one would say."""

    async def answer(request: bytes) -> bytes:
        body = request.partition(b"\r\n\r\n")[2]
        response = await subgraph.execute(SubgraphRequest(body, {}, 5))
        return orjson.dumps({"data": response.data, "errors": list(response.errors)})

    return answer


def behaving(answer: Answer) -> Behaviour:
    async def behaviour(request: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(http(await answer(request)))

    return behaviour


def written(write: Callable[[bytes], bytes], *, then_closed: bool = False) -> Callable[[Answer], Behaviour]:
    """The right body, made into what goes over the wire."""

    def of(answer: Answer) -> Behaviour:
        async def behaviour(request: bytes, writer: asyncio.StreamWriter) -> None:
            await answers(write(await answer(request)), close=then_closed)(request, writer)

        return behaviour

    return of


def always(answer: bytes, *, then_closed: bool = False) -> Callable[[Answer], Behaviour]:
    return lambda _: answers(answer, close=then_closed)


def resetting(part: Callable[[bytes], bytes]) -> Callable[[Answer], Behaviour]:
    """Writes a part of the answer, and then resets the connection."""

    def of(answer: Answer) -> Behaviour:
        async def behaviour(request: bytes, writer: asyncio.StreamWriter) -> None:
            writer.write(part(http(await answer(request))))
            await writer.drain()
            await asyncio.sleep(0.01)
            at_once = struct.pack("ii", 1, 0)
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
            writer.close()

        return behaviour

    return of


def trickling(answer: Answer) -> Behaviour:
    """A byte now and then."""

    async def behaviour(request: bytes, writer: asyncio.StreamWriter) -> None:
        for byte in http(await answer(request)):
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.1)

    return behaviour


def flooding(answer: Answer) -> Behaviour:
    """Chunks without an end."""

    async def behaviour(_request: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(
            b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
        )
        while True:
            writer.write(b"4000\r\n" + b" " * 0x4000 + b"\r\n")
            await writer.drain()

    return behaviour


def reshaped(change: Callable[[dict[str, object]], object]) -> Callable[[Answer], Behaviour]:
    """The right answer with other data."""

    def write(body: bytes) -> bytes:
        response = orjson.loads(body)
        return http(orjson.dumps({"data": change(response["data"])}))

    return written(write)


def of_length(length: int) -> Callable[[bytes], bytes]:
    """Announces so many bytes more than there are."""

    def write(body: bytes) -> bytes:
        head = f"HTTP/1.1 200 OK\r\ncontent-type: {JSON}\r\ncontent-length: {len(body) + length}\r\n\r\n"
        return head.encode() + body

    return write


def _bomb(encoding: str, compress: Callable[[bytes], bytes]) -> Callable[[Answer], Behaviour]:
    return always(http(compress(bytes(20_000_000)), "200 OK", JSON, f"content-encoding: {encoding}"))


def _page(status: str, *headers: str) -> Callable[[Answer], Behaviour]:
    return always(http(b"<html><body>Storing</body></html>", status, "text/html", *headers))


def _entities(change: Callable[[list[object]], object]) -> Callable[[dict[str, object]], object]:
    """Changes `_entities`; where a root field is asked, there is no data at all."""

    def changed(data: dict[str, object]) -> object:
        found = data.get("_entities")
        return {"_entities": change(found)} if isinstance(found, list) else 5

    return changed


MISBEHAVIOURS = {
    "never answers": Misbehaviour(TIMEOUT, lambda _: silence, 0.2),
    "never ends its answer": Misbehaviour(TIMEOUT, written(lambda body: http(body)[:-3]), 0.2),
    "trickles": Misbehaviour(TIMEOUT, trickling, 0.3),
    "announces more than it sends": Misbehaviour(TIMEOUT, written(of_length(5)), 0.2),
    "announces more than it sends and closes": Misbehaviour(
        UNREACHABLE, written(of_length(5), then_closed=True)
    ),
    "announces less than it sends": Misbehaviour(MALFORMED, written(of_length(-5))),
    "closes the connection": Misbehaviour(UNREACHABLE, always(b"", then_closed=True)),
    "closes within the answer": Misbehaviour(
        UNREACHABLE, written(lambda body: http(body)[:-3], then_closed=True)
    ),
    "resets the connection": Misbehaviour(UNREACHABLE, resetting(lambda _: b"")),
    "resets within the answer": Misbehaviour(UNREACHABLE, resetting(lambda answer: answer[:-3])),
    "speaks another protocol": Misbehaviour(MALFORMED, always(b"SSH-2.0-OpenSSH_9.2\r\n", then_closed=True)),
    "has no end of headers": Misbehaviour(MALFORMED, always(b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 100_000)),
    "answers a page": Misbehaviour(MALFORMED, _page("200 OK")),
    "answers a page with 500": Misbehaviour(HTTP_ERROR, _page("500 Internal Server Error")),
    "redirects": Misbehaviour(HTTP_ERROR, _page("302 Found", "location: http://127.0.0.1:1/")),
    "is busy for long": Misbehaviour(HTTP_ERROR, _page("503 Service Unavailable", "retry-after: 3600")),
    "is busy till next century": Misbehaviour(
        HTTP_ERROR, _page("503 Service Unavailable", "retry-after: Thu, 01 Jan 2150 00:00:00 GMT")
    ),
    "is busy and says nonsense": Misbehaviour(
        HTTP_ERROR, _page("503 Service Unavailable", "retry-after: later")
    ),
    "takes no more": Misbehaviour(HTTP_ERROR, _page("429 Too Many Requests", "retry-after: 3600")),
    "truncates its JSON": Misbehaviour(MALFORMED, written(lambda body: http(body[:-3]))),
    "sends other bytes than text": Misbehaviour(MALFORMED, always(http(b'{"data":{"a":"\xff\xfe"}}'))),
    "nests without end": Misbehaviour(MALFORMED, always(http(b'{"data":' + b"[" * 50_000))),
    "nests deeply": Misbehaviour(MALFORMED, always(http(b'{"data":{"a":' + b"[" * 300 + b"]" * 300 + b"}}"))),
    "answers nothing": Misbehaviour(MALFORMED, always(http(b""))),
    "answers a list": Misbehaviour(MALFORMED, always(http(b"[]"))),
    "has data of the wrong type": Misbehaviour(MALFORMED, reshaped(lambda _: "data")),
    "leaves an entity out": Misbehaviour(MALFORMED, reshaped(_entities(lambda found: found[1:]))),
    "has an entity too many": Misbehaviour(MALFORMED, reshaped(_entities(lambda found: [*found, None]))),
    "has entities of the wrong type": Misbehaviour(MALFORMED, reshaped(_entities(lambda _: [1, "2"]))),
    "answers too much": Misbehaviour(MALFORMED, always(http(b" " * (LARGEST + 1)))),
    "never stops": Misbehaviour(MALFORMED, flooding),
    "sends a bomb of gzip": Misbehaviour(MALFORMED, _bomb("gzip", gzip.compress)),
    "sends a bomb of br": Misbehaviour(MALFORMED, _bomb("br", lambda body: brotli.compress(body, quality=1))),
    "sends a bomb of zstd": Misbehaviour(MALFORMED, _bomb("zstd", zstd.compress)),
    "compresses wrongly": Misbehaviour(
        MALFORMED, always(http(b"no gzip", "200 OK", JSON, "content-encoding: gzip"))
    ),
}
