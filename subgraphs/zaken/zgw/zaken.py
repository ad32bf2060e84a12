"""ZgwZaken: the zaken of all zaakregistraties of a municipality, as one source.

What each register has stands beside the rest. While one gives no answer the others' zaken are shown, and the
list says that some may be missing; what is of that register by its id cannot be reached, and says so.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

from subgraphs.service.bereik import Bereik
from subgraphs.service.deadline import in_part_of_the_time
from subgraphs.service.folding import has_text
from subgraphs.service.pagination import Page, PageRequest
from subgraphs.zaken.bronnen import Zaakbronnen
from subgraphs.zaken.source import Gelezen, Inzage, Selectie
from subgraphs.zaken.zaak import (
    Besluit,
    Bestand,
    Document,
    Fase,
    Resultaat,
    Rol,
    Status,
    Statustype,
    Substatus,
    Zaak,
    Zaaktype,
)
from subgraphs.zaken.zgw.bijlagen import ZgwBijlagen
from subgraphs.zaken.zgw.documenten import ZgwDocumenten
from subgraphs.zaken.zgw.kenmerk import Kenmerk
from subgraphs.zaken.zgw.register import ZgwRegister
from subgraphs.zaken.zgw.samenvoegen import bereikt, bladzijde, na, verdeeld
from subgraphs.zaken.zgw.stukken import ZgwStukken
from subgraphs.zaken.zgw.verbinding import ZgwVerbinding
from subgraphs.zaken.zgw.zaakvinder import Zaakvinder

FOR_THE_LIST = 0.5
"""The part of the time for registers that one of several may keep the others' zaken waiting."""


