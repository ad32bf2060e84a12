"""ClientCalls: calls to a provider that show who we are, in each of the ways that providers ask for.

Authlib makes the assertions (RFC 7523); the calls go out through our own Web.
"""

import time
from base64 import b64encode
from collections.abc import Mapping
from urllib.parse import quote_plus, urlencode

from authlib.oauth2.rfc7523 import private_key_jwt_sign

from auth.client import TLS, Client
from auth.clock import Clock
from auth.errors import ConfigurationError, ProviderError
from auth.provider import Metadata, Provider
from auth.web import Web, WebAnswer

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ASSERTION_LIVES = 60
"""Seconds: it is used at once."""


class ClientCalls:
    """As `client`, at `provider`."""

    def __init__(self, client: Client, provider: Provider, web: Web, clock: Clock = time.time) -> None:
        self._client = client
        self._provider = provider
        self._web = web
        self._clock = clock

    async def post(
        self, url: str, form: Mapping[str, str], headers: Mapping[str, str] | None = None
    ) -> WebAnswer:
        """`url` is one of the provider's metadata. Raises ProviderError."""
        metadata = await self._provider.metadata()
        try:
            own_headers, own_form = self._credentials(metadata)
        except ConfigurationError as exc:
            raise ProviderError(f"{self._provider.url} would not know us: {exc}") from exc
        target = metadata.certified(url) if self._client.method in TLS else url
        body, sent = urlencode({**form, **own_form}), {**(headers or {}), **own_headers}
        return await self._web.post(target, body, sent, self._client.keys.certificate)

    def _credentials(self, metadata: Metadata) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """What goes into the headers, and what into the form."""
        client = self._client
        if client.method == "client_secret_basic":
            return {"Authorization": f"Basic {_basic(client)}"}, {}
        named = {"client_id": client.id}
        if client.method == "client_secret_post":
            return {}, {**named, "client_secret": client.secret or ""}
        if client.method == "private_key_jwt":
            assertion = self._assertion(metadata)
            return {}, {**named, "client_assertion_type": ASSERTION, "client_assertion": assertion}
        return {}, named

    def _assertion(self, metadata: Metadata) -> str:
        client, now = self._client, int(self._clock())
        assertion: str = private_key_jwt_sign(
            client.keys.signing[0],
            client.id,
            client.assertion_audience or self._provider.url,
            alg=client.keys.signing_algorithm(metadata.assertion_algorithms),
            claims={"iat": now, "exp": now + ASSERTION_LIVES},
            header={"kid": client.keys.signing[0].kid},
        )
        return assertion


def _basic(client: Client) -> str:
    """RFC 6749, section 2.3.1: both are form-encoded before they are joined."""
    text = f"{quote_plus(client.id)}:{quote_plus(client.secret or '')}"
    return b64encode(text.encode()).decode()
