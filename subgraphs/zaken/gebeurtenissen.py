"""The store of what happened to zaken: written with what it tells of, read by all replicas in one order."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from subgraphs.service.database import Database
from subgraphs.zaken import gebeurtenistabellen as t
from subgraphs.zaken.gebeurtenis import Gebeurtenis, Soort
from subgraphs.zaken.tables import rol

BEWAARD = timedelta(days=2)
"""How long what happened can be read, and a repeat is known. Who listens has read it within seconds."""


@dataclass(frozen=True, slots=True)
class Genummerd:
    """A gebeurtenis and its place in the order of all.

    `klanten` are those with a rol in the zaak, one of whom it may be for; None where only its register knows.
    """

    volgnummer: int
    gebeurtenis: Gebeurtenis
    klanten: frozenset[str] | None = field(default=None, repr=False)

    def kan_voor(self, klant_id: str) -> bool:
        """Whether it can be for this customer; only who asks for the zaak knows that it is."""
        return self.klanten is None or klant_id in self.klanten


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
            klanten = await _klanten(session, {row.zaak_id for row in rows})
        return [
            Genummerd(
                row.volgnummer,
                Gebeurtenis(row.id, row.zaak_id, Soort(row.soort), row.moment),
                klanten.get(row.zaak_id),
            )
            for row in rows
        ]


async def _klanten(session: AsyncSession, zaak_ids: Collection[str]) -> Mapping[str, frozenset[str]]:
    """Who has a rol in these zaken, as far as they are zaken of this database."""
    if not zaak_ids:
        return {}
    chosen = select(rol.c.zaak_id, rol.c.klant_id).where(rol.c.zaak_id.in_(zaak_ids))
    found: dict[str, set[str]] = defaultdict(set)
    for zaak_id, klant_id in await session.execute(chosen):
        found[zaak_id].add(klant_id)
    return {zaak_id: frozenset(klanten) for zaak_id, klanten in found.items()}
