"""An OpenID provider in memory, reached through a Web, that can be told to misbehave."""

from __future__ import annotations

import asyncio
import hashlib
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from harness.clock import StillClock
from joserfc import jwt
from joserfc.jwk import ECKey

from auth.assurance import Niveau
from auth.bearer_rules import BearerRules
from auth.client import Client
from auth.client_keys import Certificate
from auth.errors import ProviderError
from auth.issuers import TrustedIssuer
from auth.profiles import PROFILES
from auth.web import WebAnswer

URL = "https://login.voorbeeldstad.nl"
CLIENT = Client("graaf", "geheim")
SMARTCARD = "urn:oasis:names:tc:SAML:2.0:ac:classes:Smartcard"
MOBILE = "urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorContract"

DIGID = TrustedIssuer(
    middel="digid",
    url=URL,
    client=CLIENT,
    claims=replace(PROFILES["digid"].claims, naam=(("naam",),)),
    bearer=BearerRules(frozenset({"graaf-api"}), frozenset({"app"})),
    algorithms=frozenset({"ES256"}),
    acr_values={Niveau.MIDDEN: MOBILE, Niveau.SUBSTANTIEEL: SMARTCARD},
)


def signing_key() -> ECKey:
    return ECKey.generate_key("P-256", auto_kid=True)


def _same(claims: dict[str, Any]) -> dict[str, Any]:
    return claims


class OpenIdProvider:
    """`person` are the claims of who logs in. `spoil` changes the claims of each ID token before it is
    signed, `seal` the token after that; `introspected` is what it answers of any token that it is asked
    about, and `user_info` of who logged in; `pages` replace what it shows, and it waits at `gate`.
    """

    def __init__(self, clock: StillClock, url: str = URL) -> None:
        self.clock = clock
        self.url = url
        self.keys = [signing_key()]
        self.person: dict[str, Any] = {"sub": "p1", "bsn": "999990007", "acr": SMARTCARD, "naam": "Sanne"}
        self.spoil: Callable[[dict[str, Any]], dict[str, Any]] = _same
        self.header: dict[str, Any] = {}
        self.metadata: dict[str, Any] = {}
        self.token_answer: dict[str, Any] = {}
        self.seal: Callable[[str], str] = str
        self.introspected = WebAnswer(200, {"active": False})
        self.user_info = WebAnswer(404, {})
        self.pages: dict[str, dict[str, Any]] = {}
        self.down = False
        self.gate: asyncio.Event | None = None
        self.fetches: list[str] = []
        self.questions: list[Mapping[str, str]] = []
        self._codes: dict[str, dict[str, str]] = {}

    async def get(self, url: str, headers: Mapping[str, str] | None = None) -> WebAnswer:
        self.fetches.append(url)
        if self.gate:
            await self.gate.wait()
        if self.down:
            raise ProviderError("down")
        if url in self.pages:
            return WebAnswer(200, self.pages[url])
        if url == f"{self.url}/userinfo" and (headers or {}).get("authorization") == "Bearer ondoorzichtig":
            return self.user_info
        if url == f"{self.url}/jwks":
            return WebAnswer(200, {"keys": [key.as_dict(private=False) for key in self.keys]})
        if url == f"{self.url}/.well-known/openid-configuration":
            return WebAnswer(200, self._described())
        return WebAnswer(404, {})

    async def post(
        self, url: str, form: str, headers: Mapping[str, str], certificate: Certificate | None = None
    ) -> WebAnswer:
        if self.down:
            raise ProviderError("down")
        given = {name: values[0] for name, values in parse_qs(form).items()}
        credentials = b64decode(headers["Authorization"].removeprefix("Basic ")).decode()
        if url == f"{self.url}/introspect" and credentials == f"{CLIENT.id}:{CLIENT.secret}":
            self.questions.append({**given, "accept": headers.get("accept", "")})
            return self.introspected
        asked = self._codes.pop(given.get("code", ""), None)
        if (
            url != f"{self.url}/token"
            or credentials != f"{CLIENT.id}:{CLIENT.secret}"
            or given["grant_type"] != "authorization_code"
            or asked is None
            or asked["redirect_uri"] != given["redirect_uri"]
            or asked["code_challenge"] != challenge(given["code_verifier"])
        ):
            return WebAnswer(400, {"error": "invalid_grant"})
        return WebAnswer(200, {"access_token": "ondoorzichtig", **self.id_token(asked), **self.token_answer})

    def authorize(self, url: str) -> dict[str, str]:
        """What the browser brings back when it was sent to `url` and the person agreed."""
        parts = urlsplit(url)
        assert url.startswith(f"{self.url}/authorize?")
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        assert asked["client_id"] == CLIENT.id
        assert "openid" in asked["scope"].split()
        code = f"code-{len(self._codes)}-{asked['state'][:4]}"
        self._codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def id_token(self, asked: Mapping[str, str]) -> dict[str, str]:
        claims = {
            "iss": self.url,
            "aud": CLIENT.id,
            "iat": int(self.clock()),
            "exp": int(self.clock()) + 300,
            "nonce": asked["nonce"],
            **self.person,
        }
        return {"id_token": self.seal(self.sign(self.spoil(claims), self.header))}

    def access_token(self, header: Mapping[str, Any] | None = None, **changes: Any) -> str:
        """A good access token, but for `header` and `changes`; None takes a claim away."""
        claims = {
            "iss": self.url,
            "aud": "graaf-api",
            "azp": "app",
            "iat": int(self.clock()),
            "exp": int(self.clock()) + 300,
            **self.person,
            **changes,
        }
        kept = {name: value for name, value in claims.items() if value is not None}
        return self.sign(kept, {"typ": "at+jwt", **(header or {})})

    def sign(self, claims: dict[str, Any], header: Mapping[str, Any]) -> str:
        key = self.keys[-1]
        full = {"alg": "ES256", "kid": key.kid, **header}
        kept = {name: value for name, value in full.items() if value is not None}
        return jwt.encode(kept, claims, key, algorithms=[kept["alg"]], default_type=None)

    def _described(self) -> dict[str, Any]:
        endpoints = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            "end_session_endpoint": f"{self.url}/logout",
            "introspection_endpoint": f"{self.url}/introspect",
            "userinfo_endpoint": f"{self.url}/userinfo",
        }
        return {**endpoints, **self.metadata}


def challenge(verifier: str) -> str:
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
