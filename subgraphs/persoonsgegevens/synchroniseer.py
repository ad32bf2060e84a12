"""The synchroniser put together from the settings: what `gemeentegraaf synchroniseer` runs."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta

from auth.principal import ANONIEM
from subgraphs.persoonsgegevens import tables
from subgraphs.persoonsgegevens.bronnen import Brpsectie, Persoonsbronnen
from subgraphs.persoonsgegevens.brp import SYNCHRONISATIE, BrpBron
from subgraphs.persoonsgegevens.brp_wijzigingen import BrpWijzigingen
from subgraphs.persoonsgegevens.registers import verantwoording_van
from subgraphs.persoonsgegevens.synchronisatie import PACHT, Synchronisatie
from subgraphs.persoonsgegevens.werklijst import Werklijst
from subgraphs.service.bronnen import VARIABLE, sectie
from subgraphs.service.database import Database
from subgraphs.service.pacht import Pacht
from subgraphs.service.processing import Proceedings, proceed
from subgraphs.service.processing_parts import open_log
from subgraphs.service.register_client import RegisterClient, RegisterRules, RegisterTarget
from subgraphs.service.settings import ServiceSettings, SettingsError
from subgraphs.service.verwerking import GEGEVENSMAGAZIJN

RULES = RegisterRules(budget=30, attempts=3)
"""Nobody waits for it, so it has more patience than a page."""


def _nu() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def synchronisatie(
    settings: ServiceSettings, nu: Callable[[], datetime] = _nu
) -> AsyncIterator[Synchronisatie]:
    """Over the magazijn and the BRP of these settings, until this ends. What it reads is written down in the
    processing log, if there is one. Raises SettingsError, DatabaseUnavailable.
    """
    gekozen = sectie(settings, Persoonsbronnen)
    if gekozen is None or gekozen.brp is None:
        raise SettingsError(f"{VARIABLE}: persoonsgegevens.brp is not there, so there is nothing to read")
    database = Database(settings.database_url)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(database.close)
        await database.create_tables(tables.metadata)
        if settings.processing is not None:
            log = open_log(settings.processing, settings.name)
            await stack.enter_async_context(log.running())
            proceed(Proceedings(log.rules, ANONIEM))
        yield await _made(gekozen.brp, settings, database, nu, stack)


async def _made(
    gekozen: Brpsectie,
    settings: ServiceSettings,
    database: Database,
    nu: Callable[[], datetime],
    stack: AsyncExitStack,
) -> Synchronisatie:
    key = {"x-api-key": gekozen.sleutel.get_secret_value()}
    verantwoording = verantwoording_van(gekozen)
    client = RegisterClient(RegisterTarget("brp", gekozen.url, key), RULES)
    stack.push_async_callback(client.close)
    feed = None
    if gekozen.volgen_url is not None:
        volgen = RegisterClient(RegisterTarget("brp-wijzigingen", gekozen.volgen_url, key), RULES)
        stack.push_async_callback(volgen.close)
        feed = BrpWijzigingen(volgen, verantwoording.van(GEGEVENSMAGAZIJN.activiteit, SYNCHRONISATIE))
    return Synchronisatie(
        BrpBron(client, verantwoording, nu),
        Werklijst(database),
        feed,
        settings.pseudonym_key,
        nu,
        Pacht(database, tables.pacht, PACHT, nu),
        timedelta(days=gekozen.verversen_dagen),
    )
