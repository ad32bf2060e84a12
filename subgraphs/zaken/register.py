"""The embedded zaakregister: an aanvraag becomes a zaak, with its files, exactly once."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

import orjson
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from subgraphs.service.database import Database
from subgraphs.service.zaakregistratie.verzoekdocument import Verzoekdocument
from subgraphs.zaken import tables as t
from subgraphs.zaken.gebeurtenis import Soort
from subgraphs.zaken.intrekking import beeindig, zaakeinde
from subgraphs.zaken.melding import Gemeld, Melder
from subgraphs.zaken.registratie import (
    Afloop,
    AlVoltooid,
    Bijlage,
    Geregistreerd,
    Intrekkingsverzoek,
    OnbekendeAanvraag,
    OnbekendZaaktype,
    Registratie,
)
from subgraphs.zaken.store import INITIATOR, geldig
from subgraphs.zaken.termijn import Termijn

MAX_OMSCHRIJVING = 80
"""The length that the Zaken API gives `omschrijving`."""
_BIJLAGEN = UUID("6f1c5a0e-52f4-4f0e-9a39-0d0cf0b6c7a1")
"""The namespace of the ids of documents that were files of an aanvraag."""


def zaaknummer(jaar: int, volgnummer: int) -> str:
    """The identificatie of a zaak: sorts, as text, in the order of registration."""
    return f"ZAAK-{jaar}-{volgnummer:07}"


class SqlZaakregister:
    """Implements `Zaakregister` on a Database."""

    def __init__(self, database: Database, melder: Melder) -> None:
        self._database = database
        self._melder = melder

    async def registreer(self, registratie: Registratie, op: date) -> Geregistreerd:
        await self._open_jaar(op.year)
        try:
            async with self._database.writing() as session:
                done = await _registreer(session, registratie, op)
                if done.nieuw and not registratie.bijlagen_volgen:
                    await self._voltooi(session, done.zaak_id, registratie.ingediend_op)
        except IntegrityError:
            # Around New Year two requests for one aanvraag hold different counters; `aanvraag_id` is unique.
            async with self._database.reading() as session:
                eerder = await _eerdere_zaak(session, registratie.aanvraag_id)
            if eerder is None:
                raise
            return eerder
        self._melder.wek()
        return done

    async def voeg_toe(self, aanvraag_id: str, bijlage: Bijlage, op: date) -> bool:
        document_id = str(uuid5(_BIJLAGEN, f"{aanvraag_id}:{bijlage.id}"))
        async with self._database.writing() as session:
            zaak = await _zaak_van(session, aanvraag_id)
            known = select(t.document.c.id).where(t.document.c.id == document_id)
            if (await session.execute(known)).scalar_one_or_none() is not None:
                return False
            if await _heeft_status(session, zaak.id):
                raise AlVoltooid("the registration of this zaak is complete")
            identificatie = await _volgend_document(session, zaak)
            row = _bijlagedocument(bijlage, op)
            await session.execute(
                insert(t.document).values(id=document_id, zaak_id=zaak.id, identificatie=identificatie, **row)
            )
            return True

    async def voltooi(self, aanvraag_id: str, ingediend_op: datetime) -> Geregistreerd:
        async with self._database.writing() as session:
            zaak = await _zaak_van(session, aanvraag_id)
            nieuw = not await _heeft_status(session, zaak.id)
            if nieuw:
                await self._voltooi(session, zaak.id, ingediend_op)
        self._melder.wek()
        return Geregistreerd(zaak.id, zaak.identificatie, nieuw)

    async def trek_in(self, verzoek: Intrekkingsverzoek, op: date) -> Afloop:
        async with self._database.writing() as session:
            zaak = await _zaak_van(session, verzoek.aanvraag_id)
            einde = await zaakeinde(session, zaak.id)
            if einde.is_gesloten:
                return Afloop.INGETROKKEN if einde.is_ingetrokken else Afloop.TE_LAAT
            if einde.kan_ingetrokken:
                await beeindig(session, zaak.id, einde, verzoek.gevraagd_op, op)
                afloop, soort = Afloop.INGETROKKEN, Soort.INGETROKKEN
            else:
                if not await _leg_voor(session, zaak, verzoek, op):
                    return Afloop.BIJ_BEHANDELAAR
                afloop, soort = Afloop.BIJ_BEHANDELAAR, Soort.INTREKKING_AANGEVRAAGD
            await self._melder.meld(session, Gemeld(zaak.id, einde.zaaktype), soort)
        self._melder.wek()
        return afloop

    async def _voltooi(self, session: AsyncSession, zaak_id: str, ingediend_op: datetime) -> None:
        """Comes last, as in ZGW practice: a zaak with a status is a zaak that is complete."""
        zaaktype = (
            select(t.zaaktype.c.id, t.zaaktype.c.identificatie)
            .join_from(t.zaaktype, t.zaak)
            .where(t.zaak.c.id == zaak_id)
        )
        row = (await session.execute(zaaktype)).one()
        await _zet_eerste_status(session, row.id, zaak_id, ingediend_op)
        await self._melder.meld(session, Gemeld(zaak_id, row.identificatie), Soort.GEREGISTREERD)

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


async def _zaak_van(session: AsyncSession, aanvraag_id: str) -> Any:
    """The zaak of an aanvraag, locked: what belongs to one registration comes one by one."""
    chosen = select(t.zaak.c.id, t.zaak.c.identificatie).where(t.zaak.c.aanvraag_id == aanvraag_id)
    row = (await session.execute(chosen.with_for_update())).one_or_none()
    if row is None:
        raise OnbekendeAanvraag("of this aanvraag no zaak was made")
    return row


async def _heeft_status(session: AsyncSession, zaak_id: str) -> bool:
    known = select(t.status.c.id).where(t.status.c.zaak_id == zaak_id).limit(1)
    return (await session.execute(known)).scalar_one_or_none() is not None


async def _zaaktype(session: AsyncSession, identificatie: str, op: date) -> Any:
    c = t.zaaktype.c
    current = select(c.id, c.doorlooptijd).where(c.identificatie == identificatie, *geldig(op))
    row = (await session.execute(current.order_by(c.begin_geldigheid.desc()).limit(1))).one_or_none()
    if row is None:
        raise OnbekendZaaktype(f"no zaaktype {identificatie!r} is in force")
    return row


async def _zet_eerste_status(
    session: AsyncSession, zaaktype_id: str, zaak_id: str, ingediend_op: datetime
) -> None:
    c = t.statustype.c
    first = select(c.id).where(c.zaaktype_id == zaaktype_id).order_by(c.volgnummer).limit(1)
    statustype_id = (await session.execute(first)).scalar_one()
    await session.execute(
        insert(t.status).values(
            id=str(uuid4()), zaak_id=zaak_id, statustype_id=statustype_id, datum=ingediend_op
        )
    )


async def _leg_voor(session: AsyncSession, zaak: Any, verzoek: Intrekkingsverzoek, op: date) -> bool:
    """The request as a document with the zaak; false when it is there already."""
    document_id = str(uuid5(_BIJLAGEN, f"intrekking:{verzoek.aanvraag_id}"))
    known = select(t.document.c.id).where(t.document.c.id == document_id)
    if (await session.execute(known)).scalar_one_or_none() is not None:
        return False
    identificatie = await _volgend_document(session, zaak)
    row = _verzoekdocument(verzoek, op)
    await session.execute(
        insert(t.document).values(id=document_id, zaak_id=zaak.id, identificatie=identificatie, **row)
    )
    return True


async def _volgend_document(session: AsyncSession, zaak: Any) -> str:
    counted = select(func.count()).select_from(t.document).where(t.document.c.zaak_id == zaak.id)
    number = (await session.execute(counted)).scalar_one() + 1
    return _documentnummer(zaak.identificatie, number)


def _documentnummer(zaaknummer: str, volgnummer: int) -> str:
    return f"{zaaknummer.replace('ZAAK', 'DOC')}-{volgnummer:02}"


def _aanvraagdocument(registratie: Registratie, zaak_id: str, identificatie: str, op: date) -> dict[str, Any]:
    """What the customer sent, as it was sent: the handler works from it."""
    inhoud = orjson.dumps(registratie.gegevens, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)
    return {
        "id": str(uuid4()),
        "zaak_id": zaak_id,
        "identificatie": _documentnummer(identificatie, 1),
        "titel": "Aanvraagformulier",
        "documenttype": "Aanvraag",
        "bestandsnaam": "aanvraag.json",
        "formaat": "application/json",
        **_van_de_klant(inhoud, op),
    }


def _bijlagedocument(bijlage: Bijlage, op: date) -> dict[str, Any]:
    return {
        "titel": bijlage.bestandsnaam,
        "documenttype": "Bijlage",
        "bestandsnaam": bijlage.bestandsnaam,
        "formaat": bijlage.formaat,
        **_van_de_klant(bijlage.inhoud, op),
    }


def _verzoekdocument(verzoek: Intrekkingsverzoek, op: date) -> dict[str, Any]:
    document = Verzoekdocument(verzoek.referentie, verzoek.gevraagd_op)
    return {
        "titel": document.TITEL,
        "documenttype": document.TITEL,
        "bestandsnaam": document.BESTANDSNAAM,
        "formaat": document.FORMAAT,
        **_van_de_klant(document.inhoud, op),
    }


def _van_de_klant(inhoud: bytes, op: date) -> dict[str, Any]:
    return {
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
