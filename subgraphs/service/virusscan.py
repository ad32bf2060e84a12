"""Virusscan: what looks for malicious content in a file while it comes in, chunk by chunk."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from enum import StrEnum
from typing import Protocol


class Oordeel(StrEnum):
    """What a scanner says of a whole file."""

    SCHOON = "schoon"
    BESMET = "besmet"


class ScanMislukt(Exception):
    """The scanner gave no verdict. `code` says why and holds nothing of the file."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Scan(Protocol):
    """One file."""

    async def lees(self, deel: bytes) -> None:
        """The next part. Raises ScanMislukt."""
        ...

    async def oordeel(self) -> Oordeel:
        """There are no more parts. Raises ScanMislukt."""
        ...


class Virusscan(Protocol):
    """A scanner."""

    def scan(self) -> AbstractAsyncContextManager[Scan]:
        """For one file; what it takes is given back at the end. Raises ScanMislukt."""
        ...


class GeenVirusscan:
    """What is there when the municipality says that it wants none: everything passes."""

    @asynccontextmanager
    async def scan(self) -> AsyncIterator[Scan]:
        yield _Vertrouwend()


class _Vertrouwend:
    async def lees(self, deel: bytes) -> None:
        """It is not looked at."""

    async def oordeel(self) -> Oordeel:
        return Oordeel.SCHOON
