"""The council of Voorbeeldstad: five groups, two bodies, a meeting every other week around the day it is."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from subgraphs.raadsinformatie.stemming import Fractiestem, Raadslidstem, Stem, Stemming, Uitslag
from subgraphs.raadsinformatie.stuk import Stuk
from subgraphs.raadsinformatie.vergadering import Agendapunt, Orgaan, Vergadering, Vergaderstatus
from subgraphs.service.settings import LOCAL

SITE = "https://raad.voorbeeldstad.example"
RAAD = Orgaan("gemeenteraad", "Gemeenteraad")
RUIMTE = Orgaan("commissie-ruimte", "Commissie Ruimte")
FRACTIES = (
    ("Stadsbelang", ("J. Bakker", "M. Yilmaz", "P. de Groot", "S. Hendriks")),
    ("Groen Voorbeeldstad", ("A. Visser", "L. Jansen", "K. Smit")),
    ("Samen Vooruit", ("R. Mulder", "F. Benali", "T. Bos")),
    ("Ondernemend Lokaal", ("D. Vos", "E. Meijer")),
    ("Wijkpartij West", ("N. Dekker",)),
)
ZETELS = sum(len(leden) for _, leden in FRACTIES)
Onderwerp = tuple[str, str, int]
"""A subject, what it is about, and which groups vote for it: a bit for each, the first group's the lowest."""
ONDERWERPEN: tuple[Onderwerp, ...] = (
    ("Bestemmingsplan Havenkwartier", "de bouw van 640 woningen en een park aan het water", 0b00111),
    ("Fietsbrug Oost: krediet voor het ontwerp", "een brug voor fietsers over het kanaal", 0b10111),
    ("Subsidieregeling groene daken", "subsidie voor groene daken op woningen en scholen", 0b10110),
    ("Parkeerbeleid binnenstad", "de tarieven en gebieden voor vergunninghouders", 0b01001),
    ("Armoedebeleid en bijzondere bijstand", "hulp aan inwoners met een laag inkomen", 0b11111),
    ("Afvalinzameling in de zomer", "het wekelijks legen van de gft-container", 0b11111),
)
OM_DE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Raad:
    """All that the register has."""

    organen: list[Orgaan] = field(default_factory=lambda: [RAAD, RUIMTE])
    vergaderingen: list[Vergadering] = field(default_factory=list)
    agendapunten: list[Agendapunt] = field(default_factory=list)
    stukken: list[Stuk] = field(default_factory=list)
    stemmingen: list[Stemming] = field(default_factory=list)


def demo_raad(today: date) -> Raad:
    """Six meetings before `today` and two after it, council and committee by turns."""
    raad = Raad()
    donderdag = today + timedelta(days=(4 - today.isoweekday()) % 7 + 7)
    for hoeveelste in range(8):
        dag = donderdag + OM_DE * (1 - hoeveelste)
        _vergader(raad, _Avond(dag, hoeveelste, geweest=dag < today))
    return raad


@dataclass(frozen=True, slots=True)
class _Avond:
    """One evening of meeting."""

    dag: date
    hoeveelste: int
    geweest: bool

    @property
    def orgaan(self) -> Orgaan:
        return (RAAD, RUIMTE)[self.hoeveelste % 2]

    @property
    def id(self) -> str:
        return f"{self.orgaan.id}-{self.dag.isoformat()}"

    @property
    def begin(self) -> datetime:
        return datetime.combine(self.dag, time(19, 30), LOCAL)

    @property
    def onderwerpen(self) -> tuple[Onderwerp, ...]:
        return tuple(ONDERWERPEN[(self.hoeveelste + each) % len(ONDERWERPEN)] for each in range(3))


