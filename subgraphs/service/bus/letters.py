"""Letters: what an operator sees of the messages of an outbox, and does with the dead ones.

Of the content only the names of its fields are shown: the values may be personal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import CursorResult, MetaData, Table, inspect, select, update

from subgraphs.service.bus.delivery import DISCARDED
from subgraphs.service.bus.outbox import TABLE, outbox_table
from subgraphs.service.database import Database, DatabaseUnavailable


class State(StrEnum):
    """Where a message stands: WAITING also holds what is being delivered at this moment. DISCARDED is what
    an operator gave up, until the service has told whom it concerns.
    """

    WAITING = "waiting"
    DEAD = "dead"
    DISCARDED = "discarded"


class NoOutbox(LookupError):
    """The database has no outbox."""


class NotDead(LookupError):
    """There is no dead letter with this id."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as an operator may see it. `steps` are those that are behind it; `fields` what it holds."""

    id: str
    destination: str
    order_key: str | None
    state: State
    attempts: int
    made_at: datetime
    not_before: datetime
    last_error: str | None
    dead_since: datetime | None
    steps: tuple[str, ...]
    fields: tuple[str, ...]


class Letters:
    """The messages in the outbox of one subgraph."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._table: Table = outbox_table(MetaData())

    async def check(self) -> None:
        """Raises NoOutbox, or DatabaseUnavailable."""
        if not self._database.is_there:
            raise DatabaseUnavailable("there is no such database: the service did not run on it yet")
        await self._database.ping()
        async with self._database.engine.connect() as connection:
            if not await connection.run_sync(lambda sync: inspect(sync).has_table(TABLE)):
                raise NoOutbox("this database has no outbox: the service did not run on it yet, or has none")

    async def list(self, *, dead: bool, limit: int) -> Sequence[Letter]:
        """The oldest messages first; with `dead`, only dead letters."""
        chosen = select(self._table).order_by(self._table.c.sequence).limit(limit)
        if dead:
            chosen = chosen.where(self._table.c.dead_since.is_not(None))
        async with self._database.reading() as session:
            return [_letter(row) for row in await session.execute(chosen)]

    async def show(self, letter_id: str) -> Letter | None:
        """One message, dead or alive."""
        chosen = select(self._table).where(self._table.c.id == letter_id)
        async with self._database.reading() as session:
            row = (await session.execute(chosen)).one_or_none()
        return None if row is None else _letter(row)

    async def replay(self, letter_id: str | None, now: datetime) -> int:
        """Let a dead letter, or all, be tried from `now` as if for the first time; how many. The steps that
        are behind it stay. Raises NotDead.
        """
        change = update(self._table).where(*self._dead(letter_id))
        return await self._done(change.values(dead_since=None, attempts=0, not_before=now), letter_id)

    async def discard(self, letter_id: str, now: datetime) -> None:
        """Give a dead letter up: what it was about is not brought any more. Raises NotDead.

        The service whose letter it is tells whom it concerns, and forgets it then.
        """
        table = self._table
        async with self._database.writing() as session:
            kept = select(table.c.done).where(*self._dead(letter_id)).with_for_update()
            done = (await session.execute(kept)).scalar_one_or_none()
            if done is None:
                raise NotDead(f"there is no dead letter {letter_id}")
            marked = {**done, DISCARDED: now.isoformat()}
            change = update(table).where(table.c.id == letter_id)
            await session.execute(change.values(done=marked, dead_since=None, attempts=0, not_before=now))

    def _dead(self, letter_id: str | None) -> Sequence[Any]:
        c = self._table.c
        return [c.dead_since.is_not(None), *([] if letter_id is None else [c.id == letter_id])]

    async def _done(self, statement: Any, letter_id: str | None) -> int:
        async with self._database.writing() as session:
            changed = cast("CursorResult[Any]", await session.execute(statement)).rowcount
        if letter_id is not None and not changed:
            raise NotDead(f"there is no dead letter {letter_id}")
        return changed


def _letter(row: Any) -> Letter:
    return Letter(
        id=row.id,
        destination=row.destination,
        order_key=row.order_key,
        state=_state(row),
        attempts=row.attempts,
        made_at=row.made_at,
        not_before=row.not_before,
        last_error=row.last_error,
        dead_since=row.dead_since,
        steps=tuple(step for step in row.done if step != DISCARDED),
        fields=tuple(row.content),
    )


def _state(row: Any) -> State:
    if row.dead_since is not None:
        return State.DEAD
    return State.DISCARDED if DISCARDED in row.done else State.WAITING
