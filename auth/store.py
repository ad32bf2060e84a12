"""ExpiringStore: small texts under secret names, for as long as they last. Sessions and half-way logins live
here.

Names are hashes: who reads the store can take over no session.
"""

from typing import Protocol

from sqlalchemy import (
    Column,
    Float,
    MetaData,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

metadata = MetaData()
records = Table(
    "auth_record",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("value", Text, nullable=False),
    Column("expires", Float, nullable=False, index=True),
)

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}


class ExpiringStore(Protocol):
    """Whoever uses it judges for themselves what has expired; `expires` (epoch seconds) only says what may
    go.
    """

    async def add(self, name: str, value: str, expires: float) -> None:
        """Under a new name."""

    async def get(self, name: str) -> str | None: ...

    async def replace(self, name: str, value: str, expires: float) -> bool:
        """Whether there was something to replace: what was taken meanwhile does not come back."""

    async def take(self, name: str) -> str | None:
        """Removes it. Of several takers at once only one gets it."""

    async def sweep(self, now: float) -> None:
        """Removes what expired before `now`."""


class SqlStore:
    """In SQLite (embedded) or PostgreSQL. Call `create` once before use and `close` at the end."""

    def __init__(self, url: str) -> None:
        scheme, rest = url.split(":", 1)
        target = f"{_DRIVERS.get(scheme, scheme)}:{rest}"
        self._engine: AsyncEngine = create_async_engine(target, hide_parameters=True, pool_pre_ping=True)

    async def create(self) -> None:
        async with self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                # Replicas that start together must not both try to make the same table.
                await connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('gemeentegraaf.auth'))"))
            await connection.run_sync(metadata.create_all)

    async def close(self) -> None:
        await self._engine.dispose()

    async def add(self, name: str, value: str, expires: float) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(insert(records).values(name=name, value=value, expires=expires))

    async def get(self, name: str) -> str | None:
        async with self._engine.connect() as connection:
            value: str | None = await connection.scalar(select(records.c.value).where(records.c.name == name))
            return value

    async def replace(self, name: str, value: str, expires: float) -> bool:
        change = update(records).where(records.c.name == name).values(value=value, expires=expires)
        async with self._engine.begin() as connection:
            return (await connection.execute(change)).rowcount == 1

    async def take(self, name: str) -> str | None:
        removal = delete(records).where(records.c.name == name).returning(records.c.value)
        async with self._engine.begin() as connection:
            value: str | None = await connection.scalar(removal)
            return value

    async def sweep(self, now: float) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(delete(records).where(records.c.expires < now))
