"""What the registers tell of their zaken is heard once, from who may tell it, and of our zaken alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from harness.notificaties_post import SECTIE, Post, bronnen, posting
from harness.zgw_client import zgw

from subgraphs.service.database import Database
from subgraphs.service.register_errors import RegisterRefused
from subgraphs.service.settings import SettingsError
from subgraphs.zaken.abonnement import abonneer
from subgraphs.zaken.bronnen import Zaakbronnen
from subgraphs.zaken.gebeurtenis import Soort
from subgraphs.zaken.notificaties import MAX_BYTES

ZAKEN = "https://openzaak.example/zaken/api/v1"
UUID = "8e1d4f8e-0000-4000-8000-000000000001"
MESSAGE = {
    "kanaal": "zaken",
    "hoofdObject": f"{ZAKEN}/zaken/{UUID}",
    "resource": "status",
    "resourceUrl": f"{ZAKEN}/statussen/8e1d4f8e-0000-4000-8000-000000000002",
    "actie": "create",
    "aanmaakdatum": "2026-03-02T09:29:00Z",
    "kenmerken": {"bronorganisatie": "002564440"},
}
EVENTS = "application/cloudevents+json"
OWN_EVENT = {
    "specversion": "1.0",
    "id": "e-1",
    "source": "urn:nld:oin:00000001821002193000:zakensysteem",
    "type": "nl.overheid.zaken.zaak-gemuteerd",
    "subject": UUID,
    "dataref": f"/zaken/api/v1/zaken/{UUID}",
    "data": {},
}


@pytest.fixture
async def post(database: Database) -> AsyncIterator[Post]:
    async with posting(database, bronnen("https://openzaak.example")) as post:
        yield post


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
        {"kanaal": "besluiten"},
        {"kanaal": "besluiten", "actie": "destroy"},
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
    answer = await post.ask("POST", json=MESSAGE, headers={"authorization": auth.encode()})
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


async def test_an_event_of_open_notificaties_is_heard_once_whatever_its_id(post: Post) -> None:
    event = {
        "specversion": "1.0",
        "source": "https://openzaak.example",
        "type": "nl.overheid.zaken.resultaat.create",
        "subject": "8e1d4f8e-0000-4000-8000-000000000002",
        "time": "2026-03-02T09:29:00Z",
        "data": {"hoofdObject": f"{ZAKEN}/zaken/{UUID}", "bronorganisatie": "002564440"},
    }
    assert [await post.tell({**event, "id": each}, EVENTS) for each in ("a", "b")] == [204, 204]
    assert await post.heard() == [(f"open-zaak~{UUID}", Soort.RESULTAAT_VASTGESTELD)]


@pytest.mark.parametrize(
    ("name", "heard"),
    [
        ("zaak-gemuteerd", [Soort.STATUS_GEZET]),
        ("zaak-geregistreerd", [Soort.GEREGISTREERD]),
        ("zaak-verlengd", [Soort.ANDERS]),
        ("zaak-geopend", []),
    ],
)
@pytest.mark.parametrize("dataref", [f"/zaken/api/v1/zaken/{UUID}", f"{ZAKEN}/zaken/{UUID}"])
async def test_an_event_of_open_zaak_itself_is_heard(
    post: Post, name: str, heard: list[Soort], dataref: str
) -> None:
    event = {**OWN_EVENT, "type": f"nl.overheid.zaken.{name}", "dataref": dataref}
    assert [await post.tell(event, f"{EVENTS}; charset=utf-8") for _ in range(2)] == [204, 204]
    assert await post.heard() == [(f"open-zaak~{UUID}", each) for each in heard]


@pytest.mark.parametrize(
    "wrong", [{"specversion": "0.3"}, {"id": ""}, {"source": None}, {"time": "gisteren"}]
)
async def test_what_is_no_event_is_refused(post: Post, wrong: dict[str, Any]) -> None:
    assert await post.tell({**OWN_EVENT, **wrong}, EVENTS) == 400


@pytest.mark.parametrize(
    "name", ["nl.overheid.zaken.status.create", "com.example.x", "nl.brp.persoon-verhuisd"]
)
async def test_an_event_that_says_nothing_of_a_zaak_is_taken_and_forgotten(post: Post, name: str) -> None:
    assert await post.tell({**OWN_EVENT, "type": name}, EVENTS) == 204
    assert await post.heard() == []


async def test_a_sender_that_we_know_may_send_events(post: Post) -> None:
    for origin in ("OpenZaak.voorbeeldstad.example", "openzaak.example"):
        headers = {"WebHook-Request-Origin": origin, "WebHook-Request-Rate": "120"}
        answer = await post.ask("OPTIONS", headers=headers)
        assert answer.status_code == 200
        assert answer.headers["webhook-allowed-origin"] == origin.lower()
        assert (answer.headers["webhook-allowed-rate"], answer.headers["allow"]) == ("*", "POST, OPTIONS")


@pytest.mark.parametrize("origin", ["elsewhere.example", "", "*", "https://openzaak.example"])
async def test_who_we_do_not_know_is_granted_nothing(post: Post, origin: str) -> None:
    answer = await post.ask("OPTIONS", headers={"WebHook-Request-Origin": origin})
    assert answer.status_code == 403
    assert not [name for name in answer.headers if name.startswith("webhook-")]


async def test_a_sender_hears_how_fast_it_may_be(database: Database) -> None:
    slow = SECTIE.model_copy(update={"per_minuut": 60})
    async with posting(database, bronnen("https://openzaak.example", slow)) as post:
        answer = await post.ask("OPTIONS", headers={"WebHook-Request-Origin": "openzaak.example"})
    assert answer.headers["webhook-allowed-rate"] == "60"


async def test_without_an_address_nobody_subscribes() -> None:
    with pytest.raises(SettingsError):
        await abonneer(Zaakbronnen(notificaties=SECTIE), "http://zaken.example/notificaties")


async def test_a_callback_that_does_not_answer_is_refused() -> None:
    async with zgw({}) as (register, _):
        with pytest.raises(RegisterRefused):
            await abonneer(bronnen(register.url), "http://127.0.0.1:9/notificaties")
