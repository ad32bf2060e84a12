"""The sources that a municipality chose, put together: the magazijn, and the registers of the settings."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from subgraphs.persoonsgegevens.bronnen import Brpsectie, Persoonsbronnen
from subgraphs.persoonsgegevens.bronvolgorde import MAGAZIJN_ALLEEN, GeordendeBronnen
from subgraphs.persoonsgegevens.brp import BrpBron, Grond, Verantwoording
from subgraphs.persoonsgegevens.klant import Bron
from subgraphs.persoonsgegevens.kvk import KvkBron
from subgraphs.persoonsgegevens.source import Persoonsgegevensbron
from subgraphs.service.bronnen import sectie
from subgraphs.service.register_client import RegisterClient, RegisterRules, RegisterTarget
from subgraphs.service.settings import PREFIX, ServiceSettings, SettingsError

ATTEMPTS = 2

Nu = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Registers:
    """All that answers who a customer is. `closing` closes what it holds open."""

    bron: Persoonsgegevensbron
    brp: BrpBron | None = None
    closing: Sequence[Callable[[], Awaitable[None]]] = field(default=())


def registers_of(settings: ServiceSettings, magazijn: Persoonsgegevensbron, nu: Nu) -> Registers:
    """Over the magazijn, with the registers that the settings name. Raises SettingsError."""
    gekozen = sectie(settings, Persoonsbronnen)
    if gekozen is None:
        return Registers(GeordendeBronnen({Bron.MAGAZIJN: magazijn}, MAGAZIJN_ALLEEN))
    if (gekozen.brp or gekozen.kvk) and settings.identification_key is None:
        raise SettingsError(
            f"{PREFIX}IDENTIFICATIESLEUTEL is not set: without it no register can be asked by number"
        )
    return _made(gekozen, magazijn, nu)


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
