"""Permission: what a receiver of webhooks grants before anything is sent to it.

Source: CloudEvents, "HTTP 1.1 Web Hooks for Event Delivery" (1.0.2), section 4. It keeps events away from an
address that somebody wrote down by mistake or to do harm; who we are is told by the token of each delivery.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from subgraphs.service.bus.delivery import NotDelivered
from subgraphs.service.upstream import Upstream

ORIGIN = "origin"
REQUEST_ORIGIN, ALLOWED_ORIGIN = "webhook-request-origin", "webhook-allowed-origin"
REQUEST_RATE, ALLOWED_RATE = "webhook-request-rate", "webhook-allowed-rate"
ANY = "*"
REFUSED = "GEEN_TOESTEMMING"
TOO_FAST = "TE_SNEL"
HELD = 3600.0
"""Seconds that what was granted holds; after that it is asked again."""
MINUTE = 60.0
RATE = 600
"""Events in a minute that are asked for."""
PATIENCE = 10.0
"""Seconds that an event waits for its turn here; longer it waits in the outbox."""


class Permission:
    """One receiver's, to the sender `origin`: a domain name. Sends no faster than was granted."""

    def __init__(
        self,
        origin: str,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.origin = origin
        self._clock = clock
        self._sleep = sleep
        self._until = 0.0
        self._apart = 0.0
        self._next = 0.0
        self._asking = asyncio.Lock()

    @property
    def headers(self) -> Mapping[str, str]:
        """What goes with each delivery: who may send, as CloudEvents and as the profile has it."""
        return {ORIGIN: self.origin, REQUEST_ORIGIN: self.origin}

    async def ask(self, upstream: Upstream, path: str) -> None:
        """Returns when an event may be sent. Raises NotDelivered, UpstreamUnavailable."""
        async with self._asking:
            if self._clock() >= self._until:
                self._apart = await self._granted(upstream, path)
                self._until = self._clock() + HELD
            wait = max(0.0, self._next - self._clock())
            if wait > PATIENCE:
                raise NotDelivered(TOO_FAST, after=timedelta(seconds=wait))
            self._next = self._clock() + wait + self._apart
        if wait:
            await self._sleep(wait)

    async def _granted(self, upstream: Upstream, path: str) -> float:
        """The seconds between two events. The status of the answer says nothing: only its headers do."""
        headers = {REQUEST_ORIGIN: self.origin, REQUEST_RATE: str(RATE)}
        found = (await upstream.options(path, headers)).headers
        if found.get(ALLOWED_ORIGIN, "").strip().lower() not in {self.origin, ANY}:
            raise NotDelivered(REFUSED)
        rate = found.get(ALLOWED_RATE, ANY).strip()
        if rate == ANY:
            return 0.0
        if not (rate.isascii() and rate.isdigit() and int(rate)):
            raise NotDelivered(REFUSED)
        return MINUTE / int(rate)
