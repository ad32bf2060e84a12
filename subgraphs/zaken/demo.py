"""The zaken of Voorbeeldstad: deterministic, and spread so that every persona has something to see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import Table, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from auth.principal import Klantsoort
from subgraphs.service.database import Database
from subgraphs.service.inwoner import Adres
from subgraphs.service.voorbeeldstad import PERSONAS, inwoner_id, organisatie_id, voorbeeldstad
from subgraphs.zaken import tables as t
from subgraphs.zaken.demo_dossier import add_dossiers
from subgraphs.zaken.demo_pdf import pdf
from subgraphs.zaken.demo_zaaktypen import ZAAKTYPEN, Voorbeeld
from subgraphs.zaken.register import zaaknummer
from subgraphs.zaken.store import INITIATOR
from subgraphs.zaken.termijn import Termijn

AANTAL = 400
VOOR_PERSONAS = (28, 16, 8, 18, 14)
"""How many zaken the personas have, in their order."""
RECENT = 120
RECENT_VOOR_PERSONA = 4
"""Of the latest zaken, how many each persona has."""
JAREN = 3
"""The oldest zaak began this many years ago."""
LAAT = 0.07
"""The share of zaken that outlast their legal term."""
FRIDAY = 4
BEZWAARTERMIJN = Termijn.parse("P6W")

INGETROKKEN = ("Ingetrokken", "U hebt uw aanvraag ingetrokken. De behandeling is gestopt.")
NIET_IN_TE_TREKKEN = frozenset({"adresonderzoek", "melding-openbare-ruimte", "verhuizing"})
"""What a customer cannot undo: what was seen in the street, and what the law has them tell."""

Rows = dict[Table, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Demoklant:
    """A customer to make zaken for."""

    id: str
    soort: Klantsoort
    adres: str


async def fill(database: Database, key: bytes, today: date) -> None:
    """Put the demo's zaaktypen and zaken in an empty store; leave a store with zaaktypen as it is.

    But for their diensten, which a store of before mandates does not know yet.
    """
    async with database.writing() as session:
        if await session.scalar(select(t.zaaktype.c.id).limit(1)):
            await _name_diensten(session)
            return
        for table, rows in demo_rows(klanten(key, today), today).items():
            if rows:
                await session.execute(insert(table), rows)


async def _name_diensten(session: AsyncSession) -> None:
    c = t.zaaktype.c
    for voorbeeld in ZAAKTYPEN:
        unnamed = (c.id == demo_id("zaaktype", voorbeeld.identificatie), c.dienst.is_(None))
        await session.execute(update(t.zaaktype).where(*unnamed).values(dienst=voorbeeld.dienst))


def klanten(key: bytes, today: date) -> tuple[Demoklant, ...]:
    """Everyone in Voorbeeldstad, the personas first, each with the address their zaken are about."""
    stad = voorbeeldstad(today)
    inwoners = [
        Demoklant(inwoner_id(key, inwoner), Klantsoort.BURGER, _adresregel(inwoner.verblijf))
        for inwoner in stad.inwoners
    ]
    organisaties = [
        Demoklant(organisatie_id(key, each), each.klantsoort, _adresregel(each.vestigingen[0].adres))
        for each in stad.organisaties
    ]
    voorop = [persona.klant_id(key) for persona in PERSONAS]
    allen = {klant.id: klant for klant in (*inwoners, *organisaties)}
    return (*(allen.pop(klant_id) for klant_id in voorop), *allen.values())


def demo_rows(klanten: Sequence[Demoklant], today: date) -> Rows:
    """All rows, by table, in an order in which foreign keys hold. The first customers are the personas."""
    random = Random(20260101)  # noqa: S311
    rows: Rows = {table: [] for table in t.metadata.sorted_tables}
    for voorbeeld in ZAAKTYPEN:
        _zaaktype(rows, voorbeeld, today)
    jaren: dict[int, int] = {}
    starts = sorted(today - timedelta(days=_leeftijd(random)) for _ in range(AANTAL))
    for start, klant in zip(starts, _aanvragers(random, klanten), strict=True):
        jaren[start.year] = jaren.get(start.year, 0) + 1
        identificatie = zaaknummer(start.year, jaren[start.year])
        _Zaakmaker(random, today, _voorbeeld(random, klant), klant, start, identificatie, rows).make()
    rows[t.zaaknummer] = [{"jaar": jaar, "laatste": laatste} for jaar, laatste in jaren.items()]
    add_dossiers(rows)
    return rows


def demo_id(soort: str, naam: str) -> str:
    """A stable id for something of the demo."""
    return str(uuid5(NAMESPACE_URL, f"urn:voorbeeldstad:{soort}:{naam}"))


def _adresregel(verblijf: object) -> str:
    return f"{verblijf.straat} {verblijf.huisnummer}" if isinstance(verblijf, Adres) else "Marktplein 1"


def _leeftijd(random: Random) -> int:
    """Days since the start of a zaak: recent ones are the most frequent."""
    return int(JAREN * 365 * random.random() ** 3)


def _aanvragers(random: Random, klanten: Sequence[Demoklant]) -> list[Demoklant]:
    """Who asks for each zaak, the oldest first. The latest, which still run, hold some of every persona."""
    voorop, overigen = klanten[: len(PERSONAS)], klanten[len(PERSONAS) :]
    recent = [klant for klant in voorop for _ in range(RECENT_VOOR_PERSONA)]
    eerder = [
        klant
        for klant, aantal in zip(voorop, VOOR_PERSONAS, strict=True)
        for _ in range(aantal - RECENT_VOOR_PERSONA)
    ]
    recent += random.choices(overigen, k=RECENT - len(recent))
    eerder += random.choices(overigen, k=AANTAL - RECENT - len(eerder))
    random.shuffle(eerder)
    random.shuffle(recent)
    return eerder + recent


def _voorbeeld(random: Random, klant: Demoklant) -> Voorbeeld:
    passend = [voorbeeld for voorbeeld in ZAAKTYPEN if klant.soort in voorbeeld.klantsoorten]
    return random.choices(passend, weights=[voorbeeld.gewicht for voorbeeld in passend])[0]


def _zaaktype(rows: Rows, voorbeeld: Voorbeeld, today: date) -> None:
    zaaktype_id = demo_id("zaaktype", voorbeeld.identificatie)
    rows[t.zaaktype].append(
        {
            "id": zaaktype_id,
            "identificatie": voorbeeld.identificatie,
            "omschrijving": voorbeeld.omschrijving,
            "doel": voorbeeld.doel,
            "aanleiding": voorbeeld.aanleiding,
            "doorlooptijd": voorbeeld.doorlooptijd,
            "servicenorm": voorbeeld.servicenorm,
            "trefwoorden": list(voorbeeld.trefwoorden),
            "extern": voorbeeld.extern,
            "dienst": voorbeeld.dienst,
            "begin_geldigheid": date(today.year - JAREN - 1, 1, 1),
        }
    )
    for nummer, (omschrijving, toelichting) in enumerate(voorbeeld.stappen, start=1):
        rows[t.statustype].append(
            {
                "id": demo_id("statustype", f"{voorbeeld.identificatie}:{nummer}"),
                "zaaktype_id": zaaktype_id,
                "volgnummer": nummer,
                "omschrijving": omschrijving,
                "toelichting": toelichting,
                "is_eindstatus": nummer == len(voorbeeld.stappen),
            }
        )
    ingetrokken = [] if voorbeeld.identificatie in NIET_IN_TE_TREKKEN else [INGETROKKEN]
    for omschrijving, toelichting in (*voorbeeld.resultaten, *ingetrokken):
        rows[t.resultaattype].append(
            {
                "id": demo_id("resultaattype", f"{voorbeeld.identificatie}:{omschrijving}"),
                "zaaktype_id": zaaktype_id,
                "omschrijving": omschrijving,
                "toelichting": toelichting,
            }
        )


def _werkdag(datum: date) -> date:
    return datum + timedelta(days=max(0, 7 - datum.weekday()) if datum.weekday() > FRIDAY else 0)


@dataclass(slots=True)
class _Zaakmaker:
    """Makes one zaak: its course from `start` until it ends or today comes, and what that leaves behind."""

    random: Random
    today: date
    voorbeeld: Voorbeeld
    klant: Demoklant
    start: date
    identificatie: str
    rows: Rows
    documenten: int = field(default=0, init=False)

    def make(self) -> None:
        stappen = list(self._stappen())
        laatste = len(self.voorbeeld.stappen)
        einde = next((datum for nummer, datum in stappen if nummer == laatste), None)
        self._zaak(einde)
        self._add(t.rol, zaak_id=self.id, klant_id=self.klant.id, omschrijving_generiek=INITIATOR)
        for nummer, datum in stappen:
            self._status(nummer, datum)
        self._stukken(einde)

    @property
    def id(self) -> str:
        return demo_id("zaak", self.identificatie)

    def _stappen(self) -> Iterator[tuple[int, date]]:
        """The steps that were taken, on working days. One in three needs a supplement, some run late."""
        duur = (Termijn.parse(self.voorbeeld.doorlooptijd).na(self.start) - self.start).days
        laat = self.random.random() < LAAT
        tempo = self.random.uniform(1.1, 2.5) if laat else self.random.uniform(0.3, 1.0)
        datum = self.start
        for nummer, (omschrijving, _) in enumerate(self.voorbeeld.stappen, start=1):
            if omschrijving == "Wachten op aanvulling" and self.random.random() < 0.67:
                continue
            if nummer > 1:
                step = duur * tempo / len(self.voorbeeld.stappen) * self.random.uniform(0.6, 1.4)
                datum = _werkdag(datum + timedelta(days=max(1, round(step))))
            if datum > self.today:
                return
            yield nummer, datum

    def _zaak(self, einde: date | None) -> None:
        voorbeeld = self.voorbeeld
        onderwerp = self.random.choice(voorbeeld.onderwerpen)
        resultaat = self.random.choices(
            voorbeeld.resultaten, weights=[4, *[1] * (len(voorbeeld.resultaten) - 1)]
        )[0]
        uiterlijk = Termijn.parse(voorbeeld.doorlooptijd).na(self.start)
        gepland = self.start + (uiterlijk - self.start) * 3 // 4 if self.random.random() < 0.5 else None
        self._add(
            t.zaak,
            id=self.id,
            identificatie=self.identificatie,
            zaaktype_id=demo_id("zaaktype", voorbeeld.identificatie),
            omschrijving=onderwerp.format(adres=self.klant.adres, jaar=self.start.year),
            registratiedatum=self.start,
            startdatum=self.start,
            einddatum=einde,
            einddatum_gepland=gepland,
            uiterlijke_einddatum=uiterlijk,
            resultaattype_id=einde and demo_id("resultaattype", f"{voorbeeld.identificatie}:{resultaat[0]}"),
            aanvraag_id=None,
        )

    def _status(self, nummer: int, datum: date) -> None:
        moment = time(self.random.randint(8, 16), self.random.randint(0, 59))
        self._add(
            t.status,
            id=demo_id("status", f"{self.identificatie}:{nummer}"),
            zaak_id=self.id,
            statustype_id=demo_id("statustype", f"{self.voorbeeld.identificatie}:{nummer}"),
            datum=datetime.combine(datum, moment, UTC),
        )

    def _stukken(self, einde: date | None) -> None:
        """The form, its attachments, an internal note that no customer sees, and at the end the decision."""
        self._document("Aanvraagformulier", "Aanvraag", self.start)
        for bijlage in self.voorbeeld.bijlagen:
            self._document(bijlage, "Bijlage", self.start)
        self._document("Ontvangstbevestiging", "Brief", min(self.start + timedelta(days=1), self.today))
        self._document("Intern advies", "Advies", self.start, vrijgegeven=False)
        if einde is None:
            self._document("Conceptbrief", "Brief", self.start, status="in_bewerking")
        elif self.voorbeeld.besluit:
            brief = self._document(self.voorbeeld.besluit, "Besluit", einde)
            besluit = self._besluit(self.voorbeeld.besluit, einde)
            self._add(t.besluitdocument, besluit_id=besluit, document_id=brief)

    def _document(
        self, titel: str, documenttype: str, datum: date, status: str = "definitief", vrijgegeven: bool = True
    ) -> str:
        self.documenten += 1
        identificatie = f"{self.identificatie.replace('ZAAK', 'DOC')}-{self.documenten:02}"
        inhoud = pdf([titel, self.voorbeeld.omschrijving, self.identificatie, "Gemeente Voorbeeldstad"])
        self._add(
            t.document,
            id=demo_id("document", identificatie),
            zaak_id=self.id,
            identificatie=identificatie,
            titel=titel,
            documenttype=documenttype,
            bestandsnaam=f"{titel.lower().replace(' ', '-')}.pdf",
            formaat="application/pdf",
            omvang=len(inhoud),
            creatiedatum=datum,
            status=status,
            tonen_aan_initiator=vrijgegeven,
            inhoud=inhoud,
        )
        return demo_id("document", identificatie)

    def _besluit(self, besluittype: str, datum: date) -> str:
        identificatie = self.identificatie.replace("ZAAK", "BESLUIT")
        verzonden = datum <= self.today - timedelta(days=1)
        self._add(
            t.besluit,
            id=demo_id("besluit", identificatie),
            zaak_id=self.id,
            identificatie=identificatie,
            besluittype=besluittype,
            toelichting="De motivering staat in de brief bij dit besluit.",
            datum=datum,
            ingangsdatum=datum,
            vervaldatum=None,
            verzenddatum=datum + timedelta(days=1) if verzonden else None,
            publicatiedatum=None,
            uiterlijke_reactiedatum=BEZWAARTERMIJN.na(datum + timedelta(days=1)) if verzonden else None,
        )
        return demo_id("besluit", identificatie)

    def _add(self, table: Table, **values: Any) -> None:
        self.rows[table].append(values)
