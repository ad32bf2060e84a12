"""The contract of a Websitebron, held against the embedded store on both databases, and against a CMS."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from harness.standin import running
from harness.subgraph_desk import TODAY
from harness.website import SLEUTEL, cms_scenario
from pydantic import SecretStr
from sqlalchemy import insert

from standins.cms.standin import make_standin
from subgraphs.service.database import Database
from subgraphs.service.errors import InvalidInput
from subgraphs.service.pagination import PageRequest
from subgraphs.website import tables
from subgraphs.website.bronnen import Cmssectie
from subgraphs.website.demo import demo_rijen
from subgraphs.website.geometrie import Rechthoek
from subgraphs.website.product import Doelgroep, Product
from subgraphs.website.soort import (
    BOUWPROJECTEN,
    EVENEMENTEN,
    LOCATIES,
    NIEUWS,
    PRODUCTEN,
    SOORTEN,
    Soort,
)
from subgraphs.website.source import Selectie, Websitebron
from subgraphs.website.store import Webinhoud

ALL = PageRequest(100)
PROEF = Product(
    id="proef",
    titel="100% Proef_stuk",
    samenvatting="Café voor de proef",
    beschrijving="Niets",
    gewijzigd_op=date(2026, 1, 1),
)
VERBORGEN = Product(**{**{each: getattr(PROEF, each) for each in PRODUCTEN.velden}, "id": "verborgen"})


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres), "cms"])
def database_url(request: pytest.FixtureRequest) -> str | None:
    """The URL of an empty database of either kind; None for the CMS, which needs none."""
    if request.param == "cms":
        return None
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def bron(database_url: str | None) -> AsyncIterator[Websitebron]:
    """The website of the demo, with one product more and one that is not published."""
    if database_url is None:
        scenario = cms_scenario(TODAY, product=PRODUCTEN.schrijf(PROEF))
        scenario["inhoud"]["product"].append({**PRODUCTEN.schrijf(VERBORGEN), "status": False})
        async with running(make_standin(scenario)) as register:
            cms = Cmssectie(url=f"{register.url}/jsonapi", sleutel=SecretStr(SLEUTEL)).bron()
            yield cms
            await cms.close()
        return
    database = Database(database_url)
    await _fill(database)
    yield Webinhoud(database)
    await database.close()


async def _fill(database: Database) -> None:
    await database.create_tables(tables.metadata)
    rijen = demo_rijen(TODAY)
    rijen.voeg_toe(PRODUCTEN, [PROEF])
    rijen.voeg_toe(PRODUCTEN, [VERBORGEN], gepubliceerd=False)
    async with database.writing() as session:
        for tabel, rows in rijen.per_tabel.items():
            await session.execute(insert(tabel), rows)


async def ids(bron: Websitebron, soort: Soort[Any], **keuze: Any) -> list[str]:
    page = await bron.lijst(soort, Selectie(**keuze), ALL)
    assert await page.count() == len(page.rows)
    return [item.id for item in page.rows]


@pytest.mark.parametrize("soort", SOORTEN, ids=lambda soort: soort.naam)
async def test_a_kind_comes_in_its_order_whatever_the_size_of_a_page(
    bron: Websitebron, soort: Soort[Any]
) -> None:
    expected = await ids(bron, soort)
    keys = [soort.kenmerken(item).sleutels() for item in (await bron.lijst(soort, Selectie(), ALL)).rows]
    assert keys == sorted(keys, reverse=soort.aflopend)
    for size in (1, 3, len(expected), len(expected) + 1):
        walked: list[str] = []
        page = await bron.lijst(soort, Selectie(), PageRequest(size))
        while True:
            walked += [item.id for item in page.rows]
            if not page.more:
                break
            last = soort.kenmerken(page.rows[-1]).sleutels()
            page = await bron.lijst(soort, Selectie(), PageRequest(size, last))
        assert walked == expected


@pytest.mark.parametrize(
    ("zoek", "found"),
    [
        ("PARKEREN auto", ["parkeervergunning"]),
        ("cafe proef", ["proef"]),
        ("Café", ["alcoholvergunning", "proef"]),
        ("%", ["proef"]),
        ("f_s", ["proef"]),
        ("\\", []),
        ("'; DROP TABLE webinhoud; --", []),
    ],
)
async def test_words_are_found_without_case_and_accents_and_signs_are_only_signs(
    bron: Websitebron, zoek: str, found: list[str]
) -> None:
    assert sorted(await ids(bron, PRODUCTEN, zoek=zoek)) == found


async def test_a_category_chooses(bron: Websitebron) -> None:
    bedrijf = await ids(bron, PRODUCTEN, categorie=Doelgroep.BEDRIJF)
    assert {"subsidie", "parkeervergunning"} <= set(bedrijf)
    assert "paspoort" not in bedrijf
    assert await ids(bron, LOCATIES, categorie="milieustraat") == ["milieustraat-noord", "milieustraat-zuid"]
    assert len(await ids(bron, NIEUWS, categorie="bouwen en wonen")) == 2
    assert await ids(bron, NIEUWS, categorie="eenhoorns") == []


@pytest.mark.parametrize(
    ("vanaf", "tot", "found"),
    [
        # The market of Saturday the 7th is from nine to four, which is eight to three in UTC.
        ((2026, 3, 7, 14, 59), (2026, 3, 7, 23, 0), ["weekmarkt"]),
        ((2026, 3, 7, 15, 0), (2026, 3, 7, 23, 0), []),
        ((2026, 3, 7, 0, 0), (2026, 3, 7, 8, 0), []),
        ((2026, 3, 7, 0, 0), (2026, 3, 7, 8, 1), ["weekmarkt"]),
        ((2030, 1, 1, 0, 0), None, []),
    ],
)
async def test_a_period_finds_what_goes_on_in_it_and_not_what_touches_it(
    bron: Websitebron, vanaf: tuple[int, ...], tot: tuple[int, ...] | None, found: list[str]
) -> None:
    begin, einde = datetime(*vanaf, tzinfo=UTC), datetime(*tot, tzinfo=UTC) if tot else None  # type: ignore[arg-type,misc]
    assert await ids(bron, EVENEMENTEN, vanaf=begin, tot=einde) == found


@pytest.mark.parametrize("size", [1, 2, 100])
async def test_an_agenda_begins_with_what_comes_next(bron: Websitebron, size: int) -> None:
    vanaf = datetime(2026, 3, 2, 12, tzinfo=UTC)
    keuze = Selectie(vanaf=vanaf)
    walked: list[tuple[str, str]] = []
    page = await bron.lijst(EVENEMENTEN, keuze, PageRequest(size))
    while True:
        walked += [EVENEMENTEN.kenmerken(item).sleutels(vanaf) for item in page.rows]
        if not page.more:
            break
        page = await bron.lijst(EVENEMENTEN, keuze, PageRequest(size, walked[-1]))
    assert walked == sorted(walked)
    assert [id_ for _, id_ in walked][:3] == ["weekmarkt", "voorleesuur", "inloop-havenkwartier"]
    assert walked[0][0].startswith("2026-03-07T08:00")
    assert "nieuwjaarsconcert" not in [id_ for _, id_ in walked]


async def test_a_window_finds_what_touches_it(bron: Websitebron) -> None:
    corner = Rechthoek(5.113, 52.107, 5.12, 52.11)
    assert await ids(bron, BOUWPROJECTEN, gebied=corner) == ["havenkwartier"]
    assert await ids(bron, BOUWPROJECTEN, gebied=Rechthoek(5.1131, 52.107, 5.12, 52.11)) == []
    assert len(await ids(bron, BOUWPROJECTEN, gebied=Rechthoek(-180, -90, 180, 90))) == 4
    assert await ids(bron, PRODUCTEN, gebied=corner) == []


@pytest.mark.parametrize("soort", SOORTEN, ids=lambda soort: soort.naam)
async def test_an_item_comes_back_as_it_was_published(bron: Websitebron, soort: Soort[Any]) -> None:
    expected = {
        rij["item_id"]: soort.lees(rij["inhoud"])
        for rij in demo_rijen(TODAY).per_tabel[tables.item]
        if rij["soort"] == soort.naam
    }
    found = await bron.items(soort, [*expected, "niets"])
    assert found == expected


async def test_what_is_not_published_is_not_there(bron: Websitebron) -> None:
    assert "verborgen" not in await ids(bron, PRODUCTEN)
    assert await bron.items(PRODUCTEN, ["verborgen", "proef"]) == {"proef": PROEF}


async def test_a_search_goes_through_all_kinds_page_by_page(bron: Websitebron) -> None:
    whole = await bron.zoek("fietsbrug", ALL)
    assert [(row.soort, row.item.id) for row in whole.rows] == [
        (BOUWPROJECTEN, "fietsbrug-oost"),
        (NIEUWS, "fietsbrug-oost-denk-mee"),
    ]
    assert await whole.count() == 2
    first = await bron.zoek("fietsbrug", PageRequest(1))
    second = await bron.zoek("fietsbrug", PageRequest(1, ("bouwproject", "fietsbrug-oost")))
    assert (first.more, second.more) == (True, False)
    assert [*first.rows, *second.rows] == list(whole.rows)


@pytest.mark.parametrize("after", [("a", 1), (1, "a")])
async def test_the_cursor_of_another_list_is_refused(bron: Websitebron, after: tuple[str | int, ...]) -> None:
    with pytest.raises(InvalidInput):
        await bron.lijst(PRODUCTEN, Selectie(), PageRequest(5, after))
