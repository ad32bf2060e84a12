"""Standing: that who asked, and what they may see, is still as it was when a long answer began."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable

from auth.principal import Caller
from gateway.errors import ClientError

Again = Callable[[], Awaitable[Caller]]
"""Who is asking by now, as their credentials say. Raises ClientError when they are no longer good."""


class StandingLost(ClientError):
    """The caller is someone else now, or may see other things than before."""

    code = "SUBSCRIPTION_RIGHTS_CHANGED"


class Standing:
    """The standing of one caller. `fingerprint` is of what a caller may open (see Rights).

    Policies may decide otherwise at any time, so they are asked whenever this is confirmed. Credentials are
    looked at `again` only when they were not for `every` seconds: that may cost a look into a database.
    """

    def __init__(
        self, caller: Caller, fingerprint: Callable[[Caller], Hashable], again: Again | None, every: float
    ) -> None:
        self._caller = caller
        self._fingerprint = fingerprint
        self._again = again
        self._every = every
        self._rights = fingerprint(caller)
        self._due = self._now() + every

    @property
    def rest(self) -> float:
        """In how many seconds it is to be confirmed again, if not before."""
        return max(0.0, self._due - self._now())

    async def confirm(self) -> None:
        """Raises StandingLost, or what `again` raises."""
        if not self.rest:
            if self._again is not None and await self._again() != self._caller:
                raise StandingLost("Someone else is logged in now. Subscribe again to go on.")
            self._due = self._now() + self._every
        if self._fingerprint(self._caller) != self._rights:
            raise StandingLost("What you may see has changed. Subscribe again to go on.")

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()
