"""TrustedIssuer: everything we have to know about one means of login (middel) to believe what it says."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from auth.assurance import Niveau
from auth.bearer_rules import BearerRules
from auth.claim_rules import ClaimRules
from auth.client import Client
from auth.errors import ConfigurationError
from auth.loopback import is_secure
from auth.request_rules import RequestRules

STRONG = frozenset({"RS256", "PS256", "ES256", "Ed25519"})
"""OIDC NL GOV: RS256 must be known, PS256 should; nothing weaker, no shared secrets, never `none`."""

KNOWN = STRONG | {"RS384", "RS512", "PS384", "PS512", "ES384", "ES512", "EdDSA"}
"""What may be chosen instead. EdDSA is Ed25519 by its older name."""


@dataclass(frozen=True, slots=True)
class TrustedIssuer:
    """One middel. `url` is the issuer identifier, exactly as in `iss`. Without `bearer` no access tokens are
    accepted from it: people can log in with a browser only.

    `acr_values` says how to ask for a level, and `request` how to ask at all. With `ends_session` a logout
    here goes on to the provider's logout page: by a form or, without `logout_form`, by an address, which no
    token goes into. With `userinfo` the claims of a login are not in the ID token alone. Raises
    ConfigurationError for what would not be safe.
    """

    middel: str
    url: str
    client: Client
    claims: ClaimRules
    bearer: BearerRules | None = None
    algorithms: frozenset[str] = STRONG
    acr_values: Mapping[Niveau, str] = field(default_factory=dict)
    ends_session: bool = True
    logout_form: bool = True
    request: RequestRules = field(default_factory=RequestRules)
    userinfo: bool = False

    def __post_init__(self) -> None:
        if not self.middel or not self.middel.replace("_", "").isalnum():
            raise ConfigurationError("a middel is named with letters, digits and underscores")
        if not is_secure(self.url):
            raise ConfigurationError(f"the issuer of {self.middel} must be an https URL")
        if weak := self.algorithms - KNOWN:
            raise ConfigurationError(f"{self.middel} may not use {', '.join(sorted(weak))}")
        if not self.algorithms:
            raise ConfigurationError(f"{self.middel} must allow an algorithm")
        if self.request.signed and not self.client.keys.signing:
            raise ConfigurationError(f"{self.middel} cannot sign its requests without a signing key")
