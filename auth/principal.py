"""The Principal: who is asking, about whom, and how sure we are of it."""

from dataclasses import dataclass, field
from enum import StrEnum

from auth.assurance import Niveau


class Klantsoort(StrEnum):
    """The kinds of customer a municipality serves."""

    BURGER = "burger"
    BEDRIJF = "bedrijf"
    INSTELLING = "instelling"


class Identifier(StrEnum):
    """What kind of identifier a login gave.

    `VESTIGING` is one branch of a company, as `<KvK number>/<vestigingsnummer>`: who is restricted to a
    branch is another customer than the company. `EIDAS` identifies a legal person of another country.
    """

    BSN = "bsn"
    KVK = "kvk"
    VESTIGING = "vestiging"
    RSIN = "rsin"
    EIDAS = "eidas"
    PSEUDONIEM = "pseudoniem"


@dataclass(frozen=True, slots=True)
class Identiteit:
    """Someone a login is about. `id` is the municipality-bound pseudonym, the only part that may be shown.

    `waarde` (a BSN, KvK number or RSIN) is kept out of `repr`, so that no log line or error can carry it.
    It is kept as long as the login lasts: in the session, sealed with the browser's cookie, for the subgraphs
    that have to know it (auth.identification). Where nothing needs it, it may be empty.
    """

    id: str
    soort: Identifier
    waarde: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Mandaat:
    """What the actor may do for the subject: the services by name, and the role if a court gave one.

    `keten` are the ids of those in between (ketenmachtiging), the nearest to the actor first.
    """

    diensten: frozenset[str]
    rol: str | None = None
    keten: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Principal:
    """*actor* logged in, *subject* is whose data this is about; they differ only under a mandate.

    `handelend` is the person behind the login of an organisation, where the login tells: for the record, it
    opens nothing. `verleend` are scopes that the provider granted beyond who someone is. Raises ValueError
    when actor and subject differ without a `mandaat`.
    """

    actor: Identiteit
    subject: Identiteit
    klantsoort: Klantsoort
    middel: str
    niveau: Niveau
    mandaat: Mandaat | None = None
    sessie: str | None = field(default=None, repr=False)
    handelend: Identiteit | None = None
    verleend: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.actor.id != self.subject.id and self.mandaat is None:
            raise ValueError("someone who acts for another needs a mandate")

    @property
    def scopes(self) -> frozenset[str]:
        """The scopes that `@requiresScopes` is held against."""
        return scopes_of(self.klantsoort, self.niveau, self.mandaat, self.verleend)


RESERVED = ("klantsoort:", "loa:", "machtiging:")
"""How the scopes begin that follow from a login itself: no provider grants these."""


def scopes_of(
    klantsoort: Klantsoort,
    niveau: Niveau,
    mandaat: Mandaat | None,
    verleend: frozenset[str] = frozenset(),
) -> frozenset[str]:
    """What a login opens. At `Niveau.GEEN` nothing: an unknown level is no login.

    Someone who acts for another gets `machtiging:` scopes in place of the `klantsoort:` one and of what was
    granted to themselves: what is not declared open to a mandate for just that service stays closed to every
    representative.
    """
    if niveau is Niveau.GEEN:
        return frozenset()
    if mandaat is None:
        return niveau.scopes | {f"klantsoort:{klantsoort}"} | verleend
    return niveau.scopes | {f"machtiging:{dienst}" for dienst in mandaat.diensten}


@dataclass(frozen=True, slots=True)
class Anoniem:
    """Nobody logged in: a value like any other, with no scopes."""

    @property
    def scopes(self) -> frozenset[str]:
        return frozenset()


Caller = Principal | Anoniem
ANONIEM = Anoniem()
