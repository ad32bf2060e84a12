"""What the registers tell of their zaken is heard once, from who may tell it, and of our zaken alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from harness.served import served
from harness.until import until
from harness.zgw_client import zgw
from harness.zgw_scenario import BURGER, Zgw
from pydantic import SecretStr
from starlette.applications import Starlette

from standins.zgw.token import DEFAULT
from subgraphs.service.database import Database
from subgraphs.service.register_errors import RegisterRefused
from subgraphs.service.settings import SettingsError
from subgraphs.zaken import tables as t
from subgraphs.zaken.abonnement import abonneer
from subgraphs.zaken.gebeurtenis import Soort
from subgraphs.zaken.gebeurtenissen import Gebeurtenissen
from subgraphs.zaken.notificaties import MAX_BYTES, PATH, Ontvangst, notificaties_route
from subgraphs.zaken.notificatiesectie import Notificatiesectie

NU = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ZAKEN = "https://openzaak.example/zaken/api/v1"
UUID = "8e1d4f8e-0000-4000-8000-000000000001"
SECTIE = Notificatiesectie(
    sleutel=SecretStr("een-sleutel"), geheim=SecretStr(DEFAULT.secret), client_id=DEFAULT.client_id
)
MESSAGE = {
    "kanaal": "zaken",
    "hoofdObject": f"{ZAKEN}/zaken/{UUID}",
    "resource": "status",
    "resourceUrl": f"{ZAKEN}/statussen/8e1d4f8e-0000-4000-8000-000000000002",
    "actie": "create",
    "aanmaakdatum": "2026-03-02T09:29:00Z",
    "kenmerken": {"bronorganisatie": "002564440"},
}


class Post:
    """The route over a real store, and what was written."""

    def __init__(self, database: Database, zaken: str = ZAKEN) -> None:
        self.gebeurtenissen = Gebeurtenissen(database)
        self.woken = 0
        ontvangst = Ontvangst(self.gebeurtenissen, {zaken: "open-zaak"}, self._wake, lambda: NU)
        self.app = Starlette(routes=[notificaties_route(ontvangst, SECTIE.auth)])

    async def tell(self, message: Any, auth: str = SECTIE.auth) -> int:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://zaken") as client:
            answer = await client.post(PATH, json=message, headers={"authorization": auth})
        return answer.status_code

    async def heard(self) -> list[tuple[str, Soort]]:
        found = await self.gebeurtenissen.na(0, 100)
        return [(each.gebeurtenis.zaak_id, each.gebeurtenis.soort) for each in found]

    def _wake(self) -> None:
        self.woken += 1


@pytest.fixture
async def post(database: Database) -> Post:
    await database.create_tables(t.metadata)
    return Post(database)


async def test_what_is_told_is_heard_once(post: Post) -> None:
    assert [await post.tell(MESSAGE) for _ in range(3)] == [204, 204, 204]
    assert await post.heard() == [(f"open-zaak~{UUID}", Soort.STATUS_GEZET)]
    assert post.woken == 1


async def test_another_moment_is_something_else_that_happened(post: Post) -> None:
    await post.tell(MESSAGE)
    await post.tell({**MESSAGE, "aanmaakdatum": "2026-03-02T09:31:00Z", "actie": "partial_update"})
    assert [soort for _, soort in await post.heard()] == [Soort.STATUS_GEZET, Soort.ANDERS]


@pytest.mark.parametrize(
    "change",
    [
        {"kanaal": "test"},
        {"kanaal": "documenten"},
        {"hoofdObject": f"https://elsewhere.example/zaken/{UUID}"},
        {"hoofdObject": f"{ZAKEN}/zaken/../besluiten/{UUID}"},
        {"hoofdObject": "geen adres"},
    ],
)
async def test_what_is_no_concern_of_ours_is_taken_and_forgotten(post: Post, change: dict[str, Any]) -> None:
    assert await post.tell({**MESSAGE, **change}) == 204
    assert (await post.heard(), post.woken) == ([], 0)


@pytest.mark.parametrize("auth", ["", "Bearer", "Bearer een-sleutel ", "een-sleutel", "Bearer één-sleutel"])
async def test_who_does_not_show_the_key_is_not_heard(post: Post, auth: str) -> None:
    headers = {"authorization": auth.encode()}
    transport = httpx.ASGITransport(post.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://zaken") as client:
        answer = await client.post(PATH, json=MESSAGE, headers=headers)
    assert answer.status_code == 401
    assert await post.heard() == []


@pytest.mark.parametrize(
    ("message", "status"),
    [
        ([], 400),
        ({}, 400),
        ({**MESSAGE, "aanmaakdatum": "2026-03-02T09:29:00"}, 400),
        ({**MESSAGE, "resource": 5}, 400),
        ({**MESSAGE, "kenmerken": {"veel": "x" * MAX_BYTES}}, 413),
    ],
)
async def test_what_is_no_notification_is_refused(post: Post, message: Any, status: int) -> None:
    assert await post.tell(message) == status
    assert await post.heard() == []


async def test_a_register_tells_of_a_status_from_the_moment_that_we_subscribe(database: Database) -> None:
    await database.create_tables(t.metadata)
    town = Zgw()
    soort = town.zaaktype("Kapvergunning", ["Ontvangen", "Afgehandeld"])
    zaak = town.zaak(soort, BURGER)
    async with zgw(town.given) as (register, client):
        post = Post(database, f"{register.url}/zaken/api/v1")
        sectie = SECTIE.model_copy(update={"url": f"{register.url}/notificaties/api/v1"})
        async with served(post.app) as url:
            callback = f"{url.rstrip('/')}{PATH}"
            assert [await abonneer(sectie, callback) for _ in range(2)] == [True, False]
            status = {
                "zaak": f"{register.url}{zaak}",
                "statustype": f"{register.url}{soort.statustypen[0]}",
                "datumStatusGezet": "2026-03-02T09:00:00Z",
            }
            answer = await client.post("/zaken/api/v1/statussen", json=status)
            assert answer.status_code == 201, answer.text
            await until(lambda: post.woken > 0)
    assert await post.heard() == [(f"open-zaak~{zaak.rpartition('/')[2]}", Soort.STATUS_GEZET)]


async def test_without_an_address_nobody_subscribes() -> None:
    with pytest.raises(SettingsError):
        await abonneer(SECTIE, "http://zaken.example/notificaties")


async def test_a_callback_that_does_not_answer_is_refused() -> None:
    async with zgw({}) as (register, _):
        sectie = SECTIE.model_copy(update={"url": f"{register.url}/notificaties/api/v1"})
        with pytest.raises(RegisterRefused):
            await abonneer(sectie, "http://127.0.0.1:9/notificaties")
