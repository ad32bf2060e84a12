"""The contract of a Raadsbron, held against the embedded store, Open Raadsinformatie, and the store as
OpenBesluitvorming fills it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from harness.besluitvorming import BRON, besluitvorming_scenario, zoals_overgedragen
from harness.raad import ori_scenario
from harness.standin import running
from harness.subgraph_desk import TODAY

from standins.open_raadsinformatie.standin import make_standin
from standins.openbesluitvorming.standin import make_standin as make_besluitvorming
from subgraphs.raadsinformatie import tables
from subgraphs.raadsinformatie.bronnen import Besluitvormingsectie, Orisectie
from subgraphs.raadsinformatie.demo import fill_if_empty
from subgraphs.raadsinformatie.demo_raad import Raad, demo_raad
from subgraphs.raadsinformatie.raadsynchronisatie import Raadsynchronisatie
from subgraphs.raadsinformatie.rows import zonder_tekst
from subgraphs.raadsinformatie.source import Raadsbron, Selectie, Vondst
from subgraphs.raadsinformatie.store import Raadsregister
from subgraphs.service.database import Database
from subgraphs.service.errors import InvalidInput
from subgraphs.service.pagination import Page, PageRequest

ALL = PageRequest(100)
RAAD = demo_raad(TODAY)
Lijst = Callable[[Selectie, PageRequest], Any]


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgres", marks=pytest.mark.postgres),
        "ori",
        "besluitvorming",
    ]
)
def kind(request: pytest.FixtureRequest) -> str:
    """Where the council of the demo is read from."""
    found: str = request.param
    return found


@pytest.fixture
def raad(kind: str) -> Raad:
    """The council, as far as that source can tell."""
    return zoals_overgedragen(RAAD) if kind == "besluitvorming" else RAAD


@pytest.fixture(scope="module")
def overgenomen(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a database that was filled from OpenBesluitvorming, once: nobody writes in it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('raad') / 'raad.sqlite3'}"
    asyncio.run(take_over(url))
    return url


@pytest.fixture
def database_url(kind: str, request: pytest.FixtureRequest) -> str | None:
    """The URL of a database: empty, or filled; None for Open Raadsinformatie, which needs none."""
    if kind == "ori":
        return None
    url: str = request.getfixturevalue("overgenomen" if kind == "besluitvorming" else f"{kind}_url")
    return url


@pytest.fixture
async def bron(kind: str, database_url: str | None) -> AsyncIterator[Raadsbron]:
    """The council of the demo."""
    if database_url is None:
        async with running(make_standin(ori_scenario(RAAD))) as register:
            ori = Orisectie(url=f"{register.url}/v1/elastic", index="ori_voorbeeldstad_*").bron()
            yield ori
            await ori.close()
        return
    database = Database(database_url)
    if kind != "besluitvorming":
        await database.create_tables(tables.metadata)
        await fill_if_empty(database, TODAY)
    yield Raadsregister(database)
    await database.close()


async def take_over(url: str) -> None:
    """All that the stand-in of OpenBesluitvorming has of Voorbeeldstad."""
    database = Database(url)
    await database.create_tables(tables.metadata)
    async with running(make_besluitvorming(besluitvorming_scenario(RAAD))) as register:
        bron = Besluitvormingsectie(bron=BRON, url=register.url).openbesluitvorming()
        await Raadsynchronisatie(bron, database).ronde()
        await bron.close()
    await database.close()


def ids(page: Page[Vondst[Any]]) -> list[str]:
    return [row.item.id for row in page.rows]


@pytest.mark.parametrize("oplopend", [True, False])
async def test_meetings_are_in_order_of_their_beginning(bron: Raadsbron, oplopend: bool) -> None:
    page = await bron.vergaderingen(Selectie(), ALL, oplopend=oplopend)
    expected = sorted(RAAD.vergaderingen, key=lambda each: each.begin, reverse=not oplopend)
    assert ids(page) == [each.id for each in expected]
    assert (await page.count(), page.more) == (8, False)


@pytest.mark.parametrize("size", [1, 3, 7, 30])
async def test_pages_of_any_size_give_each_once(bron: Raadsbron, size: int) -> None:
    async def meetings(selectie: Selectie, page: PageRequest) -> Page[Vondst[Any]]:
        return await bron.vergaderingen(selectie, page, oplopend=True)

    lists: tuple[Lijst, ...] = (meetings, bron.stukken)
    for read in lists:
        expected = ids(await read(Selectie(), ALL))
        walked: list[str] = []
        page = await read(Selectie(), PageRequest(size))
        while True:
            walked += ids(page)
            if not page.more:
                break
            page = await read(Selectie(), PageRequest(size, page.rows[-1].sleutels))
        assert walked == expected
        assert len(set(walked)) == len(walked) == await page.count()


async def test_a_meeting_is_as_it_was_published(bron: Raadsbron, raad: Raad) -> None:
    expected = {each.id: each for each in raad.vergaderingen}
    assert await bron.vergadering([*expected, "niets"]) == expected
    assert {
        row.item.id: row.item for row in (await bron.vergaderingen(Selectie(), ALL, oplopend=True)).rows
    } == (expected)


async def test_agenda_items_documents_votes_and_bodies_are_as_they_were_published(
    bron: Raadsbron, raad: Raad
) -> None:
    assert await bron.agendapunt([each.id for each in raad.agendapunten]) == {
        each.id: each for each in raad.agendapunten
    }
    assert await bron.stuk([each.id for each in raad.stukken]) == {
        each.id: zonder_tekst(each) for each in raad.stukken
    }
    assert await bron.stemming([each.id for each in raad.stemmingen]) == {
        each.id: each for each in raad.stemmingen
    }
    assert await bron.orgaan(["gemeenteraad", "niets"]) == {"gemeenteraad": raad.organen[0]}


async def test_an_id_of_another_kind_is_not_found(bron: Raadsbron) -> None:
    meeting = RAAD.vergaderingen[0].id
    assert await bron.agendapunt([meeting]) == {}
    assert await bron.stuk([meeting]) == {}
    assert await bron.stemming([meeting]) == {}


async def test_nothing_asked_is_nothing_found(bron: Raadsbron) -> None:
    assert await bron.vergadering([]) == {}
    assert await bron.stemming([]) == {}


async def test_meetings_are_chosen_by_body_words_and_period(bron: Raadsbron) -> None:
    async def found(**keuze: Any) -> list[str]:
        return ids(await bron.vergaderingen(Selectie(**keuze), ALL, oplopend=True))

    assert all(each.startswith("commissie-ruimte") for each in await found(orgaan="commissie-ruimte"))
    assert len(await found(orgaan="gemeenteraad")) == 4
    assert await found(orgaan="gemeenteraad", zoek="COMMISSIE") == []
    assert len(await found(zoek="raadzaal marktplein")) == 8
    first = min(RAAD.vergaderingen, key=lambda each: each.begin)
    assert await found(tot=first.begin) == []
    assert await found(vanaf=first.begin, tot=first.begin.replace(hour=23)) == [first.id]
    assert await found(vanaf=datetime(2030, 1, 1, tzinfo=UTC)) == []


async def test_documents_are_found_by_what_they_say(bron: Raadsbron) -> None:
    page = await bron.stukken(Selectie("omwonenden begroting"), ALL)
    assert {row.item.soort for row in page.rows} == {"Raadsvoorstel"}
    assert all(row.fragment and "omwonenden" in row.fragment for row in page.rows[:3])
    assert await page.count() == len(page.rows) == 24
    assert ids(await bron.stukken(Selectie("eenhoorn"), ALL)) == []
    assert ids(await bron.stukken(Selectie("omwonenden eenhoorn"), ALL)) == []


async def test_documents_of_a_list_come_without_their_text(bron: Raadsbron) -> None:
    page = await bron.stukken(Selectie(), ALL)
    assert all(row.item.tekst == () and row.fragment is None for row in page.rows)


@pytest.mark.parametrize("zoek", ['"', "-omwonenden", "omwonenden | eenhoorn", "omw*", "(", "\\", "%", "_"])
async def test_signs_with_a_meaning_in_a_query_language_are_only_signs(bron: Raadsbron, zoek: str) -> None:
    page = await bron.stukken(Selectie(zoek), ALL)
    assert len(page.rows) in {0, 24, 30}
    if zoek in {"omwonenden | eenhoorn", "omw*"}:
        assert ids(page) == []


@pytest.mark.parametrize("after", [(1, 2), ("a", 2), (2**70, "a")])
async def test_the_cursor_of_another_list_is_refused(bron: Raadsbron, after: tuple[str | int, ...]) -> None:
    with pytest.raises(InvalidInput):
        await bron.stukken(Selectie(), PageRequest(5, after))
