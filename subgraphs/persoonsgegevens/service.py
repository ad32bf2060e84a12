"""The persoonsgegevens subgraph as a service of its own."""

from datetime import UTC, datetime

from starlette.applications import Starlette

from subgraphs.persoonsgegevens import tables
from subgraphs.persoonsgegevens.demo import fill_if_empty
from subgraphs.persoonsgegevens.readers import Bronnen, KlantReaders
from subgraphs.persoonsgegevens.schema import schema
from subgraphs.persoonsgegevens.store import Gegevensmagazijn
from subgraphs.service.app import Service, make_service_app
from subgraphs.service.database import Database
from subgraphs.service.settings import ServiceSettings
from subgraphs.service.voorbeeldstad import voorbeeldstad


def make_service(settings: ServiceSettings) -> Starlette:
    """The application over the embedded magazijn. Raises SettingsError for settings it cannot run with."""
    database = Database(settings.database_url)
    magazijn = Gegevensmagazijn(database, lambda: datetime.now(UTC))

    async def prepare() -> None:
        if settings.demo:
            today = settings.calendar_day()
            await fill_if_empty(database, voorbeeldstad(today), settings.pseudonym_key, today)

    service = Service(
        schema=schema,
        metadata=tables.metadata,
        database=database,
        own=lambda _caller: KlantReaders(Bronnen(magazijn, magazijn), settings.calendar_day()),
        prepare=prepare,
    )
    return make_service_app(service, settings)
