"""What a subgraph is told about who asks: a short-lived statement, signed by the gateway, meant for that
subgraph alone.

It is a compact JWS (RFC 7515) under Ed25519 (RFC 9864) whose claims follow JWT (RFC 7519) and, for `act`,
token exchange (RFC 8693): `sub` is whose data this is about, `act.sub` who acts for them. Both are
pseudonyms. The numbers behind them (a BSN, a KvK number) are in it for a subgraph with a key of its own, and
only as `identificatie`, encrypted with that key (auth.identification).
"""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from joserfc import jwt
from joserfc.errors import BadSignatureError, ClaimError, ExpiredTokenError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet, OKPKey

from auth.assurance import Niveau
from auth.clock import Clock
from auth.errors import StatementError
from auth.identification import Identification, Opener, Recipient, unreadable
from auth.principal import Identifier, Klantsoort, Mandaat, Principal, scopes_of

HEADER = "gemeentegraaf-identiteit"
ISSUER = "gemeentegraaf"
TYPE = "identiteit+jwt"
ALGORITHM = "Ed25519"
LIFETIME = 60
"""Seconds a statement lives. A longer-lived one is refused even if we signed it."""
SKEW = 5
"""Seconds by which the clocks of gateway and subgraph may differ."""
_RENEW = 20
"""A cached statement is made anew when it has fewer seconds left: time enough for the subgraph to begin
its work.
"""
_CACHED = 4096


@dataclass(frozen=True, slots=True)
class Statement:
    """What a subgraph knows of the caller: `klant` is the `Klant.id` whose data this is about, `actor` who
    logged in; `soort` is the kind of number that is behind `klant`. `identificatie` has their numbers, as far
    as this subgraph is one that may know them.
    """

    klant: str
    actor: str
    klantsoort: Klantsoort
    niveau: Niveau
    middel: str
    mandaat: Mandaat | None = None
    verleend: frozenset[str] = frozenset()
    identificatie: Identification = field(default=Identification(), repr=False)
    soort: Identifier = Identifier.PSEUDONIEM

    @property
    def scopes(self) -> frozenset[str]:
        """The same scopes as the Principal's at the gateway."""
        return scopes_of(self.klantsoort, self.niveau, self.mandaat, self.verleend)


class Issuer:
    """Makes statements, one per principal and subgraph, and hands the same one out until it nears its end.

    `recipients` are the subgraphs, by name, that may know the numbers of customers.
    """

    def __init__(
        self,
        private_key: OKPKey,
        issuer: str = ISSUER,
        clock: Clock = time.time,
        recipients: Mapping[str, Recipient] | None = None,
    ) -> None:
        private_key.ensure_kid()
        self._key = private_key
        self._issuer = issuer
        self._clock = clock
        self._recipients = dict(recipients or {})
        self._cache: dict[tuple[Principal, str], tuple[float, str]] = {}

    def statement(self, principal: Principal, audience: str) -> str:
        """The statement about `principal` for the subgraph named `audience`."""
        now = self._clock()
        expires, token = self._cache.get((principal, audience), (0.0, ""))
        if expires - now > _RENEW:
            return token
        expires, token = self._make(principal, audience, int(now))
        self._forget(now)
        self._cache[principal, audience] = (expires, token)
        return token

    def _make(self, principal: Principal, audience: str, now: int) -> tuple[float, str]:
        claims = {
            "iss": self._issuer,
            "aud": audience,
            "iat": now,
            "exp": now + LIFETIME,
            "jti": secrets.token_urlsafe(16),
            **_claims(principal),
        }
        recipient = self._recipients.get(audience)
        if recipient and (sealed := recipient.sealed(principal)):
            claims["identificatie"] = sealed
        header = {"alg": ALGORITHM, "typ": TYPE, "kid": self._key.kid}
        return now + LIFETIME, jwt.encode(header, claims, self._key, algorithms=[ALGORITHM])

    def _forget(self, now: float) -> None:
        """Keeps the cache bounded: drops what has expired and, if that is not enough, the oldest."""
        if len(self._cache) < _CACHED:
            return
        self._cache = {key: made for key, made in self._cache.items() if made[0] > now}
        while len(self._cache) >= _CACHED:
            del self._cache[next(iter(self._cache))]


