"""Zaakvinder: which zaken a notification is about.

    zaken         its hoofdObject is the zaak
    besluiten     the besluit says of which zaak it is; and whether the customer may hear of it yet
    documenten    the zaken that have the document

A besluit or document that was thrown away says nothing any more, and a document that is new belongs to no
zaak yet: when it does, the channel `zaken` tells.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from urllib.parse import urlsplit

from subgraphs.zaken.notificatie import BESLUITEN, CREATE, DOCUMENTEN, ZAKEN, Notificatie
from subgraphs.zaken.zgw import vertaling
from subgraphs.zaken.zgw.kenmerk import Kenmerk, uuid_of
from subgraphs.zaken.zgw.verbinding import Api, ZgwVerbinding
from subgraphs.zaken.zichtbaarheid import besluit_zichtbaar

_DESTROY = "destroy"


class Zaakvinder:
    """Over the registers, by their names. `vandaag` decides which besluiten may be heard of."""

    def __init__(self, registers: Mapping[str, ZgwVerbinding], vandaag: Callable[[], date]) -> None:
        self._registers = registers
        self._vandaag = vandaag

    async def zaken(self, notificatie: Notificatie) -> Sequence[Kenmerk]:
        """Which they are; none for what is not of these registers. Raises RegisterUnavailable."""
        if notificatie.kanaal == ZAKEN:
            return self._zaken([notificatie.hoofd_object])
        if notificatie.actie == _DESTROY:
            return []
        if notificatie.kanaal == BESLUITEN:
            return await self._van_besluit(notificatie.hoofd_object)
        if notificatie.kanaal == DOCUMENTEN and notificatie.actie != CREATE:
            return await self._van_document(notificatie.hoofd_object)
        return []

    async def _van_besluit(self, url: str) -> Sequence[Kenmerk]:
        register = self._register(Api.BESLUITEN, url)
        besluit = await register.haal(None, Api.BESLUITEN, url) if register else None
        if register is None or besluit is None:
            return []
        with vertaling.leesbaar(register.naam):
            known = besluit_zichtbaar(*vertaling.dagen(besluit), self._vandaag())
            return self._zaken([str(besluit.get("zaak") or "")]) if known else []

    async def _van_document(self, url: str) -> Sequence[Kenmerk]:
        register = self._register(Api.DOCUMENTEN, url)
        if register is None:
            return []
        query = [("informatieobject", url)]
        found = await register.lijst(None, Api.ZAKEN, "/zaakinformatieobjecten", query)
        return self._zaken([str(each.get("zaak") or "") for each in found])

    def _register(self, api: Api, url: str) -> ZgwVerbinding | None:
        if uuid_of(url) is None:
            return None
        return next((each for each in self._registers.values() if each.ligt_in(api, url)), None)

    def _zaken(self, urls: Sequence[str]) -> Sequence[Kenmerk]:
        found = (self._zaak(url) for url in urls)
        return [each for each in dict.fromkeys(found) if each is not None]

    def _zaak(self, url: str) -> Kenmerk | None:
        """The zaak at an address, or at a path that only one of the registers can mean."""
        uuid = uuid_of(url)
        if uuid is None:
            return None
        there = {naam: each.url(Api.ZAKEN, f"/zaken/{uuid}") for naam, each in self._registers.items()}
        found = [naam for naam, known in there.items() if url in {known, urlsplit(known).path}]
        return Kenmerk(found[0], uuid) if len(found) == 1 else None
