"""Web: the outgoing calls to OpenID providers, behind a Protocol so that tests and the demo need no
network.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

import httpx

from auth.errors import ProviderError
from auth.loopback import is_secure

TIMEOUT = 5.0
"""Seconds: a login waits on this, and so does a first request with an unknown signing key."""
LARGEST = 1_000_000
"""Bytes of an answer. Metadata, keys and tokens are a few kilobytes."""


@dataclass(frozen=True, slots=True)
class WebAnswer:
    """The status and the JSON object that came back. The content may hold tokens: it stays out of `repr`."""

    status: int
    content: Mapping[str, Any] = field(repr=False)


class Web(Protocol):
    """Both raise ProviderError when no JSON object came back, or the URL is not a safe one."""

    async def get(self, url: str) -> WebAnswer: ...

    async def post(self, url: str, form: str, headers: Mapping[str, str]) -> WebAnswer: ...


class HttpxWeb:
    """Over HTTP. Follows no redirects: a provider's endpoints are where its metadata says they are."""

    def __init__(self, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._client = httpx.AsyncClient(
            transport=transport,
            timeout=TIMEOUT,
            follow_redirects=False,
            headers={"accept": "application/json"},
        )

    async def get(self, url: str) -> WebAnswer:
        return await self._send("GET", url, "", {})

    async def post(self, url: str, form: str, headers: Mapping[str, str]) -> WebAnswer:
        typed = {**headers, "content-type": "application/x-www-form-urlencoded"}
        return await self._send("POST", url, form, typed)

    async def close(self) -> None:
        await self._client.aclose()

    async def _send(self, method: str, url: str, content: str, headers: Mapping[str, str]) -> WebAnswer:
        host = urlsplit(url).hostname
        if not is_secure(url):
            raise ProviderError(f"{host} must be reached over https")
        try:
            response = await self._client.request(method, url, content=content, headers=dict(headers))
            answer = response.json() if len(response.content) <= LARGEST else None
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as exc:
            raise ProviderError(f"{host} gave no usable answer: {type(exc).__name__}") from exc
        if not isinstance(answer, dict):
            raise ProviderError(f"{host} answered {response.status_code} without a JSON object")
        return WebAnswer(response.status_code, answer)
