"""From households to people: numbers, dates, addresses and who is whose partner, child and parent."""

import random
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from subgraphs.service.elfproef import nummers
from subgraphs.service.inwoner import (
    Adres,
    Buitenland,
    Geslacht,
    Inwoner,
    Locatie,
    Naam,
    Onbekend,
    Registerdatum,
    Verbintenis,
    Verblijf,
    Verwant,
)
from subgraphs.service.voorbeeldstad_huishoudens import (
    GEBOORTE_ALLEEN_JAAR,
    GEBOORTE_ONBEKEND,
    HUISHOUDENS,
    NEDERLAND,
    ZONDER_CONTACT,
    Huishouden,
    Lid,
)

GEMEENTE = "Voorbeeldstad"
GEMEENTECODE = "9999"
BSN_BEGIN = "99999"

_ADRES = re.compile(r"(?P<straat>\D+) (?P<nummer>\d+), (?P<postcode>\d{4}) (?P<letters>[A-Z]{2})")
_VADERS = ("Johannes", "Pieter", "Antonius", "Gerardus", "Jacobus", "Dirk")
_MOEDERS = ("Cornelia", "Adriana", "Margaretha", "Catharina", "Alida", "Berendina")
_MEISJESNAMEN = ("Peters", "Hendriks", "Vos", "Kok", "Scholten", "Prinsen")


@dataclass(frozen=True, slots=True, eq=False)
class _Plaats:
    """A member with a number, a birth and a household: what relations are made from. Equal only to itself."""

    lid: Lid
    huishouden: Huishouden
    verwant: Verwant
    volwassen: bool


def bewoners(today: date) -> tuple[Inwoner, ...]:
    """Everyone, in the order of the households; the same for the same `today`."""
    plaatsen = _plaatsen(today)
    ouders = {plaats: _ouders_in_register(plaats, plaatsen) for plaats in plaatsen}
    return tuple(_inwoner(plaats, ouders, today) for plaats in plaatsen)


def _plaatsen(today: date) -> list[_Plaats]:
    bsns = nummers(BSN_BEGIN)
    return [
        _Plaats(
            lid, huishouden, Verwant(lid.naam, lid.geslacht, _geboorte(lid, today), next(bsns)), volwassen
        )
        for huishouden in HUISHOUDENS
        for leden, volwassen in ((huishouden.volwassenen, True), (huishouden.kinderen, False))
        for lid in leden
    ]


def _toeval(lid: Lid, doel: str) -> random.Random:
    """Chance that is the same every time, for one person and one purpose."""
    return random.Random(f"{GEMEENTE}:{doel}:{lid.naam.volledig}")  # noqa: S311


def _geboorte(lid: Lid, today: date) -> Registerdatum:
    if lid.naam.volledig in GEBOORTE_ONBEKEND:
        return Registerdatum()
    toeval = _toeval(lid, "geboorte")
    maand, dag = toeval.randint(1, 12), toeval.randint(1, 28)
    jaar = today.year - lid.leeftijd - ((maand, dag) > (today.month, today.day))
    return (
        Registerdatum(jaar) if lid.naam.volledig in GEBOORTE_ALLEEN_JAAR else Registerdatum(jaar, maand, dag)
    )


def _inwoner(plaats: _Plaats, ouders: Mapping[_Plaats, Sequence[_Plaats]], today: date) -> Inwoner:
    """The person in full. `ouders` has everyone, each with the parents who live here too."""
    lid = plaats.lid
    geboorteplaats, _, geboorteland = (lid.geboren or f"{GEMEENTE}, {NEDERLAND}").partition(", ")
    email, telefoon = _contact(lid)
    assert plaats.verwant.bsn
    return Inwoner(
        bsn=plaats.verwant.bsn,
        naam=lid.naam,
        geslacht=lid.geslacht,
        geboorte=plaats.verwant.geboorte,
        geboorteplaats=geboorteplaats,
        geboorteland=geboorteland,
        nationaliteiten=lid.nationaliteiten,
        naamgebruik=lid.naamgebruik,
        verblijf=_verblijf(plaats.huishouden.adres),
        ingeschreven_sinds=_ingeschreven(plaats, today),
        verbintenis=_verbintenis(plaats, list(ouders), today),
        ouders=tuple(ouder.verwant for ouder in ouders[plaats]) or _ouders_van_elders(plaats),
        kinderen=tuple(kind.verwant for kind, van_kind in ouders.items() if plaats in van_kind),
        email=email,
        telefoon=telefoon,
    )


def _verblijf(adres: str) -> Verblijf:
    soort, _, rest = adres.partition(": ")
    if soort == "onbekend":
        return Onbekend()
    if soort == "locatie":
        return Locatie(rest, GEMEENTE)
    if soort == "buitenland":
        land, *regels = rest.split("; ")
        return Buitenland(land, tuple(regels))
    return binnenlands_adres(adres)


