"""HttpUpstream: another service, over HTTP."""

from collections.abc import AsyncIterable, Mapping
from typing import Any

import aiohttp

from subgraphs.service.tracing import onward
from subgraphs.service.upstream import Answer, UpstreamUnavailable, json_headers

TIMEOUT = aiohttp.ClientTimeout(total=5, connect=2)
TRANSFER = aiohttp.ClientTimeout(total=None, sock_connect=2, sock_read=30)
"""For what takes as long as it is large: only silence ends it."""
MAX_ANSWER = 1024 * 1024


class HttpUpstream:
    """A service at a base URL. Follows no redirects: credentials go where the settings say, and nowhere
    else.
    """

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url.rstrip("/")

    async def post(self, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        return await self._asked("POST", path, TIMEOUT, data=body, headers=json_headers(headers))

    async def options(self, path: str, headers: Mapping[str, str]) -> Answer:
        return await self._asked("OPTIONS", path, TIMEOUT, headers={**onward(), **headers})

    async def put(self, path: str, headers: Mapping[str, str], chunks: AsyncIterable[bytes]) -> Answer:
        return await self._asked("PUT", path, TRANSFER, data=chunks, headers={**onward(), **headers})

    async def _asked(self, method: str, path: str, patience: aiohttp.ClientTimeout, **sent: Any) -> Answer:
        try:
            async with (
                aiohttp.ClientSession(timeout=patience) as session,
                session.request(method, self._base_url + path, allow_redirects=False, **sent) as response,
            ):
                received = {name.lower(): value for name, value in response.headers.items()}
                return Answer(response.status, await response.content.read(MAX_ANSWER), received)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as exc:
            raise UpstreamUnavailable(type(exc).__name__) from exc
