"""The embedded store of bijlagen: in the database of the aanvragen, so that one transaction submits both.

A file is written in parts while it comes in, each in a transaction of its own: no slow upload holds a lock.
The parts of one upload (a *poging*) count from the moment that the whole has come and is found good; those of
an upload that broke off are of no account and are swept away.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, cast

from sqlalchemy import CursorResult, and_, delete, exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from subgraphs.formulieren import tables as t
from subgraphs.formulieren.aanvraag import Aanvraag, Stand
from subgraphs.formulieren.bijlage import Bijlage
from subgraphs.formulieren.store import aanvraag_of
from subgraphs.service.database import Database
from subgraphs.service.zaakregistratie.bestand import Bestand

ONBEKEND_FORMAAT = "application/octet-stream"


class SqlBijlagen:
    """Implements `Bijlagenbron` and `IngediendeBestanden` on a Database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def bijlagen(self, aanvraag_ids: Sequence[str]) -> Mapping[str, Sequence[Bijlage]]:
        c = t.bijlage.c
        chosen = select(t.bijlage).where(c.aanvraag_id.in_(aanvraag_ids)).order_by(c.volgnummer)
        found: dict[str, list[Bijlage]] = {aanvraag_id: [] for aanvraag_id in aanvraag_ids}
        async with self._database.reading() as session:
            for row in await session.execute(chosen):
                found[row.aanvraag_id].append(_bijlage(row))
        return found

    async def ingediend(self, aanvraag_id: str) -> Sequence[Bestand]:
        found = (await self.bijlagen([aanvraag_id]))[aanvraag_id]
        return [self._bestand(bijlage) for bijlage in found if bijlage.is_ontvangen]

    async def bijlage(self, klant_id: str, bijlage_id: str) -> tuple[Bijlage, Aanvraag] | None:
        own = t.aanvraag.c.klant_id == klant_id
        joined = t.bijlage.join(t.aanvraag, t.bijlage.c.aanvraag_id == t.aanvraag.c.id)
        chosen = select(t.bijlage).select_from(joined).where(own, t.bijlage.c.id == bijlage_id)
        async with self._database.reading() as session:
            row = (await session.execute(chosen)).one_or_none()
            if row is None:
                return None
            of = select(t.aanvraag).where(t.aanvraag.c.id == row.aanvraag_id)
            return _bijlage(row), aanvraag_of((await session.execute(of)).one())

    async def voeg_toe(self, oud: Aanvraag, bijlage: Bijlage) -> bool:
        async with self._database.writing() as session:
            if not await _gewijzigd(session, oud.id, bijlage.toegevoegd_op, oud.versie):
                return False
            await session.execute(insert(t.bijlage).values(_values(bijlage)))
            return True

    async def verwijder(self, oud: Aanvraag, bijlage_id: str, nu: datetime) -> bool:
        c = t.bijlage.c
        async with self._database.writing() as session:
            if not await _gewijzigd(session, oud.id, nu, oud.versie):
                return False
            await session.execute(delete(t.bijlage).where(c.id == bijlage_id, c.aanvraag_id == oud.id))
            return True

    async def schrijf(self, bijlage_id: str, poging: str, nummer: int, inhoud: bytes, nu: datetime) -> None:
        async with self._database.writing() as session:
            await session.execute(
                insert(t.bijlagedeel).values(
                    bijlage_id=bijlage_id, poging=poging, nummer=nummer, inhoud=inhoud, geschreven_op=nu
                )
            )

    async def ontvangen(self, bijlage: Bijlage) -> bool:
        assert bijlage.ontvangen_op is not None
        c, deel = t.bijlage.c, t.bijlagedeel.c
        async with self._database.writing() as session:
            if not await _gewijzigd(session, bijlage.aanvraag_id, bijlage.ontvangen_op):
                return False
            change = update(t.bijlage).where(c.id == bijlage.id, c.ontvangen_op.is_(None))
            result = cast("CursorResult[Any]", await session.execute(change.values(_values(bijlage))))
            if result.rowcount != 1:
                await session.rollback()
                return False
            other = and_(deel.bijlage_id == bijlage.id, deel.poging != bijlage.poging)
            await session.execute(delete(t.bijlagedeel).where(other))
            return True

    async def vergeet(self, bijlage_id: str, poging: str) -> None:
        deel = t.bijlagedeel.c
        async with self._database.writing() as session:
            await session.execute(
                delete(t.bijlagedeel).where(deel.bijlage_id == bijlage_id, deel.poging == poging)
            )

    def _bestand(self, bijlage: Bijlage) -> Bestand:
        formaat, grootte = bijlage.formaat or ONBEKEND_FORMAAT, bijlage.grootte or 0
        return Bestand(bijlage.id, bijlage.bestandsnaam, formaat, grootte, partial(self.inhoud, bijlage))

    async def inhoud(self, bijlage: Bijlage) -> AsyncIterator[bytes]:
        deel, nummer, gelezen = t.bijlagedeel.c, 0, 0
        while gelezen < (bijlage.grootte or 0):
            one = and_(deel.bijlage_id == bijlage.id, deel.poging == bijlage.poging, deel.nummer == nummer)
            async with self._database.reading() as session:
                part: bytes | None = (
                    await session.execute(select(deel.inhoud).where(one))
                ).scalar_one_or_none()
            if part is None:
                return  # it was taken away meanwhile
            yield part
            nummer, gelezen = nummer + 1, gelezen + len(part)

    async def ruim_op(self, voor: datetime) -> int:
        """Forget the parts, written before `voor`, of uploads that never came to their end; how many."""
        deel, c = t.bijlagedeel.c, t.bijlage.c
        counts = exists().where(c.id == deel.bijlage_id, c.poging == deel.poging)
        async with self._database.writing() as session:
            old = delete(t.bijlagedeel).where(deel.geschreven_op < voor, ~counts)
            return cast("CursorResult[Any]", await session.execute(old)).rowcount


async def _gewijzigd(
    session: AsyncSession, aanvraag_id: str, nu: datetime, versie: int | None = None
) -> bool:
    """A change of its bijlagen is one of the aanvraag: who submits meanwhile looks again. False when it is
    no draft any more, or not of this version.
    """
    c = t.aanvraag.c
    change = update(t.aanvraag).where(c.id == aanvraag_id, c.stand == Stand.CONCEPT)
    if versie is not None:
        change = change.where(c.versie == versie)
    values = {"versie": c.versie + 1, "gewijzigd_op": nu}
    return cast("CursorResult[Any]", await session.execute(change.values(values))).rowcount == 1


_FIELDS = (
    "id",
    "aanvraag_id",
    "soort",
    "bestandsnaam",
    "toegevoegd_op",
    "formaat",
    "grootte",
    "sha256",
    "ontvangen_op",
    "poging",
)


def _values(bijlage: Bijlage) -> dict[str, Any]:
    return {name: getattr(bijlage, name) for name in _FIELDS}


def _bijlage(row: Any) -> Bijlage:
    return Bijlage(**{name: getattr(row, name) for name in _FIELDS})
