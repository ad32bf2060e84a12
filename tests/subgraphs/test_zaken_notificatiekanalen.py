"""What happens in a register is heard: of zaken, and of their besluiten and documents. Over sockets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from harness.notificaties_post import Post, bronnen, posting
from harness.served import served
from harness.standin import Fault, Register
from harness.until import until
from harness.zgw_client import zgw
from harness.zgw_scenario import BURGER, RSIN, Soort, Zgw

from subgraphs.service.database import Database
from subgraphs.zaken.abonnement import Abonnement, abonneer
from subgraphs.zaken.bronnen import Zaakbronnen
from subgraphs.zaken.gebeurtenis import Soort as Wat
from subgraphs.zaken.notificaties import PATH

BESLUITEN, DOCUMENTEN = "/besluiten/api/v1/besluiten", "/documenten/api/v1/enkelvoudiginformatieobjecten"


@dataclass
class Town:
    """A municipality with one zaak, one document of it and one of no zaak."""

    begin: Zgw
    soort: Soort
    besluittype: str
    zaak: str
    stuk: str
    los: str

    @property
    def id(self) -> str:
        return f"open-zaak~{self.zaak.rpartition('/')[2]}"


@pytest.fixture
def town() -> Town:
    begin = Zgw()
    fields = {"catalogus": begin.catalogus, "beginGeldigheid": "2020-01-01"}
    besluittype = begin.add("catalogi", "besluittypen", omschrijving="Vergunning", **fields)
    soort = begin.zaaktype("Kapvergunning", ["Ontvangen", "Klaar"], besluittypen=[besluittype])
    brief = begin.documenttype("Brief", soort)
    zaak = begin.zaak(soort, BURGER)
    stuk, los = (
        begin.add(
            "documenten",
            "enkelvoudiginformatieobjecten",
            bronorganisatie=RSIN,
            creatiedatum="2026-01-05",
            titel=titel,
            auteur="De gemeente",
            taal="nld",
            bestandsnaam="brief.txt",
            informatieobjecttype=brief,
            status="in_bewerking",
        )
        for titel in ("Brief", "Los")
    )
    begin.add("zaken", "zaakinformatieobjecten", zaak=zaak, informatieobject=stuk)
    return Town(begin, soort, besluittype, zaak, stuk, los)


@dataclass
class Heard:
    """The register, as its officials write in it, and what was told of that."""

    register: Register
    client: httpx.AsyncClient
    post: Post
    abonnement: Abonnement
    callback: str
    bronnen: Zaakbronnen

    async def besluit(self, town: Town, **days: str) -> None:
        content = {
            "verantwoordelijkeOrganisatie": RSIN,
            "besluittype": f"{self.register.url}{town.besluittype}",
            "zaak": f"{self.register.url}{town.zaak}",
            "datum": "2026-01-05",
            "ingangsdatum": "2026-01-06",
            **days,
        }
        await self._done(await self.client.post(BESLUITEN, json=content))

    async def release(self, document: str) -> None:
        lock = (await self.client.post(f"{document}/lock", json={})).json()["lock"]
        await self._done(await self.client.patch(document, json={"lock": lock, "status": "definitief"}))

    async def status(self, town: Town) -> None:
        content = {
            "zaak": f"{self.register.url}{town.zaak}",
            "statustype": f"{self.register.url}{town.soort.statustypen[0]}",
            "datumStatusGezet": "2026-03-02T09:00:00Z",
        }
        await self._done(await self.client.post("/zaken/api/v1/statussen", json=content))

    async def told(self, *expected: tuple[str, Wat]) -> None:
        await until(lambda: self.post.woken >= len(expected))
        assert await self.post.heard() == list(expected)

    async def _done(self, answer: httpx.Response) -> None:
        assert answer.is_success, answer.text


@asynccontextmanager
async def listening(database: Database, town: Town) -> AsyncIterator[Heard]:
    async with zgw(town.begin.given) as (register, client):
        settings = bronnen(register.url)
        async with posting(database, settings) as post, served(post.app) as url:
            callback = f"{url.rstrip('/')}{PATH}"
            abonnement = await abonneer(settings, callback)
            yield Heard(register, client, post, abonnement, callback, settings)


async def test_all_channels_of_the_apis_that_are_read_are_subscribed_to(
    database: Database, town: Town
) -> None:
    async with listening(database, town) as heard:
        assert heard.abonnement == Abonnement(nieuw=True, kanalen=("zaken", "besluiten", "documenten"))
        less = heard.bronnen.registers[0].model_copy(update={"besluiten": None, "documenten": None})
        fewer = heard.bronnen.model_copy(update={"registers": (less,)})
        assert await abonneer(fewer, heard.callback) == Abonnement(nieuw=False, kanalen=("zaken",))
        (kept,) = (await heard.client.get("/notificaties/api/v1/abonnement")).json()
        assert [each["naam"] for each in kept["kanalen"]] == ["zaken"]


async def test_a_status_is_heard(database: Database, town: Town) -> None:
    async with listening(database, town) as heard:
        await heard.status(town)
        await heard.told((town.id, Wat.STATUS_GEZET))


async def test_a_besluit_is_heard_when_the_customer_may_know_it(database: Database, town: Town) -> None:
    async with listening(database, town) as heard:
        await heard.besluit(town, verzenddatum="2026-03-09")  # a week from now
        await heard.besluit(town, verzenddatum="2026-03-01")
        await heard.told((town.id, Wat.BESLUIT_GENOMEN))


async def test_a_document_that_changes_is_heard_for_each_zaak_that_has_it(
    database: Database, town: Town
) -> None:
    async with listening(database, town) as heard:
        await heard.release(town.los)
        await heard.release(town.stuk)
        await heard.told((town.id, Wat.ANDERS))


async def test_what_cannot_be_looked_up_now_is_told_again(database: Database, town: Town) -> None:
    async with listening(database, town) as heard:
        message: dict[str, Any] = {
            "kanaal": "documenten",
            "hoofdObject": f"{heard.register.url}{town.stuk}",
            "resource": "enkelvoudiginformatieobject",
            "resourceUrl": f"{heard.register.url}{town.stuk}",
            "actie": "update",
            "aanmaakdatum": "2026-03-02T09:29:00Z",
        }
        heard.register.fault = Fault(503)
        assert await heard.post.tell(message) == 503
        assert await heard.post.heard() == []
        heard.register.fault = None
        assert await heard.post.tell(message) == 204
        await heard.told((town.id, Wat.ANDERS))
