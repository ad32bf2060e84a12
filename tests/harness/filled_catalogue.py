"""The demo catalogue of open data, filled once and read by many tests: filling costs more than reading."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
from harness.subgraph_desk import TODAY

from subgraphs.opendata import tables
from subgraphs.opendata.demo import fill_if_empty
from subgraphs.service.database import Database


def fill_file(path: Path) -> str:
    """The URL of a filled SQLite database in this file. Not for within an event loop."""
    url = f"sqlite:///{path}"
    asyncio.run(_filled(url))
    return url


@contextmanager
def filled_database(server: str) -> Iterator[str]:
    """The URL of a filled database of one's own on a PostgreSQL server. Likewise."""
    name = f"catalogus_{secrets.token_hex(6)}"
    asyncio.run(_statement(server, f"CREATE DATABASE {name}"))
    url = f"{server.rpartition('/')[0]}/{name}"
    try:
        asyncio.run(_filled(url))
        yield url
    finally:
        asyncio.run(_statement(server, f"DROP DATABASE {name} WITH (FORCE)"))


async def _filled(url: str) -> None:
    database = Database(url)
    await database.create_tables(tables.metadata)
    await fill_if_empty(database, TODAY)
    await database.close()


async def _statement(server: str, statement: str) -> None:
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
