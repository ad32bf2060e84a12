"""Ophaler: reads the beginning of a file elsewhere, and only where the municipality allows it.

    address     its origin must be on the list, for every hop of a redirect again
    name        must lead to public addresses, or to networks that are named; only what was checked is asked
    answer      no more bytes than asked for, in no more time than allowed, and as they are: no compression

A catalogue holds addresses that others wrote: without these rules, whoever fills in a description could have
this service ask for anything within its reach (server-side request forgery).
"""

import asyncio
import ipaddress
import socket
from dataclasses import dataclass

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from subgraphs.opendata.bestand import Bestandsbegin

HOPS = 3
CHUNK = 16 * 1024
REDIRECTS = frozenset({301, 302, 303, 307, 308})

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class NietToegestaan(Exception):
    """The address is not one that this service may ask. The text names no address."""


class NietBereikbaar(Exception):
    """The other side gave no usable answer in time. The text names no address."""


@dataclass(frozen=True, slots=True)
class Ophaalregels:
    """Who may be asked, and for how long (`seconds`, everything together).

    `herkomsten` are origins such as https://data.example; `netwerken` are not public, and may be reached all
    the same.
    """

    herkomsten: frozenset[str] = frozenset()
    netwerken: tuple[Network, ...] = ()
    seconds: float = 5.0

    def permits(self, address: str) -> bool:
        """Whether an IP address may be reached."""
        found = ipaddress.ip_address(address.partition("%")[0])
        mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
        reached = mapped or found
        named = any(reached.version == network.version and reached in network for network in self.netwerken)
        return named or (reached.is_global and not reached.is_multicast)


class Ophaler:
    """Asks anyone on the list. `close` it in the event loop that used it."""

    def __init__(self, regels: Ophaalregels) -> None:
        self._regels = regels
        self._session: aiohttp.ClientSession | None = None

    async def begin(self, url: str, most: int) -> Bestandsbegin:
        """The first `most` bytes. Raises NietToegestaan, NietBereikbaar."""
        try:
            async with asyncio.timeout(self._regels.seconds):
                return await self._begun(self._checked(url), most)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as exc:
            # Their texts quote the address, which somebody else made up.
            raise NietBereikbaar(type(exc).__name__) from None

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def _begun(self, url: URL, most: int) -> Bestandsbegin:
        for _ in range(HOPS):
            async with self._sessions().get(url, allow_redirects=False) as response:
                if response.status not in REDIRECTS:
                    return await _read(response, most)
                url = self._checked(str(url.join(URL(response.headers.get("location", "")))))
        raise NietBereikbaar("it was sent on too often")

    def _checked(self, text: str) -> URL:
        try:
            url = URL(text)
            origin = str(url.origin())
        except ValueError as exc:
            raise NietToegestaan("this is no address") from exc
        if origin not in self._regels.herkomsten or url.user or url.password:
            raise NietToegestaan("this origin is not on the list")
        if _is_address(url.host or "") and not self._regels.permits(url.host or ""):
            raise NietToegestaan("this address is not public")
        return url

    def _sessions(self) -> aiohttp.ClientSession:
        if self._session is None:
            resolver = _PermittedResolver(self._regels)
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False, limit=10),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"accept-encoding": "identity", "user-agent": "gemeentegraaf"},
                auto_decompress=False,
            )
        return self._session


class _PermittedResolver(AbstractResolver):
    """Leads to addresses that the rules permit, and to no others."""

    def __init__(self, regels: Ophaalregels) -> None:
        self._regels = regels
        self._inner = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        permitted = [each for each in found if self._regels.permits(each["host"])]
        if not permitted:
            raise NietToegestaan("this name leads to no public address")
        return permitted

    async def close(self) -> None:
        await self._inner.close()


async def _read(response: aiohttp.ClientResponse, most: int) -> Bestandsbegin:
    if response.status != 200:
        raise NietBereikbaar(f"status {response.status}")
    if response.headers.get("content-encoding", "identity") != "identity":
        raise NietBereikbaar("it came compressed")
    body = bytearray()
    async for chunk in response.content.iter_chunked(CHUNK):
        body += chunk
        if len(body) > most:
            response.close()
            return Bestandsbegin(bytes(body[:most]), volledig=False)
    return Bestandsbegin(bytes(body), volledig=True)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
