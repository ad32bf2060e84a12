"""The opendata subgraph as a service of its own."""

from collections.abc import Callable, Sequence

from starlette.applications import Starlette

from subgraphs.opendata import tables
from subgraphs.opendata.bronnen import Opendatabronnen
from subgraphs.opendata.ckan.bron import Ckan
from subgraphs.opendata.dcat.kas import Kas
from subgraphs.opendata.dcat.routes import SECONDS, Catalogusroutes
from subgraphs.opendata.demo import fill_if_empty
from subgraphs.opendata.ophalen import Ophaler
from subgraphs.opendata.readers import DatasetReaders
from subgraphs.opendata.schema import schema
from subgraphs.opendata.source import Datasetbron
from subgraphs.opendata.store import Datacatalogus
from subgraphs.service.app import Service, Task, make_service_app
from subgraphs.service.bronnen import sectie
from subgraphs.service.database import Database
from subgraphs.service.settings import ServiceSettings


def make_service(settings: ServiceSettings) -> Starlette:
    """The application over the CKAN that the settings name, or the embedded catalogue. Raises SettingsError
    for settings it cannot run with.
    """
    gekozen = sectie(settings, Opendatabronnen) or Opendatabronnen()
    database = Database(settings.database_url)
    bron, closing = _source(gekozen, database)
    ophaler = Ophaler(gekozen.voorbeelden.regels())

    async def prepare() -> None:
        if settings.demo:
            await fill_if_empty(database, settings.calendar_day())

    service = Service(
        schema=schema,
        metadata=tables.metadata,
        database=database,
        own=lambda _caller: DatasetReaders(bron(), ophaler),
        prepare=prepare,
        routes=Catalogusroutes(bron, Kas(SECONDS)).routes(),
        closing=(ophaler.close, *closing),
    )
    return make_service_app(service, settings)


def _source(gekozen: Opendatabronnen, database: Database) -> tuple[Callable[[], Datasetbron], Sequence[Task]]:
    """What makes the source for a request, and what is to be closed in the end."""
    ckan = gekozen.ckan
    if ckan is None:
        catalogus = Datacatalogus(database)
        return (lambda: catalogus), ()
    acties, vertaling = ckan.acties(), ckan.vertaling()
    return (lambda: Ckan(acties, vertaling, ckan.themaveld)), (acties.close,)
