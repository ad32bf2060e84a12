"""The abonnement by which the Notificaties API tells this service what happens to zaken."""

from typing import Any

from subgraphs.service.register_call import Method, RegisterCall
from subgraphs.service.register_client import RegisterClient, RegisterTarget
from subgraphs.service.settings import SettingsError
from subgraphs.service.zgw_token import Gebruiker, ZgwCredentials
from subgraphs.zaken.notificaties import KANAAL
from subgraphs.zaken.notificatiesectie import Notificatiesectie

PATH = "/abonnement"
WIE = Gebruiker("gemeentegraaf", "Gemeentegraaf")


async def abonneer(sectie: Notificatiesectie, callback: str) -> bool:
    """Subscribe `callback` to the zaken of all registers; false when it was, and is brought up to date.

    The API calls it at once, to see that it answers and asks who is there. Raises SettingsError when the
    settings do not say where, RegisterUnavailable and RegisterRefused when it does not do as asked.
    """
    if sectie.url is None or sectie.geheim is None:
        raise SettingsError("zaken.notificaties: url and geheim say where to subscribe, and are not there")
    credentials = ZgwCredentials(sectie.client_id, sectie.geheim.get_secret_value())
    headers = {"authorization": f"Bearer {credentials.token(WIE)}"}
    content = {"callbackUrl": callback, "auth": sectie.auth, "kanalen": [{"naam": KANAAL, "filters": {}}]}
    client = RegisterClient(RegisterTarget("notificaties", sectie.url))
    try:
        known = await _known(client, callback, headers)
        method, path = (Method.POST, PATH) if known is None else (Method.PUT, known)
        await client.ask(RegisterCall.send(method, path, content, headers).within(30))
    finally:
        await client.close()
    return known is None


async def _known(client: RegisterClient, callback: str, headers: dict[str, str]) -> str | None:
    """The path of the abonnement that this callback has already."""
    found: Any = (await client.ask(RegisterCall.get(PATH, (), headers))).json()
    return next((client.path_of(each["url"]) for each in found if each["callbackUrl"] == callback), None)
