"""The authorization request: what the browser takes to the provider, or a reference to it.

OpenID Connect Core 1.0, PKCE (RFC 7636), signed requests (JAR, RFC 9101) and pushed ones (PAR, RFC 9126).
"""

import secrets
from collections.abc import Mapping
from typing import Final

from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt

from auth.client_calls import ClientCalls
from auth.errors import ConfigurationError, ProviderError
from auth.issuers import TrustedIssuer
from auth.pending import Attempt
from auth.provider import Metadata

_TYPE: Final = "oauth-authz-req+jwt"
_LIVES: Final = 60
"""Seconds: the browser is sent on at once."""
_CREATED = 201


class AuthorizationRequest:
    """At one issuer. `redirect_uri` is exactly what is registered with the provider."""

    def __init__(self, issuer: TrustedIssuer, redirect_uri: str, calls: ClientCalls) -> None:
        self._issuer = issuer
        self._redirect_uri = redirect_uri
        self._calls = calls

    async def url(self, attempt: Attempt, metadata: Metadata, extra: Mapping[str, str], now: int) -> str:
        """Where to send the browser; `extra` are parameters beyond those of every attempt. Raises
        ProviderError.
        """
        asked = self._asked(attempt, extra)
        if self._issuer.request.signed:
            asked = self._signed(asked, metadata, now)
        if self._issuer.request.pushed or metadata.pushed_only:
            asked = await self._pushed(asked, metadata)
        return str(add_params_to_uri(metadata.authorization_endpoint, list(asked.items())))

    def _asked(self, attempt: Attempt, extra: Mapping[str, str]) -> Mapping[str, str]:
        rules = self._issuer.request
        return {
            **rules.parameters,
            "response_type": "code",
            "client_id": self._issuer.client.id,
            "redirect_uri": self._redirect_uri,
            "scope": " ".join(rules.scopes),
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": create_s256_code_challenge(attempt.verifier),
            "code_challenge_method": "S256",
            **extra,
        }

    def _signed(self, asked: Mapping[str, str], metadata: Metadata, now: int) -> Mapping[str, str]:
        """Nothing of it can be changed on the way through the browser. OpenID Connect wants two of the
        parameters outside as well.
        """
        client = self._issuer.client
        key = client.keys.signing[0]
        try:
            algorithm = client.keys.signing_algorithm(metadata.request_algorithms)
        except ConfigurationError as exc:
            raise ProviderError(f"{self._issuer.url} cannot read signed requests: {exc}") from exc
        claims = {
            **asked,
            "iss": client.id,
            "aud": self._issuer.url,
            "iat": now,
            "nbf": now,
            "exp": now + _LIVES,
            "jti": secrets.token_urlsafe(16),
        }
        header = {"alg": algorithm, "typ": _TYPE, "kid": key.kid}
        outside = {name: asked[name] for name in ("client_id", "response_type", "scope")}
        return {**outside, "request": jwt.encode(header, claims, key, algorithms=[algorithm])}

    async def _pushed(self, asked: Mapping[str, str], metadata: Metadata) -> Mapping[str, str]:
        """The browser carries no more than a reference: what is asked stays between us and the provider."""
        if metadata.pushed_endpoint is None:
            raise ProviderError(f"{self._issuer.url} does not say where requests can be pushed to")
        answer = await self._calls.post(metadata.pushed_endpoint, asked)
        reference = answer.content.get("request_uri")
        if answer.status != _CREATED or not isinstance(reference, str) or not reference:
            raise ProviderError(f"{self._issuer.url} answered {answer.status} to a pushed request")
        return {"client_id": self._issuer.client.id, "request_uri": reference}
