"""The list that the synchroniser works from: who is followed, who is due, and since when changes were asked.

Writing to the magazijn and striking off the list are one transaction. Who becomes due again while being read
stays due: a turn is only struck off as it was taken.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from auth.principal import Klantsoort
from subgraphs.persoonsgegevens import tables
from subgraphs.persoonsgegevens.contact import Kanaal
from subgraphs.persoonsgegevens.klant import Persoon
from subgraphs.persoonsgegevens.magazijnrijen import persoon_row, verwant_rows
from subgraphs.service.database import Database

SINDS = "wijzigingen_sinds"
_STUK = 500
"""Values in one statement."""


@dataclass(frozen=True, slots=True)
class Beurt:
    """Someone who is due, since this moment."""

    bsn: str = field(repr=False)
    sinds: datetime


class Werklijst:
    """Over SQLite or PostgreSQL."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def neem_op(self, bsns: Sequence[str], nu: datetime) -> None:
        """Who is in the magazijn and not on the list yet, and these BSNs: they are due."""
        async with self._database.writing() as session:
            known = set((await session.execute(select(tables.volgeling.c.burgerservicenummer))).scalars())
            here = (await session.execute(select(tables.persoon.c.burgerservicenummer))).scalars()
            rows = [
                {"burgerservicenummer": bsn, "aan_de_beurt": nu, "gevolgd": False, "onbekend": False}
                for bsn in dict.fromkeys([*here, *bsns])
                if bsn not in known
            ]
            if rows:
                await session.execute(insert(tables.volgeling), rows)

    async def niet_gevolgd(self, limit: int) -> Sequence[str]:
        c = tables.volgeling.c
        chosen = select(c.burgerservicenummer).where(c.gevolgd.is_(False)).limit(limit)
        async with self._database.reading() as session:
            return list((await session.execute(chosen)).scalars())

    async def gevolgd(self, bsn: str) -> None:
        await self._zet([bsn], gevolgd=True)

    async def sinds(self) -> date | None:
        """The day from which changes are to be asked; None before the first time."""
        chosen = select(tables.stand.c.waarde).where(tables.stand.c.naam == SINDS)
        async with self._database.reading() as session:
            found = (await session.execute(chosen)).scalar_one_or_none()
        return date.fromisoformat(found) if found else None

    async def gewijzigd(self, bsns: Sequence[str], tot: date, nu: datetime) -> int:
        """These are due, and the next time changes are asked from `tot`. How many of them are on the list."""
        async with self._database.writing() as session:
            changed = 0
            for begin in range(0, len(bsns), _STUK):
                here = tables.volgeling.c.burgerservicenummer.in_(bsns[begin : begin + _STUK])
                changed += await _changed(
                    session, update(tables.volgeling).where(here).values(aan_de_beurt=nu)
                )
            await session.execute(delete(tables.stand).where(tables.stand.c.naam == SINDS))
            await session.execute(insert(tables.stand).values(naam=SINDS, waarde=tot.isoformat()))
            return changed

    async def verouderd(self, voor: datetime, nu: datetime) -> int:
        """Who was last read before then is due; how many that are."""
        c = tables.volgeling.c
        old = (c.aan_de_beurt.is_(None), c.bijgewerkt_op < voor)
        async with self._database.writing() as session:
            return await _changed(session, update(tables.volgeling).where(*old).values(aan_de_beurt=nu))

    async def aan_de_beurt(self, nu: datetime, limit: int) -> Sequence[Beurt]:
        """Who is due, the longest first."""
        c = tables.volgeling.c
        chosen = (
            select(c.burgerservicenummer, c.aan_de_beurt)
            .where(c.aan_de_beurt <= nu)
            .order_by(c.aan_de_beurt, c.burgerservicenummer)
            .limit(limit)
        )
        async with self._database.reading() as session:
            return [Beurt(bsn, sinds) for bsn, sinds in (await session.execute(chosen)).all()]

    async def stel_uit(self, beurt: Beurt, tot: datetime) -> None:
        await self._zet([beurt.bsn], aan_de_beurt=tot)

    async def bijgewerkt(self, beurten: Sequence[Beurt], gevonden: Sequence[Persoon], nu: datetime) -> None:
        """Write who was found, and strike all off. Who was not found stays in the magazijn as they were."""
        there = {persoon.burgerservicenummer for persoon in gevonden}
        async with self._database.writing() as session:
            for persoon in gevonden:
                await _schrijf(session, persoon)
            c = tables.volgeling.c
            for beurt in beurten:
                here = (c.burgerservicenummer == beurt.bsn, c.aan_de_beurt == beurt.sinds)
                done = {"aan_de_beurt": None, "bijgewerkt_op": nu, "onbekend": beurt.bsn not in there}
                await session.execute(update(tables.volgeling).where(*here).values(done))

    async def _zet(self, bsns: Sequence[str], **values: Any) -> None:
        here = tables.volgeling.c.burgerservicenummer.in_(bsns)
        async with self._database.writing() as session:
            await session.execute(update(tables.volgeling).where(here).values(values))


async def _changed(session: AsyncSession, statement: Any) -> int:
    return cast("CursorResult[Any]", await session.execute(statement)).rowcount


async def _schrijf(session: AsyncSession, persoon: Persoon) -> None:
    """The person as they are now, in place of what was there. How to reach them is not ours to change."""
    fresh = {
        "klantsoort": Klantsoort.BURGER,
        "bijgewerkt_op": persoon.herkomst.opgehaald_op,
        "in_onderzoek": bool(persoon.onderzoek),
    }
    klant = tables.klant.c.klant_id == persoon.id
    if not await _changed(session, update(tables.klant).where(klant).values(fresh)):
        begin: Mapping[str, Any] = {"klant_id": persoon.id, "voorkeurskanaal": Kanaal.POST}
        await session.execute(insert(tables.klant).values({**begin, **fresh}))
    row = persoon_row(persoon)
    if not await _changed(
        session, update(tables.persoon).where(tables.persoon.c.klant_id == persoon.id).values(row)
    ):
        await session.execute(insert(tables.persoon).values(row))
    await session.execute(delete(tables.verwant).where(tables.verwant.c.klant_id == persoon.id))
    if rows := verwant_rows(persoon):
        await session.execute(insert(tables.verwant), rows)
