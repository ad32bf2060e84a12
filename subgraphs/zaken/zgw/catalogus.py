"""ZgwCatalogus: the types of one register. The same for everyone, so what was read once serves all."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from subgraphs.zaken.source import Gelezen
from subgraphs.zaken.zaak import Statustype, Zaaktype
from subgraphs.zaken.zgw import vertaling
from subgraphs.zaken.zgw.kenmerk import Kenmerk
from subgraphs.zaken.zgw.lezing import Lezing, elk, per_zaak
from subgraphs.zaken.zgw.verbinding import Api, Json, ZgwVerbinding, elk_voor_zich, samen

EXTERN = "extern"


class ZgwCatalogus:
    """Reads the Catalogi API. `diensten` has the dienst of zaaktypen, by identificatie."""

    def __init__(self, verbinding: ZgwVerbinding, diensten: Mapping[str, str]) -> None:
        self._verbinding = verbinding
        self._diensten = diensten

    def url_van(self, uuid: str) -> str:
        """The address of a zaaktype."""
        return self._verbinding.url(Api.CATALOGI, f"/zaaktypen/{uuid}")

    def dienst(self, zaaktype: Json) -> str | None:
        """For whom acts for a customer: the dienst that zaken of this type belong to."""
        return self._diensten.get(zaaktype.get("identificatie", ""))

    async def van(self, urls: Iterable[str]) -> Mapping[str, Json]:
        """What is at addresses in the catalogue, each asked once; without what is gone, or lies elsewhere."""
        each = sorted({url for url in urls if self._verbinding.ligt_in(Api.CATALOGI, url)})
        found = await samen(self._verbinding.publiek(url) for url in each)
        return {url: content for url, content in zip(each, found, strict=True) if content is not None}

    async def zaaktypen(self, ids: Sequence[Kenmerk]) -> Gelezen[Zaaktype]:
        found = await self.van(self.url_van(each.uuid) for each in ids)
        naam = self._verbinding.naam
        given = {str(each): found[url] for each in ids if (url := self.url_van(each.uuid)) in found}
        return per_zaak(naam, given, lambda _, each: vertaling.zaaktype(naam, each))

    async def statustypen(self, urls: Iterable[str]) -> Gelezen[Sequence[Json]]:
        """The statustypen of zaaktypen, by the address of the zaaktype, the first step first. Does not raise:
        of a zaaktype whose steps cannot be had, that is the answer.
        """
        each = sorted(set(urls))
        found = await elk_voor_zich(
            self._verbinding.publieke_lijst("/statustypen", [("zaaktype", url), ("status", "alles")])
            for url in each
        )
        given = dict(zip(each, found, strict=True))
        return per_zaak(
            self._verbinding.naam,
            given,
            lambda _, soorten: sorted(soorten, key=lambda soort: int(soort["volgnummer"])),
        )

    async def stappen(self, ids: Sequence[Kenmerk]) -> Gelezen[Sequence[Statustype]]:
        found = await self.statustypen(self.url_van(each.uuid) for each in ids)
        given = {str(each): found[self.url_van(each.uuid)] for each in ids}
        return per_zaak(
            self._verbinding.naam,
            given,
            lambda zaaktype, soorten: [vertaling.statustype(zaaktype, soort) for soort in soorten],
        )

    async def gelden(self, op: date) -> Lezing[Zaaktype]:
        """The external zaaktypen in force on a day."""
        query = [("datumGeldigheid", op.isoformat()), ("status", "definitief")]
        found = await self._verbinding.publieke_lijst("/zaaktypen", query)
        naam = self._verbinding.naam
        extern = (each for each in found if each.get("indicatieInternOfExtern") == EXTERN)
        return elk(naam, "zaaktypen", extern, lambda each: vertaling.zaaktype(naam, each))
