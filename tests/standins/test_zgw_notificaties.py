"""Notifications of the stand-in: who may subscribe, to what, and what is delivered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from harness.served import served
from harness.until import until
from harness.zgw_client import zgw
from harness.zgw_scenario import BURGER, Soort, Zgw
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

ROOT = "/notificaties/api/v1"
SECRET = "Token van de abonnee"


@dataclass
class Subscriber:
    """Takes notifications. `failures` is how many it refuses first."""

    open_to_all: bool = False
    failures: int = 0
    url: str = ""
    taken: list[dict[str, Any]] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        await (await self._answer(Request(scope, receive)))(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if not self.open_to_all and request.headers.get("authorization") != SECRET:
            return Response(status_code=403)
        message = await request.json()
        if message["kanaal"] != "test":
            if self.failures:
                self.failures -= 1
                return Response(status_code=503)
            self.taken.append(message)
        return Response(status_code=204)


@asynccontextmanager
async def subscribing(subscriber: Subscriber) -> AsyncIterator[Subscriber]:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        else:
            await subscriber(scope, receive, send)

    async with served(app) as url:
        subscriber.url = url
        yield subscriber


async def _lifespan(receive: Receive, send: Send) -> None:
    for kind in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{kind}.complete"})


def abonnement(subscriber: Subscriber, **filters: str) -> dict[str, Any]:
    return {"callbackUrl": subscriber.url, "auth": SECRET, "kanalen": [{"naam": "zaken", "filters": filters}]}


@pytest.fixture
def town() -> Zgw:
    return Zgw()


@pytest.fixture
def soort(town: Zgw) -> Soort:
    return town.zaaktype("Kapvergunning", ["Ontvangen", "Afgehandeld"])


def code(answer: httpx.Response) -> str:
    assert answer.status_code == 400, answer.text
    found: str = answer.json()["invalidParams"][0]["code"]
    return found


async def test_a_subscriber_hears_of_the_zaken_it_asked_for(town: Zgw, soort: Soort) -> None:
    zaak = town.zaak(soort, BURGER)
    ander = town.zaak(town.zaaktype("Bijstand", ["Klaar"]))
    async with subscribing(Subscriber(failures=1)) as subscriber, zgw(town.given) as (register, client):
        wanted = abonnement(subscriber, zaaktype=f"{register.url}{soort.url}")
        made = await client.post(f"{ROOT}/abonnement", json=wanted)
        assert made.status_code == 201
        assert "auth" not in made.json()
        await client.patch(ander, json={"omschrijving": "Niet voor u"})
        status = {
            "zaak": f"{register.url}{zaak}",
            "statustype": f"{register.url}{soort.statustypen[0]}",
            "datumStatusGezet": "2026-01-05T10:00:00Z",
        }
        gezet = await client.post("/zaken/api/v1/statussen", json=status)
        await until(lambda: bool(subscriber.taken))
        (message,) = subscriber.taken
        assert message["hoofdObject"] == f"{register.url}{zaak}"
        assert (message["resource"], message["actie"]) == ("status", "create")
        assert message["resourceUrl"] == gezet.json()["url"]
        assert message["kenmerken"]["zaaktype"] == f"{register.url}{soort.url}"


async def test_a_subscription_needs_a_callback_that_is_closed_to_others(town: Zgw) -> None:
    async with zgw(town.given) as (_, client):
        async with subscribing(Subscriber(open_to_all=True)) as everyone:
            answer = await client.post(f"{ROOT}/abonnement", json=abonnement(everyone))
            assert code(answer) == "no-auth-on-callback-url"
        gone = await client.post(f"{ROOT}/abonnement", json=abonnement(everyone))
        assert code(gone) == "invalid-callback-url"


async def test_a_subscription_is_to_channels_and_filters_that_there_are(town: Zgw) -> None:
    async with subscribing(Subscriber()) as subscriber, zgw(town.given) as (_, client):
        wanted = abonnement(subscriber, kleur="rood")
        assert code(await client.post(f"{ROOT}/abonnement", json=wanted)) == "inconsistent-abonnement-filters"
        elsewhere = {**wanted, "kanalen": [{"naam": "fietsen", "filters": {}}]}
        assert code(await client.post(f"{ROOT}/abonnement", json=elsewhere)) == "not-found"
        (kanaal,) = (await client.get(f"{ROOT}/kanaal", params={"naam": "zaken"})).json()
        assert "zaaktype" in kanaal["filters"]


async def test_what_others_publish_is_delivered_too(town: Zgw) -> None:
    message = {
        "kanaal": "zaken",
        "hoofdObject": "https://elders.test/zaken/1",
        "resource": "zaak",
        "resourceUrl": "https://elders.test/zaken/1",
        "actie": "create",
        "aanmaakdatum": "2026-01-05T10:00:00Z",
        "kenmerken": {"zaaktype": "https://elders.test/zaaktypen/1"},
    }
    async with subscribing(Subscriber()) as subscriber, zgw(town.given) as (_, client):
        await client.post(f"{ROOT}/abonnement", json=abonnement(subscriber))
        assert (await client.post(f"{ROOT}/notificaties", json=message)).status_code == 201
        await until(lambda: bool(subscriber.taken))
        assert subscriber.taken == [message]
        wrong = {**message, "kenmerken": {"kleur": "rood"}}
        assert code(await client.post(f"{ROOT}/notificaties", json=wrong)) == "kenmerken_inconsistent"


async def test_a_subscription_that_ends_is_told_nothing_more(town: Zgw, soort: Soort) -> None:
    zaak = town.zaak(soort, BURGER)
    async with (
        subscribing(Subscriber()) as gone,
        subscribing(Subscriber()) as stays,
        zgw(town.given) as (register, client),
    ):
        made = await client.post(f"{ROOT}/abonnement", json=abonnement(gone))
        await client.post(f"{ROOT}/abonnement", json=abonnement(stays))
        assert (await client.delete(made.json()["url"])).status_code == 204
        await client.patch(zaak, json={"omschrijving": "Anders"})
        await until(lambda: bool(stays.taken))
        assert (stays.taken[0]["actie"], gone.taken) == ("partial_update", [])
        assert len((await client.get(f"{ROOT}/abonnement")).json()) == 1
        assert register.calls[-1] == f"GET {ROOT}/abonnement"
