"""RawWebSocket: a WebSocket server that says exactly what it is told, however wrong."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from harness.tcp_service import tcp_service

SUBPROTOCOL = "graphql-transport-ws"
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
_MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


@dataclass
class Conversation:
    """One connection, seen from the server. `heard` are the client's messages, `closed` its close code.

    While `attentive` it answers the client's pings, as any server does.
    """

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    headers: dict[str, str] = field(default_factory=dict)
    heard: list[dict[str, Any]] = field(default_factory=list)
    closed: int | None = None
    attentive: bool = True

    async def accept(self, subprotocol: str | None = SUBPROTOCOL) -> None:
        key = self.headers["sec-websocket-key"].encode()
        accept = base64.b64encode(hashlib.sha1(key + _MAGIC).digest()).decode()
        lines = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"]
        lines.append(f"Sec-WebSocket-Accept: {accept}")
        if subprotocol is not None:
            lines.append(f"Sec-WebSocket-Protocol: {subprotocol}")
        self.write("\r\n".join([*lines, "", ""]).encode())

    async def hear(self, kind: str) -> dict[str, Any]:
        """The client's next message of this type; those before it stay heard."""
        while message := await self.message():
            if message["type"] == kind:
                return message
        raise ConnectionError("the client is gone")

    async def message(self) -> dict[str, Any] | None:
        """The client's next message; None when it closed the connection."""
        while True:
            try:
                opcode, payload = await self._frame()
            except (asyncio.IncompleteReadError, ConnectionError):
                return None
            if opcode == TEXT:
                self.heard.append(json.loads(payload))
                return self.heard[-1]
            if opcode == PING and self.attentive:
                self.write(frame(payload, PONG))
            if opcode == CLOSE:
                self.closed = struct.unpack("!H", payload[:2])[0] if payload else 1005
                self.write(frame(payload, CLOSE))
                return None

    async def ready(self) -> None:
        """Accept the connection and acknowledge it."""
        await self.accept()
        await self.hear("connection_init")
        self.say(type="connection_ack")

    def say(self, **message: Any) -> None:
        self.write(frame(json.dumps(message).encode()))

    def next(self, number: str, value: Any) -> None:
        self.say(type="next", id=number, payload={"data": {"a": value}})

    def close(self, code: int) -> None:
        self.write(frame(struct.pack("!H", code), CLOSE))

    def write(self, data: bytes) -> None:
        self.writer.write(data)

    async def _frame(self) -> tuple[int, bytes]:
        first, second = await self.reader.readexactly(2)
        length = second & 127
        if length == 126:
            (length,) = struct.unpack("!H", await self.reader.readexactly(2))
        elif length == 127:
            (length,) = struct.unpack("!Q", await self.reader.readexactly(8))
        mask = await self.reader.readexactly(4)
        payload = await self.reader.readexactly(length)
        return first & 15, bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))


def frame(payload: bytes, opcode: int = TEXT) -> bytes:
    if len(payload) < 126:
        head = struct.pack("!BB", 128 | opcode, len(payload))
    elif len(payload) < 65536:
        head = struct.pack("!BBH", 128 | opcode, 126, len(payload))
    else:
        head = struct.pack("!BBQ", 128 | opcode, 127, len(payload))
    return head + payload


Script = Callable[[Conversation], Awaitable[None]]


@dataclass
class RawWebSocket:
    """`conversations` are all connections there were, `open` how many there still are."""

    script: Script
    scheme: str = "ws"
    port: int = 0
    conversations: list[Conversation] = field(default_factory=list)
    open: int = 0

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/graphql"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """The script, and then whatever the client still says."""
        self.open += 1
        conversation = Conversation(reader, writer)
        self.conversations.append(conversation)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            lines = (line.partition(":") for line in head.decode("latin-1").split("\r\n")[1:])
            conversation.headers = {name.lower(): value.strip() for name, _, value in lines}
            await self.script(conversation)
            while not writer.is_closing() and await conversation.message():
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client gave this connection up
        finally:
            self.open -= 1
            writer.close()


@asynccontextmanager
async def raw_websocket(script: Script, context: ssl.SSLContext | None = None) -> AsyncIterator[RawWebSocket]:
    """Runs a RawWebSocket on a free port of this machine, over TLS where there is a context."""
    served = RawWebSocket(script, "ws" if context is None else "wss")
    async with tcp_service(served.serve, context) as port:
        served.port = port
        yield served
