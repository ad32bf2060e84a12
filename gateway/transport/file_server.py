"""FileServer: the Protocol through which files go to and from a subgraph, whatever the transport.

A file goes by in chunks, in either direction: no transport holds the whole of one.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol

FOLDER = "bestanden"
"""Where a subgraph has its files: beside the place where it is asked."""


class BodyBroken(Exception):
    """What is being sent cannot be read to its end. Raised by `FileRequest.body`, passed on as it is."""


@dataclass(frozen=True, slots=True)
class FileRequest:
    """One file, asked for (GET, no `body`) or handed in (PUT, POST).

    `place` is the subgraph's URL as the supergraph has it, `name` the file's own: path segments that need no
    escaping; `query` comes after its question mark. `headers` are those that go along, by lower-case names.
    """

    method: str
    place: str
    name: str
    headers: Mapping[str, str] = field(repr=False)
    body: AsyncIterator[bytes] | None = None
    query: str = ""


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """What came back, whatever its status; `headers` by lower-case names. `chunks` raises SubgraphFailure
    when the rest does not come.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    chunks: AsyncIterator[bytes]


@dataclass(frozen=True, slots=True)
class FilePatience:
    """Seconds: to connect, and without a byte while one is expected. How long a file takes is not bounded."""

    connect: float = 2.0
    silence: float = 30.0


class FileServer(Protocol):
    """A way to the files of one subgraph."""

    def transfer(self, request: FileRequest) -> AbstractAsyncContextManager[FileAnswer]:
        """Entered, status and headers are there; left, the rest of both ways is given up.

        Raises SubgraphFailure (SUBGRAPH_UNREACHABLE, SUBGRAPH_TIMEOUT, SUBGRAPH_HTTP_ERROR) when nothing
        came back, BodyBroken when the body did not come to its end.
        """
        ...

    async def close(self) -> None: ...
