"""TrustedIssuer: everything we have to know about one means of login (middel) to believe what it says.

There is no national naming of claims: every broker maps DigiD and eHerkenning to names of its own. So names
are configuration: paths as tuples of parts, because the names themselves hold dots and colons.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from auth.assurance import Niveau
from auth.errors import ConfigurationError
from auth.loopback import is_secure
from auth.principal import Identifier, Klantsoort

ClaimPath = tuple[str, ...]
"""The way into nested claims: `("aanvrager", "bsn")`."""

_DIGID = "urn:oasis:names:tc:SAML:2.0:ac:classes:"
_ETOEGANG = "urn:etoegang:core:assurance-class:"
_EIDAS = "http://eidas.europa.eu/LoA/"

NIVEAUS: Mapping[str, Niveau] = {
    f"{_DIGID}PasswordProtectedTransport": Niveau.BASIS,
    f"{_DIGID}MobileTwoFactorContract": Niveau.MIDDEN,
    f"{_DIGID}Smartcard": Niveau.SUBSTANTIEEL,
    f"{_DIGID}SmartcardPKI": Niveau.HOOG,
    f"{_ETOEGANG}loa2": Niveau.BASIS,
    f"{_ETOEGANG}loa2plus": Niveau.MIDDEN,
    f"{_ETOEGANG}loa3": Niveau.SUBSTANTIEEL,
    f"{_ETOEGANG}loa4": Niveau.HOOG,
    f"{_EIDAS}low": Niveau.BASIS,
    f"{_EIDAS}substantial": Niveau.SUBSTANTIEEL,
    f"{_EIDAS}high": Niveau.HOOG,
}
"""The `acr` values of DigiD, eHerkenning and eIDAS. Any other value is `Niveau.GEEN`."""

STRONG = frozenset({"RS256", "PS256", "ES256", "Ed25519"})
"""OIDC NL GOV: RS256 must be known, PS256 should; nothing weaker, no shared secrets, never `none`."""


@dataclass(frozen=True, slots=True)
class PartyClaims:
    """Where a login names someone. The kind is `soort`, unless the claim at `soort_pad` says it in one of the

    words of `soorten`; an unknown word is refused.
    """

    pad: ClaimPath
    soort: Identifier
    soort_pad: ClaimPath | None = None
    soorten: Mapping[str, Identifier] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KlantsoortRule:
    """Someone whose claim at `pad` is one of `waarden` is of this klantsoort; the first rule that fits
    counts.
    """

    klantsoort: Klantsoort
    pad: ClaimPath
    waarden: frozenset[str]


@dataclass(frozen=True, slots=True)
class ClaimRules:
    """From claims to a Principal.

    `klantsoort` holds where no rule of `uitzonderingen` does. `gemachtigde` is set for logins in which
    someone acts for another; `diensten` then says for what (a text or a list of texts). `naam` is only ever
    shown to themselves.
    """

    subject: PartyClaims
    klantsoort: Klantsoort
    uitzonderingen: tuple[KlantsoortRule, ...] = ()
    gemachtigde: PartyClaims | None = None
    diensten: ClaimPath | None = None
    naam: ClaimPath | None = None
    niveau: ClaimPath = ("acr",)
    niveaus: Mapping[str, Niveau] = field(default_factory=lambda: NIVEAUS)

    @property
    def klantsoorten(self) -> list[Klantsoort]:
        """Whom this login can turn out to be."""
        return list(dict.fromkeys((self.klantsoort, *(rule.klantsoort for rule in self.uitzonderingen))))


@dataclass(frozen=True, slots=True)
class Client:
    """Who we are to the provider. A public client (`none`) has no secret and leans on PKCE alone."""

    id: str
    secret: str | None = field(default=None, repr=False)
    method: Literal["client_secret_basic", "client_secret_post", "none"] = "client_secret_basic"

    def __post_init__(self) -> None:
        if (self.secret is None) != (self.method == "none"):
            raise ConfigurationError(f"client {self.id}: a secret goes with every method but none")


@dataclass(frozen=True, slots=True)
class BearerRules:
    """Which access tokens of an issuer open this API: made for one of `audiences`, for a client in `parties`
    (any, when empty), with one of these `types` in the header.
    """

    audiences: frozenset[str]
    parties: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset({"at+jwt", "application/at+jwt"})


@dataclass(frozen=True, slots=True)
class TrustedIssuer:
    """One middel. `url` is the issuer identifier, exactly as in `iss`. Without `bearer` no access tokens are
    accepted from it: people can log in with a browser only.

    `acr_values` says how to ask for a level. Raises ConfigurationError for what would not be safe.
    """

    middel: str
    url: str
    client: Client
    claims: ClaimRules
    bearer: BearerRules | None = None
    algorithms: frozenset[str] = STRONG
    acr_values: Mapping[Niveau, str] = field(default_factory=dict)
    ends_session: bool = True

    def __post_init__(self) -> None:
        if not self.middel or not self.middel.replace("_", "").isalnum():
            raise ConfigurationError("a middel is named with letters, digits and underscores")
        if not is_secure(self.url):
            raise ConfigurationError(f"the issuer of {self.middel} must be an https URL")
        if weak := {name for name in self.algorithms if name == "none" or name.startswith("HS")}:
            raise ConfigurationError(f"{self.middel} may not use {', '.join(sorted(weak))}")
        if self.bearer and not self.bearer.audiences:
            raise ConfigurationError(f"{self.middel} must name the audience of its access tokens")
