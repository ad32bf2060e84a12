"""One database of one subgraph: SQLite embedded, PostgreSQL by URL, the same sessions over both."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, MetaData, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from subgraphs.service.settings import SettingsError

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
WRITES = "gemeentegraaf_writes"
SQLITE_BUSY_MS = 5000


class DatabaseUnavailable(Exception):
    """The database does not answer. The text says which and why, without its password."""


class Database:
    """An engine and its sessions. Open one for each process; `close` it in the event loop that used it.

    Raises SettingsError for a URL that names neither SQLite in a file nor PostgreSQL.
    """

    def __init__(self, url: str) -> None:
        target = _target(url)
        self.engine: AsyncEngine = create_async_engine(
            target, hide_parameters=True, pool_pre_ping=_remote(target)
        )
        if not _remote(target):
            _prepare_sqlite(self.engine)
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session that sees one snapshot (SQLite) or committed rows (PostgreSQL), and keeps nothing."""
        async with self._sessions() as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """A session in one transaction, committed at the end, rolled back on any exception.

        On SQLite it takes the write lock at once: a transaction that reads first and writes later would
        otherwise fail when another writer comes in between.
        """
        async with self._sessions.begin() as session:
            await session.connection(execution_options={WRITES: True})
            yield session

    async def create_tables(self, metadata: MetaData) -> None:
        """Makes what is not there yet: tables, and columns that may be empty. Raises DatabaseUnavailable."""
        async with self._reaching(), self.engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                # Replicas that start together must not both try to create the same table.
                await connection.execute(
                    text("SELECT pg_advisory_xact_lock(hashtext('gemeentegraaf.tables'))")
                )
            await connection.run_sync(metadata.create_all)
            await connection.run_sync(_add_columns, metadata)

    @property
    def is_there(self) -> bool:
        """False for an SQLite file that does not exist, which to open it would make. A server is only known
        to be there by asking it.
        """
        target = self.engine.url
        return _remote(target) or Path(target.database or "").is_file()

    async def ping(self) -> None:
        """Raises DatabaseUnavailable when the database does not answer."""
        async with self._reaching(), self.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        await self.engine.dispose()

    @asynccontextmanager
    async def _reaching(self) -> AsyncIterator[None]:
        if obstacle := _obstacle(self.engine.url):
            raise DatabaseUnavailable(f"the database {self.engine.url} cannot be used: {obstacle}")
        try:
            yield
        except (SQLAlchemyError, OSError) as exc:
            reason = exc.orig if isinstance(exc, DBAPIError) else exc
            raise DatabaseUnavailable(f"the database {self.engine.url} cannot be used: {reason}") from exc


def _add_columns(connection: Connection, metadata: MetaData) -> None:
    """Gives tables that an earlier version made the columns that came later."""
    found = inspect(connection)
    quoted = connection.dialect.identifier_preparer
    for table in metadata.sorted_tables:
        known = {column["name"] for column in found.get_columns(table.name)}
        for column in table.columns:
            if column.name not in known and column.nullable:
                kind = column.type.compile(connection.dialect)
                place = f"{quoted.format_table(table)} ADD COLUMN {quoted.format_column(column)}"
                connection.execute(text(f"ALTER TABLE {place} {kind}"))


def _target(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as exc:
        raise SettingsError("the database URL cannot be parsed") from exc
    driver = DRIVERS.get(parsed.get_backend_name())
    if driver is None:
        raise SettingsError(
            f"the database URL must begin with sqlite:/// or postgresql://, not {parsed.drivername}:"
        )
    if driver == DRIVERS["sqlite"] and parsed.database in {None, "", ":memory:"}:
        raise SettingsError("an SQLite database must be a file: sessions cannot share one in memory safely")
    return parsed.set(drivername=driver)


def _remote(target: URL) -> bool:
    return target.get_backend_name() != "sqlite"


def _obstacle(target: URL) -> str | None:
    """Why an SQLite file cannot be opened. Asked first, for the driver leaves a thread behind when opening
    fails.

    Only looks: to open the file here would, on closing it, take away the locks of other connections.
    """
    if _remote(target):
        return None
    file = Path(target.database or "")
    if not file.parent.is_dir():
        return "its folder does not exist"
    if file.is_dir():
        return "it is a folder"
    if not os.access(file if file.exists() else file.parent, os.W_OK):
        return "it may not be written"
    return None


def _prepare_sqlite(engine: AsyncEngine) -> None:
    """WAL, foreign keys, patience with locks, and transactions that begin when we say so."""

    @event.listens_for(engine.sync_engine, "connect")
    def connect(connection: Any, _record: object) -> None:
        # The driver's own implicit BEGIN leaves reads outside the transaction; ours is in `begin`.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            f"busy_timeout={SQLITE_BUSY_MS}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
