"""RawServer: an HTTP server that answers with exactly the bytes it is given, however wrong."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from harness.tcp_service import tcp_service

Behaviour = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]
"""What to do once a whole request (its bytes) has come in."""


@dataclass
class RawServer:
    behaviour: Behaviour
    port: int = 0
    scheme: str = "http"
    connections: int = 0
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    requests: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/graphql"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while request := await self._request(reader):
                self.requests.append(request)
                self.asked.set()
                await self.behaviour(request, writer)
                if writer.is_closing():
                    return
                await writer.drain()
        except ConnectionResetError:
            pass  # the client gave this connection up
        finally:
            writer.close()

    @staticmethod
    async def _request(reader: asyncio.StreamReader) -> bytes:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionResetError):
            return b""
        lengths = [
            line.partition(b":")[2]
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length:")
        ]
        return head + await reader.readexactly(int(lengths[0]) if lengths else 0)


@asynccontextmanager
async def raw_server(behaviour: Behaviour, tls: ssl.SSLContext | None = None) -> AsyncIterator[RawServer]:
    """Runs a RawServer on a free port of this machine."""
    served = RawServer(behaviour, scheme="https" if tls else "http")
    async with tcp_service(served.serve, tls) as port:
        served.port = port
        yield served


def http(
    body: bytes,
    status: str = "200 OK",
    content_type: str = "application/graphql-response+json",
    *headers: str,
) -> bytes:
    """A complete HTTP answer."""
    lines = [f"HTTP/1.1 {status}", f"content-length: {len(body)}", *headers]
    if content_type:
        lines.append(f"content-type: {content_type}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def answers(*chunks: bytes, close: bool = False) -> Behaviour:
    """Writes these bytes, and closes the connection if asked to."""

    async def behaviour(_request: bytes, writer: asyncio.StreamWriter) -> None:
        for chunk in chunks:
            writer.write(chunk)
        if close:
            await writer.drain()
            writer.close()

    return behaviour


async def silence(_request: bytes, _writer: asyncio.StreamWriter) -> None:
    """Never answers."""
    await asyncio.Event().wait()
