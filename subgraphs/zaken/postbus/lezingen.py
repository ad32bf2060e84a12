"""Lezingen: which berichten to a customer were read by who acts for them.

That who acts for a customer has read a bericht does not mean that the customer has: for the customer it stays
unread, whatever others did. So of each who acts it is kept apart, and here, wherever the berichten are.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.exc import IntegrityError

from subgraphs.service.database import Database
from subgraphs.zaken.postbus import tables as t
from subgraphs.zaken.source import Inzage


def lezer(inzage: Inzage) -> str | None:
    """Who reads in the place of the customer, by pseudonym; None where it is the customer."""
    return None if inzage.diensten is None else inzage.gemachtigde


class Lezingen:
    """On a Database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def gelezen(self, wie: str, bericht_ids: Collection[str]) -> Collection[str]:
        """Which of these berichten this person has read."""
        c = t.berichtlezing.c
        chosen = select(c.bericht_id).where(c.lezer_id == wie, c.bericht_id.in_(bericht_ids))
        async with self._database.reading() as session:
            return set((await session.execute(chosen)).scalars())

    async def lees(self, wie: str, bericht_id: str, nu: datetime) -> None:
        """Keep that this person has read a bericht; the first time counts."""
        if await self.gelezen(wie, [bericht_id]):
            return
        row = {"bericht_id": bericht_id, "lezer_id": wie, "gelezen_op": nu}
        try:
            async with self._database.writing() as session:
                await session.execute(insert(t.berichtlezing).values(row))
        except IntegrityError:
            return  # at another replica, at this moment


def gelezen_door(wie: str) -> ColumnElement[bool]:
    """Whether a row of `bericht` was read by this person, as SQL."""
    c = t.berichtlezing.c
    return select(c.bericht_id).where(c.bericht_id == t.bericht.c.id, c.lezer_id == wie).exists()
