"""CodeExchange: the calls of the authorization code flow, with PKCE (RFC 7636).

Authlib judges the ID token; the calls go out through our own Web.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from authlib.oidc.core import CodeIDToken
from joserfc.errors import JoseError
from joserfc.jwt import Token

from auth.authorization_request import AuthorizationRequest
from auth.claim_path import Claims
from auth.client_calls import ClientCalls
from auth.clock import SKEW, Clock
from auth.encrypted_token import is_encrypted
from auth.errors import LoginError, ProviderError, TokenError
from auth.issuers import TrustedIssuer
from auth.pending import Attempt
from auth.provider import Provider
from auth.tokens import Tokens
from auth.web import Web

_OK = 200
_SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class IdToken:
    """An ID token that holds. `text` is the signed JWT, which tells its provider which login is meant. With
    the `claims` are those of the UserInfo endpoint, where the issuer is set to ask there.
    """

    text: str = field(repr=False)
    claims: Claims = field(repr=False)


class CodeExchange:
    """For one issuer. `redirect_uri` is exactly what is registered with the provider."""

    def __init__(
        self,
        issuer: TrustedIssuer,
        provider: Provider,
        redirect_uri: str,
        web: Web,
        clock: Clock = time.time,
    ) -> None:
        self._issuer = issuer
        self._provider = provider
        self._redirect_uri = redirect_uri
        self._web = web
        self._clock = clock
        self._calls = ClientCalls(issuer.client, provider, web, clock)
        self._request = AuthorizationRequest(issuer, redirect_uri, self._calls)

    async def authorization_url(self, attempt: Attempt, extra: Mapping[str, str]) -> str:
        """Where to send the browser; `extra` are parameters beyond those of every attempt. Raises
        ProviderError.
        """
        metadata = await self._provider.metadata()
        return await self._request.url(attempt, metadata, extra, int(self._clock()))

    async def id_token(self, code: str, attempt: Attempt, tokens: Tokens) -> IdToken:
        """The ID token that the code gives. Raises LoginError (LOGIN_CODE, LOGIN_ID_TOKEN), TokenError and
        ProviderError.
        """
        answer = await self._fetch(code, attempt)
        token, access_token = answer.get("id_token"), answer.get("access_token")
        if not isinstance(token, str):
            raise LoginError("LOGIN_ID_TOKEN", "the provider gave no ID token")
        if self._issuer.client.keys.decryption and not is_encrypted(token):
            raise TokenError("TOKEN_ENCRYPTION", "the ID token should have been encrypted")
        text = tokens.opened(token)
        signed = await tokens.signed(text, self._issuer)
        self._check(signed, attempt, access_token)
        if not self._issuer.userinfo:
            return IdToken(text, signed.claims)
        about = await self._user_info(access_token, tokens)
        if about.get("sub") != signed.claims["sub"]:
            raise LoginError("LOGIN_ID_TOKEN", "the provider told of someone else than who logged in")
        return IdToken(text, {**about, **signed.claims})

    def _check(self, signed: Token, attempt: Attempt, access_token: object) -> None:
        client_id, required = self._issuer.client.id, {"essential": True}
        claims = CodeIDToken(
            signed.claims,
            signed.header,
            options={"aud": {**required, "value": client_id}, "nonce": required},
            params={"nonce": attempt.nonce, "client_id": client_id, "access_token": access_token},
        )
        try:
            claims.validate(now=int(self._clock()), leeway=SKEW)
        except (JoseError, ValueError, TypeError) as exc:
            raise LoginError("LOGIN_ID_TOKEN", f"the ID token does not hold: {type(exc).__name__}") from exc

    async def _fetch(self, code: str, attempt: Attempt) -> Claims:
        metadata = await self._provider.metadata()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect_uri,
            "code_verifier": attempt.verifier,
        }
        answer = await self._calls.post(metadata.token_endpoint, form)
        if answer.status >= _SERVER_ERROR:
            raise ProviderError(f"{self._issuer.url} answered {answer.status} to a code")
        if answer.status != _OK or "error" in answer.content:
            raise LoginError("LOGIN_CODE", "the provider refused the code, or who brought it")
        return answer.content

    async def _user_info(self, access_token: object, tokens: Tokens) -> Claims:
        """OpenID Connect Core 1.0, section 5.3: as JSON, or as a JWT that is signed like an ID token."""
        metadata = await self._provider.metadata()
        if metadata.userinfo_endpoint is None or not isinstance(access_token, str):
            raise ProviderError(f"{self._issuer.url} gives no way to ask about who logged in")
        answer = await self._web.get(metadata.userinfo_endpoint, {"authorization": f"Bearer {access_token}"})
        if answer.status != _OK:
            raise ProviderError(f"{self._issuer.url} answered {answer.status} when asked who logged in")
        if answer.jwt is None:
            return answer.content
        signed = await tokens.signed(tokens.opened(answer.jwt), self._issuer)
        return signed.claims
