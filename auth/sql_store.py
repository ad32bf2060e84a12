"""SqlStore: an ExpiringStore in SQLite (embedded) or PostgreSQL."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import (
    Column,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    delete,
    event,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from auth.errors import ConfigurationError, StoreError
from auth.store import NONE, Labels

metadata = MetaData()
records = Table(
    "auth_record",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("value", Text, nullable=False),
    Column("expires", Float, nullable=False, index=True),
)
labelled = Table(
    "auth_label",
    metadata,
    Column("label", String(80), primary_key=True),
    Column("name", String(80), primary_key=True),
    Column("expires", Float, nullable=False, index=True),
)
counts = Table(
    "auth_count",
    metadata,
    Column("name", String(120), primary_key=True),
    Column("n", Integer, nullable=False),
    Column("expires", Float, nullable=False, index=True),
)

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
_INSERT: Mapping[str, Callable[..., sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
"""Each has ON CONFLICT, and SQLAlchemy a way of its own to say it."""


class SqlStore:
    """`url` begins with sqlite: or postgresql:. Raises ConfigurationError for any other."""

    def __init__(self, url: str) -> None:
        scheme, _, rest = url.partition(":")
        target = f"{_DRIVERS.get(scheme, scheme)}:{rest}"
        try:
            self._engine: AsyncEngine = create_async_engine(target, hide_parameters=True, pool_pre_ping=True)
        except (SQLAlchemyError, ImportError) as exc:
            raise ConfigurationError("sessions live in sqlite:, postgresql: or valkey:") from exc
        if self._engine.dialect.name not in _INSERT:
            raise ConfigurationError(f"sessions cannot live in {self._engine.dialect.name}")
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine.sync_engine, "connect", _prepare_sqlite)

    async def open(self) -> None:
        async with self._transaction() as connection:
            if connection.dialect.name == "postgresql":
                # Replicas that start together must not both try to make the same table.
                await connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('gemeentegraaf.auth'))"))
            await connection.run_sync(metadata.create_all)

    async def close(self) -> None:
        await self._engine.dispose()

    async def add(self, name: str, value: str, expires: float, labels: Labels = NONE) -> None:
        rows = [{"label": label, "name": name, "expires": labels.until} for label in sorted(labels.names)]
        async with self._transaction() as connection:
            await connection.execute(insert(records).values(name=name, value=value, expires=expires))
            if rows:
                await connection.execute(insert(labelled), rows)

    async def get(self, name: str) -> str | None:
        async with self._transaction() as connection:
            value: str | None = await connection.scalar(select(records.c.value).where(records.c.name == name))
            return value

    async def replace(self, name: str, value: str, expires: float) -> bool:
        change = update(records).where(records.c.name == name).values(value=value, expires=expires)
        async with self._transaction() as connection:
            return (await connection.execute(change)).rowcount == 1

    async def take(self, name: str) -> str | None:
        removal = delete(records).where(records.c.name == name).returning(records.c.value)
        async with self._transaction() as connection:
            value: str | None = await connection.scalar(removal)
            if value is not None:
                await connection.execute(delete(labelled).where(labelled.c.name == name))
            return value

    async def drop(self, label: str) -> int:
        named = select(labelled.c.name).where(labelled.c.label == label)
        async with self._transaction() as connection:
            dropped = await connection.execute(delete(records).where(records.c.name.in_(named)))
            await connection.execute(delete(labelled).where(labelled.c.label == label))
            return dropped.rowcount

    async def count(self, name: str, expires: float) -> int:
        new = _INSERT[self._engine.dialect.name](counts).values(name=name, n=1, expires=expires)
        one_more = new.on_conflict_do_update(index_elements=[counts.c.name], set_={"n": counts.c.n + 1})
        async with self._transaction() as connection:
            return int(await connection.scalar(one_more.returning(counts.c.n)) or 0)

    async def sweep(self, now: float) -> None:
        async with self._transaction() as connection:
            for table in (records, labelled, counts):
                await connection.execute(delete(table).where(table.c.expires < now))

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        """A transaction. What goes wrong in it is told by its kind alone: an address or a row may be in the
        rest.
        """
        try:
            async with self._engine.begin() as connection:
                yield connection
        except (SQLAlchemyError, OSError) as exc:
            raise StoreError(f"the database of sessions: {type(exc).__name__}") from exc


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Readers and a writer at the same time, and patience between writers. A crash of the machine may lose
    the last moments; whoever was logged in then logs in again.
    """
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
