"""ClaimRules: what the claims of a login mean, as data. `auth.claims` applies them.

There is no national naming of claims: every broker maps DigiD and eHerkenning to names of its own. So names
are configuration.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from auth.assurance import Niveau
from auth.claim_path import EMPTY, ClaimPath, Claims, at, texts
from auth.errors import ConfigurationError
from auth.principal import RESERVED, Identifier, Klantsoort


@dataclass(frozen=True, slots=True)
class PartyClaims:
    """Where a login names someone.

    The kind is `soort`, unless there is a claim at `soort_pad` that says it in one of the words of `soorten`;
    an unknown word is refused, and so is a missing one when there is no `soort`. A claim at `vestiging_pad`
    restricts a company to one of its branches.
    """

    pad: ClaimPath
    soort: Identifier | None = None
    soort_pad: ClaimPath | None = None
    soorten: Mapping[str, Identifier] = field(default_factory=dict)
    vestiging_pad: ClaimPath | None = None

    def __post_init__(self) -> None:
        if self.soort is None and not (self.soort_pad and self.soorten):
            raise ConfigurationError(f"{'/'.join(self.pad)}: no kind of identifier is given")
        if Identifier.VESTIGING in (self.soort, *self.soorten.values()):
            raise ConfigurationError(f"{'/'.join(self.pad)}: a branch is named by vestiging_pad")

    @property
    def paden(self) -> Iterator[ClaimPath]:
        yield from (path for path in (self.pad, self.soort_pad, self.vestiging_pad) if path)


@dataclass(frozen=True, slots=True)
class KlantsoortRule:
    """Someone is of this klantsoort when all that is given here holds: their claim at `pad` is (or, when it
    is a list, holds) one of `waarden`, their kind of identifier is one of `soorten`, their KvK number or
    RSIN is one of `nummers`.
    """

    klantsoort: Klantsoort
    pad: ClaimPath | None = None
    waarden: frozenset[str] = frozenset()
    soorten: frozenset[Identifier] = frozenset()
    nummers: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if (self.pad is None) == bool(self.waarden):
            raise ConfigurationError("a rule for a klantsoort names a claim and its values, or neither")
        if not (self.waarden or self.soorten or self.nummers):
            raise ConfigurationError("a rule for a klantsoort that holds for everyone is none")


@dataclass(frozen=True, slots=True)
class ServiceClaims:
    """For which services someone may act for another: texts, with spaces between several, or lists of texts.

    `namen` are our names for them. When any is given, a service without one is dropped: nothing opens for it.
    """

    paden: tuple[ClaimPath, ...]
    namen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GrantedScopes:
    """The provider's words at `pad` (a text with spaces or a list) that grant a scope, and which. Any other
    word grants nothing.
    """

    pad: ClaimPath
    scopes: Mapping[str, str]

    def __post_init__(self) -> None:
        if taken := [scope for scope in self.scopes.values() if scope.startswith(RESERVED)]:
            raise ConfigurationError(f"the scope {taken[0]} follows from the login and cannot be granted")


@dataclass(frozen=True, slots=True)
class RequiredClaim:
    """A claim that must be there, and be (or hold) one of `waarden` if there are any."""

    pad: ClaimPath
    waarden: frozenset[str] = frozenset()

    def holds(self, claims: Claims) -> bool:
        value = at(claims, self.pad)
        return not self.waarden.isdisjoint(texts(value)) if self.waarden else value not in EMPTY


@dataclass(frozen=True, slots=True)
class ClaimRules:
    """From claims to a Principal. Where several places are given, the first that holds something counts.

    `klantsoort` is that of the subject where no rule of `uitzonderingen` holds. Someone acts for another when
    a `gemachtigde` is named (they must be, with `altijd_gemachtigd`), or when the claim at `keten` holds who
    they represent: an object that is read as the login itself is, and may hold the next of a chain in turn,
    the last being the subject (OIDC NL GOV, "Representation Relationships"). `diensten` then says for what,
    and `rol` in which role. `handelend` is the person behind an organisation's login. The texts at `naam`
    together are only ever shown to themselves. `niveau_ontbreekt` is the level of a login without a claim at
    `niveau`.
    """

    subject: tuple[PartyClaims, ...]
    klantsoort: Klantsoort
    uitzonderingen: tuple[KlantsoortRule, ...] = ()
    gemachtigde: tuple[PartyClaims, ...] = ()
    altijd_gemachtigd: bool = True
    keten: ClaimPath | None = None
    diensten: ServiceClaims | None = None
    rol: str | None = None
    handelend: tuple[PartyClaims, ...] = ()
    naam: tuple[ClaimPath, ...] = ()
    niveau: ClaimPath = ("acr",)
    niveaus: Mapping[str, Niveau] = field(default_factory=dict)
    niveau_ontbreekt: Niveau = Niveau.GEEN
    scopes: tuple[GrantedScopes, ...] = ()
    eisen: tuple[RequiredClaim, ...] = ()

    def __post_init__(self) -> None:
        if not self.subject:
            raise ConfigurationError("no claim says whose data a login is about")
        if self.gemachtigde and self.keten:
            raise ConfigurationError("who acts for another is named by gemachtigde or by keten, not by both")
        if (self.gemachtigde or self.keten) and not self.diensten:
            raise ConfigurationError("who acts for another does so for services: no claim says which")

    @property
    def klantsoorten(self) -> list[Klantsoort]:
        """Whom this login can turn out to be."""
        return list(dict.fromkeys((self.klantsoort, *(rule.klantsoort for rule in self.uitzonderingen))))

    @property
    def paden(self) -> frozenset[ClaimPath]:
        """Every claim that is ever looked at."""
        parties = (*self.subject, *self.gemachtigde, *self.handelend)
        optional = (self.keten, *(rule.pad for rule in self.uitzonderingen))
        return frozenset(
            (
                *(path for party in parties for path in party.paden),
                *(path for path in optional if path),
                *(self.diensten.paden if self.diensten else ()),
                *(scope.pad for scope in self.scopes),
                *(eis.pad for eis in self.eisen),
                *self.naam,
                self.niveau,
            )
        )
