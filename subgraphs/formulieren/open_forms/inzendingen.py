"""Openstaande inzendingen: what a customer began at the form engine and did not finish.

The API of Open Forms itself tells nobody about a customer's submissions. Municipalities that have them speak
`GET openstaande-inzendingen?bsn=` (or `kvk=`), which Open Inwoner asks of its form engine as well: pages of
{uuid, url, naam, vervolgLink, datumLaatsteWijziging, eindDatumGeldigheid}.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from auth.principal import Identifier, Identiteit
from subgraphs.formulieren.inzending import OpenstaandeInzending
from subgraphs.service.processing import asking
from subgraphs.service.register_call import RegisterCall
from subgraphs.service.register_client import RegisterClient
from subgraphs.service.register_errors import Reason, RegisterUnavailable
from subgraphs.service.settings import LOCAL
from subgraphs.service.verwerking import AANVRAGEN

PATH = "/openstaande-inzendingen"
_PARAMETERS = {Identifier.BSN: "bsn", Identifier.KVK: "kvk"}
MOST = 100


class OpenstaandeInzendingen:
    """Implements `Inzendingenbron`."""

    def __init__(self, client: RegisterClient) -> None:
        self._client = client

    async def openstaand(self, klant: Identiteit) -> Sequence[OpenstaandeInzending]:
        parameter = _PARAMETERS.get(klant.soort)
        if parameter is None:
            return []  # this register knows no customers of this kind
        async with asking(self._client.name, AANVRAGEN):
            answer = await self._client.ask(RegisterCall.get(PATH, ((parameter, klant.waarde),)))
            content = answer.object()
        try:
            found = [_inzending(one) for one in content["results"][:MOST]]
        except (KeyError, TypeError, ValueError, AttributeError):
            # the cause may quote what was sent
            raise RegisterUnavailable(self._client.name, Reason.UNREADABLE) from None
        return sorted(found, key=lambda one: one.gewijzigd_op, reverse=True)


def _inzending(one: Mapping[str, Any]) -> OpenstaandeInzending:
    until = one.get("eindDatumGeldigheid")
    return OpenstaandeInzending(
        id=str(one["uuid"]),
        naam=str(one["naam"]),
        vervolg_url=_web(one.get("vervolgLink")),
        gewijzigd_op=_moment(one["datumLaatsteWijziging"]),
        geldig_tot=_moment(until) if until else None,
    )


def _moment(text: str) -> datetime:
    """A moment without an offset is one by the clock in the Netherlands."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=LOCAL)


def _web(link: Any) -> str | None:
    """A link that can stand in a page: of the web, and no other kind."""
    return link if isinstance(link, str) and urlsplit(link).scheme in ("http", "https") else None
