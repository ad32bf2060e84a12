"""Fills an empty store with the website of Voorbeeldstad."""

from datetime import date

from sqlalchemy import insert, select

from subgraphs.service.database import Database
from subgraphs.website import tables
from subgraphs.website.demo_agenda import bouwprojecten, evenementen, nieuws
from subgraphs.website.demo_locaties import locaties
from subgraphs.website.demo_producten import producten
from subgraphs.website.rows import Rijen
from subgraphs.website.soort import BOUWPROJECTEN, EVENEMENTEN, LOCATIES, NIEUWS, PRODUCTEN


def demo_rijen(today: date) -> Rijen:
    """All that the website of Voorbeeldstad shows on `today`."""
    rijen = Rijen()
    rijen.voeg_toe(PRODUCTEN, producten(today))
    rijen.voeg_toe(LOCATIES, locaties(today))
    rijen.voeg_toe(EVENEMENTEN, evenementen(today))
    rijen.voeg_toe(BOUWPROJECTEN, bouwprojecten(today))
    rijen.voeg_toe(NIEUWS, nieuws(today))
    return rijen


async def fill_if_empty(database: Database, today: date) -> None:
    """Does nothing when there is any content already."""
    async with database.writing() as session:
        if (await session.execute(select(tables.item.c.item_id).limit(1))).first():
            return
        for tabel, rijen in demo_rijen(today).per_tabel.items():
            await session.execute(insert(tabel), rijen)
