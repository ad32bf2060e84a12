"""Worlds of postbussen: the sources over tables, or over stand-ins, and where to put things into them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from harness.postbus_elders import BERICHT, TAAK, PostbusElders
from harness.postbus_rows import PostbusRows
from harness.standin import Register, running
from harness.zaken_rows import ZakenRows
from harness.zgw_rows import NAAM
from pydantic import SecretStr

from standins.objects import standin as objects
from standins.objects.token import DEFAULT as OBJECTS_TOKEN
from standins.openklant import standin as openklant
from subgraphs.service.database import Database
from subgraphs.zaken.postbus.bronnen import Objectensectie, Openklantsectie
from subgraphs.zaken.postbus.mandaatzicht import Mandaatzicht
from subgraphs.zaken.postbus.objecten import Objecten
from subgraphs.zaken.postbus.objecten_berichten import ObjectenBerichten
from subgraphs.zaken.postbus.objecten_taken import ObjectenTaken
from subgraphs.zaken.postbus.openklant import OpenklantContactmomenten
from subgraphs.zaken.postbus.source import Berichtenbron, Contactmomentenbron, Takenbron
from subgraphs.zaken.postbus.store import SqlPostbus
from subgraphs.zaken.store import SqlZaken
from subgraphs.zaken.tables import metadata


@dataclass(frozen=True)
class Wereld:
    """`rows` puts in, the sources give back. `registers` are the stand-ins, if there are any."""

    rows: Any
    taken: Takenbron
    berichten: Berichtenbron
    contactmomenten: Contactmomentenbron
    registers: tuple[Register, ...] = ()
    zaken: ZakenRows | None = None
    """Puts zaken where `registers` do not: whose they are decides what a mandate opens."""


@asynccontextmanager
async def sql_wereld(url: str) -> AsyncIterator[Wereld]:
    database = Database(url)
    await database.create_tables(metadata)
    store = SqlPostbus(database)
    yield Wereld(PostbusRows(database), store, store, store)
    await database.close()


@asynccontextmanager
async def elders_wereld(database_url: str) -> AsyncIterator[Wereld]:
    """An Objects API and an Open Klant; the database is for what the connector keeps itself."""
    database = Database(database_url)
    await database.create_tables(metadata)
    async with (
        running(objects.make_standin({}), objects.INTERFACES) as objecten,
        running(openklant.make_standin({}), openklant.INTERFACES) as klant,
        PostbusElders.at(objecten.url, klant.url) as rows,
    ):
        zicht = Mandaatzicht(SqlZaken(database))
        api = Objecten(
            Objectensectie(url=f"{objecten.url}/api/v2", token=SecretStr(OBJECTS_TOKEN), zaakregister=NAAM),
            zicht,
        )
        contacten = OpenklantContactmomenten(
            Openklantsectie(
                url=f"{klant.url}/klantinteracties/api/v1",
                token=SecretStr(openklant.DEFAULT),
                zaakregister=NAAM,
            ),
            zicht,
        )
        taken, berichten = ObjectenTaken(api, TAAK, database), ObjectenBerichten(api, BERICHT, database)
        yield Wereld(rows, taken, berichten, contacten, (objecten, klant), ZakenRows(database))
        await api.close()
        await contacten.close()
    await database.close()
