"""The persoonsgegevens subgraph as a service of its own."""

from datetime import UTC, datetime

from starlette.applications import Starlette

from subgraphs.persoonsgegevens import tables
from subgraphs.persoonsgegevens.demo import fill_if_empty
from subgraphs.persoonsgegevens.readers import Bronnen, KlantReaders
from subgraphs.persoonsgegevens.registers import registers_of
from subgraphs.persoonsgegevens.schema import schema
from subgraphs.persoonsgegevens.store import Gegevensmagazijn
from subgraphs.service.app import Service, make_service_app
from subgraphs.service.database import Database
from subgraphs.service.settings import ServiceSettings
from subgraphs.service.voorbeeldstad import voorbeeldstad


def make_service(settings: ServiceSettings) -> Starlette:
    """The application over the embedded magazijn, and the registers that the settings name. Raises
    SettingsError for settings it cannot run with.
    """
    database = Database(settings.database_url)
    magazijn = Gegevensmagazijn(database, _nu)
    registers = registers_of(settings, magazijn, _nu)
    bronnen = Bronnen(registers.bron, magazijn)

    async def prepare() -> None:
        if settings.demo:
            today = settings.calendar_day()
            await fill_if_empty(database, voorbeeldstad(today), settings.pseudonym_key, today)

    service = Service(
        schema=schema,
        metadata=tables.metadata,
        database=database,
        own=lambda _caller: KlantReaders(bronnen, settings.calendar_day()),
        prepare=prepare,
        closing=registers.closing,
    )
    return make_service_app(service, settings)


def _nu() -> datetime:
    return datetime.now(UTC)
