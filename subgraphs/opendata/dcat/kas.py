"""Kas: what was written lately, so that a harvester that comes often costs little (RFC 9110, section 8.8).

Each page is made once for all who ask for it at the same time, kept for `seconds`, and keeps its moment of
change for as long as its bytes stay the same.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256

MOST_BYTES = 16 * 1024 * 1024
MOST_PAGES = 256
EARLIER = timedelta(seconds=1)
"""A change must not lie after the header Date of its answer, which a server may write a second before."""


@dataclass(frozen=True, slots=True)
class Bewaard:
    """A body, its ETag, and since when it is as it is; `gemaakt` is in seconds of the clock."""

    body: bytes = field(repr=False)
    etag: str
    gewijzigd: datetime
    gemaakt: float


class Kas:
    """Keeps bodies by a key, no more bytes of them than `most`. The least recently used go first.

    One is made at a time: to write a page takes a processor whole, and who asks for many different ones must
    not take it from everybody else.
    """

    def __init__(
        self, seconds: float, most: int = MOST_BYTES, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._seconds = seconds
        self._most = most
        self._clock = clock
        self._kept: OrderedDict[Hashable, Bewaard] = OrderedDict()
        self._turn = asyncio.Semaphore(1)
        self._making: dict[Hashable, asyncio.Task[Bewaard]] = {}

    async def geef(self, key: Hashable, maak: Callable[[], Awaitable[bytes]]) -> Bewaard:
        """What is kept, when it is fresh; else what `maak` makes. Raises what `maak` raises."""
        kept = self._kept.get(key)
        if kept is not None and self._clock() - kept.gemaakt < self._seconds:
            self._kept.move_to_end(key)
            return kept
        making = self._making.get(key)
        if making is None:
            making = self._making[key] = asyncio.ensure_future(self._made(key, maak))
            making.add_done_callback(partial(self._done, key))
        return await asyncio.shield(making)

    def _done(self, key: Hashable, making: asyncio.Task[Bewaard]) -> None:
        """Its failure is for who waits; when everybody has gone, it is nobody's."""
        self._making.pop(key, None)
        if not making.cancelled():
            making.exception()

    async def _made(self, key: Hashable, maak: Callable[[], Awaitable[bytes]]) -> Bewaard:
        async with self._turn:
            body = await maak()
        now = datetime.now(UTC).replace(microsecond=0) - EARLIER
        made = Bewaard(body, f'"{sha256(body).hexdigest()[:32]}"', now, self._clock())
        before = self._kept.get(key)
        if before is not None and before.etag == made.etag:
            made = replace(made, gewijzigd=before.gewijzigd)
        self._kept[key] = made
        self._kept.move_to_end(key)
        while (
            len(self._kept) > MOST_PAGES or sum(len(each.body) for each in self._kept.values()) > self._most
        ):
            self._kept.popitem(last=False)
        return made
