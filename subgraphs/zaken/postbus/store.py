"""The embedded postbus: SQL over the tables, one statement a question."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, func, or_, select, update

from subgraphs.service.database import Database
from subgraphs.service.keyset import page_of
from subgraphs.service.pagination import Page, PageRequest
from subgraphs.zaken.postbus import tables as t
from subgraphs.zaken.postbus.bericht import Bericht, Berichtsoort, Handelingsperspectief, moment_volgorde
from subgraphs.zaken.postbus.contactmoment import Contactmoment
from subgraphs.zaken.postbus.lezingen import Lezingen, gelezen_door, lezer
from subgraphs.zaken.postbus.taak import Afloop, Antwoord, Taak, Taakkeuze, Taaksoort, Taakstand, stand_op
from subgraphs.zaken.source import Inzage

GELEZEN = "gelezen_door_lezer"
"""The column that says whether who looks has read a bericht."""


class SqlPostbus:
    """Implements `Takenbron`, `Berichtenbron` and `Contactmomentenbron` on a Database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lezingen = Lezingen(database)

    async def taken_van(
        self, inzage: Inzage, keuze: Taakkeuze, nu: datetime, page: PageRequest
    ) -> Page[Taak]:
        chosen = _eigen(t.taak, inzage)
        if keuze.stand is not None:
            chosen = chosen.where(_in_stand(keuze.stand, nu))
        if keuze.zaak_id is not None:
            chosen = chosen.where(t.taak.c.zaak_id == keuze.zaak_id)
        rows = await self._rows(page_of(chosen, page, t.taak.c.volgorde, t.taak.c.id))
        return Page.cut([_taak(row, nu) for row in rows], page.first, self._counter(chosen))

    async def taken(self, inzage: Inzage, ids: Sequence[str], nu: datetime) -> Mapping[str, Taak]:
        rows = await self._rows(_eigen(t.taak, inzage).where(t.taak.c.id.in_(ids)))
        return {row.id: _taak(row, nu) for row in rows}

    async def beantwoord(self, inzage: Inzage, antwoord: Antwoord, nu: datetime) -> Afloop:
        c = t.taak.c
        wanted = _eigen(t.taak, inzage).where(c.id == antwoord.taak_id).with_for_update()
        async with self._database.writing() as session:
            row = (await session.execute(wanted)).one_or_none()
            if row is None:
                return Afloop.NIET_OPEN
            if row.sleutel == antwoord.sleutel:
                same = row.vingerafdruk == antwoord.vingerafdruk
                return Afloop.BEANTWOORD if same else Afloop.SLEUTEL_HERGEBRUIKT
            if _taak(row, nu).stand is not Taakstand.OPEN:
                return Afloop.NIET_OPEN
            await session.execute(
                update(t.taak)
                .where(c.id == row.id)
                .values(
                    stand=Taakstand.INGEDIEND,
                    antwoord=dict(antwoord.gegevens),
                    sleutel=antwoord.sleutel,
                    vingerafdruk=antwoord.vingerafdruk,
                    beantwoord_op=nu,
                )
            )
        return Afloop.BEANTWOORD

    async def berichten_van(
        self, inzage: Inzage, gelezen: bool | None, nu: datetime, page: PageRequest
    ) -> Page[Bericht]:
        c = t.bericht.c
        chosen = _eigen(t.bericht, inzage).where(c.volgorde <= moment_volgorde(nu))
        if gelezen is not None:
            chosen = chosen.where(_gelezen(inzage).is_(gelezen))
        shown = chosen.add_columns(_gelezen(inzage).label(GELEZEN))
        rows = await self._rows(page_of(shown, page, c.volgorde, c.id, descending=True))
        return Page.cut([_bericht(row) for row in rows], page.first, self._counter(chosen))

    async def bericht(self, inzage: Inzage, bericht_id: str, nu: datetime) -> Bericht | None:
        c = t.bericht.c
        wanted = _eigen(t.bericht, inzage).where(c.id == bericht_id, c.volgorde <= moment_volgorde(nu))
        found = await self._rows(wanted.add_columns(_gelezen(inzage).label(GELEZEN)))
        return _bericht(found[0]) if found else None

    async def lees(self, inzage: Inzage, bericht_id: str, nu: datetime) -> Bericht | None:
        c, wie = t.bericht.c, lezer(inzage)
        found = await self.bericht(inzage, bericht_id, nu)
        if found is None:
            return None
        if wie is not None:
            await self._lezingen.lees(wie, bericht_id, nu)
        else:
            unread = (c.id == bericht_id, c.gelezen_op.is_(None))
            async with self._database.writing() as session:
                await session.execute(update(t.bericht).where(*unread).values(gelezen_op=nu))
        return replace(found, gelezen=True)

    async def contactmomenten_van(
        self, inzage: Inzage, page: PageRequest, zaak_id: str | None = None
    ) -> Page[Contactmoment]:
        c = t.contactmoment.c
        chosen = _eigen(t.contactmoment, inzage).where(c.vertrouwelijk.is_(False))
        if zaak_id is not None:
            chosen = chosen.where(c.zaak_id == zaak_id)
        rows = await self._rows(page_of(chosen, page, c.volgorde, c.id, descending=True))
        return Page.cut([_contactmoment(row) for row in rows], page.first, self._counter(chosen))

    async def _rows(self, statement: Select[Any]) -> Sequence[Any]:
        async with self._database.reading() as session:
            rows: Sequence[Any] = (await session.execute(statement)).all()
            return rows

    def _counter(self, statement: Select[Any]) -> Callable[[], Awaitable[int]]:
        async def count() -> int:
            async with self._database.reading() as session:
                counted = select(func.count()).select_from(statement.order_by(None).subquery())
                return (await session.execute(counted)).scalar_one()

        return count


