"""LoginSection: who may log in to the gateway and how, from the part `login` of gateway.yaml.

What the claims of a login mean is in `gateway.claim_settings`, who the gateway is to a provider in
`gateway.client_settings`.
"""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, NonNegativeFloat, PositiveFloat, PositiveInt, SecretStr, field_validator

from auth.bearer_rules import LIFETIME, TYPES, BearerRules, IntrospectionRules
from auth.errors import AuthError, ConfigurationError
from auth.identification import Recipient, load_recipient_key
from auth.issuers import STRONG, TrustedIssuer
from auth.login_rate import LoginRates
from auth.principal import Identifier
from auth.profiles import PROFILES, Profile
from auth.request_rules import RequestRules
from auth.sessions import SessionLimits
from gateway.claim_settings import ClaimSection, Level
from gateway.client_settings import ClientSection
from gateway.settings_section import Origins, Secret, SecretUrl, Section

PSEUDONYM_KEY_BYTES = 32
LONGEST_INACTIVITY = 15 * 60
"""Seconds. DigiD's own rule, which holds for every middel here."""

ProfileName = Literal[
    "digid",
    "digid_machtigen",
    "eherkenning",
    "eherkenning_bewindvoering",
    "eidas",
    "eidas_bedrijf",
    "nlgov",
    "keycloak",
]


class IntrospectionSection(Section):
    """Asking the provider about tokens that say nothing themselves."""

    client: ClientSection | None = None
    signed: bool = False
    """Whether the provider signs its answers."""
    seconds: NonNegativeFloat = IntrospectionRules().seconds
    """How long an answer is believed: the time in which a withdrawn token ends."""

    @property
    def rules(self) -> IntrospectionRules:
        return IntrospectionRules(self.client.client if self.client else None, self.signed, self.seconds)


class BearerSection(Section):
    """Which access tokens of the issuer open the graph."""

    audiences: frozenset[str]
    """For whom they are made (`aud`): the gateway's own name there."""
    parties: frozenset[str] = frozenset()
    """The clients they may be made for (`azp`, or else `client_id`); any, when empty."""
    types: frozenset[str] = TYPES
    """Their type, in the header `typ`."""
    scopes: frozenset[str] = frozenset()
    """What must be in their `scope`."""
    lifetime_seconds: PositiveFloat = LIFETIME
    """How long they may be made to live."""
    bound: bool = False
    """Whether they must belong to a key of the app: by DPoP, or by a TLS certificate."""
    nonce: bool = False
    """Whether DPoP proofs must hold a nonce of the gateway."""
    introspection: IntrospectionSection | None = None

    @property
    def rules(self) -> BearerRules:
        return BearerRules(
            audiences=self.audiences,
            parties=self.parties,
            types=self.types,
            scopes=self.scopes,
            lifetime=self.lifetime_seconds,
            bound=self.bound,
            nonce=self.nonce,
            introspection=self.introspection.rules if self.introspection else None,
        )


class RequestSection(Section):
    """How to ask the provider to log someone in."""

    scopes: tuple[str, ...] = RequestRules().scopes
    """The scopes to ask for."""
    parameters: Mapping[str, str] = Field(default_factory=dict)
    """Further parameters that this provider wants, such as `kc_idp_hint`."""
    pushed: bool = False
    """Whether to push requests to the provider (PAR), also when it does not insist on it."""
    signed: bool = False
    """Whether to sign requests (JAR)."""

    @property
    def rules(self) -> RequestRules:
        return RequestRules(self.scopes, self.parameters, self.pushed, self.signed)


