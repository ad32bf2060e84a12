"""Fills an empty register with the council of Voorbeeldstad."""

from datetime import date

from sqlalchemy import insert, select

from subgraphs.raadsinformatie import tables
from subgraphs.raadsinformatie.demo_raad import demo_raad
from subgraphs.raadsinformatie.rows import (
    agendapunt_row,
    orgaan_row,
    stemming_row,
    stuk_row,
    vergadering_row,
)
from subgraphs.service.database import Database


async def fill_if_empty(database: Database, today: date) -> None:
    """Does nothing when there is anything already."""
    async with database.writing() as session:
        if (await session.execute(select(tables.item.c.item_id).limit(1))).first():
            return
        raad = demo_raad(today)
        rows = [
            *map(orgaan_row, raad.organen),
            *map(vergadering_row, raad.vergaderingen),
            *map(agendapunt_row, raad.agendapunten),
            *map(stuk_row, raad.stukken),
            *map(stemming_row, raad.stemmingen),
        ]
        await session.execute(insert(tables.item), rows)
