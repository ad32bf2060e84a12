"""Web: the outgoing calls to OpenID providers, behind a Protocol so that tests and the demo need no
network.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

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
        return await self._send(httpx.Request("GET", url))

    async def post(self, url: str, form: str, headers: Mapping[str, str]) -> WebAnswer:
        typed = {**headers, "content-type": "application/x-www-form-urlencoded"}
        return await self._send(httpx.Request("POST", url, content=form.encode(), headers=typed))

    async def close(self) -> None:
        await self._client.aclose()

    async def _send(self, request: httpx.Request) -> WebAnswer:
        host = request.url.host
        if not is_secure(str(request.url)):
            raise ProviderError(f"{host} must be reached over https")
        built = self._client.build_request(
            request.method, request.url, content=request.content, headers=request.headers
        )
        try:
            response = await self._client.send(built)
            content = response.json() if len(response.content) <= LARGEST else None
        except (httpx.HTTPError, ValueError) as exc:
            raise ProviderError(f"{host} gave no usable answer: {type(exc).__name__}") from exc
        if not isinstance(content, dict):
            raise ProviderError(f"{host} answered {response.status_code} without a JSON object")
        return WebAnswer(response.status_code, content)
