"""Contactmomenten in Open Klant (API Klantinteracties).

The API has no search by POST, so that a number stands in an address, which therefore goes nowhere but there:
no log or error of ours has it. A partij is found by all four codes that a number has, for the number alone
may be another kind of number of someone else; and what is found is held against them again. Who acts under a
mandate sees what was about a zaak that they see.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from auth.principal import Identifier
from subgraphs.service.pagination import Page, PageRequest
from subgraphs.service.register_call import RegisterCall
from subgraphs.service.register_client import RegisterTarget
from subgraphs.zaken.postbus.bladzijde import bladzijde
from subgraphs.zaken.postbus.bronnen import Openklantsectie
from subgraphs.zaken.postbus.contactmoment import Contactmoment
from subgraphs.zaken.postbus.mandaatzicht import Mandaatzicht
from subgraphs.zaken.postbus.verbinding import Json, Verbinding
from subgraphs.zaken.source import Inzage
from subgraphs.zaken.zgw.kenmerk import Kenmerk

logger = logging.getLogger(__name__)

_NNP = "niet_natuurlijk_persoon"
_CODES: Mapping[Identifier, tuple[str, str, str]] = {
    Identifier.BSN: ("natuurlijk_persoon", "brp", "bsn"),
    Identifier.KVK: (_NNP, "hr", "kvk_nummer"),
    Identifier.RSIN: (_NNP, "hr", "rsin"),
}
"""codeObjecttype, codeRegister and codeSoortObjectId of a number. Who has another kind has nothing here."""


class OpenklantContactmomenten:
    """Implements `Contactmomentenbron` over Open Klant. `close` it in the event loop that used it."""

    def __init__(self, sectie: Openklantsectie, zicht: Mandaatzicht) -> None:
        token = {"authorization": f"Token {sectie.token.get_secret_value()}"}
        self._verbinding = Verbinding(RegisterTarget("openklant", sectie.url, token), sectie.seconden)
        self._zaakregister = sectie.zaakregister
        self._zicht = zicht

    async def contactmomenten_van(
        self, inzage: Inzage, page: PageRequest, zaak_id: str | None = None
    ) -> Page[Contactmoment]:
        found: list[Json] = []
        for partij in await self._partijen(inzage):
            query = (
                ("hadBetrokkene__wasPartij__uuid", partij),
                ("vertrouwelijk", "false"),
                ("expand", "gingOverOnderwerpobjecten"),
            )
            found += await self._verbinding.alles(RegisterCall.get("/klantcontacten", query))
        unique = {each.id: each for each in self._leesbare(found) if zaak_id in (None, each.zaak_id)}
        shown = await self._zicht.zichtbaar(inzage, unique.values(), lambda each: each.zaak_id)
        return bladzijde(shown, page, descending=True)

    async def close(self) -> None:
        await self._verbinding.close()

    async def _partijen(self, inzage: Inzage) -> list[str]:
        """The uuids of the partijen that are the customer."""
        codes = _codes(inzage)
        if codes is None:
            return []
        query = tuple((f"partijIdentificator__{name}", value) for name, value in codes.items())
        found = await self._verbinding.alles(RegisterCall.get("/partijen", query))
        return [str(each["uuid"]) for each in found if _is(each, codes)]

    def _leesbare(self, found: Iterable[Json]) -> Iterator[Contactmoment]:
        for each in found:
            if each.get("vertrouwelijk") is not False:
                continue
            try:
                yield self._contactmoment(each)
            except (KeyError, TypeError, ValueError):
                logger.warning("register openklant: a klantcontact is unreadable")

    def _contactmoment(self, contact: Json) -> Contactmoment:
        moment = datetime.fromisoformat(contact["plaatsgevondenOp"])
        return Contactmoment(
            id=str(contact["uuid"]),
            kanaal=str(contact["kanaal"]),
            onderwerp=str(contact["onderwerp"]),
            moment=moment if moment.tzinfo else moment.replace(tzinfo=UTC),
            inhoud=str(contact.get("inhoud") or ""),
            reactie=str(contact.get("reactie") or ""),
            zaak_id=self._zaak_id(contact),
        )

    def _zaak_id(self, contact: Json) -> str | None:
        """The zaak that it was about, when it was about one."""
        onderwerpen: Any = (contact.get("_expand") or {}).get("gingOverOnderwerpobjecten") or []
        for each in onderwerpen:
            about = each.get("onderwerpobjectidentificator") or {}
            if self._zaakregister and about.get("codeObjecttype") == "zaak":
                return str(Kenmerk(self._zaakregister, str(about.get("objectId"))))
        return None


def _codes(inzage: Inzage) -> Mapping[str, str] | None:
    """The four codes of the customer's number; None for who has nothing to see here.

    Raises LookupError when this subgraph is not told the number: a mistake in the settings.
    """
    if inzage.soort not in _CODES:
        return None
    if inzage.nummer is None:
        raise LookupError("the identity statement holds no identification for this subgraph")
    objecttype, register, soort = _CODES[inzage.soort]
    return {
        "codeObjecttype": objecttype,
        "codeRegister": register,
        "codeSoortObjectId": soort,
        "objectId": inzage.nummer.waarde,
    }


def _is(partij: Json, codes: Mapping[str, str]) -> bool:
    identificatoren = partij.get("partijIdentificatoren") or []
    return any(codes.items() <= (each.get("partijIdentificator") or {}).items() for each in identificatoren)
