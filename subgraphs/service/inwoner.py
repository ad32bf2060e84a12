"""A person in the demo population: what a municipality's register holds about someone, as frozen values."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Geslacht(StrEnum):
    """BRP table "Geslachtsaanduiding"."""

    MAN = "M"
    VROUW = "V"
    ONBEKEND = "O"


class Naamgebruik(StrEnum):
    """BRP table "Aanduiding naamgebruik"."""

    EIGEN = "E"
    PARTNER_NA_EIGEN = "N"
    PARTNER = "P"
    PARTNER_VOOR_EIGEN = "V"


@dataclass(frozen=True, slots=True)
class Naam:
    """Names as the register writes them; an empty `voornamen` or `voorvoegsel` means that there is none."""

    voornamen: str
    voorvoegsel: str
    geslachtsnaam: str

    @property
    def achternaam(self) -> str:
        return f"{self.voorvoegsel} {self.geslachtsnaam}".strip()

    @property
    def volledig(self) -> str:
        return f"{self.voornamen} {self.achternaam}".strip()

    @property
    def roepnaam(self) -> str:
        """The first given name with the surname: how a portal greets someone."""
        return f"{self.voornamen.split(' ')[0]} {self.achternaam}".strip()

    @property
    def voorletters(self) -> str:
        return "".join(f"{voornaam[0]}." for voornaam in self.voornamen.split())


@dataclass(frozen=True, slots=True)
class Registerdatum:
    """A date of which the month and day, or everything, may be unknown."""

    jaar: int | None = None
    maand: int | None = None
    dag: int | None = None

    @classmethod
    def op(cls, dag: date) -> "Registerdatum":
        return cls(dag.year, dag.month, dag.day)


@dataclass(frozen=True, slots=True)
class Adres:
    """An address in the Netherlands. The identifications are those of the BAG."""

    straat: str
    huisnummer: int
    postcode: str
    woonplaats: str
    huisletter: str = ""
    toevoeging: str = ""
    nummeraanduiding: str = ""
    adresseerbaar_object: str = ""


@dataclass(frozen=True, slots=True)
class Buitenland:
    """An address abroad, in lines as the sender would write them."""

    land: str
    regels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Locatie:
    """A place without an address, such as a mooring."""

    omschrijving: str
    woonplaats: str


@dataclass(frozen=True, slots=True)
class Onbekend:
    """Nobody knows where this person lives."""


Verblijf = Adres | Buitenland | Locatie | Onbekend


@dataclass(frozen=True, slots=True)
class Verwant:
    """A partner, child or parent as the register of the person names them."""

    naam: Naam
    geslacht: Geslacht
    geboorte: Registerdatum
    bsn: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Verbintenis:
    """A marriage or registered partnership and with whom."""

    partner: Verwant
    soort: str
    sinds: date
    plaats: str


@dataclass(frozen=True, slots=True)
class Inwoner:
    """A person of Voorbeeldstad. The BSN passes the eleven test and is from the range for fictitious
    persons.
    """

    bsn: str = field(repr=False)
    naam: Naam
    geslacht: Geslacht
    geboorte: Registerdatum
    geboorteplaats: str
    geboorteland: str
    nationaliteiten: tuple[str, ...]
    naamgebruik: Naamgebruik
    verblijf: Verblijf
    ingeschreven_sinds: date
    verbintenis: Verbintenis | None
    ouders: tuple[Verwant, ...]
    kinderen: tuple[Verwant, ...]
    email: str | None
    telefoon: str | None
