"""The zaken service: the subgraph, and the door through which aanvragen become zaken."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from starlette.applications import Starlette

from subgraphs.service.app import Service, make_service_app
from subgraphs.service.context import Caller
from subgraphs.service.database import Database
from subgraphs.service.settings import ServiceSettings
from subgraphs.service.zgw_token import REGISTRATIEGEHEIM, registration_credentials
from subgraphs.zaken.demo import fill
from subgraphs.zaken.readers import ZakenReaders
from subgraphs.zaken.register import SqlZaakregister
from subgraphs.zaken.registraties import registraties_route
from subgraphs.zaken.schema import schema
from subgraphs.zaken.store import SqlZaken
from subgraphs.zaken.tables import metadata

SECRETS = (REGISTRATIEGEHEIM,)
"""What this service asks of the environ beside the ordinary settings."""

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def make_service(settings: ServiceSettings) -> Starlette:
    """The ASGI application. Raises SettingsError when a secret is missing or unusable."""
    database = Database(settings.database_url)
    bron = SqlZaken(database)
    vandaag = _vandaag(settings)
    credentials = registration_credentials(settings)

    def own(caller: Caller) -> ZakenReaders:
        return ZakenReaders(bron, caller, vandaag)

    async def prepare() -> None:
        if settings.demo:
            await fill(database, settings.pseudonym_key, vandaag())

    return make_service_app(
        Service(
            schema=schema,
            metadata=metadata,
            database=database,
            own=own,
            prepare=prepare,
            routes=[registraties_route(SqlZaakregister(database), credentials, vandaag)],
        ),
        settings,
    )


def _vandaag(settings: ServiceSettings) -> Callable[[], date]:
    """Today where the municipality is; deadlines are days there, whatever the clock of the server says."""
    return lambda: settings.today or datetime.now(AMSTERDAM).date()
