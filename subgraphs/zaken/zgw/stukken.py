"""ZgwStukken: documents that customers add, as documents of their zaak in the register.

The document first, then its place in the zaak; what an earlier attempt left is found again by its number.
"""

from base64 import b64encode
from collections.abc import Mapping

from subgraphs.service.register_errors import Reason, RegisterUnavailable
from subgraphs.zaken.aanlevering.aanlevering import Stuk
from subgraphs.zaken.aanlevering.stukken import nummer
from subgraphs.zaken.bronnen import Aanleversectie, Zgwsectie
from subgraphs.zaken.source import Inzage
from subgraphs.zaken.zaak import Zaak
from subgraphs.zaken.zgw.kenmerk import Kenmerk, uuid_of
from subgraphs.zaken.zgw.verbinding import Api, Json, ZgwVerbinding

_DOCUMENTEN, _VERBANDEN = "/enkelvoudiginformatieobjecten", "/zaakinformatieobjecten"


class ZgwStukken:
    """Implements `Stukkenbron` for the registers of the settings."""

    def __init__(self, registers: Mapping[str, tuple[Zgwsectie, ZgwVerbinding]]) -> None:
        self._registers = registers

    def neemt_aan(self, zaak: Zaak) -> bool:
        kenmerk = Kenmerk.parse(zaak.id)
        found = self._registers.get(kenmerk.bron) if kenmerk else None
        return found is not None and found[0].aanleveren is not None and found[1].kent(Api.DOCUMENTEN)

    async def voeg_toe(self, inzage: Inzage, zaak: Zaak, stuk: Stuk) -> str:
        kenmerk = Kenmerk.parse(zaak.id)
        assert kenmerk is not None  # neemt_aan has seen to it
        sectie, verbinding = self._registers[kenmerk.bron]
        assert sectie.aanleveren is not None
        document = await self._document(verbinding, sectie.aanleveren, inzage, stuk)
        url = str(document["url"])
        place = {"zaak": verbinding.url(Api.ZAKEN, f"/zaken/{kenmerk.uuid}"), "informatieobject": url}
        if not await verbinding.lijst(inzage, Api.ZAKEN, _VERBANDEN, list(place.items())):
            await verbinding.maak(inzage, Api.ZAKEN, _VERBANDEN, {**place, "titel": stuk.titel})
        return str(Kenmerk(kenmerk.bron, kenmerk.uuid, uuid_of(url)))

    async def _document(
        self, verbinding: ZgwVerbinding, keuzes: Aanleversectie, inzage: Inzage, stuk: Stuk
    ) -> Json:
        number = {"identificatie": nummer(stuk), "bronorganisatie": keuzes.bronorganisatie}
        earlier = await verbinding.lijst(inzage, Api.DOCUMENTEN, _DOCUMENTEN, list(number.items()))
        if earlier:
            return earlier[0]
        content = {
            **number,
            "creatiedatum": stuk.op.isoformat(),
            "ontvangstdatum": stuk.op.isoformat(),
            "titel": stuk.titel,
            "auteur": "Klant",
            "taal": "nld",
            "status": "definitief",
            "formaat": stuk.formaat,
            "bestandsnaam": stuk.bestandsnaam,
            "bestandsomvang": len(stuk.inhoud),
            "inhoud": b64encode(stuk.inhoud).decode(),
            "vertrouwelijkheidaanduiding": "zaakvertrouwelijk",
            "indicatieGebruiksrecht": False,
            "informatieobjecttype": await _soort(verbinding, keuzes.informatieobjecttype, stuk),
        }
        return await verbinding.maak(inzage, Api.DOCUMENTEN, _DOCUMENTEN, content)


async def _soort(verbinding: ZgwVerbinding, omschrijving: str, stuk: Stuk) -> str:
    """The address of the informatieobjecttype that the settings name."""
    query = [("omschrijving", omschrijving), ("datumGeldigheid", stuk.op.isoformat())]
    found = await verbinding.publieke_lijst("/informatieobjecttypen", query)
    if not found:
        raise RegisterUnavailable(verbinding.naam, Reason.UNREADABLE)
    return str(found[0]["url"])
