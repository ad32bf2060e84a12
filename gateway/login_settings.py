"""LoginSection: who may log in to the gateway and how, from the part `login` of gateway.yaml.

The names are those of `auth.issuers`: a path is a list of names, since claim names hold dots and colons, and
a level is written as its name (`midden`).
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import (
    BeforeValidator,
    Field,
    PlainSerializer,
    PositiveFloat,
    SecretStr,
    WithJsonSchema,
    field_validator,
)

from auth.assurance import Niveau
from auth.issuers import (
    NIVEAUS,
    STRONG,
    BearerRules,
    ClaimRules,
    Client,
    KlantsoortRule,
    PartyClaims,
    TrustedIssuer,
)
from auth.principal import Identifier, Klantsoort
from auth.sessions import SessionLimits
from gateway.settings_section import Origins, Section


def _level(value: Any) -> Any:
    if isinstance(value, str) and value.upper() in Niveau.__members__:
        return Niveau[value.upper()]
    raise ValueError(f"must be one of {', '.join(level.name.lower() for level in Niveau)}")


Level: TypeAlias = Annotated[
    Niveau,
    BeforeValidator(_level),
    PlainSerializer(lambda level: level.name.lower()),
    WithJsonSchema({"type": "string", "enum": [level.name.lower() for level in Niveau]}),
]
ClaimPath: TypeAlias = tuple[str, ...]

PSEUDONYM_KEY_BYTES = 32


class PartySection(Section):
    """Where a login names someone."""

    pad: ClaimPath
    """The claim with the identifier."""
    soort: Identifier
    """What kind of identifier it is."""
    soort_pad: ClaimPath | None = None
    """The claim that says the kind, where it can be more than one."""
    soorten: Mapping[str, Identifier] = Field(default_factory=dict)
    """That claim's words, and the kinds they stand for."""

    @property
    def claims(self) -> PartyClaims:
        return PartyClaims(self.pad, self.soort, self.soort_pad, self.soorten)


class KlantsoortSection(Section):
    """When a login is of another klantsoort."""

    klantsoort: Klantsoort
    """The klantsoort, when the claim has one of the values."""
    pad: ClaimPath
    """The claim."""
    waarden: frozenset[str]
    """Its values."""


class ClaimSection(Section):
    """What the claims of a login mean."""

    subject: PartySection
    klantsoort: Klantsoort
    """What kind of customer logs in here."""
    uitzonderingen: tuple[KlantsoortSection, ...] = ()
    """When it is another kind."""
    gemachtigde: PartySection | None = None
    diensten: ClaimPath | None = None
    """The claim with the services a mandate is for."""
    naam: ClaimPath | None = None
    """The claim with the name to show."""
    niveau: ClaimPath = ("acr",)
    """The claim with the level of assurance."""
    niveaus: Mapping[str, Level] = Field(default_factory=lambda: dict(NIVEAUS))
    """That claim's values, and the levels they stand for. DigiD's, eHerkenning's and eIDAS's are known."""

    @property
    def rules(self) -> ClaimRules:
        return ClaimRules(
            subject=self.subject.claims,
            klantsoort=self.klantsoort,
            uitzonderingen=tuple(
                KlantsoortRule(one.klantsoort, one.pad, one.waarden) for one in self.uitzonderingen
            ),
            gemachtigde=self.gemachtigde.claims if self.gemachtigde else None,
            diensten=self.diensten,
            naam=self.naam,
            niveau=self.niveau,
            niveaus=self.niveaus,
        )


class ClientSection(Section):
    """Who the gateway is to the provider."""

    id: str
    """The client id."""
    secret: SecretStr | None = None
    """The client secret; none for the method `none`."""
    method: Literal["client_secret_basic", "client_secret_post", "none"] = "client_secret_basic"
    """How the gateway shows who it is."""


class BearerSection(Section):
    """Which access tokens of the issuer open the graph."""

    audiences: frozenset[str]
    """For whom they are made (`aud`): the gateway's own name there."""
    parties: frozenset[str] = frozenset()
    """The clients they may be made for (`azp`); any, when empty."""
    types: frozenset[str] = BearerRules(frozenset()).types
    """Their type, in the header `typ`."""


class IssuerSection(Section):
    """One means of login (middel)."""

    url: str
    """The issuer identifier of the OpenID provider, exactly as in its tokens."""
    label: str = ""
    """What the explorer's button says; the name of the middel, when empty."""
    client: ClientSection
    claims: ClaimSection
    bearer: BearerSection | None = None
    algorithms: frozenset[str] = STRONG
    """The algorithms that its tokens may be signed with."""
    acr_values: Mapping[Level, str] = Field(default_factory=dict)
    """How to ask it for a level: by the level's name."""
    ends_session: bool = True
    """Whether logging out here also logs out there."""

    def trusted(self, middel: str) -> TrustedIssuer:
        """Raises ConfigurationError for what would not be safe."""
        secret = self.client.secret.get_secret_value() if self.client.secret else None
        bearer = self.bearer
        return TrustedIssuer(
            middel=middel,
            url=self.url,
            client=Client(self.client.id, secret, self.client.method),
            claims=self.claims.rules,
            bearer=BearerRules(bearer.audiences, bearer.parties, bearer.types) if bearer else None,
            algorithms=self.algorithms,
            acr_values=self.acr_values,
            ends_session=self.ends_session,
        )


class LoginSection(Section):
    """Login and what comes of it. Without this section everyone is anonymous."""

    issuers: Mapping[str, IssuerSection]
    """The means of login, by name (middel)."""
    pseudonym_key: SecretStr
    """The municipality's key for the ids of its customers; at least 32 bytes, and the same for ever."""
    signing_key: SecretStr
    """The private Ed25519 key (PEM) that signs what subgraphs are told of the caller."""
    sessions_url: SecretStr
    """The database that sessions live in: sqlite: or postgresql:."""
    origins: Origins = ()
    """The frontends that people may return to after a login, beside the gateway's own pages."""
    inactivity_seconds: PositiveFloat = SessionLimits().inactivity
    """A session ends after this time without use. DigiD allows 900 at most."""
    absolute_seconds: PositiveFloat = SessionLimits().absolute
    """A session ends after this time in any case."""

    @field_validator("pseudonym_key")
    @classmethod
    def _long_enough(cls, key: SecretStr) -> SecretStr:
        if len(key.get_secret_value().encode()) < PSEUDONYM_KEY_BYTES:
            raise ValueError(f"must be at least {PSEUDONYM_KEY_BYTES} bytes")
        return key

    @property
    def trusted_issuers(self) -> tuple[TrustedIssuer, ...]:
        """Raises ConfigurationError for what would not be safe."""
        return tuple(issuer.trusted(middel) for middel, issuer in self.issuers.items())

    @property
    def limits(self) -> SessionLimits:
        return SessionLimits(self.inactivity_seconds, self.absolute_seconds)
