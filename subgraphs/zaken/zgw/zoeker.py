"""ZgwZoeker: searches for zaken in one register, with something that hangs on them: expanded by the register,
or fetched for each zaak where it cannot do that.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import chain
from typing import Any

from subgraphs.zaken.source import Gelezen, Inzage
from subgraphs.zaken.zgw.kenmerk import Kenmerk, uuid_of
from subgraphs.zaken.zgw.verbinding import Api, Json, ZgwVerbinding, elk_voor_zich, samen

CHUNK = 500
"""How many uuids a search names at most."""


class Deel(StrEnum):
    """What can come along with a zaak, by the name it has there."""

    ROLLEN = "rollen"
    STATUS = "status"
    RESULTAAT = "resultaat"
    DOCUMENTEN = "zaakinformatieobjecten"


_LIJSTEN = frozenset({Deel.ROLLEN, Deel.DOCUMENTEN})


class ZgwZoeker:
    """Raises RegisterUnavailable, unless said otherwise. `expand`: whether the register takes that."""

    def __init__(self, verbinding: ZgwVerbinding, expand: bool) -> None:
        self._verbinding = verbinding
        self.expand = expand

    async def zoek(self, wie: Inzage, criteria: Mapping[str, Any], deel: Deel) -> list[Json]:
        """The zaken that meet the criteria, with that part of each as `deel_van` gives it."""
        body = {**criteria, "expand": [deel.value]} if self.expand else criteria
        found = await self._verbinding.zoek(wie, Api.ZAKEN, "/zaken/_zoek", body)
        if self.expand:
            return found
        parts = await samen(self._los(wie, zaak, deel) for zaak in found)
        return [{**zaak, "_expand": {deel.value: part}} for zaak, part in zip(found, parts, strict=True)]

    async def bij_id(self, wie: Inzage, zaken: Iterable[Kenmerk], deel: Deel) -> Mapping[str, Json]:
        """Zaken by id, whoever they are of, with that part of each."""
        uuids = sorted({zaak.uuid for zaak in zaken})
        chunks = [uuids[start : start + CHUNK] for start in range(0, len(uuids), CHUNK)]
        found = await samen(self.zoek(wie, {"uuid__in": chunk}, deel) for chunk in chunks)
        naam = self._verbinding.naam
        return {
            str(Kenmerk(naam, uuid)): zaak
            for zaak in chain.from_iterable(found)
            if (uuid := uuid_of(zaak.get("url")))
        }

    async def per_zaak(
        self, wie: Inzage, api: Api, path: str, zaken: Sequence[Kenmerk]
    ) -> Gelezen[list[Json]]:
        """A list that the API only gives for one zaak at a time, by the id of the zaak. Does not raise: of a
        zaak whose list cannot be had, that is the answer.
        """
        lists = await elk_voor_zich(
            self._verbinding.lijst(wie, api, path, [("zaak", self.url_van(zaak))]) for zaak in zaken
        )
        return {str(zaak): found for zaak, found in zip(zaken, lists, strict=True)}

    def url_van(self, zaak: Kenmerk) -> str:
        """The address of a zaak."""
        return self._verbinding.url(Api.ZAKEN, f"/zaken/{zaak.uuid}")

    async def _los(self, wie: Inzage, zaak: Json, deel: Deel) -> Any:
        if deel in _LIJSTEN:
            return await self._verbinding.lijst(wie, Api.ZAKEN, f"/{deel.value}", [("zaak", zaak["url"])])
        url = zaak.get(deel.value)
        return await self._verbinding.haal(wie, Api.ZAKEN, url) if url else None


def deel_van(zaak: Json, deel: Deel) -> Any:
    """What came along with a zaak: a list or an object; None where there is none."""
    return (zaak.get("_expand") or {}).get(deel.value)
