"""Previews in the graph: of the files that the catalogue holds, bounded, and coded where there is none."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from harness.statements import statements
from harness.subgraph_desk import Desk, codes, desk_of, settings_for

from subgraphs.opendata.service import make_service
from subgraphs.opendata.voorbeeld import PER_REQUEST

MANY = """query($n: Int) { datasets(first: $n, filter: {formaat: "csv"}) {
  edges { node { distributies { voorbeeld { volledig } } } } } }"""
PREVIEW = "voorbeeld(rijen: 3) { kolommen { naam soort } rijen volledig codering scheidingsteken }"


@pytest.fixture
async def desk(catalogue_url: str) -> AsyncIterator[Desk]:
    async with desk_of(make_service, settings_for("opendata", catalogue_url)) as desk:
        yield desk


async def previews(desk: Desk, dataset: str) -> list[dict[str, Any]]:
    query = f'{{ dataset(id: "{dataset}") {{ distributies {{ formaat {PREVIEW} }} }} }}'
    answer = await desk.ask(query)
    found: list[dict[str, Any]] = answer["data"]["dataset"]["distributies"]
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


async def test_a_format_without_rows_has_no_preview_and_says_why(desk: Desk) -> None:
    query = f'{{ dataset(id: "hittekaart") {{ titel distributies {{ formaat {PREVIEW} }} }} }}'
    answer = await desk.ask(query)
    assert answer["data"]["dataset"]["titel"] == "Hittekaart"
    assert [error["extensions"] for error in answer["errors"]] == [
        {"code": "VOORBEELD_NIET_BESCHIKBAAR", "reden": "FORMAAT"}
    ] * 2


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
    assert "AANTAL" in {error["extensions"]["reden"] for error in answer["errors"]}


async def test_many_previews_cost_one_statement(desk: Desk) -> None:
    with statements() as seen:
        await desk.ask(MANY, variables={"n": 9})
    assert len([each for each in seen if "bestand" in each]) == 1, seen