def _vergader(raad: Raad, avond: _Avond) -> None:
    bespreking = tuple(_bespreek(raad, avond, each) for each in range(3))
    punten = (
        Agendapunt(f"{avond.id}-1", "Opening en vaststelling van de agenda", 1, vergadering=avond.id),
        Agendapunt(f"{avond.id}-2", "Bespreekstukken", 2, None, avond.id, bespreking),
        Agendapunt(f"{avond.id}-3", "Rondvraag en sluiting", 3, vergadering=avond.id),
    )
    raad.agendapunten.extend(punten)
    raad.vergaderingen.append(
        Vergadering(
            id=avond.id,
            naam=f"{avond.orgaan.naam} {avond.dag:%d-%m-%Y}",
            begin=avond.begin,
            status=Vergaderstatus.AFGELOPEN if avond.geweest else Vergaderstatus.GEPLAND,
            einde=avond.begin + timedelta(hours=3) if avond.geweest else None,
            orgaan=avond.orgaan.id,
            locatie="Raadzaal, Marktplein 1",
            voorzitter="Burgemeester C. van Dam" if avond.orgaan is RAAD else "A. Visser",
            agendapunten=tuple(each.id for each in punten),
            stukken=(_besluitenlijst(raad, avond),) if avond.geweest else (),
        )
    )


def _bespreek(raad: Raad, avond: _Avond, welk: int) -> str:
    """The id of the agenda item of a subject, whose proposal and vote go into the register as well."""
    titel, waarover, voorstemmers = avond.onderwerpen[welk]
    id_ = f"{avond.id}-2-{welk + 1}"
    stemt = avond.geweest and avond.orgaan is RAAD
    if stemt:
        raad.stemmingen.append(_stem(f"{id_}-stemming", titel, voorstemmers))
    raad.agendapunten.append(
        Agendapunt(
            id=id_,
            titel=titel,
            positie=welk + 1,
            toelichting=f"Het voorstel gaat over {waarover}.",
            vergadering=avond.id,
            stukken=(f"{id_}-voorstel",),
            stemmingen=(f"{id_}-stemming",) if stemt else (),
        )
    )
    tekst = (
        f"Aan de gemeenteraad. Onderwerp: {titel}. Het college stelt voor in te stemmen met {waarover}.",
        "Financiën: de kosten passen binnen de begroting. Communicatie: omwonenden krijgen een brief.",
    )
    _leg_vast(raad, avond, Stuk(f"{id_}-voorstel", titel, soort="Raadsvoorstel", hoort_bij=id_, tekst=tekst))
    return id_


def _besluitenlijst(raad: Raad, avond: _Avond) -> str:
    id_ = f"{avond.id}-besluitenlijst"
    titel = f"Besluitenlijst {avond.orgaan.naam} {avond.dag:%d-%m-%Y}"
    tekst = tuple(f"{titel}: gesproken is over {waarover}." for titel, waarover, _ in avond.onderwerpen)
    _leg_vast(raad, avond, Stuk(id_, titel, soort="Besluitenlijst", hoort_bij=avond.id, tekst=tekst))
    return id_


def _leg_vast(raad: Raad, avond: _Avond, stuk: Stuk) -> None:
    raad.stukken.append(
        replace(
            stuk,
            url=f"{SITE}/document/{stuk.id}.pdf",
            bron_url=f"{SITE}/bron/{stuk.id}",
            mediatype="application/pdf",
            bestandsnaam=f"{stuk.id}.pdf",
            bytes_=40_000 + 1_000 * sum(map(len, stuk.tekst)),
            datum=avond.dag - timedelta(days=10),
            besproken_op=avond.begin,
        )
    )


def _stem(id_: str, onderwerp: str, voorstemmers: int) -> Stemming:
    """A group votes as one."""
    gestemd = tuple(
        (fractie, leden, bool(voorstemmers >> nummer & 1)) for nummer, (fractie, leden) in enumerate(FRACTIES)
    )
    voor = sum(len(leden) for _, leden, mee in gestemd if mee)
    return Stemming(
        id=id_,
        onderwerp=onderwerp,
        uitslag=Uitslag.AANGENOMEN if 2 * voor > ZETELS else Uitslag.VERWORPEN,
        fracties=tuple(
            Fractiestem(fractie, voor=len(leden) * mee, tegen=len(leden) * (not mee))
            for fractie, leden, mee in gestemd
        ),
        raadsleden=tuple(
            Raadslidstem(lid, Stem.VOOR if mee else Stem.TEGEN, fractie)
            for fractie, leden, mee in gestemd
            for lid in leden
        ),
    )
