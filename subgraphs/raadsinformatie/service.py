"""The raadsinformatie subgraph as a service of its own."""

from starlette.applications import Starlette

from subgraphs.raadsinformatie import tables
from subgraphs.raadsinformatie.demo import fill_if_empty
from subgraphs.raadsinformatie.readers import RaadsReaders
from subgraphs.raadsinformatie.schema import schema
from subgraphs.raadsinformatie.store import Raadsregister
from subgraphs.service.app import Service, make_service_app
from subgraphs.service.database import Database
from subgraphs.service.settings import ServiceSettings


def make_service(settings: ServiceSettings) -> Starlette:
    """The application over the embedded store. Raises SettingsError for settings it cannot run with."""
    database = Database(settings.database_url)
    bron = Raadsregister(database)

    async def prepare() -> None:
        if settings.demo:
            await fill_if_empty(database, settings.calendar_day())

    service = Service(
        schema=schema,
        metadata=tables.metadata,
        database=database,
        own=lambda _caller: RaadsReaders(bron),
        prepare=prepare,
    )
    return make_service_app(service, settings)
