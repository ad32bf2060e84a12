"""The zaken service: the subgraph, the door through which aanvragen become zaken, and that of who handles
them.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from starlette.applications import Starlette
from starlette.routing import Route

from subgraphs.service.app import Service, make_service_app
from subgraphs.service.bronnen import sectie
from subgraphs.service.context import Caller
from subgraphs.service.database import Database
from subgraphs.service.scansectie import scanner_van
from subgraphs.service.settings import ServiceSettings
from subgraphs.service.virusscan import GeenVirusscan
from subgraphs.service.zgw_token import REGISTRATIEGEHEIM, registration_credentials
from subgraphs.zaken.aanlevering.proces import Aanleverproces
from subgraphs.zaken.aanlevering.store import SqlAanleveringen
from subgraphs.zaken.aanlevering.stukken import SqlStukken, Stukkenbron
from subgraphs.zaken.afhandelaar import Afhandelaar, Afhandelaars
from subgraphs.zaken.behandeling import Behandeling, Tijd
from subgraphs.zaken.bestanden import bestanden_route
from subgraphs.zaken.bronnen import Zaakbronnen
from subgraphs.zaken.demo import fill
from subgraphs.zaken.deuren import deuren
from subgraphs.zaken.notificaties import Ontvangst, notificaties_routes
from subgraphs.zaken.postbus.demo import fill_postbus
from subgraphs.zaken.postbus.keuze import open_postbus
from subgraphs.zaken.readers import Werking, ZakenReaders
from subgraphs.zaken.register import SqlZaakregister
from subgraphs.zaken.registraties import registraties_routes
from subgraphs.zaken.schema import schema
from subgraphs.zaken.source import Zakenbron
from subgraphs.zaken.store import SqlZaken
from subgraphs.zaken.tables import metadata
from subgraphs.zaken.zaakbus import Reach, Zaakbus, over_http
from subgraphs.zaken.zgw.zaken import ZgwZaken

SECRETS = (REGISTRATIEGEHEIM,)
"""What this service asks of the environ beside the ordinary settings."""

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def make_service(
    settings: ServiceSettings, afhandelaars: Sequence[Afhandelaar] = (), reach: Reach = over_http
) -> Starlette:
    """The ASGI application. Who handles zaken, beside those of the settings, and how they are reached.

    Raises SettingsError when a secret is missing or unusable, or the file of sources is wrong.
    """
    database = Database(settings.database_url)
    bronnen = sectie(settings, Zaakbronnen) or Zaakbronnen()
    elders = ZgwZaken(bronnen) if bronnen.registers else None
    bron: Zakenbron = elders or SqlZaken(database)
    vandaag = _vandaag(settings)
    documenten = elders.bijlagen if elders else None
    postbus = open_postbus(database, bron, documenten, bronnen, _klok(settings))
    allen = Afhandelaars((*afhandelaars, *bronnen.afhandelaars), bronnen.systeem)
    bus = Zaakbus(database, allen, reach, _nu, bronnen.bus)
    register = SqlZaakregister(database, bus.melder)
    behandeling = Behandeling(database, allen, bus.melder)

    # the demo takes files unseen, for it has no scanner
    scanner = scanner_van(bronnen.virusscan) or (GeenVirusscan() if settings.demo else None)
    stukken: Stukkenbron = elders.stukken if elders else SqlStukken(database)
    aanlevering = Aanleverproces(bron, stukken, SqlAanleveringen(database), scanner, _klok(settings))
    werking = Werking(bus.feed, postbus, aanlevering)

    def own(caller: Caller) -> ZakenReaders:
        return ZakenReaders(bron, werking, caller, vandaag)

    async def prepare() -> None:
        if settings.demo:
            await _fill(database, settings.pseudonym_key, vandaag(), elders)

    return make_service_app(
        Service(
            schema=schema,
            metadata=metadata,
            database=database,
            own=own,
            prepare=prepare,
            background=bus.background,
            closing=[*([elders.close] if elders else []), *postbus.closing],
            personal=lambda reception: [bestanden_route(bron, werking, reception)],
            routes=[
                *registraties_routes(register, registration_credentials(settings), vandaag),
                *deuren(database, behandeling, allen, lambda: Tijd(_nu(), vandaag()), postbus.nu),
                *_notificaties(bronnen, elders, bus, vandaag),
            ],
        ),
        settings,
    )


async def _fill(database: Database, key: bytes, vandaag: date, elders: ZgwZaken | None) -> None:
    """Voorbeeldstad. Before registers nobody would see its zaken, nor what is added to them."""
    if elders is None:
        await fill(database, key, vandaag)
    await fill_postbus(database, key, vandaag)


def _notificaties(
    bronnen: Zaakbronnen, elders: ZgwZaken | None, bus: Zaakbus, vandaag: Callable[[], date]
) -> list[Route]:
    """Where registers tell what happens, if they do."""
    if bronnen.notificaties is None or elders is None:
        return []
    ontvangst = Ontvangst(bus.gebeurtenissen, elders.zaakvinder(vandaag), bus.feed.wake, _nu)
    return notificaties_routes(ontvangst, bronnen.notificaties)


def _nu() -> datetime:
    return datetime.now(UTC)


def _klok(settings: ServiceSettings) -> Callable[[], datetime]:
    """Now, or noon of the day that `today` fixes."""
    if settings.today is None:
        return _nu
    noon = datetime.combine(settings.today, time(12), AMSTERDAM)
    return lambda: noon


def _vandaag(settings: ServiceSettings) -> Callable[[], date]:
    """Today where the municipality is; deadlines are days there, whatever the clock of the server says."""
    return lambda: settings.today or datetime.now(AMSTERDAM).date()
