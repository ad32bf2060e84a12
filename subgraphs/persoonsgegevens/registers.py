"""The sources that a municipality chose, put together: the magazijn, and the registers of the settings."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from subgraphs.persoonsgegevens.bronnen import Brpsectie, Persoonsbronnen
from subgraphs.persoonsgegevens.bronvolgorde import GeordendeBronnen
from subgraphs.persoonsgegevens.brp import BrpBron, Grond, Verantwoording
from subgraphs.persoonsgegevens.contact import Kanaal
from subgraphs.persoonsgegevens.klant import Bron
from subgraphs.persoonsgegevens.kvk import KvkBron
from subgraphs.persoonsgegevens.notify import Notify, Notifydienst
from subgraphs.persoonsgegevens.source import Persoonsgegevensbron
from subgraphs.service.register_client import RegisterClient, RegisterRules, RegisterTarget
from subgraphs.service.settings import PREFIX, ServiceSettings, SettingsError
from subgraphs.service.upstream import Upstream
from subgraphs.service.zaakregistratie.registreren import Maker, Registreren
from subgraphs.service.zaakregistratie.zaken_service import ZakenService
from subgraphs.service.zaakregistratie.zgw.verbinding import Zgwverbinding
from subgraphs.service.zgw_token import FORMULIEREN, ZgwCredentials, registration_credentials

ATTEMPTS = 2
ZONDER_SLEUTEL = f"{PREFIX}IDENTIFICATIESLEUTEL is not set"

Nu = Callable[[], datetime]
Close = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Registers:
    """All that answers who a customer is. `closing` closes what it holds open."""

    bron: Persoonsgegevensbron
    brp: BrpBron | None = None
    closing: Sequence[Close] = field(default=())


def registers_van(
    gekozen: Persoonsbronnen, settings: ServiceSettings, magazijn: Persoonsgegevensbron, nu: Nu
) -> Registers:
    """Over the magazijn, with the registers that were chosen. Raises SettingsError."""
    if (gekozen.brp or gekozen.kvk) and settings.identification_key is None:
        raise SettingsError(f"{ZONDER_SLEUTEL}: without it no register can be asked by number")
    return _made(gekozen, magazijn, nu)


def notify_van(gekozen: Persoonsbronnen) -> tuple[Notify, Sequence[Close]] | None:
    """Who sends messages to customers, and what closes it; None when nobody was chosen."""
    if gekozen.notify is None:
        return None
    client = RegisterClient(RegisterTarget("notify", gekozen.notify.url))
    sjablonen = {
        Kanaal.EMAIL: gekozen.notify.sjabloon_email,
        Kanaal.TELEFOON: gekozen.notify.sjabloon_sms,
    }
    dienst = Notifydienst(gekozen.notify.dienst, gekozen.notify.geheim.get_secret_value(), sjablonen)
    return Notify(client, dienst), [client.close]


def registreren_van(
    gekozen: Persoonsbronnen, settings: ServiceSettings, zaken: Upstream | None
) -> Registreren:
    """Where aanvragen become zaken: the registers of the settings, and for the rest the zaken service, in
    this process or as the settings say. Raises SettingsError.
    """
    if gekozen.registratie and settings.identification_key is None:
        raise SettingsError(f"{ZONDER_SLEUTEL}: without it no zaak can be registered by number")
    verbindingen = [Zgwverbinding(each) for each in gekozen.registratie]
    return Registreren(verbindingen, _zaken_service(gekozen, settings, zaken))


def _zaken_service(
    gekozen: Persoonsbronnen, settings: ServiceSettings, zaken: Upstream | None
) -> Maker | None:
    if zaken is not None:
        return partial(ZakenService, zaken, registration_credentials(settings))
    if gekozen.zaken is None:
        return None
    # The all-in-one process has no use for an HTTP client, which takes a while to import.
    from subgraphs.service.http_upstream import HttpUpstream

    credentials = ZgwCredentials(FORMULIEREN, gekozen.zaken.geheim.get_secret_value())
    return partial(ZakenService, HttpUpstream(gekozen.zaken.url), credentials)


def _made(gekozen: Persoonsbronnen, magazijn: Persoonsgegevensbron, nu: Nu) -> Registers:
    bronnen: dict[Bron, Persoonsgegevensbron] = {Bron.MAGAZIJN: magazijn}
    clients: list[RegisterClient] = []
    brp: BrpBron | None = None
    rules = RegisterRules(budget=gekozen.budget_seconden, attempts=ATTEMPTS)
    if gekozen.brp is not None:
        key = {"x-api-key": gekozen.brp.sleutel.get_secret_value()}
        clients.append(RegisterClient(RegisterTarget("brp", gekozen.brp.url, key), rules))
        brp = BrpBron(clients[-1], verantwoording_van(gekozen.brp), nu)
        bronnen[Bron.BRP] = brp
    if gekozen.kvk is not None:
        key = {"apikey": gekozen.kvk.sleutel.get_secret_value()}
        clients.append(RegisterClient(RegisterTarget("kvk", gekozen.kvk.url, key), rules))
        bewaren = timedelta(seconds=gekozen.kvk.bewaren_seconden)
        bronnen[Bron.KVK] = KvkBron(clients[-1], nu, bewaren)
    closing = [client.close for client in clients]
    return Registers(GeordendeBronnen(bronnen, gekozen.als_volgorde()), brp, closing)


def verantwoording_van(gekozen: Brpsectie) -> Verantwoording:
    """How the settings say that questions are accounted for."""
    gronden = {
        naam: Grond(grond.doelbinding, grond.verwerking) for naam, grond in gekozen.verwerkingen.items()
    }
    return Verantwoording(gekozen.doelbinding, gekozen.gebruiker, gekozen.oin, gronden)
