"""The withdrawal of a zaak in a register that speaks the ZGW APIs.

    zaak      as it is now; one that has ended stays as it is
    resultaat the resultaattype "Ingetrokken" of its zaaktype, unless somebody gave it another
    status    the eindstatus, which ends it (Zaken API, zrc-007)

Where the zaaktype has no such resultaattype, or the register refuses to end the zaak, the request becomes a
document with the zaak: the register tells who handles it. Each attempt looks at what is there first.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from subgraphs.service.bus.delivery import NotDelivered
from subgraphs.service.settings import LOCAL
from subgraphs.service.zaakregistratie.intrekking import Afloop, Intrekking
from subgraphs.service.zaakregistratie.verzoekdocument import Verzoekdocument
from subgraphs.service.zaakregistratie.zgw.api import Thing, ZgwApi
from subgraphs.service.zaakregistratie.zgw.catalogus import Einde, documenttype, einde
from subgraphs.service.zaakregistratie.zgw.documenten import Documentopslag, Stuk

BIJLAGE = "Bijlage"
"""The omschrijving of the documenttype where there is none for such a request."""
TOELICHTING = "Op verzoek van de aanvrager"


@dataclass(frozen=True, slots=True)
class Zaakintrekking:
    """One zaak that is to be withdrawn. Every method raises NotDelivered."""

    zaken: ZgwApi
    catalogi: ZgwApi
    opslag: Documentopslag
    intrekking: Intrekking
    clock: Callable[[], datetime]

    async def verwerk(self) -> Afloop:
        """End the zaak as withdrawn, or leave the request with it."""
        uuid = self.intrekking.zaak_id.partition("~")[2]
        zaak = await self.zaken.get(self.zaken.url(f"/zaken/{uuid}"))
        wanted = await einde(self.catalogi, zaak["zaaktype"])
        resultaat = await self.zaken.first("/resultaten", zaak=zaak["url"])
        is_ingetrokken = resultaat is not None and resultaat["resultaattype"] == wanted.resultaattype
        if zaak["einddatum"] is not None:
            return Afloop.INGETROKKEN if is_ingetrokken else Afloop.TE_LAAT
        if (resultaat is None or is_ingetrokken) and await self._beeindig(zaak, wanted, resultaat):
            return Afloop.INGETROKKEN
        await self._leg_voor(zaak)
        return Afloop.BIJ_BEHANDELAAR

    async def _beeindig(self, zaak: Thing, wanted: Einde, resultaat: Thing | None) -> bool:
        """False when the zaaktype has no such end, or the register does not allow it."""
        if wanted.resultaattype is None or wanted.eindstatustype is None:
            return False
        of_zaak = {"zaak": zaak["url"]}
        status = {
            "statustype": wanted.eindstatustype,
            "datumStatusGezet": self.clock().isoformat(),
            "statustoelichting": TOELICHTING,
        }
        try:
            if resultaat is None:
                content = {"resultaattype": wanted.resultaattype, "toelichting": TOELICHTING}
                await self.zaken.make("/resultaten", of_zaak | content)
            await self.zaken.make("/statussen", of_zaak | status)
        except NotDelivered as failure:
            if not failure.permanent:
                raise
            return False
        return True

    async def _leg_voor(self, zaak: Thing) -> None:
        soort = await documenttype(self.catalogi, zaak["zaaktype"], (Verzoekdocument.TITEL, BIJLAGE))
        document = await self.opslag.bewaar(self._stuk(soort), zoek=True)
        of_zaak = {"zaak": zaak["url"], "informatieobject": document}
        if await self.zaken.first("/zaakinformatieobjecten", **of_zaak) is None:
            await self.zaken.make("/zaakinformatieobjecten", {**of_zaak, "titel": Verzoekdocument.TITEL})

    def _stuk(self, soort: str) -> Stuk:
        text = Verzoekdocument(self.intrekking.referentie, self.intrekking.gevraagd_op).inhoud

        async def inhoud() -> AsyncIterator[bytes]:
            yield text

        return Stuk(
            identificatie=f"INTREKKING-{sha256(self.intrekking.aanvraag_id.encode()).hexdigest()[:20].upper()}",
            titel=Verzoekdocument.TITEL,
            bestandsnaam=Verzoekdocument.BESTANDSNAAM,
            formaat=Verzoekdocument.FORMAAT,
            omvang=len(text),
            ontvangen=self.intrekking.gevraagd_op.astimezone(LOCAL).date(),
            documenttype=soort,
            inhoud=inhoud,
        )
