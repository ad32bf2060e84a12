"""The embedded store of aanvragen, with the outbox beside them so that one transaction writes both."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Select,
    and_,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from subgraphs.formulieren import tables as t
from subgraphs.formulieren.aanvraag import Aanvraag, Stand
from subgraphs.formulieren.source import Terugname
from subgraphs.service.bus.message import Message
from subgraphs.service.bus.outbox import Outbox
from subgraphs.service.database import Database
from subgraphs.service.keyset import page_of
from subgraphs.service.pagination import Page, PageRequest
from subgraphs.service.zaakregistratie.intrekking import Afloop


class SqlAanvragen:
    """Implements `Aanvragenbron` and `Verzendbron` on a Database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._outbox = Outbox(database, t.outbox)

    async def start(self, nieuw: Aanvraag, sleutel: str) -> Aanvraag:
        try:
            async with self._database.writing() as session:
                await session.execute(insert(t.aanvraag).values(startsleutel=sleutel, **_values(nieuw)))
        except IntegrityError:
            # The key was used before, or is being used at this moment; what the first one made is the answer.
            pass
        made = await self.gestart(nieuw.klant_id, sleutel)
        assert made is not None
        return made

    async def gestart(self, klant_id: str, sleutel: str) -> Aanvraag | None:
        rows = await self._rows(_van(klant_id).where(t.aanvraag.c.startsleutel == sleutel))
        return aanvraag_of(rows[0]) if rows else None

    async def aanvragen(self, klant_id: str, ids: Sequence[str]) -> Mapping[str, Aanvraag]:
        rows = await self._rows(_van(klant_id).where(t.aanvraag.c.id.in_(ids)))
        return {row.id: aanvraag_of(row) for row in rows}

    async def bij_zaken(self, klant_id: str, zaak_ids: Sequence[str]) -> Mapping[str, Aanvraag]:
        rows = await self._rows(_van(klant_id).where(t.aanvraag.c.zaak_id.in_(zaak_ids)))
        return {row.zaak_id: aanvraag_of(row) for row in rows}

    async def aanvragen_van(
        self, klant_id: str, page: PageRequest, stand: Stand | None = None
    ) -> Page[Aanvraag]:
        chosen = _van(klant_id)
        if stand is not None:
            chosen = chosen.where(t.aanvraag.c.stand == stand)
        rows = await self._rows(page_of(chosen, page, t.aanvraag.c.volgnummer, descending=True))

        async def count() -> int:
            async with self._database.reading() as session:
                total = select(func.count()).select_from(chosen.subquery())
                return (await session.execute(total)).scalar_one()

        return Page.cut([aanvraag_of(row) for row in rows], page.first, count)

    async def vervang(self, oud: Aanvraag, nieuw: Aanvraag) -> bool:
        async with self._database.writing() as session:
            return await _vervang(session, oud, nieuw)

    async def dien_in(
        self, oud: Aanvraag, nieuw: Aanvraag, bericht: Message, weg: Sequence[str] = ()
    ) -> bool:
        c = t.bijlage.c
        async with self._database.writing() as session:
            done = await _vervang(session, oud, nieuw)
            if done:
                if weg:
                    await session.execute(delete(t.bijlage).where(c.aanvraag_id == oud.id, c.id.in_(weg)))
                await self._outbox.put(session, bericht)
            return done

    async def neem_terug(self, oud: Aanvraag, nieuw: Aanvraag) -> Terugname:
        async with self._database.writing() as session:
            c = t.aanvraag.c
            stored = select(c.versie).where(c.id == oud.id).with_for_update()
            if (await session.execute(stored)).scalar_one_or_none() != oud.versie:
                return Terugname.GEWIJZIGD
            if not await self._outbox.take_back(session, oud.id):
                return Terugname.BEGONNEN
            await _vervang(session, oud, nieuw)
            return Terugname.GELUKT

    async def vraag_intrekking(self, oud: Aanvraag, nieuw: Aanvraag, bericht: Message) -> bool:
        async with self._database.writing() as session:
            done = await _vervang(session, oud, nieuw)
            if done:
                await self._outbox.put(session, bericht)
            return done

    async def ingediende(self, aanvraag_id: str) -> Aanvraag | None:
        return await self._een(t.aanvraag.c.id == aanvraag_id, _wacht_op_zaak())

    async def in_te_trekken(self, aanvraag_id: str) -> Aanvraag | None:
        c = t.aanvraag.c
        waits = (c.stand == Stand.INTREKKING_AANGEVRAAGD, c.afloop.is_(None))
        return await self._een(c.id == aanvraag_id, *waits)

    async def geregistreerd(self, aanvraag_id: str, zaak_id: str, nu: datetime) -> None:
        c = t.aanvraag.c
        stand = case((c.stand == Stand.INGEDIEND, Stand.GEREGISTREERD), else_=c.stand)
        await self._zet((c.id == aanvraag_id, _wacht_op_zaak()), nu, stand=stand, zaak_id=zaak_id)

    async def intrekking_verwerkt(self, aanvraag_id: str, afloop: Afloop, nu: datetime) -> None:
        c = t.aanvraag.c
        waits = (c.id == aanvraag_id, c.stand == Stand.INTREKKING_AANGEVRAAGD, c.afloop.is_(None))
        match afloop:
            case Afloop.INGETROKKEN:
                await self._wis_ingetrokken(waits, nu, afloop=afloop)
            case Afloop.BIJ_BEHANDELAAR:
                await self._zet(waits, nu, afloop=afloop)
            case Afloop.TE_LAAT | Afloop.NIET_VERWERKT:
                back = case((c.zaak_id.is_(None), Stand.INGEDIEND), else_=Stand.GEREGISTREERD)
                await self._zet(waits, nu, stand=back, afloop=afloop)

    async def opgegeven(self, aanvraag_id: str, nu: datetime) -> None:
        c = t.aanvraag.c
        await self._zet((c.id == aanvraag_id, c.stand == Stand.INGEDIEND), nu, stand=Stand.NIET_VERWERKT)
        # whom it is given up for wanted nothing else
        asked = (c.id == aanvraag_id, c.stand == Stand.INTREKKING_AANGEVRAAGD, c.zaak_id.is_(None))
        await self._wis_ingetrokken(asked, nu)

    async def vergeet_voor(self, voor: datetime) -> int:
        """Forget drafts, and what was withdrawn or given up before it was a zaak, that were last changed
        before then; how many.
        """
        c = t.aanvraag.c
        unregistered = c.stand.in_([Stand.CONCEPT, Stand.INGETROKKEN, Stand.NIET_VERWERKT])
        old = delete(t.aanvraag).where(unregistered, c.zaak_id.is_(None), c.gewijzigd_op < voor)
        async with self._database.writing() as session:
            return cast("CursorResult[Any]", await session.execute(old)).rowcount

    async def wis_geregistreerde(self, voor: datetime, nu: datetime) -> int:
        """Erase data and bijlagen of what has been a zaak since before then; of how many."""
        c = t.aanvraag.c
        old = (c.zaak_id.is_not(None), c.gewijzigd_op < voor, c.gewist_op.is_(None))
        async with self._database.writing() as session:
            return await _wis(session, old, gewist_op=nu)

    async def _wis_ingetrokken(
        self, chosen: Sequence[ColumnElement[bool]], nu: datetime, afloop: Afloop | None = None
    ) -> None:
        changed = {"stand": Stand.INGETROKKEN, "afloop": afloop, "gewijzigd_op": nu, "gewist_op": nu}
        async with self._database.writing() as session:
            await _wis(session, chosen, versie=t.aanvraag.c.versie + 1, **changed)

    async def _zet(self, chosen: Sequence[ColumnElement[bool]], nu: datetime, **values: Any) -> None:
        change = update(t.aanvraag).where(*chosen)
        async with self._database.writing() as session:
            await session.execute(change.values(gewijzigd_op=nu, versie=t.aanvraag.c.versie + 1, **values))

    async def _een(self, *chosen: ColumnElement[bool]) -> Aanvraag | None:
        rows = await self._rows(select(t.aanvraag).where(*chosen))
        return aanvraag_of(rows[0]) if rows else None

    async def _rows(self, statement: Select[Any]) -> Sequence[Any]:
        async with self._database.reading() as session:
            rows: Sequence[Any] = (await session.execute(statement)).all()
            return rows


