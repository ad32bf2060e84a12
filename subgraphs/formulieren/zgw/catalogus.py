"""The catalogue of the register: what the zaak, its rol, documents and status must be of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from subgraphs.formulieren.zgw.api import Thing, ZgwApi
from subgraphs.service.bus.delivery import NotDelivered


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
    documenttypen = [await catalogi.get(each) for each in zaaktype["informatieobjecttypen"]]
    if roltype is None or not statustypen or not documenttypen:
        raise NotDelivered("ZAAKTYPE_ONVOLLEDIG", permanent=True)
    first: Thing = min(statustypen, key=lambda each: int(each["volgnummer"]))
    return Soorten(
        url, roltype["url"], first["url"], [(each["omschrijving"], each["url"]) for each in documenttypen]
    )
