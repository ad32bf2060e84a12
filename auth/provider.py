"""Provider: one OpenID provider as it describes itself: its endpoints and its keys, fetched when first
needed.

Specification: OpenID Connect Discovery 1.0 and RFC 7517. A provider that cannot be reached keeps what was
learnt of it before: keys are replaced by newer ones, never by nothing.
"""

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from joserfc.jwk import Key

from auth.clock import Clock
from auth.errors import KeyMaterialError, ProviderError
from auth.keys import load_key_set
from auth.loopback import is_secure
from auth.web import Web

FRESH = 3600.0
"""Seconds after which metadata and keys are fetched again, so that a withdrawn key ends."""
COOL_DOWN = 30.0
"""Seconds between two fetches, however many tokens name keys we do not know."""
_OK = 200


@dataclass(frozen=True, slots=True)
class Metadata:
    """What we use of a provider's metadata. Every URL is safe to call."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str | None = None
    issuer_in_response: bool = False
    """The provider adds `iss` to its redirects (RFC 9207), so a redirect without it is not its own."""


class Provider:
    """The provider whose issuer identifier is `url`."""

    def __init__(self, url: str, web: Web, clock: Clock = time.time) -> None:
        self.url = url
        self._web = web
        self._clock = clock
        self._lock = asyncio.Lock()
        self._metadata: Metadata | None = None
        self._keys: dict[str, Key] = {}
        self._fetched = float("-inf")
        self._tried = float("-inf")

    async def metadata(self) -> Metadata:
        """Raises ProviderError when it was never learnt and cannot be learnt now."""
        await self._refresh(needed=self._metadata is None)
        if self._metadata is None:
            raise ProviderError(f"the provider {self.url} cannot be reached")
        return self._metadata

    async def key(self, kid: str | None) -> Key | None:
        """The key by this name; None when the provider has no such key. A token without a name is only

        believed when there is no choice. Raises ProviderError when no key was ever learnt.
        """
        await self._refresh(needed=kid not in self._keys if kid is not None else not self._keys)
        if not self._keys:
            raise ProviderError(f"the keys of {self.url} cannot be fetched")
        if kid is None:
            return next(iter(self._keys.values())) if len(self._keys) == 1 else None
        return self._keys.get(kid)

    async def _refresh(self, *, needed: bool) -> None:
        """Fetches when what we have is missing or old, and not again within the cool-down."""
        if not needed and self._clock() - self._fetched < FRESH:
            return
        async with self._lock:
            now = self._clock()
            if now - self._tried < COOL_DOWN:
                return  # someone else just did, or it just failed
            self._tried = now
            try:
                await self._fetch()
                self._fetched = now
            except ProviderError:
                if self._metadata is None or not self._keys:
                    self._tried = float("-inf")  # nothing to fall back on: the next request tries again
                    raise

    async def _fetch(self) -> None:
        content = await self._get(f"{self.url.rstrip('/')}/.well-known/openid-configuration")
        if content.get("issuer") != self.url:
            raise ProviderError(f"the metadata at {self.url} is another issuer's")
        metadata = Metadata(
            authorization_endpoint=self._endpoint(content, "authorization_endpoint"),
            token_endpoint=self._endpoint(content, "token_endpoint"),
            jwks_uri=self._endpoint(content, "jwks_uri"),
            end_session_endpoint=self._endpoint(content, "end_session_endpoint")
            if content.get("end_session_endpoint")
            else None,
            issuer_in_response=content.get("authorization_response_iss_parameter_supported") is True,
        )
        try:
            keys = load_key_set(json.dumps(dict(await self._get(metadata.jwks_uri))))
        except KeyMaterialError as exc:
            raise ProviderError(f"{self.url} publishes no usable keys") from exc
        self._metadata = metadata
        self._keys = {key.kid: key for key in keys if key.kid and _verifies(key)}

    async def _get(self, url: str) -> Mapping[str, Any]:
        answer = await self._web.get(url)
        if answer.status != _OK:
            raise ProviderError(f"{self.url} answered {answer.status}")
        return answer.content

    def _endpoint(self, content: Mapping[str, Any], name: str) -> str:
        value = content.get(name)
        if not isinstance(value, str) or not is_secure(value):
            raise ProviderError(f"the {name} of {self.url} is missing or not https")
        return value


def _verifies(key: Key) -> bool:
    """Shared secrets and encryption keys have no business among the keys that signatures are held against."""
    return key.key_type != "oct" and key.get("use") in (None, "sig")
