"""What the claims of a token must say before it means anything, however we came to know them: from a JWT or
from its provider (RFC 7662).
"""

from joserfc.errors import ClaimError, ExpiredTokenError
from joserfc.jwt import JWTClaimsRegistry

from auth.bearer_rules import BearerRules
from auth.claim_path import Claims, texts, words
from auth.clock import SKEW
from auth.errors import TokenError

JWT_HAS = ("exp", "iat", "sub")
"""What every access token that is a JWT must say (RFC 9068, section 2.2)."""
PROVIDER_SAYS = ("exp", "sub")
"""What a provider must say of a token that it is asked about, for us to believe it."""
_TIMES = ("exp", "iat", "nbf")
_FAR = 1e12


def check_access(claims: Claims, bearer: BearerRules, now: float, required: tuple[str, ...]) -> None:
    """An access token's claims, with the `required` ones among them. RFC 9068, section 4. Raises
    TokenError.
    """
    check_times(claims, now, required)
    made = claims.get("iat", now)
    if claims["exp"] > made + bearer.lifetime:
        raise TokenError("TOKEN_LIFETIME", f"the token was made to live over {bearer.lifetime:g} seconds")
    party = claims.get("azp", claims.get("client_id"))
    if bearer.parties and not (isinstance(party, str) and party in bearer.parties):
        raise TokenError("TOKEN_PARTY", "the token was made for a client that is not known here")
    if not bearer.scopes.issubset(words(claims.get("scope"))):
        raise TokenError("TOKEN_SCOPE", "the token may not be used here")


def check_times(claims: Claims, now: float, required: tuple[str, ...]) -> None:
    """That the claims hold now, give or take a skew, and the `required` ones are there. Raises TokenError."""
    if missing := [name for name in required if claims.get(name) is None]:
        raise TokenError("TOKEN_MALFORMED", f"the token has no {missing[0]}")
    rules = JWTClaimsRegistry(now=int(now), leeway=SKEW)
    try:
        rules.validate(dict(claims))
    except ExpiredTokenError as exc:
        raise TokenError("TOKEN_EXPIRED", "the token has expired") from exc
    except ClaimError as exc:
        early = exc.claim in {"nbf", "iat"} and isinstance(claims.get(exc.claim), int | float)
        code = "TOKEN_NOT_YET_VALID" if early else "TOKEN_MALFORMED"
        raise TokenError(code, f"the token's {exc.claim} does not hold") from exc
    if far := [name for name in _TIMES if name in claims and moment(claims[name]) is None]:
        raise TokenError("TOKEN_MALFORMED", f"the token's {far[0]} is no moment")


def moment(value: object) -> float | None:
    """Seconds since the epoch that one can reckon with. JSON has numbers without end."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if -_FAR < value < _FAR else None


def audiences(claims: Claims) -> frozenset[str]:
    """For whom these claims were made."""
    return frozenset(texts(claims.get("aud")))