def _eigen(table: Table, inzage: Inzage) -> Select[Any]:
    """What is the customer's, and under a mandate of its diensten: the one place that decides."""
    chosen = select(table).where(table.c.klant_id == inzage.klant_id)
    return chosen if inzage.diensten is None else chosen.where(table.c.dienst.in_(inzage.diensten))


def _gelezen(inzage: Inzage) -> ColumnElement[bool]:
    """Whether who looks has read a bericht."""
    wie = lezer(inzage)
    return t.bericht.c.gelezen_op.is_not(None) if wie is None else gelezen_door(wie)


def _in_stand(stand: Taakstand, nu: datetime) -> ColumnElement[bool]:
    c = t.taak.c
    if stand is Taakstand.OPEN:
        return and_(c.stand == Taakstand.OPEN, or_(c.verloopdatum.is_(None), c.verloopdatum > nu))
    if stand is Taakstand.VERLOPEN:
        return and_(c.stand == Taakstand.OPEN, c.verloopdatum <= nu)
    return c.stand == stand


def _taak(row: Any, nu: datetime) -> Taak:
    return Taak(
        id=row.id,
        titel=row.titel,
        toelichting=row.toelichting,
        soort=Taaksoort(row.soort),
        stand=stand_op(Taakstand(row.stand), row.verloopdatum, nu),
        verloopdatum=row.verloopdatum,
        zaak_id=row.zaak_id,
        url=row.url,
        formulier=row.formulier,
        gegevens=row.gegevens,
    )


def _bericht(row: Any) -> Bericht:
    return Bericht(
        id=row.id,
        onderwerp=row.onderwerp,
        tekst=row.tekst,
        soort=Berichtsoort(row.soort),
        gepubliceerd_op=row.gepubliceerd_op.astimezone(UTC),
        gelezen=bool(getattr(row, GELEZEN)),
        uiterlijk_op=row.uiterlijk_op,
        zaak_id=row.zaak_id,
        handelingsperspectief=row.handelingsperspectief and Handelingsperspectief(row.handelingsperspectief),
        bijlagen=tuple(row.bijlagen or ()),
    )


def _contactmoment(row: Any) -> Contactmoment:
    return Contactmoment(
        id=row.id,
        kanaal=row.kanaal,
        onderwerp=row.onderwerp,
        moment=row.moment,
        inhoud=row.inhoud,
        reactie=row.reactie,
        zaak_id=row.zaak_id,
    )
