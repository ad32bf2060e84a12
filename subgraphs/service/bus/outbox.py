"""The outbox: the messages of one subgraph, in its own database, so that one transaction writes a change and
what must be said of it.
"""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    CursorResult,
    Index,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    delete,
    exists,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from subgraphs.service.bus.delivery import BEGUN, DISCARDED, DestinationGone
from subgraphs.service.bus.message import Message, new_lease
from subgraphs.service.database import Database
from subgraphs.service.moment import Moment

logger = logging.getLogger(__name__)

TABLE = "bus_message"
MAX_CODE = 80


def outbox_table(metadata: MetaData) -> Table:
    """The table of messages, made part of a subgraph's metadata. A row is there until it is delivered.

    `dead_since` is set on a dead letter: nobody tries any more until someone replays it.
    """
    return Table(
        TABLE,
        metadata,
        Column("sequence", Integer, primary_key=True),
        Column("id", String(64), nullable=False, unique=True),
        Column("destination", String(80), nullable=False),
        Column("order_key", String(64)),
        Column("content", JSON, nullable=False),
        Column("done", JSON, nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("made_at", Moment, nullable=False),
        Column("not_before", Moment, nullable=False, index=True),
        Column("lease", String(32)),
        Column("last_error", String(MAX_CODE)),
        Column("dead_since", Moment),
        Index("bus_message_order", "destination", "order_key", "sequence"),
    )


class Outbox:
    """Messages on a Database. What a holder of a message writes counts only while the lease is theirs."""

    def __init__(self, database: Database, table: Table) -> None:
        self._database = database
        self._table = table

    async def put(self, session: AsyncSession, message: Message) -> None:
        """Write a message in the transaction of `session`, with what else that changes."""
        await session.execute(insert(self._table).values({name: getattr(message, name) for name in _FIELDS}))

    async def take_back(self, session: AsyncSession, message_id: str) -> bool:
        """Take a message out again, in the transaction of `session`: true when nobody brings it any more.

        False, and it stays, when its delivery has begun. Who is at it at this moment and has not begun, finds
        it gone when that is noted.
        """
        mine = self._table.c.id == message_id
        kept = select(self._table.c.done).where(mine).with_for_update()
        done = (await session.execute(kept)).scalar_one_or_none()
        if done is not None and BEGUN in done and DISCARDED not in done:
            return False
        await session.execute(delete(self._table).where(mine))
        return True

    async def take(self, now: datetime, until: datetime, amount: int) -> Sequence[Message]:
        """At most `amount` that are due, the longest due first.

        Each goes to one caller only: it is not due again before `until`. What is new for a destination that
        is gone is not given out: it is a dead letter at once.
        """
        c = self._table.c
        due = (
            select(self._table)
            .where(c.dead_since.is_(None), c.not_before <= now, ~self._waits_for_another())
            .order_by(c.not_before, c.sequence)
            .limit(amount)
        )
        lease = new_lease()
        async with self._database.writing() as session:
            # SKIP LOCKED: another replica that takes messages at this moment gets the rest (SQLite has one
            # writer).
            found = (await session.execute(due.with_for_update(skip_locked=True))).all()
            rows = await self._reachable(session, found, now)
            taken = c.sequence.in_([row.sequence for row in rows])
            await session.execute(update(self._table).where(taken).values(not_before=until, lease=lease))
        return [replace(_message(row), not_before=until, lease=lease) for row in rows]

    async def extend(self, message: Message, until: datetime) -> None:
        """Keep a message that is still being delivered."""
        await self._write(message, not_before=until)

    async def note(self, message: Message, step: str, value: str) -> bool:
        """Add what came of a step; false when the message is not there any more.

        Of two who note the same step, the first counts.
        """
        c = self._table.c
        mine = c.id == message.id
        async with self._database.writing() as session:
            kept = select(c.done).where(mine).with_for_update()
            done = (await session.execute(kept)).scalar_one_or_none()
            if done is not None and step not in done:
                await session.execute(update(self._table).where(mine).values(done={**done, step: value}))
            return done is not None

    async def delivered(self, message: Message) -> None:
        """It is where it must be, whoever holds the lease by now."""
        async with self._database.writing() as session:
            await session.execute(delete(self._table).where(self._table.c.id == message.id))

    async def failed(self, message: Message, code: str, not_before: datetime) -> None:
        """An attempt failed: count it, and try again from `not_before`."""
        await self._write(message, **self._failure(code), not_before=not_before)

    async def bury(self, message: Message, code: str, now: datetime) -> None:
        """The last attempt failed: from now on it is a dead letter."""
        await self._write(message, **self._failure(code), dead_since=now)

    async def hold(self, destination: str, until: datetime) -> None:
        """Leave a destination alone: what waits for it is not due before then."""
        c = self._table.c
        held = update(self._table).where(*self._waiting(destination), c.not_before < until)
        async with self._database.writing() as session:
            await session.execute(held.values(not_before=until))

    async def close(self, message: Message, now: datetime) -> int:
        """The destination of a message is gone: this is a dead letter, and all that waits for it too; how
        many of those there were.
        """
        await self.bury(message, DestinationGone.code, now)
        buried = update(self._table).where(*self._waiting(message.destination))
        async with self._database.writing() as session:
            result = await session.execute(buried.values(dead_since=now, last_error=DestinationGone.code))
            return cast("CursorResult[Any]", result).rowcount

    def _waiting(self, destination: str) -> Sequence[ColumnElement[bool]]:
        """What is for a destination and with nobody at this moment."""
        c = self._table.c
        return [c.destination == destination, c.dead_since.is_(None), c.lease.is_(None)]

    async def _reachable(
        self, session: AsyncSession, rows: Sequence[Row[Any]], now: datetime
    ) -> Sequence[Row[Any]]:
        """Those that can be tried; the new ones for a destination that is gone are buried. What has been
        tried before is tried again: an operator wants it so.
        """
        gone = await self._gone(session, {row.destination for row in rows})
        lost = [row for row in rows if row.destination in gone and row.last_error is None]
        if not lost:
            return rows
        c = self._table.c
        buried = update(self._table).where(c.sequence.in_([row.sequence for row in lost]))
        await session.execute(buried.values(dead_since=now, last_error=DestinationGone.code, lease=None))
        for row in lost:
            logger.error("message %s to %s is a dead letter: that is gone", row.id, row.destination)
        return [row for row in rows if row not in lost]

    async def _gone(self, session: AsyncSession, destinations: Collection[str]) -> Collection[str]:
        """Which of these are gone: there are dead letters that say so."""
        c = self._table.c
        said = (c.destination.in_(destinations), c.last_error == DestinationGone.code)
        chosen = select(c.destination).distinct().where(*said, c.dead_since.is_not(None))
        return set((await session.execute(chosen)).scalars()) if destinations else set()

    def _failure(self, code: str) -> Mapping[str, Any]:
        return {"attempts": self._table.c.attempts + 1, "last_error": code[:MAX_CODE], "lease": None}

    async def _write(self, message: Message, **values: Any) -> bool:
        c = self._table.c
        change = update(self._table).where(c.id == message.id, c.lease == message.lease).values(values)
        async with self._database.writing() as session:
            result = cast("CursorResult[Any]", await session.execute(change))
            return result.rowcount == 1

    def _waits_for_another(self) -> ColumnElement[bool]:
        """Whether an earlier message with the same key to the same destination is still to be delivered.

        A dead letter holds up nobody.
        """
        c, earlier = self._table.c, self._table.alias("earlier")
        return exists().where(
            c.order_key.is_not(None),
            earlier.c.destination == c.destination,
            earlier.c.order_key == c.order_key,
            earlier.c.sequence < c.sequence,
            earlier.c.dead_since.is_(None),
        )


_FIELDS = (
    "id",
    "destination",
    "order_key",
    "content",
    "done",
    "attempts",
    "made_at",
    "not_before",
    "lease",
)


def _message(row: Any) -> Message:
    return Message(**{name: getattr(row, name) for name in _FIELDS})
