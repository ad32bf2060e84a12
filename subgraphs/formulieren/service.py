"""The formulieren service: the subgraph, and the dispatcher that brings aanvragen to the zaakregistratie."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from starlette.applications import Starlette

from subgraphs.formulieren.aanvraagproces import Aanvraagproces
from subgraphs.formulieren.bestanden import Bestanden
from subgraphs.formulieren.bewaartermijn import Opruimer
from subgraphs.formulieren.bijlageproces import Bijlageproces
from subgraphs.formulieren.bijlagestore import SqlBijlagen
from subgraphs.formulieren.bronnen import Formulierbronnen
from subgraphs.formulieren.catalogus import SqlFormulieren
from subgraphs.formulieren.demo import fill
from subgraphs.formulieren.ontvangst import Ontvangst
from subgraphs.formulieren.open_forms.sectie import OpenForms
from subgraphs.formulieren.oude_outbox import neem_over
from subgraphs.formulieren.readers import FormulierenReaders, Werking
from subgraphs.formulieren.schema import schema
from subgraphs.formulieren.source import Formulierenbron
from subgraphs.formulieren.store import SqlAanvragen
from subgraphs.formulieren.tables import metadata, outbox
from subgraphs.formulieren.toegang import Toegang
from subgraphs.formulieren.verzending import REGISTRATIE, Aanvraagpost, Aanvraagverzending
from subgraphs.formulieren.voorinvulbewijs import Voorinvulbewijzen
from subgraphs.service.app import Service, make_service_app
from subgraphs.service.bronnen import sectie
from subgraphs.service.bus.dispatcher import Dispatcher
from subgraphs.service.bus.outbox import Outbox
from subgraphs.service.database import Database
from subgraphs.service.settings import PREFIX, ServiceSettings, SettingsError
from subgraphs.service.upstream import Upstream
from subgraphs.service.virusscan import GeenVirusscan
from subgraphs.service.zaakregistratie.betrokkenezegel import Betrokkenezegel
from subgraphs.service.zaakregistratie.registreren import Registreren
from subgraphs.service.zaakregistratie.zaken_service import ZakenService
from subgraphs.service.zaakregistratie.zgw.verbinding import Zgwverbinding
from subgraphs.service.zgw_token import REGISTRATIEGEHEIM, registration_credentials

ZAKEN_URL = "ZAKEN_URL"
"""The setting with the base URL of the zaken service."""
SECRETS = (REGISTRATIEGEHEIM, ZAKEN_URL)
"""What this service asks of the environ beside the ordinary settings, when it runs by itself."""

Clock = Callable[[], datetime]


def make_service(settings: ServiceSettings, zaken: Upstream | None = None) -> Starlette:
    """The ASGI application. `zaken` is the zaken service; without it, the one at the URL in the settings.

    Raises SettingsError when a setting is missing or unusable.
    """
    verbindingen = [Zgwverbinding(each) for each in _bronnen(settings).registratie]
    upstream, credentials = zaken or _over_http(settings), registration_credentials(settings)
    ingebouwd = partial(ZakenService, upstream, credentials)
    return make_service_with(settings, Registreren(verbindingen, ingebouwd))


def make_service_with(
    settings: ServiceSettings, registreren: Registreren, clock: Clock = lambda: datetime.now(UTC)
) -> Starlette:
    """The same over any zaakregistratie. Raises SettingsError."""
    bronnen = _bronnen(settings)
    database = Database(settings.database_url)
    bron, bijlagen = SqlAanvragen(database), SqlBijlagen(database)
    zegel = Betrokkenezegel(settings.pseudonym_key, registreren.met_nummer)
    verzending = Aanvraagverzending(bron, registreren.registratie(bijlagen), clock, zegel)
    berichten = Outbox(database, outbox)
    dispatcher = Dispatcher(berichten, {REGISTRATIE: verzending}, clock, bronnen.bus)
    open_forms = OpenForms(bronnen.open_forms) if bronnen.open_forms else None
    catalogus: Formulierenbron = SqlFormulieren(database)
    toegang = Toegang(open_forms.catalogus(catalogus) if open_forms else catalogus, bron, bijlagen)
    bewijzen = Voorinvulbewijzen(settings.pseudonym_key)
    proces = Aanvraagproces(toegang, Aanvraagpost(dispatcher, zegel), bewijzen, clock)
    inzendingen = open_forms.inzendingen if open_forms else None
    werking = Werking(toegang, proces, Bijlageproces(toegang, clock), inzendingen, bewijzen, clock)
    # the demo takes files unseen, for it has no scanner
    scanner = bronnen.scanner() or (GeenVirusscan() if settings.demo else None)
    bestanden = Bestanden(toegang, Ontvangst(toegang, scanner, clock))
    opruimer = Opruimer(bron, bijlagen, bronnen.bewaartermijnen.termijnen, clock)

    async def prepare() -> None:
        await neem_over(database, berichten, clock())
        if settings.demo:
            await fill(database)

    return make_service_app(
        Service(
            schema=schema,
            metadata=metadata,
            database=database,
            own=lambda caller: FormulierenReaders(werking, caller),
            prepare=prepare,
            background=[dispatcher.run, opruimer.run],
            closing=[registreren.close, *([open_forms.close] if open_forms else [])],
            personal=lambda reception: [bestanden.route(reception)],
        ),
        settings,
    )


def _bronnen(settings: ServiceSettings) -> Formulierbronnen:
    return sectie(settings, Formulierbronnen) or Formulierbronnen()


def _over_http(settings: ServiceSettings) -> Upstream:
    url = settings.secrets.get(ZAKEN_URL)
    if url is None:
        raise SettingsError(f"not set: {PREFIX}{ZAKEN_URL}")
    # The all-in-one process has no use for an HTTP client, which takes a while to import.
    from subgraphs.service.http_upstream import HttpUpstream

    return HttpUpstream(url)
