"""The catalogue of Voorbeeldstad."""

from sqlalchemy import insert, select

from subgraphs.formulieren import tables as t
from subgraphs.formulieren.catalogus import formulier_row
from subgraphs.formulieren.demo_formulieren import FORMULIEREN
from subgraphs.service.database import Database


async def fill(database: Database) -> None:
    """Put the demo's forms in an empty catalogue; leave a catalogue with forms as it is."""
    async with database.writing() as session:
        if await session.scalar(select(t.formulier.c.id).limit(1)) is None:
            await session.execute(insert(t.formulier), [formulier_row(each) for each in FORMULIEREN])
