"""Logout tokens: a provider's own word that a login is over. OpenID Connect Back-Channel Logout 1.0.

Whoever could forge one could throw anyone out, and whoever could pass off an ID token as one would need no
forgery; so each is checked as section 2.6 asks, its type included, and counts once.
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from auth.claim_path import Claims
from auth.clock import SKEW, Clock
from auth.errors import TokenError
from auth.issuers import TrustedIssuer
from auth.logout_label import NAMES
from auth.seal import fingerprint
from auth.store import ExpiringStore
from auth.token_claims import audiences, check_times
from auth.tokens import Tokens, unverified_claims

EVENT = "http://schemas.openid.net/event/backchannel-logout"
TYPES = frozenset({"logout+jwt", "application/logout+jwt"})


@dataclass(frozen=True, slots=True)
class LoginOver:
    """What a provider says is over: the login `sid` or, without one, every login of `sub`."""

    issuer: str
    name: str
    value: str = field(repr=False)


class LogoutTokens:
    """Reads them. `store` remembers which were used."""

    def __init__(
        self,
        issuers: Iterable[TrustedIssuer],
        tokens: Tokens,
        store: ExpiringStore,
        clock: Clock = time.time,
    ) -> None:
        self._issuers = tuple(issuers)
        self._tokens = tokens
        self._store = store
        self._clock = clock

    async def read(self, token: str) -> LoginOver:
        """What is over. Raises TokenError; ProviderError and StoreError when there is no way to know."""
        token = self._tokens.opened(token)
        issuer = self._issuer_of(token)
        signed = await self._tokens.signed(token, issuer)
        kind = signed.header.get("typ")
        if not isinstance(kind, str) or kind.lower() not in TYPES:
            raise TokenError("TOKEN_TYPE", "not a logout token")
        claims = signed.claims
        check_times(claims, self._clock(), ("exp", "iat"))
        over = _over(claims, issuer)
        await self._use(claims, issuer)
        return over

    def _issuer_of(self, token: str) -> TrustedIssuer:
        """Who claims to have made it, for which of our clients; the signature is checked afterwards."""
        claims = unverified_claims(token)
        known = [one for one in self._issuers if one.url == claims.get("iss")]
        if not known:
            raise TokenError("TOKEN_ISSUER", "the logout token is not from an issuer that is trusted here")
        ours = next((one for one in known if one.client.id in audiences(claims)), None)
        if ours is None:
            raise TokenError("TOKEN_AUDIENCE", "the logout token is not meant for this client")
        return ours

    async def _use(self, claims: Claims, issuer: TrustedIssuer) -> None:
        jti = claims.get("jti")
        if not isinstance(jti, str) or not jti:
            raise TokenError("TOKEN_MALFORMED", "the logout token has no jti")
        name = f"jti:{fingerprint(f'{issuer.url} {jti}')}"
        if await self._store.count(name, float(claims["exp"]) + SKEW) > 1:
            raise TokenError("TOKEN_REPLAYED", "the logout token was used before")


def _over(claims: Claims, issuer: TrustedIssuer) -> LoginOver:
    events = claims.get("events")
    if not isinstance(events, Mapping) or not isinstance(events.get(EVENT), Mapping):
        raise TokenError("TOKEN_EVENT", "the token does not say that a login is over")
    if "nonce" in claims:
        raise TokenError("TOKEN_NONCE", "a logout token has no nonce: this is an ID token")
    for name in NAMES:
        value = claims.get(name)
        if isinstance(value, str) and value:
            return LoginOver(issuer.url, name, value)
        if value is not None:
            raise TokenError("TOKEN_MALFORMED", f"the logout token's {name} is not a text")
    raise TokenError("TOKEN_MALFORMED", "the logout token says of no login that it is over")
