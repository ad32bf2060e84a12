"""Clamd: the daemon of ClamAV as virusscan, by its command INSTREAM.

Source: clamd(8), "COMMANDS": each chunk is preceded by its length as four bytes in network order, and a
length of zero ends the stream. The answer is one line, that ends in NUL since the command began with `z`.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass

from subgraphs.service.virusscan import Oordeel, Scan, ScanMislukt

ONBEREIKBAAR = "SCANNER_ONBEREIKBAAR"
GEEN_OORDEEL = "SCANNER_ZONDER_OORDEEL"
TE_GROOT = "TE_GROOT_VOOR_SCANNER"


@dataclass(frozen=True, slots=True)
class Clamdadres:
    """A host and port, or the path of a socket. `geduld`: seconds that it may take over any one step."""

    host: str = "127.0.0.1"
    port: int = 3310
    socket: str | None = None
    geduld: float = 30.0


class Clamd:
    """Implements `Virusscan`, with a connection for each file."""

    def __init__(self, adres: Clamdadres) -> None:
        self._adres = adres

    @asynccontextmanager
    async def scan(self) -> AsyncIterator[Scan]:
        """Raises ScanMislukt when there is no connection."""
        with _mapped():
            async with asyncio.timeout(self._adres.geduld):
                reader, writer = await self._connection()
                writer.write(b"zINSTREAM\0")
                await writer.drain()
        try:
            yield _Stroom(reader, writer, self._adres.geduld)
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._adres.socket is not None:
            return await asyncio.open_unix_connection(self._adres.socket)
        return await asyncio.open_connection(self._adres.host, self._adres.port)


class _Stroom:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, geduld: float) -> None:
        self._reader = reader
        self._writer = writer
        self._geduld = geduld

    async def lees(self, deel: bytes) -> None:
        if deel:  # an empty one would be the end
            await self._send(len(deel).to_bytes(4) + deel)

    async def oordeel(self) -> Oordeel:
        await self._send(bytes(4))
        return _oordeel(await self._answer())

    async def _send(self, content: bytes) -> None:
        try:
            with _mapped():
                async with asyncio.timeout(self._geduld):
                    self._writer.write(content)
                    await self._writer.drain()
        except ScanMislukt:
            # It may have said why it hangs up: the file is larger than it takes.
            _oordeel(await self._answer())
            raise

    async def _answer(self) -> bytes:
        with _mapped():
            async with asyncio.timeout(self._geduld):
                return await self._reader.readuntil(b"\0")


def _oordeel(answer: bytes) -> Oordeel:
    """What an answer says. The name of what was found is for the log of the scanner."""
    said = answer.rstrip(b"\0").strip()
    if said.endswith(b" FOUND"):
        return Oordeel.BESMET
    if said == b"stream: OK":
        return Oordeel.SCHOON
    raise ScanMislukt(TE_GROOT if b"size limit exceeded" in said else GEEN_OORDEEL)


@contextmanager
def _mapped() -> Iterator[None]:
    try:
        yield
    except TimeoutError as exc:
        raise ScanMislukt(GEEN_OORDEEL) from exc
    except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as exc:
        raise ScanMislukt(ONBEREIKBAAR) from exc
