"""The CMS behind the website: read once for all, kept while it is down, and never believed blindly."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
from harness.standin import Fault, Register, running
from harness.subgraph_desk import TODAY, codes, desk_of, settings_for
from harness.until import until
from harness.website import SLEUTEL, cms_scenario
from starlette.responses import JSONResponse

from standins.cms.standin import make_standin
from subgraphs.service.pagination import PageRequest
from subgraphs.service.register_client import RegisterClient, RegisterRules, RegisterTarget
from subgraphs.service.register_errors import RegisterRefused, RegisterUnavailable
from subgraphs.service.settings import SettingsError
from subgraphs.website.cms import Cms, Houdbaarheid
from subgraphs.website.jsonapi import MEDIA_TYPE, Jsonapi, Vindplaats
from subgraphs.website.service import make_service
from subgraphs.website.soort import NIEUWS, PRODUCTEN, SOORTEN
from subgraphs.website.source import Selectie

ALL = PageRequest(100)
KEY = {"authorization": f"Bearer {SLEUTEL}"}


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@asynccontextmanager
async def a_cms(
    register: Register,
    headers: Mapping[str, str] = KEY,
    clock: Clock | None = None,
    velden: Mapping[str, str] | None = None,
) -> AsyncIterator[Cms]:
    target = RegisterTarget("cms", f"{register.url}/jsonapi", {"accept": MEDIA_TYPE, **headers})
    jsonapi = Jsonapi(RegisterClient(target, RegisterRules(attempts=1)))
    places = {soort.naam: Vindplaats(f"/node/{soort.naam}", velden or {}) for soort in SOORTEN}
    cms = Cms(jsonapi, places, Houdbaarheid(60, 3600, 5), clock or Clock())
    yield cms
    await cms.close()


@pytest.fixture
async def register() -> AsyncIterator[Register]:
    async with running(make_standin(cms_scenario(TODAY))) as register:
        yield register


async def titles(cms: Cms) -> list[str]:
    return [item.titel for item in (await cms.lijst(PRODUCTEN, Selectie(), ALL)).rows]


async def test_a_hundred_readers_at_once_are_one_call(register: Register) -> None:
    async with a_cms(register) as cms:
        lists = await asyncio.gather(*(titles(cms) for _ in range(100)))
        await cms.items(PRODUCTEN, ["paspoort"])
    assert len(lists[0]) == 18
    assert all(each == lists[0] for each in lists)
    assert register.calls == ["GET /jsonapi/node/product"]


async def test_content_is_read_anew_after_a_while_and_nobody_waits_for_it(register: Register) -> None:
    clock = Clock()
    async with a_cms(register, clock=clock) as cms:
        before = await titles(cms)
        clock.now += 59
        await titles(cms)
        assert len(register.calls) == 1
        clock.now += 1
        register.fault = Fault(delay=0.1)
        lists = [await titles(cms) for _ in range(10)]
        assert lists == [before] * 10
        await until(lambda: len(register.calls) == 2)
        clock.now += 30  # slow as it is, it is read by one at a time
        assert await titles(cms) == before
        await until(lambda: not cms.leest)
        await titles(cms)
    assert len(register.calls) == 2


async def test_what_was_read_stands_in_while_the_cms_is_down_but_not_for_ever(register: Register) -> None:
    clock = Clock()
    async with a_cms(register, clock=clock) as cms:
        before = await titles(cms)
        register.fault = Fault(503)
        for _ in range(2):
            clock.now += 600
            assert await titles(cms) == before
            await until(lambda: not cms.leest)
        calls = len(register.calls)
        assert await titles(cms) == before
        assert len(register.calls) == calls > 1  # left alone for a moment
        clock.now += 3600
        with pytest.raises(RegisterUnavailable):
            await titles(cms)
        register.fault = None
        assert await titles(cms) == before


async def test_a_cms_that_is_left_ends_its_reading(register: Register) -> None:
    clock = Clock()
    async with a_cms(register, clock=clock) as cms:
        await titles(cms)
        clock.now += 60
        register.fault = Fault(delay=30)
        await titles(cms)
        await until(lambda: len(register.calls) == 2)
    assert not cms.leest


async def test_a_cms_that_was_never_read_and_is_down_is_an_error_with_a_code(
    register: Register, sqlite_url: str, tmp_path: Any
) -> None:
    register.fault = Fault(503)
    settings = with_bronnen(sqlite_url, tmp_path, f"website: {{cms: {{url: '{register.url}/jsonapi'}}}}")
    async with desk_of(make_service, settings) as desk:
        answer = await desk.ask("{ producten { totaal } }")
    assert answer["data"] == {"producten": None}
    assert codes(answer) == ["BRON_NIET_BESCHIKBAAR"]


async def test_the_graph_over_a_cms_costs_one_call_for_each_kind_whatever_is_asked(
    register: Register, sqlite_url: str, tmp_path: Any
) -> None:
    text = f"website: {{cms: {{url: '{register.url}/jsonapi', sleutel: {{env: CMS}}}}}}"
    settings = with_bronnen(sqlite_url, tmp_path, text, CMS=SLEUTEL)
    async with desk_of(make_service, settings) as desk:
        for first in (1, 100):
            data = await desk.data(
                "query ($n: Int) { producten(first: $n) { totaal edges { node { titel } } }"
                ' a: product(id: "paspoort") { titel } nieuws(first: $n) { edges { node { titel } } } }',
                variables={"n": first},
            )
    assert data["producten"]["totaal"] == 18
    assert sorted(register.calls) == ["GET /jsonapi/node/nieuwsbericht", "GET /jsonapi/node/product"]


async def test_every_page_of_a_long_collection_is_read() -> None:
    news = NIEUWS.schrijf
    scenario = cms_scenario(TODAY)
    one = NIEUWS.lees(scenario["inhoud"]["nieuwsbericht"][0])
    scenario["inhoud"]["nieuwsbericht"] = [news(replace(one, id=f"n{each}")) for each in range(120)]
    async with running(make_standin(scenario)) as register, a_cms(register) as cms:
        page = await cms.lijst(NIEUWS, Selectie(), ALL)
        assert (len(page.rows), page.more, await page.count()) == (100, True, 120)
    assert len(register.calls) == 3


async def test_a_cms_has_its_own_names_for_things() -> None:
    scenario = cms_scenario(TODAY)
    for item in scenario["inhoud"]["product"]:
        item["title"] = item.pop("titel")
        item["body"] = {"value": item.pop("beschrijving"), "summary": item.pop("samenvatting")}
    velden = {"titel": "title", "samenvatting": "body.summary", "beschrijving": "body.value"}
    async with running(make_standin(scenario)) as register, a_cms(register, velden=velden) as cms:
        found = await cms.items(PRODUCTEN, ["paspoort"])
    assert found["paspoort"].samenvatting == "U vraagt een paspoort aan bij de balie van het stadhuis."


async def test_an_item_that_cannot_be_read_leaves_the_others(caplog: pytest.LogCaptureFixture) -> None:
    scenario = cms_scenario(TODAY)
    first, second = scenario["inhoud"]["product"][:2]
    first["gewijzigd_op"] = "gisteren"
    second["id"] = "regel\neen"
    del second["titel"]
    async with running(make_standin(scenario)) as register, a_cms(register) as cms:
        assert len(await titles(cms)) == 16
    assert caplog.messages == [
        "the CMS has 2 items of product that cannot be read: "
        f"'{first['id']}' (gewijzigd_op), 'regel\\neen' (titel)"
    ]


async def test_a_cms_that_refuses_the_key_is_told_so(register: Register) -> None:
    async with a_cms(register, headers={}) as cms:
        with pytest.raises(RegisterRefused) as refusal:
            await titles(cms)
    assert refusal.value.status == 401


@pytest.mark.parametrize(
    "body",
    [
        {"data": {}},
        {"meta": {}},
        {"data": [], "links": {"next": {"href": "https://elsewhere.example/jsonapi/node/product"}}},
        {"data": [], "links": {"next": "http://127.0.0.1:1/jsonapi/node/product"}},
    ],
)
async def test_an_answer_that_is_no_collection_or_leads_elsewhere_is_not_followed(
    register: Register, body: dict[str, Any]
) -> None:
    register.fault = Fault(200, bytes(JSONResponse(body).body), "application/vnd.api+json")
    async with a_cms(register) as cms:
        with pytest.raises(RegisterUnavailable):
            await titles(cms)
    assert register.calls == ["GET /jsonapi/node/product"]


async def test_the_example_of_the_stand_in_can_be_read(caplog: pytest.LogCaptureFixture) -> None:
    async with running(make_standin({})) as register, a_cms(register, headers={}) as cms:
        found = [len((await cms.lijst(soort, Selectie(), ALL)).rows) for soort in SOORTEN]
    assert all(found)
    assert caplog.messages == []


@pytest.mark.parametrize(
    ("query", "accept", "status"),
    [
        ("?page%5Blimit%5D=2", MEDIA_TYPE, 200),
        ("?include=author", MEDIA_TYPE, 400),
        ("?page%5Blimit%5D=x", MEDIA_TYPE, 400),
        ("", "application/json", 406),
    ],
)
async def test_the_stand_in_refuses_what_it_does_not_speak(
    register: Register, query: str, accept: str, status: int
) -> None:

    async with httpx.AsyncClient(headers={**KEY, "accept": accept}) as client:
        answer = await client.get(f"{register.url}/jsonapi/node/product{query}")
        missing = await client.get(f"{register.url}/jsonapi/node/eenhoorn", headers={"accept": MEDIA_TYPE})
    assert answer.status_code == status
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert (missing.status_code, missing.json()["errors"][0]["status"]) == (404, "404")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("website: {cms: {url: 'ftp://x'}}", "website.cms.url"),
        ("website: {cms: {url: 'http://x', sleutel: geheim}}", "website.cms.sleutel"),
        ("website: {cms: {url: 'http://x', soorten: {eenhoorn: {}}}}", "website.cms"),
        ("website: {cms: {url: 'http://x', soorten: {product: {velden: {hoorn: x}}}}}", "website.cms"),
        ("website: {cms: {url: 'http://x', soorten: {product: {pad: '../x'}}}}", "website.cms.soorten"),
        ("website: {drupal: {}}", "website.drupal"),
    ],
)
def test_settings_that_cannot_be_used_are_named(sqlite_url: str, tmp_path: Any, text: str, key: str) -> None:
    with pytest.raises(SettingsError) as problem:
        make_service(with_bronnen(sqlite_url, tmp_path, text))
    assert key in str(problem.value)
    assert "geheim" not in str(problem.value)


def with_bronnen(url: str, folder: Any, text: str, **environ: str) -> Any:
    file = folder / "bronnen.yaml"
    file.write_text(text)
    return replace(settings_for("website", url), bronnen=file, environ=environ)
