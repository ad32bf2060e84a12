"""The postbus of the personas of Voorbeeldstad: something to do, to read and to look back at."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Table, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from subgraphs.service.database import Database
from subgraphs.service.diensten import Dienst
from subgraphs.service.voorbeeldstad import PERSONAS
from subgraphs.zaken import tables as z
from subgraphs.zaken.demo import demo_id
from subgraphs.zaken.postbus import tables as t
from subgraphs.zaken.postbus.bericht import Berichtsoort, Handelingsperspectief, moment_volgorde
from subgraphs.zaken.postbus.taak import Taaksoort, Taakstand, op_volgorde
from subgraphs.zaken.store import INITIATOR

AANVULLING = {
    "type": "object",
    "additionalProperties": False,
    "required": ["omschrijving", "akkoord"],
    "properties": {
        "omschrijving": {
            "type": "string",
            "title": "Wat is er veranderd sinds uw aanvraag?",
            "minLength": 1,
            "maxLength": 1000,
        },
        "datum": {"type": "string", "format": "date", "title": "Sinds wanneer?"},
        "akkoord": {"const": True, "title": "Ik heb dit naar waarheid ingevuld."},
    },
}
TAKEN: tuple[tuple[str, Taaksoort, Taakstand, int | None], ...] = (
    ("Vul uw aanvraag aan", Taaksoort.FORMULIER, Taakstand.OPEN, 14),
    ("Maak een afspraak om uw bewijs te tonen", Taaksoort.LINK, Taakstand.OPEN, None),
    ("Betaal de leges", Taaksoort.BETALING, Taakstand.OPEN, 5),
    ("Geef uw rekeningnummer door", Taaksoort.FORMULIER, Taakstand.OPEN, -3),
    ("Bevestig uw contactgegevens", Taaksoort.FORMULIER, Taakstand.VERWERKT, -30),
)
"""Title, kind, stand, and in how many days it ends."""
BERICHTEN = (
    ("Uw aanvraag is ontvangen", "Wij hebben uw aanvraag ontvangen en gaan ermee aan de slag.", 2, False),
    ("Er staat een taak voor u klaar", "Wij missen nog iets. Kijk bij uw taken wat u kunt doen.", 9, False),
    (
        "Uw zaak is afgerond",
        "Bij uw zaak vindt u het besluit. U kunt binnen zes weken bezwaar maken.",
        40,
        True,
    ),
)
"""Subject, text, how many days ago, and whether it was read. The first goes with a letter of the zaak."""
ONTVANGSTBEVESTIGING = "Ontvangstbevestiging"
"""What that letter is called."""
CONTACTEN = (
    (
        "telefoon",
        "Vraag over de voortgang",
        "U vroeg hoever uw zaak is.",
        "Wij hebben dat met u doorgenomen.",
        6,
    ),
    (
        "balie",
        "Documenten ingeleverd",
        "U bracht een ontbrekend document.",
        "Het is bij uw zaak gevoegd.",
        21,
    ),
    (
        "e-mail",
        "Openingstijden",
        "U vroeg wanneer de balie open is.",
        "Wij stuurden u de openingstijden.",
        75,
    ),
)
"""Channel, subject, what was asked and answered, and how many days ago."""

Rows = dict[Table, list[dict[str, Any]]]


async def fill_postbus(database: Database, key: bytes, today: date) -> None:
    """Put something in the postbus of each persona, of their latest zaak; leave one with taken as it is."""
    async with database.writing() as session:
        if await session.scalar(select(t.taak.c.id).limit(1)):
            return
        for persona in PERSONAS:
            klant_id = persona.klant_id(key)
            latest = (
                select(z.zaak.c.id, z.zaaktype.c.dienst)
                .join_from(z.zaak, z.zaaktype)
                .join(z.rol, z.rol.c.zaak_id == z.zaak.c.id)
                .where(z.rol.c.klant_id == klant_id, z.rol.c.omschrijving_generiek == INITIATOR)
                .order_by(z.zaak.c.identificatie.desc())
                .limit(1)
            )
            zaak = (await session.execute(latest)).one_or_none()
            zaak_id, dienst = (zaak.id, zaak.dienst) if zaak else (None, None)
            rows = _rows(klant_id, today, (zaak_id, dienst))
            rows[t.bericht][0]["bijlagen"] = await _brieven(session, zaak_id)
            for table, found in rows.items():
                await session.execute(insert(table), found)


async def _brieven(session: AsyncSession, zaak_id: str | None) -> list[str]:
    """The ids of the letters of a zaak that say that it was begun."""
    c = z.document.c
    chosen = select(c.id).where(c.zaak_id == zaak_id, c.titel == ONTVANGSTBEVESTIGING)
    return list((await session.execute(chosen)).scalars())


def _rows(klant_id: str, today: date, zaak: tuple[str | None, str | None]) -> Rows:
    zaak_id, dienst = zaak
    common = {"klant_id": klant_id, "zaak_id": zaak_id, "dienst": dienst or Dienst.BURGERZAKEN}
    return {
        t.taak: [{**row, **common} for row in _taken(klant_id, today)],
        t.bericht: [{**row, **common} for row in _berichten(klant_id, today)],
        t.contactmoment: [{**row, **common} for row in _contacten(klant_id, today)],
    }


def _taken(klant_id: str, today: date) -> Iterator[dict[str, Any]]:
    for titel, soort, stand, dagen in TAKEN:
        einde = None if dagen is None else _op(today, dagen)
        yield {
            "id": demo_id("taak", f"{klant_id}:{titel}"),
            "volgorde": op_volgorde(einde),
            "titel": titel,
            "toelichting": "Daarmee kunnen wij verder met uw zaak.",
            "soort": soort,
            "stand": stand,
            "verloopdatum": einde,
            "url": None if soort is Taaksoort.FORMULIER else "https://voorbeeldstad.example/mijn/regelen",
            "formulier": AANVULLING if soort is Taaksoort.FORMULIER else None,
            "gegevens": {},
        }


def _berichten(klant_id: str, today: date) -> Iterator[dict[str, Any]]:
    for onderwerp, tekst, dagen, gelezen in BERICHTEN:
        moment = _op(today, -dagen)
        yield {
            "id": demo_id("bericht", f"{klant_id}:{onderwerp}"),
            "volgorde": moment_volgorde(moment),
            "onderwerp": onderwerp,
            "tekst": tekst,
            "soort": Berichtsoort.NOTIFICATIE,
            "gepubliceerd_op": moment,
            "gelezen_op": moment + timedelta(days=1) if gelezen else None,
            "handelingsperspectief": Handelingsperspectief.INFORMATIE_ONTVANGEN,
            "bijlagen": [],
        }


def _contacten(klant_id: str, today: date) -> Iterator[dict[str, Any]]:
    for kanaal, onderwerp, inhoud, reactie, dagen in CONTACTEN:
        moment = _op(today, -dagen)
        yield {
            "id": demo_id("contactmoment", f"{klant_id}:{onderwerp}"),
            "volgorde": moment_volgorde(moment),
            "kanaal": kanaal,
            "onderwerp": onderwerp,
            "inhoud": inhoud,
            "reactie": reactie,
            "moment": moment,
            "vertrouwelijk": False,
        }


def _op(today: date, dagen: int) -> datetime:
    """Ten in the morning, so many days from today."""
    return datetime.combine(today + timedelta(days=dagen), time(10), UTC)
