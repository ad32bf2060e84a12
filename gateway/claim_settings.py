"""ClaimSection: what the claims of a login mean, as it can be said in gateway.yaml.

The names are those of `auth.claim_rules`. A path is a list of names, since claim names hold dots and
colons; one name alone may stand without the list. A level is written as its name (`midden`).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler, PlainSerializer, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from auth.assurance import Niveau
from auth.claim_rules import (
    ClaimRules,
    GrantedScopes,
    KlantsoortRule,
    PartyClaims,
    RequiredClaim,
    ServiceClaims,
)
from auth.errors import ConfigurationError
from auth.principal import Identifier, Klantsoort
from auth.profiles import NIVEAUS
from gateway.settings_section import Section


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


def _listed(value: Any) -> Any:
    """Nothing is an empty list: so one can take away what a profile has."""
    if value is None:
        return ()
    return value if isinstance(value, list | tuple) else (value,)


class _OneOrMore:
    """How a list that one value may stand for looks in the JSON Schema."""

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        listed = handler(core_schema)
        return {"anyOf": [listed["items"], listed]}


T = TypeVar("T")
OneOrMore: TypeAlias = Annotated[tuple[T, ...], BeforeValidator(_listed), _OneOrMore()]
"""A list; or the only thing in it."""
ClaimPath: TypeAlias = OneOrMore[str]


class PartySection(Section):
    """Where a login names someone."""

    pad: ClaimPath
    """The claim with the identifier."""
    soort: Identifier | None = None
    """What kind of identifier it is."""
    soort_pad: ClaimPath | None = None
    """The claim that says the kind, where it can be more than one."""
    soorten: Mapping[str, Identifier] = Field(default_factory=dict)
    """That claim's words, and the kinds they stand for. Any other word is refused."""
    vestiging_pad: ClaimPath | None = None
    """The claim that restricts a company to one of its branches: its vestigingsnummer."""

    @property
    def claims(self) -> PartyClaims:
        return PartyClaims(self.pad, self.soort, self.soort_pad, self.soorten, self.vestiging_pad)


class KlantsoortSection(Section):
    """When a login is of another klantsoort: when all that is said here holds."""

    klantsoort: Klantsoort
    """That klantsoort."""
    pad: ClaimPath | None = None
    """A claim, such as that of the rechtsvorm."""
    waarden: frozenset[str] = frozenset()
    """The values of that claim."""
    soorten: frozenset[Identifier] = frozenset()
    """The kinds of identifier, such as `rsin`."""
    nummers: frozenset[str] = frozenset()
    """KvK numbers and RSINs."""

    @property
    def rule(self) -> KlantsoortRule:
        return KlantsoortRule(self.klantsoort, self.pad, self.waarden, self.soorten, self.nummers)


class ServiceSection(Section):
    """For which services someone may act for another."""

    paden: tuple[ClaimPath, ...] | None = None
    """The claims that say so; those of the profile, if it has any."""
    namen: Mapping[str, str] = Field(default_factory=dict)
    """The provider's names of services, and ours. When any are given, no other service opens anything."""

    def claims(self, base: ServiceClaims | None) -> ServiceClaims:
        paden = base.paden if self.paden is None and base else self.paden
        if not paden:
            raise ConfigurationError("diensten: no claim says for which services someone may act for another")
        return ServiceClaims(paden, self.namen)


class ScopeSection(Section):
    """A claim by which the provider grants scopes: roles, or its own scopes."""

    pad: ClaimPath
    """The claim: a list, or a text with spaces."""
    scopes: Mapping[str, str]
    """The provider's words, and the scopes of the graph that they open. Any other word opens nothing."""


class RequiredSection(Section):
    """A claim without which nobody gets in."""

    pad: ClaimPath
    """The claim."""
    waarden: frozenset[str] = frozenset()
    """What it must be; anything, when empty."""


class ClaimSection(Section):
    """What the claims of a login mean. What is not said here is as the profile has it."""

    subject: OneOrMore[PartySection] = ()
    """Whose data it is about. Of several places the first that holds something counts."""
    klantsoort: Klantsoort | None = None
    """What kind of customer logs in here."""
    uitzonderingen: tuple[KlantsoortSection, ...] = ()
    """When it is another kind; the first that holds counts."""
    gemachtigde: OneOrMore[PartySection] = ()
    """Who acts for them."""
    altijd_gemachtigd: bool = True
    """Whether every login here is by someone who acts for another."""
    keten: ClaimPath | None = None
    """The claim that nests who is represented, as `represents` in OIDC NL GOV."""
    diensten: ServiceSection | None = None
    rol: str | None = None
    """In which role they act, such as bewindvoerder."""
    handelend: OneOrMore[PartySection] = ()
    """The person behind the login of an organisation."""
    naam: tuple[ClaimPath, ...] = ()
    """The claims that together are the name to show."""
    niveau: ClaimPath = ("acr",)
    """The claim with the level of assurance."""
    niveaus: Mapping[str, Level] = Field(default_factory=dict)
    """That claim's values, and the levels they stand for: any other is no level, and opens nothing. DigiD's,
    eHerkenning's and eIDAS's are known."""
    niveau_ontbreekt: Level = Niveau.GEEN
    """The level of a login without that claim, if the provider vouches for one."""
    scopes: tuple[ScopeSection, ...] = ()
    """What the provider may grant beyond who someone is."""
    eisen: tuple[RequiredSection, ...] = ()
    """What else must hold."""

    def rules(self, base: ClaimRules | None) -> ClaimRules:
        """`base` with what is said here in its place. Raises ConfigurationError."""
        given = {name: value for name, value in self._rules(base).items() if name in self.model_fields_set}
        if base is not None:
            return replace(base, **given)
        if not {"subject", "klantsoort"} <= given.keys():
            raise ConfigurationError("claims: without a profile, say at least subject and klantsoort")
        return ClaimRules(**{"niveaus": NIVEAUS, **given})

    def _rules(self, base: ClaimRules | None) -> dict[str, Any]:
        services = base.diensten if base else None
        return {
            **{name: getattr(self, name) for name in type(self).model_fields},
            "subject": tuple(one.claims for one in self.subject),
            "uitzonderingen": tuple(one.rule for one in self.uitzonderingen),
            "gemachtigde": tuple(one.claims for one in self.gemachtigde),
            "diensten": self.diensten.claims(services) if self.diensten else None,
            "handelend": tuple(one.claims for one in self.handelend),
            "scopes": tuple(GrantedScopes(one.pad, one.scopes) for one in self.scopes),
            "eisen": tuple(RequiredClaim(one.pad, one.waarden) for one in self.eisen),
        }
