"""All that an access token is judged by, over a provider and a store in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from harness.clock import StillClock
from harness.memory_store import MemoryStore
from harness.openid_provider import DIGID, URL, OpenIdProvider
from harness.raw_jwt import by_es256
from joserfc.jwk import ECKey

from auth.bearer import BEARER, DPOP, BearerTokens, Presented
from auth.bearer_rules import BearerRules, IntrospectionRules
from auth.dpop import Call, ProofChecker, access_token_hash
from auth.introspection import Introspection
from auth.issuers import TrustedIssuer
from auth.principal import Principal
from auth.provider import Provider
from auth.tokens import Tokens
from auth.web import WebAnswer

KEY = b"k" * 32
BASE = "https://graaf.voorbeeldstad.nl"
CALL = Call("POST", f"{BASE}/graphql")
RULES = BearerRules(frozenset({"graaf-api"}), frozenset({"app"}), introspection=IntrospectionRules())
OPAQUE = "een-token-zonder-inhoud"
APP = ECKey.generate_key("P-256")
"""The key of an app that proves what it has."""


class TokenDesk:
    """`rules` are changes to what is asked of bearers."""

    def __init__(self, **rules: Any) -> None:
        self.clock = StillClock()
        self.provider = OpenIdProvider(self.clock)
        self.issuer: TrustedIssuer = replace(DIGID, bearer=replace(RULES, **rules))
        self.store = MemoryStore()
        providers = {URL: Provider(URL, self.provider, self.clock)}
        self.tokens = Tokens([self.issuer], providers, self.clock)
        self.introspection = Introspection([self.issuer], providers, self.tokens, self.provider, self.clock)
        self.proofs = ProofChecker(self.store, KEY, self.clock)
        self.bearer = BearerTokens(self.tokens, self.introspection, self.proofs, KEY)

    async def principal(self, presented: Presented) -> Principal:
        return await self.bearer.principal(presented)

    def introspect(self, **changes: Any) -> str:
        """A token without content, of which the provider says this: good, but for the changes."""
        now = int(self.clock())
        claims = {
            "active": True,
            "iss": URL,
            "aud": "graaf-api",
            "client_id": "app",
            "iat": now,
            "exp": now + 300,
            **self.provider.person,
            **changes,
        }
        kept = {name: value for name, value in claims.items() if value is not None}
        self.provider.introspected = WebAnswer(200, kept)
        return OPAQUE

    def bound(self, key: ECKey = APP, **changes: Any) -> str:
        """An access token that belongs to this key."""
        return self.provider.access_token(**{"cnf": {"jkt": key.thumbprint()}, **changes})

    def proof(
        self, token: str, header: Mapping[str, Any] | None = None, key: ECKey = APP, **changes: Any
    ) -> str:
        """A good proof for the token and CALL, but for the changes; None takes something away."""
        claims = {
            "htm": CALL.method,
            "htu": CALL.url,
            "ath": access_token_hash(token),
            "iat": int(self.clock()),
            "jti": "een-keer",
            **changes,
        }
        full = {"alg": "ES256", "typ": "dpop+jwt", "jwk": key.as_dict(private=False), **(header or {})}
        kept = {name: value for name, value in claims.items() if value is not None}
        head = {name: value for name, value in full.items() if value is not None}
        return by_es256(head, kept, key)


def by_bearer(token: str, **parts: Any) -> Presented:
    return Presented(token, CALL, BEARER, **parts)


def by_dpop(token: str, proof: str | None) -> Presented:
    return Presented(token, CALL, DPOP, proof)
