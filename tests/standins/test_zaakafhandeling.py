"""The stand-in of a handler takes notifications as the profile has them, and refuses what is none."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from standins.zaakafhandeling.handler import Handler
from standins.zaakafhandeling.standin import ZAKEN, make_handler_app
from standins.zaakafhandeling.token import Tokens
from standins.zaakafhandeling.zaken_door import ZakenDoor

OURS = Tokens("zaakafhandeling", ZAKEN)
THEIRS = Tokens(ZAKEN, "zaakafhandeling")
EVENT = {
    "specversion": "1.0",
    "id": "e-1",
    "source": "urn:nld:gemeentegraaf:systeem:zaken",
    "type": "nl.overheid.zaken.zaak-geregistreerd",
    "subject": "zaak-1",
    "time": "2026-03-02T09:30:00+00:00",
    "datacontenttype": "application/json",
    "data": {"zaak": "zaak-1", "zaaktype": "bezwaar"},
}


@pytest.fixture
async def handler() -> AsyncIterator[Handler]:
    handler = Handler(ZakenDoor(httpx.AsyncClient(base_url="http://zaken.invalid"), OURS))
    yield handler
    await handler.close()


async def told(handler: Handler, event: Any, **headers: str) -> int:
    app = make_handler_app(handler, OURS, None)
    given = {
        "content-type": "application/cloudevents+json",
        "authorization": f"Bearer {THEIRS.token()}",
        **headers,
    }
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://handler") as client:
        return (await client.post("/", json=event, headers=given)).status_code


async def test_of_a_zaak_that_began_it_hears_once(handler: Handler) -> None:
    assert [await told(handler, EVENT) for _ in range(2)] == [204, 204]
    assert list(handler.zaken) == ["zaak-1"]
    del handler.zaken["zaak-1"]
    await told(handler, EVENT)
    assert not handler.zaken


async def test_other_events_are_taken_and_lead_to_nothing(handler: Handler) -> None:
    other = {**EVENT, "type": "nl.overheid.zaken.document-toegevoegd"}
    assert await told(handler, other) == 204
    assert not handler.zaken


@pytest.mark.parametrize(
    "token", ["", "Bearer", "Bearer x.y.z", f"Bearer {OURS.token()}",
              f"Bearer {Tokens(ZAKEN, '', 'another secret that is just as long as it').token()}",
              f"Bearer {Tokens(ZAKEN, '', clock=lambda: 0.0).token()}"],
)  # fmt: skip
async def test_who_has_no_fresh_token_is_not_heard(handler: Handler, token: str) -> None:
    assert await told(handler, EVENT, authorization=token) == 401
    assert not handler.zaken


async def test_only_structured_events_are_taken(handler: Handler) -> None:
    assert await told(handler, EVENT, **{"content-type": "application/json"}) == 415


@pytest.mark.parametrize(
    "change",
    [
        {"specversion": "0.3"},
        {"specversion": None},
        {"id": ""},
        {"source": "zaken"},
        {"type": 5},
        {"time": "yesterday"},
        {"time": "2026-03-02T09:30:00"},
        {"dataRef": "https://zaken.example"},
    ],
)
async def test_what_is_no_event_of_the_profile_is_refused(handler: Handler, change: dict[str, Any]) -> None:
    assert await told(handler, {**EVENT, **change}) == 400
    assert not handler.zaken


async def test_a_body_that_is_no_object_is_refused(handler: Handler) -> None:
    assert await told(handler, []) == 400
