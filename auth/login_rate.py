"""LoginRate: how often logins may be tried, from one address and in all, by all replicas together.

Counted by the store in windows of fixed length. An address is counted under a keyed hash, and only for as
long as its window lasts.
"""

import hmac
import time
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from auth.clock import Clock
from auth.errors import TooManyAttempts
from auth.store import ExpiringStore

_PREFIX = 64
"""Bits of an IPv6 address that tell households apart; the rest anyone can choose anew for each attempt."""


@dataclass(frozen=True, slots=True)
class LoginRates:
    """The most attempts in `seconds`: from one address, and from everyone together."""

    per_address: int = 120
    overall: int = 6000
    seconds: float = 60.0


class LoginRate:
    """Counts attempts. `key` is the municipality's pseudonym key."""

    def __init__(self, store: ExpiringStore, rates: LoginRates, key: bytes, clock: Clock = time.time) -> None:
        self._store = store
        self._rates = rates
        self._key = key
        self._clock = clock
        self._window = -1
        self._full: set[str] = set()

    async def admit(self, address: str) -> None:
        """One more attempt from this IP address. Raises TooManyAttempts, and StoreError.

        Addresses of this machine are not counted one by one: it is a developer's, or a proxy's that nobody
        told us to look behind.
        """
        window, passed = divmod(self._clock(), self._rates.seconds)
        left = self._rates.seconds - passed
        if window != self._window:
            self._window, self._full = int(window), set()
        name = self._name(address)
        limits = [("allen", self._rates.overall)]
        if name is not None:
            limits.insert(0, (name, self._rates.per_address))
        for counted, most in limits:
            await self._count(f"poging:{int(window)}:{counted}", most, left)

    async def _count(self, name: str, most: int, left: float) -> None:
        """Who is over the limit is remembered here, so that a flood does not go on to the store."""
        if name not in self._full and await self._store.count(name, self._clock() + left) > most:
            self._full.add(name)
        if name in self._full:
            raise TooManyAttempts(int(left) + 1)

    def _name(self, address: str) -> str | None:
        try:
            parsed = ip_address(address)
        except ValueError:
            return "onbekend"
        if isinstance(parsed, IPv6Address):
            parsed = parsed.ipv4_mapped or parsed
        if parsed.is_loopback:
            return None
        whole = isinstance(parsed, IPv4Address)
        place = parsed if whole else ip_network((parsed, _PREFIX), strict=False)
        return hmac.new(self._key, f"adres {place}".encode(), sha256).hexdigest()
