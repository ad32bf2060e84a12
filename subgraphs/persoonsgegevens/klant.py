"""A customer as a source hands it over: frozen values in the words of the BRP and the Handelsregister."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from auth.principal import Identifier, Identiteit, Klantsoort
from subgraphs.service.inwoner import Adres, Geslacht, Naam, Naamgebruik, Registerdatum, Verblijf
from subgraphs.service.organisatie import Activiteit


class Bron(StrEnum):
    """Where data came from."""

    MAGAZIJN = "magazijn"
    BRP = "brp"
    KVK = "kvk"


class Groep(StrEnum):
    """Data that belong together, come from one source, and are under investigation together."""

    PERSOON = "persoon"
    NAAM = "naam"
    GEBOORTE = "geboorte"
    NATIONALITEIT = "nationaliteit"
    VERBLIJFPLAATS = "verblijfplaats"
    ADRESSERING = "adressering"
    INSCHRIJVING = "inschrijving"


@dataclass(frozen=True, slots=True)
class Herkomst:
    """Where a group of data came from and when. `authentiek`: straight from the register that is the
    authority. `uitgeweken`: a source that goes before this one gave no answer.
    """

    bron: Bron
    opgehaald_op: datetime
    authentiek: bool
    in_onderzoek: bool
    uitgeweken: bool = False


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
class Adressering:
    """The lines of a letter. There are no address lines when nobody knows where the person lives."""

    aanhef: str
    aanschrijfwijze: str
    in_lopende_tekst: str
    regels: tuple[str, ...]
    land: str | None


@dataclass(frozen=True, slots=True)
class Opschorting:
    """Why and since when the register no longer follows someone: death, emigration, a ministerial decree.

    `code` is of the BRP's table "Reden opschorting bijhouding": O is death, M a decree.
    """

    code: str
    reden: str
    datum: Registerdatum


@dataclass(frozen=True, slots=True)
class Overlijden:
    """When and where someone died."""

    datum: Registerdatum
    plaats: str | None
    land: str | None


class Relatie(StrEnum):
    """What a relative is to the person."""

    PARTNER = "partner"
    KIND = "kind"
    OUDER = "ouder"


@dataclass(frozen=True, slots=True)
class Verwant:
    """A partner, child or parent. Their BSN is theirs to see, so it is not here; `eigen_id` is the `Klant.id`
    that goes with it, for the processing log alone, and None for who has no BSN.

    `sinds`, `plaats` and `verbintenis` are of a partner only.
    """

    relatie: Relatie
    naam: Naam
    geslacht: Geslacht
    geboorte: Registerdatum
    verbintenis: str | None = None
    sinds: date | None = None
    plaats: str | None = None
    in_onderzoek: bool = False
    eigen_id: str | None = None


@dataclass(frozen=True, slots=True)
class Persoon:
    """A natural person, as far as a source was asked: what was not is empty.

    `verwanten` are partners, then children, then parents, each in the register's order. `leeftijd` and
    `adressering` are there when the register gave them; otherwise they follow from the rest. `onderzoek` are
    the groups under investigation.
    """

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
    verwanten: tuple[Verwant, ...] = ()
    onderzoek: frozenset[Groep] = frozenset()
    geheimhouding: bool = False
    opschorting: Opschorting | None = None
    overlijden: Overlijden | None = None
    leeftijd: int | None = None
    adressering: Adressering | None = None

    @property
    def weergavenaam(self) -> str:
        return self.naam.roepnaam

    def herkomst_van(self, groep: Groep) -> Herkomst:
        """The provenance of one group: under investigation or not by itself."""
        return replace(self.herkomst, in_onderzoek=groep in self.onderzoek)

    def verwanten_als(self, relatie: Relatie) -> tuple[Verwant, ...]:
        return tuple(verwant for verwant in self.verwanten if verwant.relatie is relatie)

    @property
    def alle_betrokkenen(self) -> tuple[Identiteit, ...]:
        """All relatives that are in here."""
        return tuple(one for relatie in Relatie for one in self.betrokkenen(relatie))

    def betrokkenen(self, relatie: Relatie) -> tuple[Identiteit, ...]:
        """The same relatives as the processing log knows them. Who has no number is known by their place."""
        return tuple(
            Identiteit(verwant.eigen_id, Identifier.BSN)
            if verwant.eigen_id
            else Identiteit(f"{self.id}/{relatie}/{plaats}", Identifier.PSEUDONIEM)
            for plaats, verwant in enumerate(self.verwanten_als(relatie), start=1)
        )


@dataclass(frozen=True, slots=True)
class Vestiging:
    """A place of business. `nummer` has twelve digits; there is no `adres` where the register shields it."""

    nummer: str
    naam: str
    adres: Adres | None
    hoofdvestiging: bool
    werkzame_personen: int | None


@dataclass(frozen=True, slots=True)
class Organisatie:
    """A company or institution. `rsin` is None for who is no legal person, such as a sole trader.

    `vestigingen` has the hoofdvestiging first, then the others by number.
    """

    id: str
    klantsoort: Klantsoort
    kvk_nummer: str = field(repr=False)
    rsin: str | None = field(repr=False)
    statutaire_naam: str
    handelsnamen: tuple[str, ...]
    rechtsvorm: str
    activiteiten: tuple[Activiteit, ...]
    herkomst: Herkomst
    vestigingen: tuple[Vestiging, ...] = ()

    @property
    def weergavenaam(self) -> str:
        return self.statutaire_naam


@dataclass(frozen=True, slots=True)
class Nieuwkomer:
    """A person of whom no source knows anything, such as who logs in with eIDAS from elsewhere in the EU, or
    lives in another municipality while there is only our own magazijn: a customer like others, of whom we
    only know what they tell us. Also who is asked nothing that a source would know, and, not `bereikt`, of
    whom no source could say anything just now.
    """

    id: str
    bereikt: bool = True


@dataclass(frozen=True, slots=True)
class NieuweOrganisatie:
    """The same, of a company or institution: such as one from elsewhere in the EU, which no Handelsregister
    of ours knows (eIDAS), or one whose number no source has.
    """

    id: str
    klantsoort: Klantsoort
    bereikt: bool = True


Onbekende = Nieuwkomer | NieuweOrganisatie
"""A customer of whom no source knows anything, or is asked anything."""
Klant = Persoon | Organisatie
