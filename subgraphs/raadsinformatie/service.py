"""The raadsinformatie subgraph as a service of its own."""

from starlette.applications import Starlette

from subgraphs.raadsinformatie import tables
from subgraphs.raadsinformatie.bronnen import Raadsbronnen
from subgraphs.raadsinformatie.demo import fill_if_empty
from subgraphs.raadsinformatie.readers import RaadsReaders
from subgraphs.raadsinformatie.schema import schema
from subgraphs.raadsinformatie.source import Raadsbron
from subgraphs.raadsinformatie.store import Raadsregister
from subgraphs.service.app import Service, make_service_app
from subgraphs.service.bronnen import sectie
from subgraphs.service.database import Database
from subgraphs.service.settings import ServiceSettings


def make_service(settings: ServiceSettings) -> Starlette:
    """The application over Open Raadsinformatie where the settings name it, or the embedded store.

    Raises SettingsError for settings it cannot run with.
    """
    gekozen = sectie(settings, Raadsbronnen)
    database = Database(settings.database_url)
    bron: Raadsbron = gekozen.ori.bron() if gekozen and gekozen.ori else Raadsregister(database)

    async def prepare() -> None:
        if settings.demo:
            await fill_if_empty(database, settings.calendar_day())

    service = Service(
        schema=schema,
        metadata=tables.metadata,
        database=database,
        own=lambda _caller: RaadsReaders(bron),
        prepare=prepare,
        closing=[bron.close],
    )
    return make_service_app(service, settings)
