"""A handler asks something of the customer of a zaak, reads the answer, and tells them things."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from harness.subgraph_desk import PSEUDONYM_KEY, SANNE
from harness.until import until
from harness.zaken_and_handler import Office, office
from harness.zaken_rows import ZakenRows

from standins.zaakafhandeling.token import Tokens
from subgraphs.service.database import Database

KLANT = """query ($r: [_Any!]!) { _entities(representations: $r) { ... on Klant { %s } } }"""
BEANTWOORD = """mutation ($taak: ID!) { taakBeantwoorden(input: {taak: $taak, gegevens: {reden: "Ziek"},
    idempotentiesleutel: "een"}) { taak { stand } fouten { code } } }"""
SCHEMA = {"type": "object", "required": ["reden"], "properties": {"reden": {"type": "string"}}}
TAAK = {"kenmerk": "aanvulling", "titel": "Vul uw bezwaar aan", "formulier": SCHEMA}
BERICHT = {"kenmerk": "welkom", "onderwerp": "Uw bezwaar", "tekst": "Wij kijken ernaar."}


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Office]:
    """On either kind of database."""
    async with office(database_url) as town:
        yield town


@pytest.fixture
async def small_town(zaken_url: str) -> AsyncIterator[Office]:
    """Whose handler has but one zaaktype."""
    async with office(zaken_url, "bezwaar") as town:
        yield town


async def postbus(town: Office, name: str, selection: str) -> list[dict[str, Any]]:
    reference = {"__typename": "Klant", "id": SANNE.klant_id(PSEUDONYM_KEY)}
    query = KLANT % f"{name}(first: 100) {{ edges {{ node {{ {selection} }} }} }}"
    data = await town.desk.data(query, SANNE, {"r": [reference]})
    return [edge["node"] for edge in data["_entities"][0][name]["edges"]]


async def test_what_a_handler_asks_the_customer_answers_and_the_handler_reads(town: Office) -> None:
    zaak = await town.register()
    asked = await asyncio.gather(*(town.behandel("POST", f"/{zaak}/taken", TAAK) for _ in range(3)))
    assert sorted(answer.status_code for answer in asked) == [200, 200, 201]
    (taak,) = {answer.json()["taak"] for answer in asked}
    (shown,) = [each for each in await postbus(town, "taken", "id titel zaak { id }") if each["id"] == taak]
    assert (shown["titel"], shown["zaak"]["id"]) == ("Vul uw bezwaar aan", zaak)
    early = await town.behandel("PUT", f"/{zaak}/taken/{taak}", {"stand": "verwerkt"})
    assert (early.status_code, early.json()["code"]) == (409, "taak-stand")
    done = await town.desk.data(BEANTWOORD, SANNE, {"taak": taak})
    assert done["taakBeantwoorden"] == {"taak": {"stand": "INGEDIEND"}, "fouten": []}
    (read,) = (await town.behandel("GET", f"/{zaak}/taken")).json()["taken"]
    assert (read["stand"], read["antwoord"]) == ("ingediend", {"reden": "Ziek"})
    for _ in range(2):
        processed = await town.behandel("PUT", f"/{zaak}/taken/{taak}", {"stand": "verwerkt"})
        assert processed.status_code == 200
    late = await town.behandel("PUT", f"/{zaak}/taken/{taak}", {"stand": "gesloten"})
    assert late.status_code == 409


async def test_a_taak_that_need_not_be_done_takes_no_answer(town: Office) -> None:
    zaak = await town.register()
    taak = (await town.behandel("POST", f"/{zaak}/taken", TAAK)).json()["taak"]
    await town.behandel("PUT", f"/{zaak}/taken/{taak}", {"stand": "gesloten"})
    told = (await town.desk.data(BEANTWOORD, SANNE, {"taak": taak}))["taakBeantwoorden"]
    assert told["fouten"] == [{"code": "GESLOTEN"}]


async def test_a_bericht_is_sent_once(town: Office) -> None:
    zaak = await town.register()
    sent = [await town.behandel("POST", f"/{zaak}/berichten", BERICHT) for _ in range(2)]
    assert [answer.status_code for answer in sent] == [201, 200]
    found = await postbus(town, "berichten", "onderwerp tekst")
    assert found.count({"onderwerp": "Uw bezwaar", "tekst": "Wij kijken ernaar."}) == 1


async def test_a_bericht_goes_with_documents_of_its_zaak_and_of_no_other(
    small_town: Office, zaken_url: str
) -> None:
    own, other = await small_town.register(), await small_town.register("aanvraag-2")
    database = Database(zaken_url)
    rows = ZakenRows(database)
    brief, vreemd = [await rows.document(zaak, "Brief") for zaak in (own, other)]
    await database.close()
    wrong = await small_town.behandel("POST", f"/{own}/berichten", {**BERICHT, "bijlagen": [vreemd]})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "onbekende-bijlage")
    body = {**BERICHT, "bijlagen": [brief], "handelingsperspectief": "betalen"}
    assert (await small_town.behandel("POST", f"/{own}/berichten", body)).status_code == 201
    found = await postbus(small_town, "berichten", "onderwerp handelingsperspectief bijlagen { titel }")
    assert [each for each in found if each["onderwerp"] == "Uw bezwaar"] == [
        {"onderwerp": "Uw bezwaar", "handelingsperspectief": "BETALEN", "bijlagen": [{"titel": "Brief"}]}
    ]


async def test_a_customer_is_told_once_that_a_zaak_is_over(town: Office) -> None:
    zaak = await town.register()
    await until(lambda: zaak in town.handler.zaken)
    while town.handler.zaken:
        await town.handler.step()
    found = await postbus(town, "berichten", "onderwerp zaak { id einddatum }")
    told = [each for each in found if each["zaak"] and each["zaak"]["id"] == zaak]
    assert [each["onderwerp"] for each in told] == ["Uw zaak is afgerond"]
    assert told[0]["zaak"]["einddatum"] is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"titel": ""},
        {"titel": "nul\x00"},
        {"soort": "dans"},
        {"soort": "link"},
        {"soort": "link", "url": "javascript:alert(1)"},
        {"url": "https://elders.test/"},
        {"formulier": {"type": "fiets"}},
        {"formulier": {"$ref": "https://elders.test/schema.json"}},
        {"verloopdatum": "2026-03-09T10:00:00"},
        {"kleur": "rood"},
        {"toelichting": "x" * 70_000},
    ],
    ids=str,
)
async def test_a_taak_that_cannot_be_done_is_not_asked(small_town: Office, wrong: dict[str, Any]) -> None:
    zaak = await small_town.register()
    answer = await small_town.behandel("POST", f"/{zaak}/taken", {**TAAK, **wrong})
    assert answer.status_code in {400, 413}
    assert (await small_town.behandel("GET", f"/{zaak}/taken")).json() == {"taken": []}


async def test_a_handler_reaches_the_customers_of_its_own_zaken_alone(small_town: Office) -> None:
    own, other = await small_town.register(), await small_town.register("aanvraag-2", "verhuizing")
    calls = [("POST", "/taken", TAAK), ("GET", "/taken", None), ("POST", "/berichten", BERICHT)]
    calls.append(("PUT", "/taken/iets", {"stand": "gesloten"}))
    for zaak, tokens, status in ((other, None, 404), (own, Tokens("iemand-anders", "zaken"), 401)):
        for method, path, body in calls:
            answer = await small_town.behandel(method, f"/{zaak}{path}", body, tokens)
            assert answer.status_code == status
