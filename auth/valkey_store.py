"""ValkeyStore: an ExpiringStore in Valkey, or Redis 7 and newer.

The server itself removes what has expired. A record is a string, a label the set of the names under it; what
belongs together is sent as one transaction (MULTI), so that no label is left without its record's name.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from redis.asyncio import Redis
from redis.exceptions import RedisError

from auth.errors import ConfigurationError, StoreError
from auth.store import NONE, Labels

PREFIX = "gemeentegraaf:"
SCHEMES = {"valkey": "redis", "valkeys": "rediss", "redis": "redis", "rediss": "rediss"}
"""Of URLs, and what they are called in the client. The `s` stands for TLS."""
TIMEOUT = 5.0
"""Seconds that a connection, or an answer, may take."""


class ValkeyStore:
    """`url`: valkey://[user:password@]host[:port][/number], or valkeys:// over TLS. Raises
    ConfigurationError.
    """

    def __init__(self, url: str) -> None:
        scheme, _, rest = url.partition(":")
        try:
            client = Redis.from_url(
                f"{SCHEMES.get(scheme, scheme)}:{rest}",
                decode_responses=True,
                socket_timeout=TIMEOUT,
                socket_connect_timeout=TIMEOUT,
            )
        except ValueError as exc:
            raise ConfigurationError("the URL of the Valkey server is not usable") from exc
        # Its methods are typed for the blocking client and this one at once.
        self._client = cast("Any", client)

    async def open(self) -> None:
        async with _reached():
            await self._client.ping()

    async def close(self) -> None:
        await self._client.aclose()

    async def add(self, name: str, value: str, expires: float, labels: Labels = NONE) -> None:
        async with _reached(), self._client.pipeline(transaction=True) as together:
            together.set(_key(name), value, nx=True, pxat=_milliseconds(expires))
            for label in sorted(labels.names):
                key = _label_key(label)
                together.sadd(key, name)
                # Kept as long as the longest-lived of those who share it.
                together.pexpireat(key, _milliseconds(labels.until), nx=True)
                together.pexpireat(key, _milliseconds(labels.until), gt=True)
            added, *_ = await together.execute()
        if not added:
            raise StoreError("the name is taken")

    async def get(self, name: str) -> str | None:
        async with _reached():
            return cast("str | None", await self._client.get(_key(name)))

    async def replace(self, name: str, value: str, expires: float) -> bool:
        async with _reached():
            return bool(await self._client.set(_key(name), value, xx=True, pxat=_milliseconds(expires)))

    async def take(self, name: str) -> str | None:
        async with _reached():
            return cast("str | None", await self._client.getdel(_key(name)))

    async def drop(self, label: str) -> int:
        key = _label_key(label)
        async with _reached():
            names = await self._client.smembers(key)
            return int(await self._client.delete(*map(_key, names), key)) - 1 if names else 0

    async def count(self, name: str, expires: float) -> int:
        key = f"{PREFIX}telling:{name}"
        async with _reached(), self._client.pipeline(transaction=True) as together:
            together.incr(key)
            together.pexpireat(key, _milliseconds(expires))
            number, _ = await together.execute()
        return int(number)

    async def sweep(self, now: float) -> None:
        """Nothing: the server does."""


def _key(name: str) -> str:
    return f"{PREFIX}{name}"


def _label_key(label: str) -> str:
    return f"{PREFIX}label:{label}"


def _milliseconds(seconds: float) -> int:
    return int(seconds * 1000)


@asynccontextmanager
async def _reached() -> AsyncIterator[None]:
    """What goes wrong is told by its kind alone: the client's words can hold the address or a value."""
    try:
        yield
    except (RedisError, OSError, TimeoutError) as exc:
        raise StoreError(f"the Valkey server of sessions: {type(exc).__name__}") from exc
