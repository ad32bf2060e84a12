"""HttpUpstream: another service, over HTTP."""

from collections.abc import Mapping

import aiohttp

from subgraphs.service.upstream import Answer, UpstreamUnavailable, json_headers

TIMEOUT = aiohttp.ClientTimeout(total=5, connect=2)
MAX_ANSWER = 1024 * 1024


class HttpUpstream:
    """A service at a base URL. Follows no redirects: credentials go where the settings say, and nowhere
    else.
    """

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url.rstrip("/")

    async def post(self, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        try:
            async with (
                aiohttp.ClientSession(timeout=TIMEOUT) as session,
                session.post(
                    self._base_url + path, data=body, headers=json_headers(headers), allow_redirects=False
                ) as response,
            ):
                return Answer(response.status, await response.content.read(MAX_ANSWER))
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as exc:
            raise UpstreamUnavailable(type(exc).__name__) from exc
