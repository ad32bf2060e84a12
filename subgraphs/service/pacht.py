"""A lease: of all processes that share a database, one does a certain thing at a time.

    async with pacht.gehouden():      raises AlBezig while another has it
        ...                           renewed meanwhile; raises PachtVerloren when that failed for too long

Who dies without giving it back has it until its time is over; then another may take it. It rests on clocks
that do not differ by more than a part of that time.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import uuid4

from sqlalchemy import Column, CursorResult, MetaData, String, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from subgraphs.service.database import Database
from subgraphs.service.moment import Moment

logger = logging.getLogger(__name__)

DUUR = timedelta(minutes=1)
"""How long a process that died keeps others waiting."""


class AlBezig(Exception):
    """Another process has the lease, at least until `tot` unless it gives it back."""

    def __init__(self, naam: str, tot: datetime | None) -> None:
        until = f" (until {tot.isoformat(timespec='seconds')}, or longer)" if tot else ""
        super().__init__(f"{naam} is being done by another process{until}")
        self.tot = tot


class PachtVerloren(Exception):
    """The lease could not be renewed in time: another process may have it by now."""


def pacht_table(metadata: MetaData) -> Table:
    """The table of leases, made part of a subgraph's metadata. A row is there while one is held."""
    return Table(
        "pacht",
        metadata,
        Column("naam", String(40), primary_key=True),
        Column("houder", String(32), nullable=False),
        Column("tot", Moment, nullable=False),
    )


class Pacht:
    """The lease `naam` on a Database, for one who holds it at most once at a time."""

    def __init__(
        self,
        database: Database,
        table: Table,
        naam: str,
        nu: Callable[[], datetime],
        duur: timedelta = DUUR,
    ) -> None:
        self._database = database
        self._table = table
        self._naam = naam
        self._nu = nu
        self._duur = duur

    @asynccontextmanager
    async def gehouden(self) -> AsyncIterator[None]:
        """Hold it until this ends. Raises AlBezig, and PachtVerloren in the midst of it."""
        houder = uuid4().hex
        await self._neem(houder)
        holder = asyncio.current_task()
        assert holder is not None
        lost = asyncio.Event()
        renewing = asyncio.create_task(self._vernieuw(houder, holder, lost))
        try:
            yield
        except asyncio.CancelledError:
            if lost.is_set() and holder.uncancel() == 0:
                raise PachtVerloren(self._naam) from None
            raise
        finally:
            renewing.cancel()
            with suppress(asyncio.CancelledError):
                await renewing
            await self._geef_terug(houder)

    async def _neem(self, houder: str) -> None:
        """Raises AlBezig."""
        c, nu = self._table.c, self._nu()
        values = {"naam": self._naam, "houder": houder, "tot": nu + self._duur}
        free = update(self._table).where(c.naam == self._naam, c.tot <= nu).values(values)
        try:
            async with self._database.writing() as session:
                taken = cast("CursorResult[Any]", await session.execute(free)).rowcount
                if not taken:
                    await session.execute(insert(self._table).values(values))
        except IntegrityError:
            raise AlBezig(self._naam, await self._tot()) from None

    async def _vernieuw(self, houder: str, holder: asyncio.Task[Any], lost: asyncio.Event) -> None:
        """Renew it time and again; whoever holds it is stopped before another can have it."""
        tot = self._nu() + self._duur
        while True:
            await asyncio.sleep(self._duur.total_seconds() / 4)
            try:
                tot = await self._verleng(houder) or self._nu()
            except SQLAlchemyError as exc:
                logger.warning("the lease %s could not be renewed: %s", self._naam, type(exc).__name__)
            if self._nu() + self._duur / 4 >= tot:
                lost.set()
                holder.cancel()
                return

    async def _verleng(self, houder: str) -> datetime | None:
        """Until when it is held now; None when it is another's."""
        c, tot = self._table.c, self._nu() + self._duur
        change = update(self._table).where(c.naam == self._naam, c.houder == houder).values(tot=tot)
        async with self._database.writing() as session:
            kept = cast("CursorResult[Any]", await session.execute(change)).rowcount
        return tot if kept else None

    async def _geef_terug(self, houder: str) -> None:
        c = self._table.c
        with suppress(SQLAlchemyError):  # then it ends by itself
            async with self._database.writing() as session:
                await session.execute(delete(self._table).where(c.naam == self._naam, c.houder == houder))

    async def _tot(self) -> datetime | None:
        c = self._table.c
        async with self._database.reading() as session:
            chosen = select(c.tot).where(c.naam == self._naam)
            return (await session.execute(chosen)).scalar_one_or_none()
