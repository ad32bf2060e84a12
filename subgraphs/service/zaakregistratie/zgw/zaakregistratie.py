"""A zaakregistratie that speaks the ZGW APIs as the place where an aanvraag becomes a zaak.

    types     what the catalogue says that a zaak of this zaaktype consists of
    zaak      with an identificatie that follows from the aanvraag: the register takes it once
    rol       the customer as initiator
    documents the form, and each of the files
    status    last: a zaak with a status is a zaak that is complete

Of each step that is done the URL is noted. Where the note is missing at a second attempt, because the service
died between call and note, what was made is found again by what it says, before anything is made.
"""

from base64 import b32encode
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

import orjson

from subgraphs.service.bus.delivery import BEGUN, NotDelivered, Progress
from subgraphs.service.settings import LOCAL
from subgraphs.service.zaakregistratie.bestand import Bestand, IngediendeBestanden
from subgraphs.service.zaakregistratie.intrekking import Afloop, Intrekking
from subgraphs.service.zaakregistratie.opdracht import Opdracht
from subgraphs.service.zaakregistratie.zgw.api import Thing, ZgwApi
from subgraphs.service.zaakregistratie.zgw.betrokkene import KvkVeld, betrokkene
from subgraphs.service.zaakregistratie.zgw.catalogus import Soorten, soorten
from subgraphs.service.zaakregistratie.zgw.documenten import Documentopslag, Stuk
from subgraphs.service.zaakregistratie.zgw.intrekking import Zaakintrekking
from subgraphs.service.zgw_token import Gebruiker

KENMERK = "gemeentegraaf"
"""The `bron` of the kenmerk by which a zaak says which aanvraag it was."""
MAX_OMSCHRIJVING = 80
FORMULIER, BIJLAGE = "Aanvraagformulier", "Bijlage"
"""The omschrijvingen of the documenttypen that are looked for."""


@dataclass(frozen=True, slots=True)
class Apis:
    """The APIs of one register, asked in the name of one user."""

    zaken: ZgwApi
    catalogi: ZgwApi
    documenten: ZgwApi


@dataclass(frozen=True, slots=True)
class Vorm:
    """How a register wants its zaken: the RSIN of the municipality, and where it has KvK numbers. `naam` is
    what the graph calls the register.
    """

    naam: str
    bronorganisatie: str
    kvk: KvkVeld = KvkVeld.KVK_NUMMER


class ZgwZaakregistratie:
    """Implements `Zaakregistratie`."""

    def __init__(self, apis: Callable[[Gebruiker], Apis], vorm: Vorm, bestanden: IngediendeBestanden) -> None:
        self._apis = apis
        self._vorm = vorm
        self._bestanden = bestanden

    async def registreer(self, opdracht: Opdracht, progress: Progress) -> str:
        apis = self._apis(Gebruiker(opdracht.klant_id, "Aanvrager"))
        stappen = _Stappen(apis, self._vorm, opdracht, progress)
        soort = await soorten(apis.catalogi, opdracht.zaaktype, stappen.dag)
        await stappen.begin()
        zaak = await stappen.zaak(soort)
        await stappen.rol(soort, zaak)
        await stappen.stuk(zaak, self._formulier(stappen, soort))
        for nummer, bestand in enumerate(await self._bestanden.ingediend(opdracht.aanvraag_id), start=1):
            await stappen.stuk(zaak, self._bijlage(stappen, soort, nummer, bestand))
        await stappen.status(soort, zaak)
        return f"{self._vorm.naam}~{zaak.rpartition('/')[2]}"

    async def trek_in(self, intrekking: Intrekking, progress: Progress) -> Afloop:  # noqa: ARG002 - it looks
        apis = self._apis(Gebruiker(intrekking.klant_id, "Aanvrager"))
        opslag = Documentopslag(apis.documenten, self._vorm.bronorganisatie)
        return await Zaakintrekking(apis.zaken, apis.catalogi, opslag, intrekking, _nu).verwerk()

    def _formulier(self, stappen: "_Stappen", soort: Soorten) -> Stuk:
        """What the customer filled in, as it was sent: the handler works from it."""
        gegevens = stappen.opdracht.gegevens
        content = orjson.dumps(gegevens, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)

        async def inhoud() -> AsyncIterator[bytes]:
            yield content

        return Stuk(
            identificatie=f"{stappen.identificatie}-00",
            titel=FORMULIER,
            bestandsnaam="aanvraag.json",
            formaat="application/json",
            omvang=len(content),
            ontvangen=stappen.dag,
            documenttype=soort.documenttype(FORMULIER),
            inhoud=inhoud,
        )

    def _bijlage(self, stappen: "_Stappen", soort: Soorten, nummer: int, bestand: Bestand) -> Stuk:
        return Stuk(
            identificatie=f"{stappen.identificatie}-{nummer:02}",
            titel=bestand.bestandsnaam,
            bestandsnaam=bestand.bestandsnaam,
            formaat=bestand.formaat,
            omvang=bestand.grootte,
            ontvangen=stappen.dag,
            documenttype=soort.documenttype(BIJLAGE),
            inhoud=bestand.inhoud,
        )


