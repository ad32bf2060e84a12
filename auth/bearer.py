"""BearerTokens: from the access token of an app to a Principal.

tokens / introspection   what the token says, and that it holds
binding                  that it is its bearer's: DPoP (RFC 9449) or a TLS certificate (RFC 8705)
claims                   who it is about
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from auth.bearer_rules import BearerRules
from auth.claim_path import Claims
from auth.claims import principal_of
from auth.dpop import Call, ProofChecker
from auth.errors import ProofError, TokenError
from auth.introspection import Introspection
from auth.principal import Principal
from auth.tokens import Tokens, is_jwt

DPOP = "dpop"
BEARER = "bearer"


@dataclass(frozen=True, slots=True)
class Presented:
    """A token as it came: under which scheme (`bearer` or `dpop`), in which call, with which proof and on a
    connection with which TLS certificate (its SHA-256 thumbprint, base64url).
    """

    token: str = field(repr=False)
    call: Call
    scheme: str = BEARER
    proof: str | None = field(default=None, repr=False)
    certificate: str | None = None


class BearerTokens:
    """`key` is the municipality's pseudonym key."""

    def __init__(
        self, tokens: Tokens, introspection: Introspection, proofs: ProofChecker, key: bytes
    ) -> None:
        self._tokens = tokens
        self._introspection = introspection
        self._proofs = proofs
        self._key = key

    async def principal(self, presented: Presented) -> Principal:
        """Who the token is about. Raises TokenError (ProofError among them), ClaimsError, ProviderError and
        StoreError.
        """
        token = presented.token
        issuer, claims = await (self._tokens if is_jwt(token) else self._introspection).access(token)
        assert issuer.bearer is not None  # without rules for them no tokens of an issuer are taken
        await self._check_binding(presented, claims, issuer.bearer)
        return principal_of(claims, issuer, self._key)

    async def _check_binding(self, presented: Presented, claims: Claims, bearer: BearerRules) -> None:
        """To whatever the token says it is bound, it is held; what we do not know how to hold it to refuses
        it.
        """
        bound = claims.get("cnf", {})
        if not isinstance(bound, Mapping) or bound.keys() - {"jkt", "x5t#S256"}:
            raise TokenError("TOKEN_BINDING", "the token is bound in a way that is not known here")
        if (presented.scheme == DPOP) != ("jkt" in bound):
            raise TokenError(
                "TOKEN_BINDING", "a token goes with DPoP when it is bound to a key, and only then"
            )
        if bearer.bound and not bound:
            raise TokenError("TOKEN_BINDING", "the token is not bound to its bearer")
        if "x5t#S256" in bound and not _same(bound["x5t#S256"], presented.certificate):
            raise TokenError("TOKEN_BINDING", "the token is bound to another certificate")
        if "jkt" in bound and not _same(bound["jkt"], await self._thumbprint(presented, bearer)):
            raise TokenError("TOKEN_BINDING", "the token is bound to another key")

    async def _thumbprint(self, presented: Presented, bearer: BearerRules) -> str:
        if presented.proof is None:
            raise ProofError("DPOP_MISSING", "there is no proof with the token")
        return await self._proofs.thumbprint(
            presented.proof, presented.token, presented.call, nonce=bearer.nonce
        )


def _same(given: object, wanted: str | None) -> bool:
    return isinstance(given, str) and given == wanted
