"""Worlds of postbussen: the sources over tables, or over stand-ins, and where to put things into them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from harness.postbus_rows import PostbusRows

from subgraphs.service.database import Database
from subgraphs.zaken.postbus.source import Berichtenbron, Contactmomentenbron, Takenbron
from subgraphs.zaken.postbus.store import SqlPostbus
from subgraphs.zaken.tables import metadata


@dataclass(frozen=True)
class Wereld:
    """`rows` puts in, the sources give back."""

    rows: Any
    taken: Takenbron
    berichten: Berichtenbron
    contactmomenten: Contactmomentenbron


@asynccontextmanager
async def sql_wereld(url: str) -> AsyncIterator[Wereld]:
    database = Database(url)
    await database.create_tables(metadata)
    store = SqlPostbus(database)
    yield Wereld(PostbusRows(database), store, store, store)
    await database.close()
