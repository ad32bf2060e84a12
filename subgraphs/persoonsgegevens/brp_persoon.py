"""From an answer of the BRP to the person of the graph."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from subgraphs.persoonsgegevens import brp_antwoord as brp
from subgraphs.persoonsgegevens.klant import (
    Adressering,
    Bron,
    Geboorte,
    Gemeente,
    Groep,
    Herkomst,
    Opschorting,
    Overlijden,
    Persoon,
    Relatie,
    Verwant,
)
from subgraphs.service.inwoner import (
    Adres,
    Buitenland,
    Geslacht,
    Locatie,
    Naam,
    Naamgebruik,
    Onbekend,
    Verblijf,
)

E = TypeVar("E", bound=StrEnum)

_BIJZONDER = {
    "BehandeldAlsNederlander": "Behandeld als Nederlander",
    "VastgesteldNietNederlander": "Vastgesteld niet-Nederlander",
    "Staatloos": "Staatloos",
    "NationaliteitOnbekend": "Onbekend",
}
_NUMMER = frozenset({"verblijfplaats.huisnummer", "verblijfplaats.volledigAdres"})
_PERSOON_ZELF = ("burgerservicenummer", "geslacht", "leeftijd")
_INSCHRIJVING = ("gemeenteVanInschrijving", "datumInschrijvingInGemeente")


@dataclass(frozen=True, slots=True)
class RegisterNaam(Naam):
    """A name whose composed forms the register gave itself, when they were what was asked."""

    gegeven_voorletters: str | None = None
    gegeven_volledig: str | None = None

    @property
    def voorletters(self) -> str:
        return self.gegeven_voorletters or super(RegisterNaam, self).voorletters

    @property
    def volledig(self) -> str:
        return self.gegeven_volledig or super(RegisterNaam, self).volledig


def persoon_van(
    klant_id: str, gegeven: brp.Persoon, opgehaald_op: datetime, velden: Collection[str]
) -> Persoon:
    """The person, as far as was asked: `velden` in the graph. The source is the authority itself."""
    onderzoek = frozenset(_onderzoek(gegeven))
    gemeente = gegeven.gemeente_van_inschrijving
    return Persoon(
        id=klant_id,
        burgerservicenummer=gegeven.burgerservicenummer,
        naam=_naam(gegeven.naam),
        naamgebruik=_uit(Naamgebruik, gegeven.naam.aanduiding_naamgebruik.code, Naamgebruik.EIGEN),
        geslacht=_geslacht(gegeven.geslacht),
        geboorte=Geboorte(
            gegeven.geboorte.datum.registerdatum(),
            gegeven.geboorte.plaats.omschrijving,
            gegeven.geboorte.land.omschrijving,
        ),
        nationaliteiten=tuple(map(_nationaliteit, gegeven.nationaliteiten)),
        verblijf=_verblijf(gegeven.verblijfplaats, nummer_gevraagd=not _NUMMER.isdisjoint(velden)),
        gemeente=Gemeente(gemeente.code or "", gemeente.omschrijving or ""),
        ingeschreven_sinds=gegeven.datum_inschrijving_in_gemeente.datum,
        herkomst=Herkomst(Bron.BRP, opgehaald_op, authentiek=True, in_onderzoek=bool(onderzoek)),
        verwanten=tuple(_verwanten(gegeven)),
        onderzoek=onderzoek,
        geheimhouding=gegeven.geheimhouding_persoonsgegevens,
        opschorting=_opschorting(gegeven.opschorting_bijhouding),
        overlijden=_overlijden(gegeven.overlijden),
        leeftijd=gegeven.leeftijd,
        adressering=_adressering(gegeven.adressering),
    )


def _onderzoek(gegeven: brp.Persoon) -> Iterator[Groep]:
    verblijf = gegeven.verblijfplaats
    groepen = {
        Groep.PERSOON: gegeven.onderzocht(*_PERSOON_ZELF),
        Groep.NAAM: gegeven.naam.onderzocht(),
        Groep.GEBOORTE: gegeven.geboorte.onderzocht(),
        Groep.NATIONALITEIT: any(each.onderzocht() for each in gegeven.nationaliteiten),
        Groep.VERBLIJFPLAATS: verblijf is not None
        and (verblijf.onderzocht() or verblijf.verblijfadres.onderzocht()),
        Groep.ADRESSERING: gegeven.adressering is not None and gegeven.adressering.onderzocht(),
        Groep.INSCHRIJVING: gegeven.onderzocht(*_INSCHRIJVING),
    }
    return (groep for groep, geraakt in groepen.items() if geraakt)


def _naam(naam: brp.Naam) -> Naam:
    return RegisterNaam(
        naam.voornamen, naam.voorvoegsel, naam.geslachtsnaam, naam.voorletters, naam.volledige_naam
    )


def _uit(soort: type[E], code: str | None, anders: E) -> E:
    return soort(code) if code in set(soort) else anders


def _geslacht(waarde: brp.Waarde) -> Geslacht:
    return _uit(Geslacht, waarde.code, Geslacht.ONBEKEND)


def _nationaliteit(gegeven: brp.Nationaliteit) -> str:
    return gegeven.nationaliteit.omschrijving or _BIJZONDER.get(gegeven.type, "Onbekend")


def _verblijf(gegeven: brp.Verblijfplaats | None, *, nummer_gevraagd: bool) -> Verblijf:
    """An address of which the register does not know the number is none."""
    if gegeven is None:
        return Onbekend()
    adres = gegeven.verblijfadres
    if gegeven.type == "Adres" and not (nummer_gevraagd and adres.huisnummer is None):
        return Adres(
            straat=adres.officiele_straatnaam or adres.korte_straatnaam or "",
            huisnummer=adres.huisnummer or 0,
            postcode=adres.postcode,
            woonplaats=adres.woonplaats,
            huisletter=adres.huisletter,
            toevoeging=adres.huisnummertoevoeging,
            nummeraanduiding=gegeven.nummeraanduiding_identificatie,
            adresseerbaar_object=gegeven.adresseerbaar_object_identificatie,
        )
    if gegeven.type == "VerblijfplaatsBuitenland":
        regels = tuple(filter(None, (adres.regel1, adres.regel2, adres.regel3)))
        return Buitenland(adres.land.omschrijving or "", regels)
    if gegeven.type == "Locatie":
        return Locatie(adres.locatiebeschrijving, adres.woonplaats)
    return Onbekend()


def _adressering(gegeven: brp.Adressering | None) -> Adressering | None:
    if gegeven is None:
        return None
    regels = (gegeven.adresregel1, gegeven.adresregel2, gegeven.adresregel3)
    wijze = gegeven.aanschrijfwijze
    return Adressering(
        aanhef=gegeven.aanhef,
        aanschrijfwijze=f"{wijze.aanspreekvorm} {wijze.naam}".strip(),
        in_lopende_tekst=gegeven.gebruik_in_lopende_tekst,
        regels=tuple(filter(None, regels)),
        land=gegeven.land.omschrijving,
    )


def _verwanten(gegeven: brp.Persoon) -> Iterator[Verwant]:
    for partner in gegeven.partners:
        if partner.ontbinding_huwelijk_partnerschap is None:
            yield _verwant(Relatie.PARTNER, partner)
    for relatie, verwanten in ((Relatie.KIND, gegeven.kinderen), (Relatie.OUDER, gegeven.ouders)):
        for verwant in verwanten:
            yield _verwant(relatie, verwant)


def _verwant(relatie: Relatie, gegeven: brp.Verwant) -> Verwant:
    begin = gegeven.aangaan_huwelijk_partnerschap
    groepen: tuple[brp.Groepsdeel, ...] = (gegeven, gegeven.naam, gegeven.geboorte, begin)
    return Verwant(
        relatie=relatie,
        naam=_naam(gegeven.naam),
        geslacht=_geslacht(gegeven.geslacht),
        geboorte=gegeven.geboorte.datum.registerdatum(),
        verbintenis=gegeven.soort_verbintenis.omschrijving,
        sinds=begin.datum.datum,
        plaats=begin.plaats.omschrijving,
        in_onderzoek=any(groep.onderzocht() for groep in groepen),
    )


def _opschorting(gegeven: brp.Opschorting | None) -> Opschorting | None:
    if gegeven is None:
        return None
    reden = gegeven.reden
    return Opschorting(reden.code or "", reden.omschrijving or "onbekend", gegeven.datum.registerdatum())


def _overlijden(gegeven: brp.Gebeurtenis | None) -> Overlijden | None:
    if gegeven is None:
        return None
    return Overlijden(gegeven.datum.registerdatum(), gegeven.plaats.omschrijving, gegeven.land.omschrijving)
