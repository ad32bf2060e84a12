"""Reads collections from a CMS that speaks JSON:API 1.1 (jsonapi.org), as Drupal does out of the box.

    GET {url}{pad}?page[limit]=50    Accept: application/vnd.api+json
    {"data": [{"type": ..., "id": ..., "attributes": {...}}, ...], "links": {"next": {"href": ...}}}

The attributes are those of the kind (docs/website.md), under their own names or under those that the
settings give.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError

from subgraphs.service.register_call import RegisterCall
from subgraphs.service.register_client import RegisterClient
from subgraphs.service.register_errors import Reason, RegisterUnavailable
from subgraphs.website.soort import Inhoud, Soort

MEDIA_TYPE = "application/vnd.api+json"
PER_BLADZIJDE = 50
"""What Drupal gives at most."""
MEESTE_BLADZIJDEN = 400
GENOEMD = 10
"""How many items that cannot be read are named in the log."""
LANGSTE_NAAM = 80
_ONBRUIKBAAR = (ValueError, TypeError, OverflowError)

logger = logging.getLogger(__name__)

T = TypeVar("T", bound=Inhoud)


@dataclass(frozen=True, slots=True)
class Vindplaats:
    """Where a kind is: its path, and by our name of an attribute the CMS's own, with dots for what lies

    deeper.
    """

    pad: str
    velden: Mapping[str, str] = field(default_factory=dict)


class Jsonapi:
    """Raises RegisterUnavailable and RegisterRefused, as the client that it asks with."""

    def __init__(self, client: RegisterClient) -> None:
        self._client = client

    async def lees(self, soort: Soort[T], vindplaats: Vindplaats) -> list[T]:
        """All of a kind that is published. What cannot be read is left out, and named in the log."""
        items, onleesbaar = [], []
        for bron in await self._bronnen(vindplaats.pad):
            try:
                document = _document(soort, bron, vindplaats.velden)
                if document is not None:
                    items.append(soort.lees(document))
            except _ONBRUIKBAAR as exc:
                onleesbaar.append(_genoemd(bron, exc))
        if onleesbaar:
            genoemd = ", ".join(onleesbaar[:GENOEMD])
            aantal = len(onleesbaar)
            logger.warning("the CMS has %d items of %s that cannot be read: %s", aantal, soort.naam, genoemd)
        return items

    async def close(self) -> None:
        await self._client.close()

    async def _bronnen(self, pad: str) -> list[Mapping[str, Any]]:
        """The resource objects of every page."""
        gevonden: list[Mapping[str, Any]] = []
        call = RegisterCall.get(pad, (("page[limit]", str(PER_BLADZIJDE)),))
        for _ in range(MEESTE_BLADZIJDEN):
            antwoord = (await self._client.ask(call)).object()
            gevonden += self._data(antwoord)
            volgende = _volgende(antwoord)
            if volgende is None:
                return gevonden
            call = RegisterCall.get(self._client.path_of(volgende))
        raise RegisterUnavailable(self._client.name, Reason.TOO_LARGE)

    def _data(self, antwoord: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        data = antwoord.get("data")
        if not isinstance(data, list):
            raise RegisterUnavailable(self._client.name, Reason.UNREADABLE)
        return (each for each in data if isinstance(each, dict))


def _volgende(antwoord: Mapping[str, Any]) -> str | None:
    """The address of the next page: a link is a text, or an object that has one."""
    links = antwoord.get("links")
    link = links.get("next") if isinstance(links, dict) else None
    if isinstance(link, dict):
        link = link.get("href")
    return link if isinstance(link, str) else None


def _document(
    soort: Soort[T], bron: Mapping[str, Any], velden: Mapping[str, str]
) -> Mapping[str, Any] | None:
    """What `soort` reads of a resource object; None for one that is not published."""
    attributen = bron.get("attributes")
    if not isinstance(attributen, dict):
        raise TypeError("a resource object without attributes")
    if attributen.get("status") is False:
        return None
    gevonden = {naam: _op(attributen, velden.get(naam, naam).split(".")) for naam in soort.velden}
    aanwezig = {naam: waarde for naam, waarde in gevonden.items() if waarde is not None}
    return {"id": bron.get("id"), **aanwezig}


def _genoemd(bron: Mapping[str, Any], fout: Exception) -> str:
    """Which item, and what of it is amiss, as far as that has a name."""
    velden = [each["loc"] for each in fout.errors()] if isinstance(fout, ValidationError) else []
    sleutel = repr(str(bron.get("id"))[:LANGSTE_NAAM])
    return f"{sleutel} ({'.'.join(map(str, velden[0]))})" if velden and velden[0] else sleutel


def _op(waarde: Any, pad: Iterable[str]) -> Any:
    for deel in pad:
        waarde = waarde.get(deel) if isinstance(waarde, dict) else None
    return waarde
