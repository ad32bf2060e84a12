"""BearerRules: which access tokens of an issuer open this API."""

from dataclasses import dataclass

from auth.client import Client
from auth.errors import ConfigurationError

TYPES = frozenset({"at+jwt", "application/at+jwt"})
"""Of access tokens: RFC 9068, section 2.1."""
LIFETIME = 3600.0
"""Seconds: as long as the Dutch OAuth profile has an access token live at most."""


@dataclass(frozen=True, slots=True)
class IntrospectionRules:
    """Tokens that say nothing themselves are asked about at the provider (RFC 7662), as `client` (the
    issuer's own client, when None). With `signed` it must sign its answers (RFC 9701). `seconds` is how
    long an answer may be believed again.
    """

    client: Client | None = None
    signed: bool = False
    seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class BearerRules:
    """Tokens made for one of `audiences`, for a client in `parties` (any, when empty), to live no longer than
    `lifetime` seconds, with all of `scopes` and, when they are JWTs, one of these `types` in the header.

    With `bound` a token must belong to a key that its bearer shows to have: by DPoP (RFC 9449) or a TLS
    certificate (RFC 8705). One that says it is bound is always held to that. With `nonce` each DPoP proof
    must hold a recent nonce of ours.
    """

    audiences: frozenset[str]
    parties: frozenset[str] = frozenset()
    types: frozenset[str] = TYPES
    scopes: frozenset[str] = frozenset()
    lifetime: float = LIFETIME
    bound: bool = False
    nonce: bool = False
    introspection: IntrospectionRules | None = None

    def __post_init__(self) -> None:
        if not self.audiences:
            raise ConfigurationError("the audience of access tokens must be named")

    def takes(self, kind: object) -> bool:
        """Whether `typ` is one of these. It may be written in any letters (RFC 7515, section 4.1.9)."""
        return isinstance(kind, str) and kind.lower() in {one.lower() for one in self.types}
