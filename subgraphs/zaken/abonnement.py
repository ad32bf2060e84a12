"""The abonnement by which the Notificaties API tells this service what happens to zaken, and to the besluiten
and documents of zaken.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from subgraphs.service.register_call import Method, RegisterCall
from subgraphs.service.register_client import RegisterClient, RegisterTarget
from subgraphs.service.settings import SettingsError
from subgraphs.service.zgw_token import Gebruiker, ZgwCredentials
from subgraphs.zaken.bronnen import Zaakbronnen
from subgraphs.zaken.notificatie import BESLUITEN, DOCUMENTEN, ZAKEN

PATH, KANALEN = "/abonnement", "/kanaal"
WIE = Gebruiker("gemeentegraaf", "Gemeentegraaf")


@dataclass(frozen=True, slots=True)
class Abonnement:
    """What was subscribed to, and whether it is new."""

    nieuw: bool
    kanalen: tuple[str, ...]


async def abonneer(bronnen: Zaakbronnen, callback: str) -> Abonnement:
    """Subscribe `callback` to all that these registers tell, or bring its abonnement up to date.

    The API calls it at once, to see that it answers and asks who is there. Raises SettingsError when the
    settings do not say where, RegisterUnavailable and RegisterRefused when it does not do as asked.
    """
    sectie = bronnen.notificaties
    if sectie is None or sectie.url is None or sectie.geheim is None:
        raise SettingsError("zaken.notificaties: url and geheim say where to subscribe, and are not there")
    credentials = ZgwCredentials(sectie.client_id, sectie.geheim.get_secret_value())
    headers = {"authorization": f"Bearer {credentials.token(WIE)}"}
    client = RegisterClient(RegisterTarget("notificaties", sectie.url))
    try:
        wanted = await _channels(client, _kanalen(bronnen), headers)
        kanalen = [{"naam": naam, "filters": {}} for naam in wanted]
        content = {"callbackUrl": callback, "auth": sectie.auth, "kanalen": kanalen}
        known = await _known(client, callback, headers)
        method, path = (Method.POST, PATH) if known is None else (Method.PUT, known)
        await client.ask(RegisterCall.send(method, path, content, headers).within(30))
    finally:
        await client.close()
    return Abonnement(known is None, tuple(wanted))


def _kanalen(bronnen: Zaakbronnen) -> Sequence[str]:
    """The channels of the APIs that are read, which are named after them."""
    more = (
        kanaal for kanaal in (BESLUITEN, DOCUMENTEN) if any(getattr(r, kanaal) for r in bronnen.registers)
    )
    return [ZAKEN, *more]


async def _channels(client: RegisterClient, wanted: Sequence[str], headers: dict[str, str]) -> Sequence[str]:
    """Those of the wanted channels that there are, and that of the zaken: without it there is no use."""
    found: Any = (await client.ask(RegisterCall.get(KANALEN, (), headers))).json()
    there = {ZAKEN, *(each["naam"] for each in found)}
    return [naam for naam in wanted if naam in there]


async def _known(client: RegisterClient, callback: str, headers: dict[str, str]) -> str | None:
    """The path of the abonnement that this callback has already."""
    found: Any = (await client.ask(RegisterCall.get(PATH, (), headers))).json()
    return next((client.path_of(each["url"]) for each in found if each["callbackUrl"] == callback), None)