class ZgwZaken:
    """Implements `Zakenbron`. Raises SettingsError for a secret that is too short; `close` it afterwards."""

    def __init__(self, bronnen: Zaakbronnen) -> None:
        regels = bronnen.regels()
        self._verbindingen = [ZgwVerbinding(sectie) for sectie in bronnen.registers]
        self.stukken = ZgwStukken(
            {
                sectie.naam: (sectie, verbinding)
                for sectie, verbinding in zip(bronnen.registers, self._verbindingen, strict=True)
            }
        )
        self._deel = FOR_THE_LIST if len(bronnen.registers) > 1 else 1.0
        self._registers: dict[str, ZgwRegister] = {}
        self._documenten: dict[str, ZgwDocumenten] = {}
        for sectie, verbinding in zip(bronnen.registers, self._verbindingen, strict=True):
            register = ZgwRegister(sectie, verbinding, regels)
            self._registers[sectie.naam] = register
            self._documenten[sectie.naam] = ZgwDocumenten(register, verbinding, regels)
        self.bijlagen = ZgwBijlagen(tuple(self._documenten.values()))

    def zaakvinder(self, vandaag: Callable[[], date]) -> Zaakvinder:
        """Which zaken a notification is about."""
        return Zaakvinder({each.naam: each for each in self._verbindingen}, vandaag)

    async def zaken_van(self, inzage: Inzage, selectie: Selectie, page: PageRequest) -> Page[Zaak]:
        searches = [
            register.zaken_van(inzage, criteria)
            for register in self._registers.values()
            if (criteria := _criteria(register, selectie)) is not None
        ]
        with in_part_of_the_time(self._deel):
            found, partial = await bereikt(searches)
        chosen = [zaak for zaak in found if _bevat(selectie.zoek, zaak.identificatie, zaak.omschrijving)]
        chosen.sort(key=lambda zaak: zaak.volgorde, reverse=True)
        after = na(page)
        rest = [zaak for zaak in chosen if after is None or (zaak.volgorde,) < after]
        return bladzijde(rest, page, len(chosen), partial)

    async def zaken(self, inzage: Inzage, ids: Sequence[str]) -> Gelezen[Zaak]:
        return await self._verdeeld(ids, lambda register, own: register.zaken(inzage, own))

    async def deelzaken(self, inzage: Inzage, zaak_ids: Sequence[str]) -> Gelezen[Sequence[Zaak]]:
        return await self._verdeeld(zaak_ids, lambda register, own: register.deelzaken(inzage, own))

    async def laatste_statussen(self, inzage: Inzage, zaak_ids: Sequence[str]) -> Gelezen[Status]:
        return await self._verdeeld(zaak_ids, lambda register, own: register.laatste_statussen(inzage, own))

    async def statussen(self, inzage: Inzage, zaak_ids: Sequence[str]) -> Gelezen[Sequence[Status]]:
        return await self._verdeeld(zaak_ids, lambda register, own: register.statussen(inzage, own))

    async def substatussen(self, inzage: Inzage, zaak_ids: Sequence[str]) -> Gelezen[Sequence[Substatus]]:
        return await self._verdeeld(zaak_ids, lambda register, own: register.substatussen(inzage, own))

    async def resultaten(self, inzage: Inzage, zaak_ids: Sequence[str]) -> Gelezen[Resultaat]:
        return await self._verdeeld(zaak_ids, lambda register, own: register.resultaten(inzage, own))

    async def rollen(self, inzage: Inzage, zaak_ids: Sequence[str]) -> Gelezen[Sequence[Rol]]:
        return await self._verdeeld(zaak_ids, lambda register, own: register.rollen(inzage, own))

    async def documenten(self, inzage: Inzage, zaak_ids: Sequence[str]) -> Gelezen[Sequence[Document]]:
        return await self._verdeeld(
            zaak_ids, lambda register, own: self._documenten[register.naam].van(inzage, own)
        )

    async def besluiten(
        self, inzage: Inzage, zaak_ids: Sequence[str], op: date
    ) -> Gelezen[Sequence[Besluit]]:
        return await self._verdeeld(zaak_ids, lambda register, own: register.besluiten(inzage, own, op))

    async def besluitdocumenten(self, inzage: Inzage, besluit_ids: Sequence[str]) -> Gelezen[Sequence[str]]:
        return await self._verdeeld(
            besluit_ids, lambda register, own: register.besluitdocumenten(inzage, own)
        )

    @asynccontextmanager
    async def bestand(
        self, inzage: Inzage, document_id: str, bereik: Bereik | None = None
    ) -> AsyncIterator[Bestand | None]:
        kenmerk = Kenmerk.parse(document_id)
        register = self._documenten.get(kenmerk.bron) if kenmerk else None
        if kenmerk is None or register is None:
            yield None
            return
        async with register.bestand(inzage, kenmerk, bereik) as bestand:
            yield bestand

    async def zaaktypen(self, ids: Sequence[str]) -> Gelezen[Zaaktype]:
        return await self._verdeeld(ids, lambda register, own: register.catalogus.zaaktypen(own))

    async def statustypen(self, zaaktype_ids: Sequence[str]) -> Gelezen[Sequence[Statustype]]:
        return await self._verdeeld(zaaktype_ids, lambda register, own: register.catalogus.stappen(own))

    async def catalogus(self, zoek: str | None, op: date, page: PageRequest) -> Page[Zaaktype]:
        found, partial = await bereikt(register.catalogus.gelden(op) for register in self._registers.values())
        chosen = [soort for soort in found if _bevat(zoek, soort.omschrijving, soort.doel)]
        chosen.sort(key=lambda soort: (soort.omschrijving, soort.id))
        after = na(page)
        rest = [soort for soort in chosen if after is None or (soort.omschrijving, soort.id) > after]
        return bladzijde(rest, page, len(chosen), partial)

    async def close(self) -> None:
        for verbinding in self._verbindingen:
            await verbinding.close()

    async def _verdeeld(
        self,
        ids: Sequence[str],
        read: Callable[[ZgwRegister, Sequence[Kenmerk]], Awaitable[Mapping[str, Any]]],
    ) -> Mapping[str, Any]:
        """What each register has of its own ids."""
        return await verdeeld(self._registers, ids, read)


def _criteria(register: ZgwRegister, selectie: Selectie) -> Mapping[str, Any] | None:
    """What the selection is as criteria of a search in this register; None when it can have nothing of it.

    Text is not looked for there: the standard has no such filter.
    """
    criteria: dict[str, Any] = {}
    if selectie.fase is not None:
        criteria["einddatum__isnull"] = selectie.fase is Fase.LOPEND
    if selectie.zaaktype_id is not None:
        zaaktype = Kenmerk.parse(selectie.zaaktype_id)
        if zaaktype is None or zaaktype.bron != register.naam:
            return None
        criteria["zaaktype"] = register.catalogus.url_van(zaaktype.uuid)
    return criteria


def _bevat(zoek: str | None, *teksten: str) -> bool:
    return not zoek or has_text(zoek, *teksten)
