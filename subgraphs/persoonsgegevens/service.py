"""The persoonsgegevens subgraph as a service of its own: its sources, and the bus for what it owes others."""

from collections.abc import Callable
from datetime import UTC, datetime

from starlette.applications import Starlette

from subgraphs.persoonsgegevens import tables
from subgraphs.persoonsgegevens.aanvraag import REGISTRATIE, Aanvraagbezorging, Aanvragen
from subgraphs.persoonsgegevens.aanvraagstore import Aanvraagstore
from subgraphs.persoonsgegevens.adreswijziging import ZAAKTYPE
from subgraphs.persoonsgegevens.bericht import BERICHTEN, Postvak
from subgraphs.persoonsgegevens.berichtbezorging import Berichtbezorging
from subgraphs.persoonsgegevens.berichtzegel import Berichtzegel
from subgraphs.persoonsgegevens.bronnen import Persoonsbronnen
from subgraphs.persoonsgegevens.demo import fill_if_empty
from subgraphs.persoonsgegevens.readers import Bronnen, KlantReaders
from subgraphs.persoonsgegevens.registers import notify_van, registers_van, registreren_van
from subgraphs.persoonsgegevens.schema import schema
from subgraphs.persoonsgegevens.store import Gegevensmagazijn
from subgraphs.persoonsgegevens.verificatie import GELDIG, Verificaties
from subgraphs.persoonsgegevens.vingerafdruk import Vingerafdrukken
from subgraphs.service.app import Service, make_service_app
from subgraphs.service.bronnen import sectie
from subgraphs.service.bus.delivery import Destination
from subgraphs.service.bus.dispatcher import Dispatcher
from subgraphs.service.bus.outbox import Outbox
from subgraphs.service.bus.policy import Policy
from subgraphs.service.database import Database
from subgraphs.service.settings import ServiceSettings
from subgraphs.service.upstream import Upstream
from subgraphs.service.voorbeeldstad import voorbeeldstad
from subgraphs.service.zaakregistratie.bestand import GeenBestanden
from subgraphs.service.zaakregistratie.betrokkenezegel import Betrokkenezegel

Nu = Callable[[], datetime]


def _nu() -> datetime:
    return datetime.now(UTC)


def make_service(settings: ServiceSettings, zaken: Upstream | None = None, nu: Nu = _nu) -> Starlette:
    """The application over the embedded magazijn, and the registers that the settings name.

    `zaken` is the zaken service; without it, the one in the settings, if there is one. Raises SettingsError
    for settings it cannot run with.
    """
    gekozen = sectie(settings, Persoonsbronnen) or Persoonsbronnen()
    database = Database(settings.database_url)
    magazijn = Gegevensmagazijn(database, nu)
    registers = registers_van(gekozen, settings, magazijn, nu)
    outbox = Outbox(database, tables.outbox)
    verzender, sluit_verzender = notify_van(gekozen) or (Postvak(database, nu), [])
    bezorging = Berichtbezorging(verzender, Berichtzegel(settings.pseudonym_key), nu, GELDIG)
    destinations: dict[str, Destination] = {BERICHTEN: bezorging}
    dispatcher = Dispatcher(outbox, destinations, nu, Policy())
    registreren, aanvragen = registreren_van(gekozen, settings, zaken), None
    if registreren.neemt(ZAAKTYPE):
        bewaard, registratie = Aanvraagstore(database, outbox), registreren.registratie(GeenBestanden())
        zegel = Betrokkenezegel(settings.pseudonym_key, registreren.met_nummer)
        destinations[REGISTRATIE] = Aanvraagbezorging(bewaard, registratie, zegel)
        aanvragen = Aanvragen(bewaard, dispatcher, zegel, Vingerafdrukken(settings.pseudonym_key), nu)
    verificaties = Verificaties(database, outbox, settings.pseudonym_key, nu, dispatcher.wake)
    bronnen = Bronnen(registers.bron, magazijn, verificaties, aanvragen, gekozen.alleen_met_code)

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
        background=[dispatcher.run],
        closing=[*registers.closing, *sluit_verzender, registreren.close],
    )
    return make_service_app(service, settings)