def binnenlands_adres(adres: str) -> Adres:
    """The address from "Straat 1, 1234 AB", with BAG identifications that no other address has."""
    gevonden = _ADRES.fullmatch(adres)
    if gevonden is None:
        raise ValueError(f"not an address of {GEMEENTE}: {adres}")
    plek = random.Random(f"{GEMEENTE}:bag:{adres}").randrange(10**10)  # noqa: S311
    return Adres(
        straat=gevonden["straat"],
        huisnummer=int(gevonden["nummer"]),
        postcode=gevonden["postcode"] + gevonden["letters"],
        woonplaats=GEMEENTE,
        nummeraanduiding=f"{GEMEENTECODE}20{plek:010}",
        adresseerbaar_object=f"{GEMEENTECODE}01{plek:010}",
    )


def _ingeschreven(plaats: _Plaats, today: date) -> date:
    """From birth for who was born here; the others came as a household, after the last birth elsewhere."""
    geboorte = plaats.verwant.geboorte
    if not plaats.lid.geboren and geboorte.jaar:
        return date(geboorte.jaar, geboorte.maand or 1, geboorte.dag or 1)
    leden = (*plaats.huishouden.volwassenen, *plaats.huishouden.kinderen)
    hoogstens = min(lid.leeftijd for lid in leden if lid.geboren) - 1
    minstens = max((lid.leeftijd for lid in plaats.huishouden.kinderen if not lid.geboren), default=0) + 1
    jaren = _toeval(leden[0], "inschrijving").randint(min(minstens, hoogstens), hoogstens)
    return date(today.year - jaren, 7, 1)


def _verbintenis(plaats: _Plaats, plaatsen: Sequence[_Plaats], today: date) -> Verbintenis | None:
    huishouden = plaats.huishouden
    if not huishouden.samen or not plaats.volwassen:
        return None
    partner = next(
        ander
        for ander in plaatsen
        if ander.huishouden is huishouden and ander.volwassen and ander is not plaats
    )
    toeval = _toeval(huishouden.volwassenen[0], "verbintenis")
    sinds = date(today.year - huishouden.samen, toeval.randint(1, 12), toeval.randint(1, 28))
    hier = sinds >= _ingeschreven(plaats, today) or not plaats.lid.geboren
    trouwplaats = GEMEENTE if hier else plaats.lid.geboren.partition(", ")[0]
    return Verbintenis(partner.verwant, huishouden.soort, min(sinds, today), trouwplaats)


def _ouders_in_register(plaats: _Plaats, plaatsen: Sequence[_Plaats]) -> list[_Plaats]:
    """Parents who live here themselves: the adults of the household, or of the one left behind."""
    if plaats.volwassen and not plaats.lid.ouders:
        return []
    huishouden = _huishouden_van(plaats.lid) if plaats.volwassen else plaats.huishouden
    return [ander for ander in plaatsen if ander.volwassen and ander.huishouden is huishouden]


def _huishouden_van(lid: Lid) -> Huishouden:
    """The oldest household in the street that a grown-up child names as the parents'."""
    straat = [huishouden for huishouden in HUISHOUDENS if huishouden.adres.startswith(f"{lid.ouders} ")]
    return max(straat, key=lambda huishouden: huishouden.volwassenen[0].leeftijd)


def _ouders_van_elders(plaats: _Plaats) -> tuple[Verwant, ...]:
    """Parents whom the register only knows by name; none for who was born abroad and brought no papers."""
    lid, geboren = plaats.lid, plaats.verwant.geboorte.jaar
    if geboren is None or (lid.geboren and not lid.geboren.endswith(NEDERLAND)):
        return ()
    toeval = _toeval(lid, "ouders")
    vader = Naam(toeval.choice(_VADERS), lid.naam.voorvoegsel, lid.naam.geslachtsnaam)
    moeder = Naam(toeval.choice(_MOEDERS), "", toeval.choice(_MEISJESNAMEN))
    return (
        Verwant(
            moeder, Geslacht.VROUW, Registerdatum(geboren - toeval.randint(22, 36), toeval.randint(1, 12), 14)
        ),
        Verwant(
            vader, Geslacht.MAN, Registerdatum(geboren - toeval.randint(24, 40), toeval.randint(1, 12), 5)
        ),
    )


def _contact(lid: Lid) -> tuple[str | None, str | None]:
    if lid.leeftijd < 16 or lid.naam.volledig in ZONDER_CONTACT:
        return None, None
    adres = f"{lid.naam.voornamen.split()[0]}.{lid.naam.achternaam}".replace(" ", "").replace("'", "")
    gewoon = unicodedata.normalize("NFKD", adres.replace("ı", "i")).encode("ascii", "ignore").decode()
    return f"{gewoon.lower()}@post.example", f"+316{_toeval(lid, 'telefoon').randrange(10**7):08}"
