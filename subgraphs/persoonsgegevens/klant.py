"""A customer as a source hands it over: frozen values in the words of the BRP and the Handelsregister."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from auth.principal import Klantsoort
from subgraphs.service.inwoner import Geslacht, Naam, Naamgebruik, Registerdatum, Verblijf
from subgraphs.service.organisatie import Activiteit


class Bron(StrEnum):
    """Where data came from."""

    MAGAZIJN = "magazijn"
    BRP = "brp"
    KVK = "kvk"


@dataclass(frozen=True, slots=True)
class Herkomst:
    """Where a group of data came from and when. `authentiek`: straight from the register that is the
    authority.
    """

    bron: Bron
    opgehaald_op: datetime
    authentiek: bool
    in_onderzoek: bool


@dataclass(frozen=True, slots=True)
class Geboorte:
    datum: Registerdatum
    plaats: str | None = None
    land: str | None = None


@dataclass(frozen=True, slots=True)
class Gemeente:
    """A municipality by its CBS code; 1999 is the register of non-residents (RNI)."""

    code: str
    naam: str


@dataclass(frozen=True, slots=True)
class Persoon:
    """A natural person."""

    id: str
    burgerservicenummer: str = field(repr=False)
    naam: Naam
    naamgebruik: Naamgebruik
    geslacht: Geslacht
    geboorte: Geboorte
    nationaliteiten: tuple[str, ...]
    verblijf: Verblijf
    gemeente: Gemeente
    ingeschreven_sinds: date | None
    herkomst: Herkomst


@dataclass(frozen=True, slots=True)
class Organisatie:
    """A company or institution. `rsin` is None for who is no legal person, such as a sole trader."""

    id: str
    klantsoort: Klantsoort
    kvk_nummer: str = field(repr=False)
    rsin: str | None = field(repr=False)
    statutaire_naam: str
    handelsnamen: tuple[str, ...]
    rechtsvorm: str
    activiteiten: tuple[Activiteit, ...]
    herkomst: Herkomst


Klant = Persoon | Organisatie


class Relatie(StrEnum):
    """What a relative is to the person."""

    PARTNER = "partner"
    KIND = "kind"
    OUDER = "ouder"


@dataclass(frozen=True, slots=True)
class Verwant:
    """A partner, child or parent. Their BSN is theirs to see, so it is not here.

    `sinds`, `plaats` and `verbintenis` are of a partner only.
    """

    relatie: Relatie
    naam: Naam
    geslacht: Geslacht
    geboorte: Registerdatum
    verbintenis: str | None = None
    sinds: date | None = None
    plaats: str | None = None