class IssuerSection(Section):
    """One means of login (middel)."""

    url: str
    """The issuer identifier of the OpenID provider, exactly as in its tokens."""
    profile: ProfileName | None = None
    """What its claims and levels look like, as far as `claims` and `acr_values` do not say otherwise."""
    label: str = ""
    """What the explorer's button says; the name of the middel, when empty."""
    client: ClientSection
    claims: ClaimSection = ClaimSection()
    bearer: BearerSection | None = None
    algorithms: frozenset[str] = STRONG
    """The algorithms that its tokens may be signed with."""
    acr_values: Mapping[Level, str] | None = None
    """How to ask it for a level: by the level's name. Nothing is asked for when this is empty."""
    ends_session: bool = True
    """Whether logging out here also logs out there."""
    logout_form: bool = True
    """Whether its logout page takes a form (POST), as the specification has it. If not, the browser is sent
    there by an address, without the ID token: that does not go into one."""
    request: RequestSection = RequestSection()
    userinfo: bool = False
    """Whether to ask the provider's UserInfo endpoint for claims that are not in the ID token."""

    def trusted(self, middel: str) -> TrustedIssuer:
        """Raises ConfigurationError for what would not be safe."""
        try:
            return self._trusted(middel, PROFILES[self.profile] if self.profile else None)
        except AuthError as error:
            raise ConfigurationError(f"{middel}: {error}") from error

    def _trusted(self, middel: str, profile: Profile | None) -> TrustedIssuer:
        asking = profile.acr_values if self.acr_values is None and profile else self.acr_values
        return TrustedIssuer(
            middel=middel,
            url=self.url,
            client=self.client.client,
            claims=self.claims.rules(profile.claims if profile else None),
            bearer=self.bearer.rules if self.bearer else None,
            algorithms=self.algorithms,
            acr_values=asking or {},
            ends_session=self.ends_session,
            logout_form=self.logout_form,
            request=self.request.rules,
            userinfo=self.userinfo,
        )


class AttemptSection(Section):
    """How often one may try to log in. All replicas count together."""

    per_address: PositiveInt = LoginRates().per_address
    """The most from one client's address (of IPv6, from one network of 64 bits). Set `trusted_proxies`, or
    all clients behind one proxy count as one. A login that succeeds is two."""
    overall: PositiveInt = LoginRates().overall
    """The most from all clients together."""
    window_seconds: PositiveFloat = LoginRates().seconds
    """In how much time."""

    @property
    def rates(self) -> LoginRates:
        return LoginRates(self.per_address, self.overall, self.window_seconds)


class IdentificationSection(Section):
    """A subgraph that is told the numbers of customers (BSN, KvK number, RSIN), encrypted for it alone."""

    key: str
    """Its public key: P-256, as JWK or PEM text."""
    soorten: frozenset[Identifier] = frozenset(Identifier) - {Identifier.PSEUDONIEM}
    """The kinds of number that it needs."""
    actor: bool = False
    """Whether it also needs the number of who acts for the customer."""

    @property
    def recipient(self) -> Recipient:
        """Raises KeyMaterialError."""
        return Recipient(load_recipient_key(self.key), self.soorten, self.actor)


class LoginSection(Section):
    """Login and what comes of it. Without this section everyone is anonymous."""

    issuers: Mapping[str, IssuerSection]
    """The means of login, by name (middel)."""
    pseudonym_key: Secret
    """The municipality's key for the ids of its customers; at least 32 bytes, and the same for ever."""
    signing_key: Secret
    """The private Ed25519 key (PEM) that signs what subgraphs are told of the caller."""
    identification: Mapping[str, IdentificationSection] = Field(default_factory=dict)
    """The subgraphs, by name, that are told more than a customer's pseudonym. Any other never is."""
    sessions_url: SecretUrl
    """Where sessions live: sqlite:, postgresql: or valkey: (valkeys: over TLS). What is stored there of a
    session is sealed with its own cookie."""
    origins: Origins = ()
    """The frontends that people may return to after a login, beside the gateway's own pages."""
    inactivity_seconds: PositiveFloat = Field(default=SessionLimits().inactivity, le=LONGEST_INACTIVITY)
    """A session ends after this time without use: 900 at most, as DigiD has it."""
    absolute_seconds: PositiveFloat = SessionLimits().absolute
    """A session ends after this time in any case."""
    attempts: AttemptSection = AttemptSection()
    client_certificate_header: str | None = None
    """The header in which the proxy in front of the gateway puts the TLS certificate of a client (RFC 9440,
    or URL-encoded PEM). That proxy must take away what clients send under this name."""

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
    def recipients(self) -> Mapping[str, Recipient]:
        """Raises KeyMaterialError."""
        return {name: each.recipient for name, each in self.identification.items()}

    @property
    def limits(self) -> SessionLimits:
        return SessionLimits(self.inactivity_seconds, self.absolute_seconds)
