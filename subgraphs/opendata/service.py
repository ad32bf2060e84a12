"""The opendata subgraph as a service of its own."""

from starlette.applications import Starlette

from subgraphs.opendata import tables
from subgraphs.opendata.dcat.kas import Kas
from subgraphs.opendata.dcat.routes import SECONDS, Catalogusroutes
from subgraphs.opendata.demo import fill_if_empty
from subgraphs.opendata.ophalen import Ophaalregels, Ophaler
from subgraphs.opendata.readers import DatasetReaders
from subgraphs.opendata.schema import schema
from subgraphs.opendata.store import Datacatalogus
from subgraphs.service.app import Service, make_service_app
from subgraphs.service.database import Database
from subgraphs.service.settings import ServiceSettings


def make_service(settings: ServiceSettings) -> Starlette:
    """The application over the embedded catalogue. Raises SettingsError for settings it cannot run with."""
    database = Database(settings.database_url)
    catalogus = Datacatalogus(database)
    ophaler = Ophaler(Ophaalregels())

    async def prepare() -> None:
        if settings.demo:
            await fill_if_empty(database, settings.calendar_day())

    service = Service(
        schema=schema,
        metadata=tables.metadata,
        database=database,
        own=lambda _caller: DatasetReaders(catalogus, ophaler),
        prepare=prepare,
        routes=Catalogusroutes(lambda: catalogus, Kas(SECONDS)).routes(),
        closing=(ophaler.close,),
    )
    return make_service_app(service, settings)
