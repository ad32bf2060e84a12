"""The catalogue of the register: what the zaak, its rol, documents and status must be of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from subgraphs.service.bus.delivery import NotDelivered
from subgraphs.service.zaakregistratie.zgw.api import Thing, ZgwApi

INGETROKKEN = "ingetrokken"
"""The name of the resultaattype of a zaak that the customer withdrew, in lower case."""


@dataclass(frozen=True, slots=True)
class Soorten:
    """The types for one zaak, by their URLs; `documenttypen` with their omschrijving before it."""

    zaaktype: str
    roltype: str
    statustype: str
    documenttypen: Sequence[tuple[str, str]]

    def documenttype(self, omschrijving: str) -> str:
        """The type with this omschrijving, or else the first that the zaaktype has."""
        return dict(self.documenttypen).get(omschrijving, self.documenttypen[0][1])


async def soorten(catalogi: ZgwApi, identificatie: str, op: date) -> Soorten:
    """What a zaak of this zaaktype needs, in the version of a day.

    Raises NotDelivered: at once for good when the catalogue lacks one of them.
    """
    zaaktype = await catalogi.first("/zaaktypen", identificatie=identificatie, datumGeldigheid=op.isoformat())
    if zaaktype is None:
        raise NotDelivered("ONBEKEND_ZAAKTYPE", permanent=True)
    url = zaaktype["url"]
    roltype = await catalogi.first("/roltypen", zaaktype=url, omschrijvingGeneriek="initiator")
    statustypen = await catalogi.list("/statustypen", zaaktype=url)
    documenttypen = await _documenttypen(catalogi, zaaktype)
    if roltype is None or not statustypen or not documenttypen:
        raise NotDelivered("ZAAKTYPE_ONVOLLEDIG", permanent=True)
    first: Thing = min(statustypen, key=lambda each: int(each["volgnummer"]))
    return Soorten(url, roltype["url"], first["url"], documenttypen)


@dataclass(frozen=True, slots=True)
class Einde:
    """How a zaak of a zaaktype ends as withdrawn: both URLs, None for what the zaaktype does not have."""

    resultaattype: str | None
    eindstatustype: str | None


async def einde(catalogi: ZgwApi, zaaktype: str) -> Einde:
    """What the zaaktype with this URL has for a zaak that the customer withdraws. Raises NotDelivered."""
    resultaattypen = await catalogi.list("/resultaattypen", zaaktype=zaaktype)
    statustypen = await catalogi.list("/statustypen", zaaktype=zaaktype)
    return Einde(
        next((each["url"] for each in resultaattypen if _is_ingetrokken(each)), None),
        next((each["url"] for each in statustypen if each["isEindstatus"]), None),
    )


def _is_ingetrokken(resultaattype: Thing) -> bool:
    """By its own name, or the generic one of the Selectielijst."""
    names = (resultaattype["omschrijving"], resultaattype.get("omschrijvingGeneriek") or "")
    return any(name.strip().casefold() == INGETROKKEN for name in names)


async def documenttype(catalogi: ZgwApi, zaaktype: str, omschrijvingen: Sequence[str]) -> str:
    """The type of document with the first of these omschrijvingen that the zaaktype has, or else any.

    Raises NotDelivered, for good when there is none.
    """
    found = await _documenttypen(catalogi, await catalogi.get(zaaktype))
    if not found:
        raise NotDelivered("ZAAKTYPE_ONVOLLEDIG", permanent=True)
    known = dict(found)
    return next((known[each] for each in omschrijvingen if each in known), found[0][1])


async def _documenttypen(catalogi: ZgwApi, zaaktype: Thing) -> list[tuple[str, str]]:
    found = [await catalogi.get(each) for each in zaaktype["informatieobjecttypen"]]
    return [(each["omschrijving"], each["url"]) for each in found]
