"""Previews in the graph: of the files that the catalogue holds, bounded, and coded where there is none."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from harness.statements import statements
from harness.subgraph_desk import Desk, codes, desk_of, settings_for
from sqlalchemy import delete, update

from subgraphs.opendata import tables
from subgraphs.opendata.service import make_service
from subgraphs.opendata.voorbeeld import PER_REQUEST
from subgraphs.service.database import Database

MANY = """query($n: Int) { datasets(first: $n, filter: {formaat: "csv"}) {
  edges { node { distributies { voorbeeld { volledig } } } } } }"""
PREVIEW = "voorbeeld(rijen: 3) { kolommen { naam soort } rijen volledig codering scheidingsteken }"


@pytest.fixture
async def desk(catalogue_url: str) -> AsyncIterator[Desk]:
    async with desk_of(make_service, settings_for("opendata", catalogue_url)) as desk:
        yield desk


async def previews(desk: Desk, dataset: str) -> list[dict[str, Any]]:
    query = f'{{ dataset(id: "{dataset}") {{ distributies {{ formaat {PREVIEW} }} }} }}'
    found: list[dict[str, Any]] = (await desk.data(query))["dataset"]["distributies"]
    return found


async def test_a_csv_and_a_geojson_show_their_first_rows(desk: Desk) -> None:
    csv, geojson, _ = await previews(desk, "bomen-in-beheer")
    for each in (csv, geojson):
        shown = each["voorbeeld"]
        columns = [kolom["naam"] for kolom in shown["kolommen"]]
        assert columns[:3] == ["boom", "soort", "plantjaar"]
        assert [row[0] for row in shown["rijen"]] == ["BM-0001", "BM-0002", "BM-0003"]
        assert not shown["volledig"]
    assert {kolom["naam"]: kolom["soort"] for kolom in csv["voorbeeld"]["kolommen"]} == {
        "boom": "TEKST",
        "soort": "TEKST",
        "plantjaar": "GEHEEL_GETAL",
        "stamdiameter_cm": "GEHEEL_GETAL",
        "straat": "TEKST",
        "buurt": "TEKST",
        "lengtegraad": "GETAL",
        "breedtegraad": "GETAL",
    }
    assert geojson["voorbeeld"]["kolommen"][-1] == {"naam": "geometrie", "soort": "GEOMETRIE"}
    assert geojson["voorbeeld"]["rijen"][0][-1].startswith("POINT (5.")
    assert geojson["voorbeeld"]["scheidingsteken"] is None


async def test_the_demo_has_files_as_different_programs_write_them(desk: Desk) -> None:
    found = set()
    for dataset in ("bomen-in-beheer", "populairste-voornamen", "fietsenstallingen", "belastingtarieven"):
        (shown, *_) = await previews(desk, dataset)
        found.add((shown["voorbeeld"]["codering"], shown["voorbeeld"]["scheidingsteken"]))
    assert len(found) >= 2, found


async def test_a_format_without_rows_has_no_preview(desk: Desk) -> None:
    assert [each["voorbeeld"] for each in await previews(desk, "hittekaart")] == [None, None]
    assert [bool(each["voorbeeld"]) for each in await previews(desk, "bomen-in-beheer")] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("inhoud", "adres", "code"),
    [
        (b"\x00\x01", None, "VOORBEELD_GEEN_TABEL"),
        (None, "/openbaar/bestanden/weg", "VOORBEELD_NIET_BEREIKBAAR"),
        (None, "https://elders.example/bomen.csv", "VOORBEELD_NIET_TOEGESTAAN"),
        (None, "http://169.254.169.254/latest/meta-data", "VOORBEELD_NIET_TOEGESTAAN"),
    ],
)
async def test_a_preview_that_cannot_be_made_is_a_coded_error(
    desk: Desk, catalogue_url: str, inhoud: bytes | None, adres: str | None, code: str
) -> None:
    bestand, distributie = tables.bestand, tables.distributie
    database = Database(catalogue_url)
    async with database.writing() as session:
        here = bestand.c.distributie_id == "bomen-in-beheer-csv"
        await session.execute(
            update(bestand).where(here).values(inhoud=inhoud) if inhoud else delete(bestand)
        )
        if adres:
            there = distributie.c.distributie_id == "bomen-in-beheer-csv"
            await session.execute(update(distributie).where(there).values(download_url=adres))
    await database.close()
    answer = await desk.ask(f'{{ dataset(id: "bomen-in-beheer") {{ titel distributies {{ {PREVIEW} }} }} }}')
    assert answer["data"]["dataset"]["titel"] == "Bomen in beheer"
    assert codes(answer)[0] == code


@pytest.mark.parametrize("rijen", [0, 51, -1])
async def test_a_preview_has_a_size(desk: Desk, rijen: int) -> None:
    asked = f"distributies {{ voorbeeld(rijen: {rijen}) {{ volledig }} }}"
    query = f'{{ dataset(id: "bomen-in-beheer") {{ {asked} }} }}'
    assert set(codes(await desk.ask(query))) == {"ONGELDIGE_INVOER"}


async def test_one_request_gets_so_many_previews_and_no_more(desk: Desk) -> None:
    answer = await desk.ask(MANY, variables={"n": 100})
    shown = [
        distributie["voorbeeld"]
        for edge in answer["data"]["datasets"]["edges"]
        for distributie in edge["node"]["distributies"]
        if distributie["voorbeeld"]
    ]
    assert len(shown) == PER_REQUEST
    assert set(codes(answer)) == {"VOORBEELD_TE_VEEL"}


async def test_many_previews_cost_one_statement(desk: Desk) -> None:
    with statements() as seen:
        await desk.ask(MANY, variables={"n": 9})
    assert len([each for each in seen if "bestand" in each]) == 1, seen
