"""The website subgraph as a service of its own."""

from collections.abc import Callable
from datetime import datetime, time

from starlette.applications import Starlette

from subgraphs.service.app import Service, make_service_app
from subgraphs.service.bronnen import sectie
from subgraphs.service.database import Database
from subgraphs.service.settings import LOCAL, ServiceSettings
from subgraphs.website import tables
from subgraphs.website.bronnen import Websitebronnen
from subgraphs.website.demo import fill_if_empty
from subgraphs.website.readers import WebsiteReaders
from subgraphs.website.schema import schema
from subgraphs.website.source import Websitebron
from subgraphs.website.store import Webinhoud


def make_service(settings: ServiceSettings) -> Starlette:
    """The application over the CMS that the settings name, or the embedded store. Raises SettingsError for

    settings it cannot run with.
    """
    gekozen = sectie(settings, Websitebronnen)
    database = Database(settings.database_url)
    bron: Websitebron = gekozen.cms.bron() if gekozen and gekozen.cms else Webinhoud(database)
    nu = _klok(settings)

    async def prepare() -> None:
        if settings.demo:
            await fill_if_empty(database, settings.calendar_day())

    service = Service(
        schema=schema,
        metadata=tables.metadata,
        database=database,
        own=lambda _caller: WebsiteReaders(bron, nu()),
        prepare=prepare,
        closing=[bron.close],
    )
    return make_service_app(service, settings)


def _klok(settings: ServiceSettings) -> Callable[[], datetime]:
    """What time it is. On a calendar that stands still, noon: then opening hours stand still as well."""
    if settings.today is None:
        return lambda: datetime.now(LOCAL)
    stil = datetime.combine(settings.today, time(12), LOCAL)
    return lambda: stil