class Verifier:
    """Believes only statements for its own audience, from its issuer, under one of its keys, that are
    still fresh. With an `opener` it reads the identification in them; without one it accepts none, for then
    it was meant for another.
    """

    def __init__(
        self,
        public_keys: KeySet,
        audience: str,
        issuer: str = ISSUER,
        clock: Clock = time.time,
        opener: Opener | None = None,
    ) -> None:
        self._keys = public_keys
        self._audience = audience
        self._issuer = issuer
        self._clock = clock
        self._opener = opener

    def verify(self, token: str) -> Statement:
        """The content of a statement. Raises StatementError, with a code, for any that is not to be
        believed.
        """
        signed = self._decode(token)
        if signed.header.get("typ") != TYPE:
            raise StatementError("STATEMENT_MALFORMED", f"the statement's type is not {TYPE}")
        self._check(signed.claims)
        return self._identified(_statement(signed.claims), signed.claims)

    def _identified(self, statement: Statement, claims: Mapping[str, Any]) -> Statement:
        if "identificatie" not in claims:
            return statement
        if self._opener is None:
            raise unreadable()
        found = self._opener.opened(claims["identificatie"], statement.klant, statement.actor)
        return replace(statement, identificatie=found)

    def _decode(self, token: str) -> jwt.Token:
        try:
            return jwt.decode(token, self._keys, algorithms=[ALGORITHM])
        except (BadSignatureError, InvalidKeyIdError) as exc:
            raise StatementError("STATEMENT_SIGNATURE", "the statement is not signed by a known key") from exc
        except (JoseError, ValueError, TypeError) as exc:
            raise StatementError("STATEMENT_MALFORMED", f"not a compact JWS under {ALGORITHM}") from exc

    def _check(self, claims: dict[str, Any]) -> None:
        rules = jwt.JWTClaimsRegistry(
            now=int(self._clock()),
            leeway=SKEW,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True},
            sub={"essential": True},
            iat={"essential": True},
            exp={"essential": True},
            jti={"essential": True},
        )
        try:
            rules.validate(claims)
        except ExpiredTokenError as exc:
            raise StatementError("STATEMENT_EXPIRED", "the statement has expired") from exc
        except ClaimError as exc:
            raise StatementError(_CLAIM_CODES.get(exc.claim, "STATEMENT_MALFORMED"), str(exc)) from exc
        # A list of audiences would be a statement for several subgraphs, any of which could replay it to
        # the others.
        if claims["aud"] != self._audience:
            raise StatementError("STATEMENT_AUDIENCE", "the statement is for another subgraph")
        if not 0 < claims["exp"] - claims["iat"] <= LIFETIME:
            raise StatementError(
                "STATEMENT_EXPIRED", f"the statement was made to live over {LIFETIME} seconds"
            )


_CLAIM_CODES = {"iss": "STATEMENT_ISSUER", "aud": "STATEMENT_AUDIENCE", "iat": "STATEMENT_EXPIRED"}


def _claims(principal: Principal) -> dict[str, Any]:
    claims: dict[str, Any] = {
        "sub": principal.subject.id,
        "soort": principal.subject.soort.value,
        "klantsoort": principal.klantsoort.value,
        "niveau": principal.niveau.name.lower(),
        "middel": principal.middel,
    }
    if principal.actor.id != principal.subject.id:
        claims["act"] = {"sub": principal.actor.id}
    if principal.mandaat:
        claims["mandaat"] = {"diensten": sorted(principal.mandaat.diensten), "rol": principal.mandaat.rol}
    if principal.verleend:
        claims["scope"] = " ".join(sorted(principal.verleend))
    return claims


def _statement(claims: Mapping[str, Any]) -> Statement:
    """Raises StatementError when a claim has another shape than we give it, or someone acts without a
    mandate.
    """
    try:
        mandaat = _mandaat(claims.get("mandaat"))
        statement = Statement(
            klant=_text(claims["sub"]),
            actor=_text(claims["act"]["sub"]) if "act" in claims else _text(claims["sub"]),
            klantsoort=Klantsoort(claims["klantsoort"]),
            niveau=Niveau[_text(claims["niveau"]).upper()],
            middel=_text(claims["middel"]),
            mandaat=mandaat,
            verleend=frozenset(_text(claims["scope"]).split()) if "scope" in claims else frozenset(),
            soort=Identifier(claims.get("soort", Identifier.PSEUDONIEM)),
        )
    except (KeyError, ValueError, TypeError) as exc:
        raise StatementError(
            "STATEMENT_MALFORMED", "a claim of the statement is missing or misshapen"
        ) from exc
    if statement.actor != statement.klant and statement.mandaat is None:
        raise StatementError("STATEMENT_MALFORMED", "someone who acts for another needs a mandate")
    return statement


def _mandaat(claim: Any) -> Mandaat | None:
    if claim is None:
        return None
    diensten = claim["diensten"]
    if not isinstance(diensten, list):
        raise TypeError("diensten is a list")
    rol = claim.get("rol")
    return Mandaat(frozenset(map(_text, diensten)), None if rol is None else _text(rol))


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError("expected a text")
    return value
