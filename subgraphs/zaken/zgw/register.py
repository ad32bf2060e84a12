"""ZgwRegister: the zaken of one zaakregistratie, as far as who looks may see them.

One question is one search, however many zaken it is about. What the APIs only give zaak by zaak (statussen,
substatussen, besluiten) is asked so, some at a time.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any

from auth.principal import Identifier
from subgraphs.zaken.bronnen import Zgwsectie
from subgraphs.zaken.source import Inzage
from subgraphs.zaken.zaak import Besluit, Resultaat, Rol, Status, Substatus, Zaak
from subgraphs.zaken.zgw import vertaling
from subgraphs.zaken.zgw.catalogus import EXTERN, ZgwCatalogus
from subgraphs.zaken.zgw.kenmerk import Kenmerk, uuid_of
from subgraphs.zaken.zgw.strategie import Zoeksleutel, zoeksleutels
from subgraphs.zaken.zgw.verbinding import Api, Json, ZgwVerbinding, samen
from subgraphs.zaken.zgw.zoeker import Deel, ZgwZoeker, deel_van
from subgraphs.zaken.zichtbaarheid import (
    GEMACHTIGDE,
    Zaakfeiten,
    Zichtbaarheid,
    besluit_zichtbaar,
    substatus_zichtbaar,
)

_ZONDER_NUMMER = frozenset({Identifier.PSEUDONIEM, Identifier.EIDAS})
"""Customers that no register of zaken knows by a number."""


class ZgwRegister:
    """One register. Every method raises RegisterUnavailable."""

    def __init__(self, sectie: Zgwsectie, verbinding: ZgwVerbinding, regels: Zichtbaarheid) -> None:
        diensten = {soort: dienst.value for dienst, soorten in sectie.diensten.items() for soort in soorten}
        self.naam = sectie.naam
        self.catalogus = ZgwCatalogus(verbinding, diensten)
        self.zoeker = ZgwZoeker(verbinding, sectie.expand)
        self._sectie = sectie
        self._verbinding = verbinding
        self._regels = regels

    async def zaken_van(self, wie: Inzage, criteria: Mapping[str, Any]) -> list[Zaak]:
        """All zaken that meet the criteria of a search and are visible, in no order."""
        sleutels = self._sleutels(wie)
        vertrouwelijkheid = {"maximaleVertrouwelijkheidaanduiding": self._regels.hoogste.value}
        searches = [
            self.zoeker.zoek(wie, {**vertrouwelijkheid, **criteria, **how}, Deel.ROLLEN)
            for how in self._manieren(sleutels)
        ]
        answers = chain.from_iterable(await samen(searches))
        with vertaling.leesbaar(self.naam):
            found = {zaak["url"]: zaak for zaak in answers}
            urls = {str(zaak["zaaktype"]) for zaak in found.values()}
        soorten = await self.catalogus.van(urls)
        with vertaling.leesbaar(self.naam):
            return [
                vertaling.zaak(self.naam, zaak)
                for zaak in found.values()
                if self._ziet(wie, zaak, soorten.get(zaak["zaaktype"]), sleutels)
            ]

    async def zaken(self, wie: Inzage, ids: Sequence[Kenmerk]) -> Mapping[str, Zaak]:
        uuids = [each.uuid for each in ids]
        found = await self.zaken_van(wie, {"uuid__in": uuids}) if uuids else []
        return {zaak.id: zaak for zaak in found}

    async def deelzaken(self, wie: Inzage, ids: Sequence[Kenmerk]) -> Mapping[str, Sequence[Zaak]]:
        found = await self.zoeker.bij_id(wie, ids, Deel.STATUS)
        parts = [
            Kenmerk(self.naam, uuid)
            for zaak in found.values()
            for url in zaak.get("deelzaken") or ()
            if (uuid := uuid_of(url))
        ]
        zaken = sorted((await self.zaken(wie, parts)).values(), key=lambda zaak: zaak.volgorde, reverse=True)
        return {str(each): [zaak for zaak in zaken if zaak.hoofdzaak_id == str(each)] for each in ids}

    async def laatste_statussen(self, wie: Inzage, ids: Sequence[Kenmerk]) -> Mapping[str, Status]:
        found = await self.zoeker.bij_id(wie, ids, Deel.STATUS)
        gezet = {key: [status] for key, zaak in found.items() if (status := deel_van(zaak, Deel.STATUS))}
        statussen = await self._statussen(gezet, found)
        return {key: each[-1] for key, each in statussen.items() if each}

    async def statussen(self, wie: Inzage, ids: Sequence[Kenmerk]) -> Mapping[str, Sequence[Status]]:
        zaken = await self.zoeker.bij_id(wie, ids, Deel.STATUS)
        return await self._statussen(await self.zoeker.per_zaak(wie, Api.ZAKEN, "/statussen", ids), zaken)

    async def substatussen(self, wie: Inzage, ids: Sequence[Kenmerk]) -> Mapping[str, Sequence[Substatus]]:
        if not self._sectie.substatussen:
            return {}
        found = await self.zoeker.per_zaak(wie, Api.ZAKEN, "/substatussen", ids)
        with vertaling.leesbaar(self.naam):
            shown = {
                key: [
                    vertaling.substatus(one)
                    for one in each
                    if substatus_zichtbaar(one.get("doelgroep") or "")
                ]
                for key, each in found.items()
            }
        return {key: sorted(each, key=lambda one: one.tijdstip) for key, each in shown.items()}

    async def resultaten(self, wie: Inzage, ids: Sequence[Kenmerk]) -> Mapping[str, Resultaat]:
        found = await self.zoeker.bij_id(wie, ids, Deel.RESULTAAT)
        reached = {key: result for key, zaak in found.items() if (result := deel_van(zaak, Deel.RESULTAAT))}
        with vertaling.leesbaar(self.naam):
            urls = {key: str(each["resultaattype"]) for key, each in reached.items()}
        soorten = await self.catalogus.van(urls.values())
        with vertaling.leesbaar(self.naam):
            return {
                key: vertaling.resultaat(key, soorten[url]) for key, url in urls.items() if url in soorten
            }

    async def rollen(self, wie: Inzage, ids: Sequence[Kenmerk]) -> Mapping[str, Sequence[Rol]]:
        sleutels = self._sleutels(wie)
        found = await self.zoeker.bij_id(wie, ids, Deel.ROLLEN)
        with vertaling.leesbaar(self.naam):
            return {
                key: sorted(
                    (vertaling.rol(key, rol, sleutels) for rol in deel_van(zaak, Deel.ROLLEN) or ()),
                    key=Rol.plaats,
                )
                for key, zaak in found.items()
            }

    async def besluiten(
        self, wie: Inzage, ids: Sequence[Kenmerk], op: date
    ) -> Mapping[str, Sequence[Besluit]]:
        if not self._verbinding.kent(Api.BESLUITEN):
            return {}
        found = await self.zoeker.per_zaak(wie, Api.BESLUITEN, "/besluiten", ids)
        with vertaling.leesbaar(self.naam):
            shown = {
                key: [one for one in each if besluit_zichtbaar(*vertaling.dagen(one), op)]
                for key, each in found.items()
            }
            urls = {one["besluittype"] for one in chain.from_iterable(shown.values())}
        soorten = await self.catalogus.van(urls)
        with vertaling.leesbaar(self.naam):
            return {
                key: sorted(
                    (vertaling.besluit(key, one, _naam(soorten, one["besluittype"])) for one in each),
                    key=lambda besluit: (besluit.datum, besluit.identificatie),
                    reverse=True,
                )
                for key, each in shown.items()
            }

    def _ziet(self, wie: Inzage, zaak: Json, zaaktype: Json | None, sleutels: Sequence[Zoeksleutel]) -> bool:
        """Whether a zaak is visible; one of a type that nobody knows (any more) is not."""
        if zaaktype is None:
            return False
        eigen = vertaling.eigen_rollen(deel_van(zaak, Deel.ROLLEN) or (), sleutels)
        feiten = Zaakfeiten(
            rollen=frozenset(soort for soort, machtiging in eigen if machtiging != GEMACHTIGDE),
            extern=zaaktype["indicatieInternOfExtern"] == EXTERN,
            heeft_status=bool(zaak.get("status")),
            vertrouwelijkheid=vertaling.vertrouwelijkheid(zaak),
            dienst=self.catalogus.dienst(zaaktype),
        )
        return self._regels.zaak(feiten, wie.diensten)

    def _sleutels(self, wie: Inzage) -> tuple[Zoeksleutel, ...]:
        """How this register may know the customer.

        Raises LookupError when the gateway does not tell this subgraph numbers: a mistake in the settings.
        """
        if wie.nummer is not None:
            return zoeksleutels(wie.nummer, self._sectie.identificatie)
        if wie.soort in _ZONDER_NUMMER:
            return ()
        raise LookupError("the identity statement holds no identification for this subgraph")

    def _manieren(self, sleutels: Sequence[Zoeksleutel]) -> list[Mapping[str, str]]:
        """The criteria of searches that together find a customer's zaken.

        Where rollen come along, they tell which of what is found are the customer's by the rules. Elsewhere
        it is asked for each rol, so that there is less to look after.
        """
        if self._sectie.expand:
            return [each.criteria() for each in sleutels]
        return [
            {**each.criteria(), "rol__omschrijvingGeneriek": rol.value}
            for each in sleutels
            for rol in sorted(self._regels.rollen)
        ]

    async def _statussen(
        self, gezet: Mapping[str, Sequence[Json]], zaken: Mapping[str, Json]
    ) -> Mapping[str, Sequence[Status]]:
        """Statuses with the names that the zaaktype gives them, oldest first."""
        with vertaling.leesbaar(self.naam):
            zaaktypen = {key: str(zaken[key]["zaaktype"]) for key in gezet if key in zaken}
        per_type = await self.catalogus.statustypen(zaaktypen.values())
        with vertaling.leesbaar(self.naam):
            soorten = {soort["url"]: soort for soort in chain.from_iterable(per_type.values())}
            return {
                key: sorted(
                    (vertaling.status(key, one, soorten[one["statustype"]]) for one in each),
                    key=lambda status: (status.datum, status.volgnummer),
                )
                for key, each in gezet.items()
            }


def _naam(soorten: Mapping[str, Json], url: str) -> str:
    """What a besluittype is called; what the catalogue has no more, is a besluit all the same."""
    return str(soorten.get(url, {}).get("omschrijving") or "Besluit")
