"""A server that speaks clamd's INSTREAM on a real socket, as clamd(8) describes it, with one signature."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from harness.tcp_service import tcp_service

EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*").encode()
"""What every scanner reports, although it does nothing. In pieces, lest one reports this file."""


@dataclass
class MemoryClamd:
    """`most` is its StreamMaxLength. `says` is answered instead of a verdict; it may keep silent for ever."""

    most: int = 25 * 1024 * 1024
    says: bytes | None = None
    silent: bool = False
    port: int = 0
    streams: list[int] = field(default_factory=list)
    closed: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if await reader.readuntil(b"\0") != b"zINSTREAM\0":
                writer.write(b"UNKNOWN COMMAND\0")
                return
            answer = await self._stream(reader)
            if self.silent:
                await asyncio.Event().wait()
            writer.write(self.says or answer)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionResetError):
            pass  # the client gave up
        finally:
            self.closed += 1
            writer.close()

    async def _stream(self, reader: asyncio.StreamReader) -> bytes:
        content = bytearray()
        while size := int.from_bytes(await reader.readexactly(4)):
            if len(content) + size > self.most:
                return b"INSTREAM size limit exceeded. ERROR\0"
            content += await reader.readexactly(size)
        self.streams.append(len(content))
        return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


@asynccontextmanager
async def clamd_server(clamd: MemoryClamd) -> AsyncIterator[MemoryClamd]:
    """Runs it on a free port of this machine."""
    async with tcp_service(clamd.serve) as port:
        clamd.port = port
        yield clamd
