"""Tokens: what providers signed, and whether to believe it.

Access tokens are JWTs as in RFC 9068, checked as RFC 8725 and the Dutch OAuth profile ask: a known issuer, an
allowed algorithm, a key of that issuer, our audience, a known party, and times that hold within a small skew.
"""

import json
import time
from collections.abc import Iterable, Mapping

from joserfc import jws, jwt
from joserfc.errors import JoseError

from auth.bearer_rules import BearerRules
from auth.claim_path import Claims
from auth.clock import Clock
from auth.encrypted_token import decrypted, is_encrypted
from auth.errors import ConfigurationError, TokenError
from auth.issuers import TrustedIssuer
from auth.provider import Provider
from auth.signed_header import signature_registry
from auth.token_claims import JWT_HAS, audiences, check_access

LONGEST = 16_384
"""Characters of a token. A longer one cannot have come in a header, and need not be parsed."""


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
        if not bearer.takes(signed.header.get("typ")):
            raise TokenError("TOKEN_TYPE", "not an access token")
        check_access(signed.claims, bearer, self._clock(), JWT_HAS)
        return issuer, signed.claims

    def opened(self, token: str) -> str:
        """The signed token itself, where it was encrypted for us. Raises TokenError."""
        if len(token) > LONGEST:
            raise TokenError("TOKEN_MALFORMED", "the token is too long")
        keys = [key for issuer in self._issuers for key in issuer.client.keys.decryption]
        return decrypted(token, keys) if is_encrypted(token) else token

    async def signed(self, token: str, issuer: TrustedIssuer) -> jwt.Token:
        """Header and claims of a token that `issuer` signed. Its claims are not checked yet, but for
        `iss`.
        """
        header = _unverified(token).headers()
        algorithm, kid = header.get("alg"), header.get("kid")
        if not isinstance(algorithm, str) or algorithm not in issuer.algorithms:
            raise TokenError("TOKEN_ALGORITHM", "the token's algorithm is not allowed")
        if "crit" in header:
            raise TokenError("TOKEN_CRITICAL", "the token has extensions that are not known here")
        if kid is not None and not isinstance(kid, str):
            raise TokenError("TOKEN_MALFORMED", "the token names its key badly")
        key = await self._providers[issuer.url].key(kid)
        if key is None:
            raise TokenError("TOKEN_SIGNATURE", "the token is signed by a key that its issuer does not have")
        try:
            signed = jwt.decode(token, key, registry=signature_registry(issuer.algorithms))
        except (JoseError, ValueError, TypeError) as exc:
            raise TokenError("TOKEN_SIGNATURE", "the token's signature does not hold") from exc
        if signed.claims.get("iss") != issuer.url:
            raise TokenError("TOKEN_ISSUER", "the token is not from this issuer")
        return signed

    def _issuer_of(self, token: str) -> tuple[TrustedIssuer, BearerRules]:
        """Who claims to have made it, for whom; its signature is held against that issuer's keys
        afterwards.
        """
        claims = unverified_claims(token)
        return self.fitting(claims, (one for one in self._issuers if one.url == claims.get("iss")))

    def fitting(self, claims: Claims, issuers: Iterable[TrustedIssuer]) -> tuple[TrustedIssuer, BearerRules]:
        """Which of `issuers` these claims are of. Several of ours may share a URL: then the audience
        decides, or the claims that each requires. Raises TokenError.
        """
        trusted = [(one, one.bearer) for one in issuers if one.bearer]
        if not trusted:
            raise TokenError("TOKEN_ISSUER", "the token is not from an issuer that is trusted here")
        fitting = [(one, bearer) for one, bearer in trusted if audiences(claims) & bearer.audiences]
        if len(fitting) > 1:
            fitting = [one for one in fitting if all(eis.holds(claims) for eis in one[0].claims.eisen)]
        if len(fitting) != 1:
            raise TokenError("TOKEN_AUDIENCE", "the token is not meant for this API")
        return fitting[0]


def is_jwt(token: str) -> bool:
    """Whether it has the three parts of a signed JWT. Anything else says nothing itself: an opaque token."""
    return token.count(".") == 2


def _unverified(token: str) -> jws.CompactSignature:
    if len(token) > LONGEST:
        raise TokenError("TOKEN_MALFORMED", "the token is too long")
    try:
        return jws.extract_compact(token.encode(), registry=signature_registry(()))
    except (JoseError, ValueError, TypeError, RecursionError) as exc:
        raise TokenError("TOKEN_MALFORMED", "the token is no signed JWT") from exc


def unverified_claims(token: str) -> Claims:
    """What a token says of itself, to know whose keys to hold it against. Raises TokenError
    (TOKEN_MALFORMED).
    """
    try:
        claims = json.loads(_unverified(token).payload)
    except (ValueError, RecursionError) as exc:
        raise TokenError("TOKEN_MALFORMED", "the token holds no claims") from exc
    if not isinstance(claims, dict):
        raise TokenError("TOKEN_MALFORMED", "the token holds no claims")
    return claims
