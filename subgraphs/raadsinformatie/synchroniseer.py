"""The council's synchroniser put together from the settings: what `gemeentegraaf synchroniseer-raad` runs."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from subgraphs.raadsinformatie import tables
from subgraphs.raadsinformatie.bronnen import Raadsbronnen
from subgraphs.raadsinformatie.raadsynchronisatie import Raadsynchronisatie
from subgraphs.service.bronnen import VARIABLE, sectie
from subgraphs.service.database import Database
from subgraphs.service.settings import ServiceSettings, SettingsError


@asynccontextmanager
async def raadsynchronisatie(settings: ServiceSettings) -> AsyncIterator[Raadsynchronisatie]:
    """Over the register and the source of these settings, until this ends.

    Raises SettingsError, DatabaseUnavailable.
    """
    gekozen = sectie(settings, Raadsbronnen)
    if gekozen is None or gekozen.openbesluitvorming is None:
        raise SettingsError(
            f"{VARIABLE}: raadsinformatie.openbesluitvorming is not there, so there is nothing to read"
        )
    bron = gekozen.openbesluitvorming.openbesluitvorming()
    database = Database(settings.database_url)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(bron.close)
        stack.push_async_callback(database.close)
        await database.create_tables(tables.metadata)
        yield Raadsynchronisatie(bron, database, gekozen.openbesluitvorming.teksten_per_ronde)
