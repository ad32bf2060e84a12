"""Web: the outgoing calls to OpenID providers, behind a Protocol so that tests and the demo need no
network.
"""

import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

import httpx

from auth.client_keys import Certificate
from auth.errors import ConfigurationError, ProviderError
from auth.loopback import is_secure

TIMEOUT = 5.0
"""Seconds: a login waits on this, and so does a first request with an unknown signing key."""
LARGEST = 1_000_000
"""Bytes of an answer. Metadata, keys and tokens are a few kilobytes."""


_NONE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class WebAnswer:
    """The status and the JSON object that came back; or, where one was asked for, the JWT in its place.
    Either may hold tokens: they stay out of `repr`.
    """

    status: int
    content: Mapping[str, Any] = field(repr=False)
    jwt: str | None = field(default=None, repr=False)


class Web(Protocol):
    """Both raise ProviderError when no JSON object (or JWT) came back, or the URL is not a safe one."""

    async def get(self, url: str, headers: Mapping[str, str] = _NONE) -> WebAnswer: ...

    async def post(
        self, url: str, form: str, headers: Mapping[str, str], certificate: Certificate | None = None
    ) -> WebAnswer:
        """Over a connection on which `certificate` is shown, where there is one."""


class HttpxWeb:
    """Over HTTP. Follows no redirects: a provider's endpoints are where its metadata says they are."""

    def __init__(self, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._transport = transport
        self._clients: dict[Certificate | None, httpx.AsyncClient] = {}

    def prepare(self, certificate: Certificate | None = None) -> httpx.AsyncClient:
        """The client that shows this certificate. Raises ConfigurationError for one that cannot be used."""
        if certificate not in self._clients:
            self._clients[certificate] = httpx.AsyncClient(
                verify=_trust(certificate),
                transport=self._transport,
                timeout=TIMEOUT,
                follow_redirects=False,
                headers={"accept": "application/json"},
            )
        return self._clients[certificate]

    async def get(self, url: str, headers: Mapping[str, str] = _NONE) -> WebAnswer:
        return await self._send(self.prepare(), "GET", url, headers=dict(headers))

    async def post(
        self, url: str, form: str, headers: Mapping[str, str], certificate: Certificate | None = None
    ) -> WebAnswer:
        typed = {**headers, "content-type": "application/x-www-form-urlencoded"}
        return await self._send(self.prepare(certificate), "POST", url, content=form, headers=typed)

    async def close(self) -> None:
        for client in self._clients.values():
            await client.aclose()
        self._clients.clear()

    async def _send(self, client: httpx.AsyncClient, method: str, url: str, **parts: Any) -> WebAnswer:
        host = urlsplit(url).hostname
        if not is_secure(url):
            raise ProviderError(f"{host} must be reached over https")
        try:
            async with client.stream(method, url, **parts) as response:
                text = await _text(response)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as exc:
            raise ProviderError(f"{host} gave no usable answer: {type(exc).__name__}") from exc
        answer = _answer(response, text)
        if answer is None:
            raise ProviderError(f"{host} answered {response.status_code} without a JSON object")
        return answer


async def _text(response: httpx.Response) -> bytes:
    """The body, of which no more is read than an answer can be long."""
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > LARGEST:
            raise ValueError("too long")
    return bytes(body)


def _answer(response: httpx.Response, body: bytes) -> WebAnswer | None:
    media = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if media == "application/jwt" or media.endswith("+jwt"):
            return WebAnswer(response.status_code, {}, body.decode("ascii").strip())
        content = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return WebAnswer(response.status_code, content) if isinstance(content, dict) else None


def _trust(certificate: Certificate | None) -> ssl.SSLContext | bool:
    """Whom we trust is httpx's to say: the public authorities, or those of SSL_CERT_FILE."""
    if certificate is None:
        return True
    context = httpx.create_ssl_context()
    try:
        context.load_cert_chain(certificate.certificate, certificate.key)
    except (OSError, ValueError) as exc:  # ssl.SSLError is an OSError
        raise ConfigurationError(
            f"the certificate {certificate.certificate} and its key cannot be used: {type(exc).__name__}"
        ) from exc
    return context