class _Stappen:
    """The steps for one aanvraag. Each answers what it made, or what an earlier attempt made."""

    def __init__(self, apis: Apis, vorm: Vorm, opdracht: Opdracht, progress: Progress) -> None:
        self.opdracht = opdracht
        self.dag = opdracht.ingediend_op.astimezone(LOCAL).date()
        self.identificatie = identificatie_van(opdracht.aanvraag_id, self.dag.year)
        self._zaken = apis.zaken
        self._opslag = Documentopslag(apis.documenten, vorm.bronorganisatie)
        self._vorm = vorm
        self._progress = progress
        self._eerder = True

    async def begin(self) -> None:
        """Whether an earlier attempt may have made something. Noted first, so that the next attempt knows."""
        self._eerder = self._progress.get(BEGUN) is not None
        if not self._eerder:
            await self._progress.note(BEGUN, "ja")

    async def zaak(self, soort: Soorten) -> str:
        return await self._once("zaak", lambda: self._zaak(soort))

    async def rol(self, soort: Soorten, zaak: str) -> None:
        await self._once("rol", lambda: self._rol(soort, zaak))

    async def stuk(self, zaak: str, stuk: Stuk) -> None:
        document = await self._once(
            f"document {stuk.identificatie}", lambda: self._opslag.bewaar(stuk, zoek=self._eerder)
        )
        await self._once(f"bij de zaak {stuk.identificatie}", lambda: self._relatie(zaak, document, stuk))

    async def status(self, soort: Soorten, zaak: str) -> None:
        await self._once("status", lambda: self._status(soort, zaak))

    async def _once(self, step: str, do: Callable[[], Awaitable[str]]) -> str:
        known = self._progress.get(step)
        if known is None:
            known = await do()
            await self._progress.note(step, known)
        return known

    async def _zaak(self, soort: Soorten) -> str:
        if self._eerder and (found := await self._eigen_zaak()):
            return found
        try:
            return await self._maak_zaak(soort)
        except NotDelivered as failure:
            # Another attempt may be at it at this moment: then the identificatie is taken, by ours.
            if not failure.permanent or (found := await self._eigen_zaak()) is None:
                raise
            self._eerder = True
            return found

    async def _eigen_zaak(self) -> str | None:
        found = await self._zaken.first(
            "/zaken", identificatie=self.identificatie, bronorganisatie=self._vorm.bronorganisatie
        )
        if found is not None and self._kenmerk not in found["kenmerken"]:
            raise NotDelivered("IDENTIFICATIE_BEZET")
        return None if found is None else str(found["url"])

    async def _maak_zaak(self, soort: Soorten) -> str:
        content = {
            "identificatie": self.identificatie,
            "bronorganisatie": self._vorm.bronorganisatie,
            "verantwoordelijkeOrganisatie": self._vorm.bronorganisatie,
            "zaaktype": soort.zaaktype,
            "startdatum": self.dag.isoformat(),
            "omschrijving": self.opdracht.omschrijving[:MAX_OMSCHRIJVING],
            "kenmerken": [self._kenmerk],
        }
        return str((await self._zaken.make("/zaken", content))["url"])

    @property
    def _kenmerk(self) -> dict[str, str]:
        return {"kenmerk": self.opdracht.aanvraag_id, "bron": KENMERK}

    async def _gevonden(self, path: str, **criteria: str) -> Thing | None:
        """What an earlier attempt made of this step."""
        return await self._zaken.first(path, **criteria) if self._eerder else None

    async def _rol(self, soort: Soorten, zaak: str) -> str:
        found = await self._gevonden("/rollen", zaak=zaak, roltype=soort.roltype)
        return str((found or await self._maak_rol(soort, zaak))["url"])

    async def _maak_rol(self, soort: Soorten, zaak: str) -> Thing:
        wie = betrokkene(self.opdracht.nummer, self._vorm.kvk)
        content = {"zaak": zaak, "roltype": soort.roltype, "roltoelichting": "Aanvrager", **wie}
        return await self._zaken.make("/rollen", content)

    async def _relatie(self, zaak: str, document: str, stuk: Stuk) -> str:
        found = await self._gevonden("/zaakinformatieobjecten", zaak=zaak, informatieobject=document)
        content = {"zaak": zaak, "informatieobject": document, "titel": stuk.titel}
        return str((found or await self._zaken.make("/zaakinformatieobjecten", content))["url"])

    async def _status(self, soort: Soorten, zaak: str) -> str:
        found = await self._gevonden("/statussen", zaak=zaak)
        content = {
            "zaak": zaak,
            "statustype": soort.statustype,
            "datumStatusGezet": self.opdracht.ingediend_op.isoformat(),
        }
        return str((found or await self._zaken.make("/statussen", content))["url"])


def _nu() -> datetime:
    return datetime.now(UTC)


def identificatie_van(aanvraag_id: str, jaar: int) -> str:
    """The identificatie of the zaak of an aanvraag: the same at every attempt, and of no other aanvraag."""
    code = b32encode(sha256(aanvraag_id.encode()).digest()).decode()[:12]
    return f"AANVRAAG-{jaar}-{code}"
