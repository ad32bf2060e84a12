"""Tokens: what providers signed, and whether to believe it.

Access tokens are JWTs as in RFC 9068, checked as RFC 8725 and the Dutch OAuth profile ask: a known issuer, an
allowed algorithm, a key of that issuer, our audience, a known party, and times that hold within a small skew.
"""

import json
import time
from collections.abc import Iterable, Mapping
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import ClaimError, ExpiredTokenError, JoseError, MissingClaimError

from auth.clock import Clock
from auth.errors import ConfigurationError, TokenError
from auth.issuers import BearerRules, TrustedIssuer
from auth.provider import Provider

SKEW = 30
"""Seconds by which a provider's clock may differ from ours."""
LONGEST = 16_384
"""Characters of a token. A longer one cannot have come in a header, and need not be parsed."""

Claims = Mapping[str, Any]


class Tokens:
    """Believes the tokens of `issuers`, whose keys come from `providers` (by issuer URL)."""

    def __init__(
        self, issuers: Iterable[TrustedIssuer], providers: Mapping[str, Provider], clock: Clock = time.time
    ) -> None:
        self._issuers = tuple(issuers)
        self._providers = providers
        self._clock = clock
        if missing := [one.middel for one in self._issuers if one.url not in providers]:
            raise ConfigurationError(f"no provider for {', '.join(missing)}")

    async def access(self, token: str) -> tuple[TrustedIssuer, Claims]:
        """The issuer and the claims of an access token. Raises TokenError, and ProviderError when there is no
        way to know.
        """
        issuer, bearer = self._issuer_of(token)
        signed = await self.signed(token, issuer)
        kind = signed.header.get("typ")
        if not isinstance(kind, str) or kind.lower() not in bearer.types:
            raise TokenError("TOKEN_TYPE", "not an access token")
        self._check_times(signed.claims)
        _check_party(signed.claims, bearer)
        return issuer, signed.claims

    async def signed(self, token: str, issuer: TrustedIssuer) -> jwt.Token:
        """Header and claims of a token that `issuer` signed. Its claims are not checked yet, but for
        `iss`.
        """
        header = _unverified(token).headers()
        if header.get("alg") not in issuer.algorithms:
            raise TokenError("TOKEN_ALGORITHM", "the token's algorithm is not allowed")
        kid = header.get("kid")
        if kid is not None and not isinstance(kid, str):
            raise TokenError("TOKEN_MALFORMED", "the token names its key badly")
        key = await self._providers[issuer.url].key(kid)
        if key is None:
            raise TokenError("TOKEN_SIGNATURE", "the token is signed by a key that its issuer does not have")
        try:
            signed = jwt.decode(token, key, algorithms=list(issuer.algorithms))
        except (JoseError, ValueError, TypeError) as exc:
            raise TokenError("TOKEN_SIGNATURE", "the token's signature does not hold") from exc
        if signed.claims.get("iss") != issuer.url:
            raise TokenError("TOKEN_ISSUER", "the token is not from this issuer")
        return signed

    def _issuer_of(self, token: str) -> tuple[TrustedIssuer, BearerRules]:
        """Who claims to have made it, for whom; its signature is held against that issuer's keys afterwards.

        Several of our issuers may share a URL: then the audience decides.
        """
        claims = _unverified_claims(token)
        known = [(one, one.bearer) for one in self._issuers if one.url == claims.get("iss")]
        trusted = [(one, bearer) for one, bearer in known if bearer]
        if not trusted:
            raise TokenError("TOKEN_ISSUER", "the token is not from an issuer that is trusted here")
        fitting = [(one, bearer) for one, bearer in trusted if _audiences(claims) & bearer.audiences]
        if len(fitting) != 1:
            raise TokenError("TOKEN_AUDIENCE", "the token is not meant for this API")
        return fitting[0]

    def _check_times(self, claims: Claims) -> None:
        rules = jwt.JWTClaimsRegistry(
            now=int(self._clock()),
            leeway=SKEW,
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
        )
        try:
            rules.validate(dict(claims))
        except ExpiredTokenError as exc:
            raise TokenError("TOKEN_EXPIRED", "the token has expired") from exc
        except ClaimError as exc:
            early = exc.claim in {"nbf", "iat"} and not isinstance(exc, MissingClaimError)
            code = "TOKEN_NOT_YET_VALID" if early else "TOKEN_MALFORMED"
            raise TokenError(code, f"the token's {exc.claim} does not hold") from exc


def _check_party(claims: Claims, bearer: BearerRules) -> None:
    party = claims.get("azp", claims.get("client_id"))
    if bearer.parties and party not in bearer.parties:
        raise TokenError("TOKEN_PARTY", "the token was made for a client that is not known here")


def _audiences(claims: Claims) -> frozenset[str]:
    audience = claims.get("aud")
    listed = audience if isinstance(audience, list) else [audience]
    return frozenset(one for one in listed if isinstance(one, str))


def _unverified(token: str) -> jws.CompactSignature:
    if len(token) > LONGEST:
        raise TokenError("TOKEN_MALFORMED", "the token is too long")
    try:
        return jws.extract_compact(token.encode())
    except (JoseError, ValueError, TypeError) as exc:
        raise TokenError("TOKEN_MALFORMED", "the token is no signed JWT") from exc


def _unverified_claims(token: str) -> Claims:
    try:
        claims = json.loads(_unverified(token).payload)
    except (ValueError, RecursionError) as exc:
        raise TokenError("TOKEN_MALFORMED", "the token holds no claims") from exc
    if not isinstance(claims, dict):
        raise TokenError("TOKEN_MALFORMED", "the token holds no claims")
    return claims
