"""The store of what happened to zaken: written with what it tells of, read by all replicas in one order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from subgraphs.service.database import Database
from subgraphs.zaken import gebeurtenistabellen as t
from subgraphs.zaken.gebeurtenis import Gebeurtenis, Soort

BEWAARD = timedelta(days=2)
"""How long what happened can be read, and a repeat is known. Who listens has read it within seconds."""


@dataclass(frozen=True, slots=True)
class Genummerd:
    """A gebeurtenis and its place in the order of all."""

    volgnummer: int
    gebeurtenis: Gebeurtenis


class Gebeurtenissen:
    """What happened to zaken, on a Database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def schrijf(self, session: AsyncSession, gebeurtenis: Gebeurtenis) -> None:
        """Write it in the transaction of `session`, near its end: others wait for it."""
        if session.get_bind().dialect.name == "postgresql":
            # Numbers are given out before the commit: without the lock a later number could be read first.
            await session.execute(
                text("SELECT pg_advisory_xact_lock(hashtext('gemeentegraaf.gebeurtenissen'))")
            )
        await session.execute(
            insert(t.gebeurtenis).values(
                id=gebeurtenis.id,
                zaak_id=gebeurtenis.zaak_id,
                soort=gebeurtenis.soort,
                moment=gebeurtenis.moment,
            )
        )

    async def ontvang(self, gebeurtenis: Gebeurtenis) -> bool:
        """Write what another system tells of; false when it told so before."""
        known = select(t.gebeurtenis.c.volgnummer).where(t.gebeurtenis.c.id == gebeurtenis.id)
        try:
            async with self._database.writing() as session:
                if (await session.execute(known)).scalar_one_or_none() is not None:
                    return False
                await self.schrijf(session, gebeurtenis)
                return True
        except IntegrityError:
            return False  # another replica got the same at this moment

    async def vergeet(self, nu: datetime) -> None:
        """Throw away what is long past."""
        async with self._database.writing() as session:
            await session.execute(delete(t.gebeurtenis).where(t.gebeurtenis.c.moment < nu - BEWAARD))

    async def laatste(self) -> int:
        """The number of the last one; 0 when nothing happened yet."""
        async with self._database.reading() as session:
            found = (await session.execute(select(func.max(t.gebeurtenis.c.volgnummer)))).scalar_one()
            return found or 0

    async def na(self, volgnummer: int, aantal: int) -> Sequence[Genummerd]:
        """At most `aantal` that came after this number, in order."""
        c = t.gebeurtenis.c
        chosen = select(t.gebeurtenis).where(c.volgnummer > volgnummer).order_by(c.volgnummer).limit(aantal)
        async with self._database.reading() as session:
            rows = (await session.execute(chosen)).all()
        return [
            Genummerd(row.volgnummer, Gebeurtenis(row.id, row.zaak_id, Soort(row.soort), row.moment))
            for row in rows
        ]
