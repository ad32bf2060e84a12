"""Upload: the body of a request, chunk by chunk, within its bounds."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from time import monotonic

from starlette.requests import Request

from gateway.transport.file_server import BodyBroken


class ClientGone(BodyBroken):
    """The client went away in the middle of its body."""


class TooLarge(BodyBroken):
    """There is more of it than may be sent."""

    def __init__(self, most: int) -> None:
        super().__init__(f"The file is larger than {most} bytes.")


class TooSlow(BodyBroken):
    """Nothing came for too long, or too little."""

    def __init__(self) -> None:
        super().__init__("The file stopped coming, or comes too slowly.")


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds without a byte, and the fewest bytes a second on the whole: a file that trickles in would keep
    a place that others wait for. The first `silence` seconds are free.
    """

    silence: float = 30.0
    slowest: int = 1000


class Upload:
    """At most `most` bytes, at this pace: `Content-Length` may be missing or lie, so what comes counts."""

    def __init__(self, request: Request, most: int, pace: Pace) -> None:
        self._request = request
        self._most = most
        self._pace = pace
        self._ended = False
        self._came = 0
        self._began: float | None = None

    async def chunks(self) -> AsyncIterator[bytes]:
        """Raises TooLarge, TooSlow, ClientGone."""
        size = 0
        while (chunk := await self._next()) is not None:
            size += len(chunk)
            if size > self._most:
                raise TooLarge(self._most)
            if chunk:
                yield chunk

    async def read_on(self) -> None:
        """Throw away what still comes, as much again as may be sent: a client that is cut off while it sends
        sees a broken connection instead of our answer. One that waits for leave to send need not.
        """
        if self._request.method == "GET" or "expect" in self._request.headers:
            return
        left = self._most
        try:
            while left > 0 and (chunk := await self._next()) is not None:
                left -= len(chunk)
        except BodyBroken:
            return

    async def _next(self) -> bytes | None:
        if self._ended:
            return None
        try:
            async with asyncio.timeout(self._patience()):
                message = await self._request.receive()
        except TimeoutError as exc:
            self._ended = True
            raise TooSlow from exc
        if message["type"] == "http.disconnect":
            self._ended = True
            raise ClientGone
        self._ended = not message.get("more_body", False)
        body = bytes(message.get("body", b""))
        self._came += len(body)
        return body

    def _patience(self) -> float:
        """Seconds in which the next bytes have to come."""
        now = monotonic()
        if self._began is None:
            self._began = now
        due = self._began + self._pace.silence + self._came / self._pace.slowest
        return max(0.0, min(self._pace.silence, due - now))