def _van(klant_id: str) -> Select[Any]:
    return select(t.aanvraag).where(t.aanvraag.c.klant_id == klant_id)


def _wacht_op_zaak() -> ColumnElement[bool]:
    """Submitted and no zaak yet, whether or not the customer wants it to be one still."""
    c = t.aanvraag.c
    withdrawn = and_(c.stand == Stand.INTREKKING_AANGEVRAAGD, c.zaak_id.is_(None))
    return or_(c.stand == Stand.INGEDIEND, withdrawn)


async def _wis(session: AsyncSession, chosen: Sequence[ColumnElement[bool]], **values: Any) -> int:
    """Erase data and bijlagen of these; of how many."""
    ids = select(t.aanvraag.c.id).where(*chosen)
    await session.execute(delete(t.bijlage).where(t.bijlage.c.aanvraag_id.in_(ids)))
    erased = update(t.aanvraag).where(*chosen).values(gegevens={}, voorinvulling=None, **values)
    return cast("CursorResult[Any]", await session.execute(erased)).rowcount


async def _vervang(session: AsyncSession, oud: Aanvraag, nieuw: Aanvraag) -> bool:
    c = t.aanvraag.c
    change = update(t.aanvraag).where(c.id == oud.id, c.versie == oud.versie).values(_values(nieuw))
    result = cast("CursorResult[Any]", await session.execute(change))
    if result.rowcount == 1 and nieuw.stand is Stand.INGETROKKEN:
        await session.execute(delete(t.bijlage).where(t.bijlage.c.aanvraag_id == nieuw.id))
    return result.rowcount == 1


_FIELDS = (
    "id",
    "formulier_id",
    "klant_id",
    "stand",
    "gegevens",
    "versie",
    "gestart_op",
    "gewijzigd_op",
    "ingediend_op",
    "indiensleutel",
    "zaak_id",
    "referentie",
    "voorinvulling",
    "gewist_op",
    "intrekking_op",
    "afloop",
)


def _values(aanvraag: Aanvraag) -> dict[str, Any]:
    """The columns of an aanvraag, but for the volgnummer, which the database gives."""
    return {name: getattr(aanvraag, name) for name in _FIELDS}


def aanvraag_of(row: Any) -> Aanvraag:
    """The aanvraag of a row."""
    values = {name: getattr(row, name) for name in _FIELDS}
    values["afloop"] = row.afloop and Afloop(row.afloop)
    return Aanvraag(volgnummer=row.volgnummer, **{**values, "stand": Stand(row.stand)})
