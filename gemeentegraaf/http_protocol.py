"""TimedProtocol: HTTP/1.1 as uvicorn speaks it, for clients that get on with it.

Uvicorn bounds how long a connection may lie idle between requests, but not how long one may take over the
head of a request: a client that sends a byte now and then would keep its connection for ever (slowloris). How
long the body of a request may take is the gateway's own affair (`limits.body_seconds`).
"""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

TOO_LATE = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class TimedProtocol(H11Protocol):
    """Closes the connection when the head of a request takes too long."""

    head_seconds = 10.0
    """From the first moment of a connection, or the first byte of a later request, to the end of its head."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        # Back at the beginning of a request, with something of it here: the rest of the head is due.
        if self.conn.their_state is h11.IDLE:
            self._await_head()
        else:
            self._have_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._have_head()
        super().connection_lost(exc)

    def _await_head(self) -> None:
        if self._head is None:
            self._head = self.loop.call_later(self.head_seconds, self._too_late)

    def _have_head(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def _too_late(self) -> None:
        if not self.transport.is_closing():
            self.transport.write(TOO_LATE)
            self.transport.close()
