"""CodeExchange: the two calls of the authorization code flow, with PKCE (RFC 7636), by Authlib.

Authlib writes the messages and judges the ID token; the calls go out through our own Web.
"""

import time
from collections.abc import Mapping
from typing import Any

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc.errors import JoseError

from auth.clock import Clock
from auth.errors import LoginError
from auth.issuers import TrustedIssuer
from auth.pending import Attempt
from auth.provider import Provider
from auth.tokens import SKEW, Tokens
from auth.web import Web

Claims = Mapping[str, Any]
_OK = 200


class CodeExchange:
    """For one issuer. `redirect_uri` is exactly what is registered with the provider."""

    def __init__(self, issuer: TrustedIssuer, provider: Provider, redirect_uri: str, web: Web) -> None:
        self._issuer = issuer
        self._provider = provider
        self._redirect_uri = redirect_uri
        self._web = web

    async def authorization_url(self, attempt: Attempt, acr_values: str | None) -> str:
        """Where to send the browser. Raises ProviderError."""
        metadata = await self._provider.metadata()
        extra = {"acr_values": acr_values} if acr_values else {}
        url, _ = self._client().create_authorization_url(
            metadata.authorization_endpoint,
            state=attempt.state,
            nonce=attempt.nonce,
            code_verifier=attempt.verifier,
            **extra,
        )
        return str(url)

    async def claims(self, code: str, attempt: Attempt, tokens: Tokens, clock: Clock = time.time) -> Claims:
        """The claims of the ID token that the code gives. Raises LoginError (LOGIN_CODE, LOGIN_ID_TOKEN),
        TokenError and ProviderError.
        """
        answer = await self._fetch(code, attempt)
        token, access_token = answer.get("id_token"), answer.get("access_token")
        if not isinstance(token, str):
            raise LoginError("LOGIN_ID_TOKEN", "the provider gave no ID token")
        signed = await tokens.signed(token, self._issuer)
        required = {"essential": True}
        claims = CodeIDToken(
            signed.claims,
            signed.header,
            options={"aud": {**required, "value": self._issuer.client.id}, "nonce": required},
            params={
                "nonce": attempt.nonce,
                "client_id": self._issuer.client.id,
                "access_token": access_token,
            },
        )
        try:
            claims.validate(now=int(clock()), leeway=SKEW)
        except (JoseError, ValueError, TypeError) as exc:
            raise LoginError("LOGIN_ID_TOKEN", f"the ID token does not hold: {type(exc).__name__}") from exc
        return signed.claims

    async def _fetch(self, code: str, attempt: Attempt) -> Claims:
        metadata = await self._provider.metadata()
        client = self._client()
        try:
            answer: Claims = await client.fetch_token(
                metadata.token_endpoint,
                grant_type="authorization_code",
                code=code,
                redirect_uri=self._redirect_uri,
                code_verifier=attempt.verifier,
            )
        except OAuth2Error as exc:
            raise LoginError("LOGIN_CODE", "the provider refused the code") from exc
        return answer

    def _client(self) -> "_Client":
        return _Client(
            self._web,
            client_id=self._issuer.client.id,
            client_secret=self._issuer.client.secret,
            token_endpoint_auth_method=self._issuer.client.method,
            redirect_uri=self._redirect_uri,
            scope="openid",
            code_challenge_method="S256",
        )


class _Client(OAuth2Client):  # type: ignore[misc]  # Authlib has no types
    """Authlib's protocol client over our Web."""

    async def _fetch_token(
        self, url: str, body: str, headers: Mapping[str, str], auth: ClientAuth, **_: object
    ) -> Claims:
        url, headers, body = auth.prepare("POST", url, dict(headers), body)
        answer = await self.session.post(url, body, headers)
        if answer.status != _OK or "error" in answer.content:
            raise OAuth2Error(error=str(answer.content.get("error", answer.status)))
        content: Claims = answer.content
        return content
