"""Provider: one OpenID provider as it describes itself: its endpoints and its keys, fetched when first
needed.

Specification: OpenID Connect Discovery 1.0 and RFC 7517. A provider that cannot be reached keeps what was
learnt of it before: keys are replaced by newer ones, never by nothing.
"""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import Key, import_key

from auth.clock import Clock
from auth.errors import ProviderError
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
    introspection_endpoint: str | None = None
    userinfo_endpoint: str | None = None
    pushed_endpoint: str | None = None
    """Where authorization requests can be pushed to (RFC 9126)."""
    pushed_only: bool = False
    issuer_in_response: bool = False
    """The provider adds `iss` to its redirects (RFC 9207), so a redirect without it is not its own."""
    assertion_algorithms: frozenset[str] | None = None
    """What a client's assertions may be signed with; None when the provider does not say."""
    request_algorithms: frozenset[str] | None = None
    """The same for signed requests."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Where to go instead, by the URL above, with a TLS client certificate (RFC 8705, section 5)."""

    def certified(self, url: str) -> str:
        """Where this endpoint is for who shows a certificate."""
        return self.aliases.get(url, url)


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
        """Fetches when what we have is missing or old, and not again within the cool-down. While one request
        waits for something newer, the others go on with what there is.
        """
        if not needed and (self._clock() - self._fetched < FRESH or self._lock.locked()):
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
        metadata = self._described(content)
        keys = _verifying(await self._get(metadata.jwks_uri))
        if not keys:
            raise ProviderError(f"{self.url} publishes no usable keys")
        self._metadata, self._keys = metadata, keys

    def _described(self, content: Mapping[str, Any]) -> Metadata:
        return Metadata(
            authorization_endpoint=self._endpoint(content, "authorization_endpoint"),
            token_endpoint=self._endpoint(content, "token_endpoint"),
            jwks_uri=self._endpoint(content, "jwks_uri"),
            end_session_endpoint=self._optional(content, "end_session_endpoint"),
            introspection_endpoint=self._optional(content, "introspection_endpoint"),
            userinfo_endpoint=self._optional(content, "userinfo_endpoint"),
            pushed_endpoint=self._optional(content, "pushed_authorization_request_endpoint"),
            pushed_only=content.get("require_pushed_authorization_requests") is True,
            issuer_in_response=content.get("authorization_response_iss_parameter_supported") is True,
            assertion_algorithms=_named(content, "token_endpoint_auth_signing_alg_values_supported"),
            request_algorithms=_named(content, "request_object_signing_alg_values_supported"),
            aliases=self._aliases(content),
        )

    async def _get(self, url: str) -> Mapping[str, Any]:
        answer = await self._web.get(url)
        if answer.status != _OK:
            raise ProviderError(f"{self.url} answered {answer.status}")
        return answer.content

    def _aliases(self, content: Mapping[str, Any]) -> Mapping[str, str]:
        given = content.get("mtls_endpoint_aliases")
        aliases = given if isinstance(given, dict) else {}
        return {
            self._endpoint(content, name): self._endpoint(aliases, name)
            for name in aliases
            if name in content
        }

    def _optional(self, content: Mapping[str, Any], name: str) -> str | None:
        return self._endpoint(content, name) if content.get(name) else None

    def _endpoint(self, content: Mapping[str, Any], name: str) -> str:
        value = content.get(name)
        if not isinstance(value, str) or not is_secure(value):
            raise ProviderError(f"the {name} of {self.url} is missing or not https")
        return value


def _named(content: Mapping[str, Any], name: str) -> frozenset[str] | None:
    """A list of names in the metadata."""
    given = content.get(name)
    return frozenset(one for one in given if isinstance(one, str)) if isinstance(given, list) else None


def _verifying(jwks: Mapping[str, Any]) -> dict[str, Key]:
    """The keys of a JWK Set that signatures can be held against, by name. What we do not understand is passed
    over (RFC 7517, section 5); shared secrets and encryption keys have no business among them.
    """
    listed = jwks.get("keys")
    found = {}
    for one in listed if isinstance(listed, list) else ():
        if not isinstance(one, dict) or one.get("kty") == "oct" or one.get("use", "sig") != "sig":
            continue
        try:
            key = import_key(one)
        except (JoseError, ValueError, TypeError, KeyError):
            continue
        found[key.kid or key.thumbprint()] = key
    return found
