"""The embedded zaakregister: an aanvraag becomes a zaak in one transaction, exactly once."""

from datetime import date
from typing import Any
from uuid import uuid4

import orjson
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from subgraphs.service.database import Database
from subgraphs.zaken import tables as t
from subgraphs.zaken.source import Geregistreerd, OnbekendZaaktype, Registratie
from subgraphs.zaken.store import INITIATOR, geldig
from subgraphs.zaken.termijn import Termijn

MAX_OMSCHRIJVING = 80
"""The length that the Zaken API gives `omschrijving`."""


def zaaknummer(jaar: int, volgnummer: int) -> str:
    """The identificatie of a zaak: sorts, as text, in the order of registration."""
    return f"ZAAK-{jaar}-{volgnummer:07}"


class SqlZaakregister:
    """Implements `Zaakregister` on a Database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def registreer(self, registratie: Registratie, op: date) -> Geregistreerd:
        await self._open_jaar(op.year)
        try:
            async with self._database.writing() as session:
                return await _registreer(session, registratie, op)
        except IntegrityError:
            # Around New Year two requests for one aanvraag hold different counters; `aanvraag_id` is unique.
            async with self._database.reading() as session:
                eerder = await _eerdere_zaak(session, registratie.aanvraag_id)
            if eerder is None:
                raise
            return eerder

    async def _open_jaar(self, jaar: int) -> None:
        """Makes sure that the year has a counter; someone else may do so at the same time."""
        async with self._database.reading() as session:
            if await session.scalar(select(t.zaaknummer.c.jaar).where(t.zaaknummer.c.jaar == jaar)):
                return
        try:
            async with self._database.writing() as session:
                await session.execute(insert(t.zaaknummer).values(jaar=jaar, laatste=0))
        except IntegrityError:
            return


async def _registreer(session: AsyncSession, registratie: Registratie, op: date) -> Geregistreerd:
    volgnummer = await _volgend_nummer(session, op.year)
    eerder = await _eerdere_zaak(session, registratie.aanvraag_id)
    if eerder is not None:
        return eerder
    zaaktype = await _zaaktype(session, registratie.zaaktype, op)
    zaak_id, identificatie = str(uuid4()), zaaknummer(op.year, volgnummer)
    await session.execute(
        update(t.zaaknummer).where(t.zaaknummer.c.jaar == op.year).values(laatste=volgnummer)
    )
    await session.execute(
        insert(t.zaak).values(
            id=zaak_id,
            identificatie=identificatie,
            zaaktype_id=zaaktype.id,
            omschrijving=_ingekort(registratie.omschrijving),
            registratiedatum=op,
            startdatum=op,
            uiterlijke_einddatum=Termijn.parse(zaaktype.doorlooptijd).na(op),
            aanvraag_id=registratie.aanvraag_id,
        )
    )
    rol = {"zaak_id": zaak_id, "klant_id": registratie.klant_id, "omschrijving_generiek": INITIATOR}
    await session.execute(insert(t.rol).values(rol))
    await session.execute(
        insert(t.document).values(_aanvraagdocument(registratie, zaak_id, identificatie, op))
    )
    await _zet_eerste_status(session, zaaktype.id, zaak_id, registratie)
    return Geregistreerd(zaak_id, identificatie, nieuw=True)


async def _volgend_nummer(session: AsyncSession, jaar: int) -> int:
    """The next number of the year, with the counter locked: registrations come one by one.

    What is read after it, is what the registration before has committed.
    """
    counter = select(t.zaaknummer.c.laatste).where(t.zaaknummer.c.jaar == jaar).with_for_update()
    laatste: int = (await session.execute(counter)).scalar_one()
    return laatste + 1


async def _eerdere_zaak(session: AsyncSession, aanvraag_id: str) -> Geregistreerd | None:
    known = select(t.zaak.c.id, t.zaak.c.identificatie).where(t.zaak.c.aanvraag_id == aanvraag_id)
    row = (await session.execute(known)).one_or_none()
    return None if row is None else Geregistreerd(row.id, row.identificatie, nieuw=False)


async def _zaaktype(session: AsyncSession, identificatie: str, op: date) -> Any:
    c = t.zaaktype.c
    current = select(c.id, c.doorlooptijd).where(c.identificatie == identificatie, *geldig(op))
    row = (await session.execute(current.order_by(c.begin_geldigheid.desc()).limit(1))).one_or_none()
    if row is None:
        raise OnbekendZaaktype(f"no zaaktype {identificatie!r} is in force")
    return row


async def _zet_eerste_status(
    session: AsyncSession, zaaktype_id: str, zaak_id: str, registratie: Registratie
) -> None:
    """Comes last, as in ZGW practice: a zaak with a status is a zaak that is complete."""
    c = t.statustype.c
    first = select(c.id).where(c.zaaktype_id == zaaktype_id).order_by(c.volgnummer).limit(1)
    statustype_id = (await session.execute(first)).scalar_one()
    await session.execute(
        insert(t.status).values(
            id=str(uuid4()), zaak_id=zaak_id, statustype_id=statustype_id, datum=registratie.ingediend_op
        )
    )


def _aanvraagdocument(registratie: Registratie, zaak_id: str, identificatie: str, op: date) -> dict[str, Any]:
    """What the customer sent, as it was sent: the handler works from it."""
    inhoud = orjson.dumps(registratie.gegevens, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)
    return {
        "id": str(uuid4()),
        "zaak_id": zaak_id,
        "identificatie": f"{identificatie.replace('ZAAK', 'DOC')}-01",
        "titel": "Aanvraagformulier",
        "documenttype": "Aanvraag",
        "bestandsnaam": "aanvraag.json",
        "formaat": "application/json",
        "omvang": len(inhoud),
        "creatiedatum": op,
        "status": "definitief",
        "tonen_aan_initiator": True,
        "inhoud": inhoud,
    }


def _ingekort(omschrijving: str) -> str:
    return (
        omschrijving if len(omschrijving) <= MAX_OMSCHRIJVING else omschrijving[: MAX_OMSCHRIJVING - 1] + "…"
    )
