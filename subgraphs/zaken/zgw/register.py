"""ZgwRegister: the zaken of one zaakregistratie, as far as who looks may see them.

One question is one search, however many zaken it is about. What the APIs only give zaak by zaak (statussen,
substatussen, besluiten) is asked so, some at a time: a call that fails takes its own zaak with it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any, TypeVar

from auth.principal import Identifier
from subgraphs.service.register_errors import Reason, RegisterUnavailable
from subgraphs.zaken.bronnen import Zgwsectie
from subgraphs.zaken.source import Gelezen, Inzage
from subgraphs.zaken.zaak import Besluit, Resultaat, Rol, Status, Substatus, Zaak
from subgraphs.zaken.zgw import vertaling
from subgraphs.zaken.zgw.catalogus import EXTERN, ZgwCatalogus
from subgraphs.zaken.zgw.kenmerk import Kenmerk, uuid_of
from subgraphs.zaken.zgw.lezing import Lezing, elk, per_zaak
from subgraphs.zaken.zgw.strategie import Zoeksleutel, zoeksleutels
from subgraphs.zaken.zgw.verbinding import BESLUITDOCUMENTEN, Api, Json, ZgwVerbinding, elk_voor_zich, samen
from subgraphs.zaken.zgw.zoeker import Deel, ZgwZoeker, deel_van
from subgraphs.zaken.zichtbaarheid import (
    GEMACHTIGDE,
    Zaakfeiten,
    Zichtbaarheid,
    besluit_zichtbaar,
    substatus_zichtbaar,
)

T = TypeVar("T")

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

    async def zaken_van(self, wie: Inzage, criteria: Mapping[str, Any]) -> Lezing[Zaak]:
        """All zaken that meet the criteria of a search and are visible, in no order."""
        sleutels = self._sleutels(wie)
        vertrouwelijkheid = {"maximaleVertrouwelijkheidaanduiding": self._regels.hoogste.value}
        searches = [
            self.zoeker.zoek(wie, {**vertrouwelijkheid, **criteria, **how}, Deel.ROLLEN)
            for how in self._manieren(sleutels)
        ]
        answers = chain.from_iterable(await samen(searches))
        found = {str(zaak.get("url")): zaak for zaak in answers}.values()
        soorten = await self.catalogus.van({str(zaak.get("zaaktype")) for zaak in found})

        def lees(zaak: Json) -> Zaak | None:
            visible = self._ziet(wie, zaak, soorten.get(zaak["zaaktype"]), sleutels)
            return vertaling.zaak(self.naam, zaak) if visible else None

        return elk(self.naam, "zaken", found, lees)

    async def zaken(self, wie: Inzage, ids: Sequence[Kenmerk]) -> Gelezen[Zaak]:
        if not ids:
            return {}
        found = await self.zaken_van(wie, {"uuid__in": [each.uuid for each in ids]})
        odd = {uuid for zaak in found.onleesbaar if (uuid := uuid_of(zaak.get("url")))}
        failures = {
            str(each): RegisterUnavailable(self.naam, Reason.UNREADABLE) for each in ids if each.uuid in odd
        }
        return {**failures, **{zaak.id: zaak for zaak in found.waarden}}

    async def deelzaken(self, wie: Inzage, ids: Sequence[Kenmerk]) -> Mapping[str, Sequence[Zaak]]:
        found = await self.zoeker.bij_id(wie, ids, Deel.STATUS)
        parts = [
            Kenmerk(self.naam, uuid)
            for zaak in found.values()
            for url in zaak.get("deelzaken") or ()
            if (uuid := uuid_of(url))
        ]
        visible = [zaak for zaak in (await self.zaken(wie, parts)).values() if isinstance(zaak, Zaak)]
        zaken = sorted(visible, key=lambda zaak: zaak.volgorde, reverse=True)
        return {str(each): [zaak for zaak in zaken if zaak.hoofdzaak_id == str(each)] for each in ids}

    async def laatste_statussen(self, wie: Inzage, ids: Sequence[Kenmerk]) -> Gelezen[Status]:
        found = await self.zoeker.bij_id(wie, ids, Deel.STATUS)
        gezet = {key: [status] for key, zaak in found.items() if (status := deel_van(zaak, Deel.STATUS))}
        statussen = await self._statussen(gezet, found)
        return {
            key: each if isinstance(each, RegisterUnavailable) else each[-1]
            for key, each in statussen.items()
        }

    async def statussen(self, wie: Inzage, ids: Sequence[Kenmerk]) -> Gelezen[Sequence[Status]]:
        zaken = await self.zoeker.bij_id(wie, ids, Deel.STATUS)
        return await self._statussen(await self.zoeker.per_zaak(wie, Api.ZAKEN, "/statussen", ids), zaken)

    async def substatussen(self, wie: Inzage, ids: Sequence[Kenmerk]) -> Gelezen[Sequence[Substatus]]:
        if not self._sectie.substatussen:
            return {}
        found = await self.zoeker.per_zaak(wie, Api.ZAKEN, "/substatussen", ids)

        def lees(_: str, given: Sequence[Json]) -> Sequence[Substatus]:
            shown = (one for one in given if substatus_zichtbaar(one.get("doelgroep") or ""))
            read = elk(self.naam, "substatussen", shown, vertaling.substatus)
            return sorted(read.waarden, key=lambda one: one.tijdstip)

        return per_zaak(self.naam, found, lees)

    async def resultaten(self, wie: Inzage, ids: Sequence[Kenmerk]) -> Gelezen[Resultaat]:
        found = await self.zoeker.bij_id(wie, ids, Deel.RESULTAAT)
        reached = {key: result for key, zaak in found.items() if (result := deel_van(zaak, Deel.RESULTAAT))}
        urls = {key: str(each.get("resultaattype")) for key, each in reached.items()}
        soorten = await self.catalogus.van(urls.values())
        known = {key: soorten[url] for key, url in urls.items() if url in soorten}
        return per_zaak(self.naam, known, vertaling.resultaat)

    async def rollen(self, wie: Inzage, ids: Sequence[Kenmerk]) -> Gelezen[Sequence[Rol]]:
        sleutels = self._sleutels(wie)
        found = await self.zoeker.bij_id(wie, ids, Deel.ROLLEN)

        def lees(key: str, zaak: Json) -> Sequence[Rol]:
            given = deel_van(zaak, Deel.ROLLEN) or ()
            read = elk(self.naam, "rollen", given, lambda rol: vertaling.rol(key, rol, sleutels))
            return sorted(read.waarden, key=Rol.plaats)

        return per_zaak(self.naam, found, lees)

    async def besluiten(self, wie: Inzage, ids: Sequence[Kenmerk], op: date) -> Gelezen[Sequence[Besluit]]:
        if not self._verbinding.kent(Api.BESLUITEN):
            return {}
        found = await self.zoeker.per_zaak(wie, Api.BESLUITEN, "/besluiten", ids)
        urls = {str(one.get("besluittype")) for one in chain.from_iterable(_bereikt(found))}
        soorten = await self.catalogus.van(urls)

        def lees(key: str, given: Sequence[Json]) -> Sequence[Besluit]:
            def besluit(one: Json) -> Besluit | None:
                if not besluit_zichtbaar(*vertaling.dagen(one), op):
                    return None
                return vertaling.besluit(key, one, _naam(soorten, one["besluittype"]))

            read = elk(self.naam, "besluiten", given, besluit)
            return sorted(read.waarden, key=lambda one: (one.datum, one.identificatie), reverse=True)

        return per_zaak(self.naam, found, lees)

    async def besluitdocumenten(self, wie: Inzage, ids: Sequence[Kenmerk]) -> Gelezen[Sequence[str]]:
        """The ids of the documents in which besluiten stand, as documents of their zaak."""
        besluiten = [each for each in ids if each.deel and self._verbinding.kent(Api.BESLUITEN)]
        lists = await elk_voor_zich(
            self._verbinding.lijst(
                wie, Api.BESLUITEN, BESLUITDOCUMENTEN, [("besluit", self._besluit_url(each))]
            )
            for each in besluiten
        )
        zaken = {str(each): each.uuid for each in besluiten}

        def lees(besluit: str, given: Sequence[Json]) -> Sequence[str]:
            uuids = (uuid_of(one.get("informatieobject")) for one in given)
            return [str(Kenmerk(self.naam, zaken[besluit], uuid)) for uuid in uuids if uuid]

        return per_zaak(self.naam, dict(zip(zaken, lists, strict=True)), lees)

    def _besluit_url(self, besluit: Kenmerk) -> str:
        return self._verbinding.url(Api.BESLUITEN, f"/besluiten/{besluit.deel}")

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
        self, gezet: Gelezen[Sequence[Json]], zaken: Mapping[str, Json]
    ) -> Gelezen[Sequence[Status]]:
        """Statuses with the names that the zaaktype gives them, oldest first."""
        zaaktypen = {key: str(zaken[key].get("zaaktype")) for key in gezet if key in zaken}
        per_type = await self.catalogus.statustypen(zaaktypen.values())
        soorten = {str(soort.get("url")): soort for soort in chain.from_iterable(_bereikt(per_type))}

        def lees(key: str, given: Sequence[Json]) -> Sequence[Status]:
            if isinstance(failure := per_type.get(zaaktypen.get(key, "")), RegisterUnavailable):
                raise failure
            read = (vertaling.status(key, one, soorten[one["statustype"]]) for one in given)
            return sorted(read, key=lambda status: (status.datum, status.volgnummer))

        return per_zaak(self.naam, gezet, lees)


def _bereikt(gelezen: Gelezen[T]) -> Iterator[T]:
    """What could be had."""
    return (each for each in gelezen.values() if not isinstance(each, RegisterUnavailable))


def _naam(soorten: Mapping[str, Json], url: str) -> str:
    """What a besluittype is called; what the catalogue has no more, is a besluit all the same."""
    return str(soorten.get(url, {}).get("omschrijving") or "Besluit")
