"""The demo writes down what it does with personal data from the start, as its parts would elsewhere."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from harness.visitor import running, visiting

from auth.processing_log import Pseudonymizer
from auth.pseudonym import pseudonym
from gemeentegraaf.data_folder import open_data_folder
from gemeentegraaf.demo import make_demo
from gemeentegraaf.keys import open_keys
from subgraphs.service.voorbeeldstad import PERSONAS

BASE_URL = "http://127.0.0.1:8000"
TODAY = date(2026, 3, 2)
SANNE = PERSONAS[0]
QUERY = """
  { ik { weergavenaam zaken(first: 1) { totaal }
         ... on NatuurlijkPersoon { partners { naam { geslachtsnaam } } aanvragen(first: 1) { totaal } } }
    datasets(first: 1) { totaal } }
"""
Line = dict[str, Any]


async def lines_of(folder: Path, query: str) -> list[Line]:
    """What each part of the demo wrote after Sanne asked this."""
    with open_data_folder(folder) as data:
        app = make_demo(data, BASE_URL, TODAY).app()
        async with running(app), visiting(BASE_URL, app) as visitor:
            await visitor.log_in("digid", SANNE.sleutel)
            assert "errors" not in await visitor.ask(query)
        files = sorted((data.path / "verwerkingenlog").glob("*/verwerkingen.jsonl"))
        return [json.loads(line) for file in files for line in file.read_text().splitlines()]


@pytest.fixture
async def lines(filled: Path) -> list[Line]:
    return await lines_of(filled, QUERY)


def service(line: Line) -> str:
    return str(line["resource"]["attributes"]["service.name"]).removeprefix("gemeentegraaf")


async def test_gateway_and_subgraphs_write_one_tree_of_spans(lines: list[Line]) -> None:
    by_span = {line["span_id"]: line for line in lines}
    assert len(by_span) == len(lines)
    assert len({line["trace_id"] for line in lines}) == 1
    assert {service(line) for line in lines} == {"", "-persoonsgegevens", "-zaken", "-formulieren"}
    for line in lines:
        above = by_span.get(line["parent_span_id"])
        # above the gateway's own lines stands the request, of which there is no line
        assert (above is None) == (service(line) == "")
        if above is not None and service(above) == "":
            assert above["name"] == f"Raadplegen: {service(line).removeprefix('-')}"


async def test_a_person_has_one_id_in_all_of_them_and_a_relative_another(
    lines: list[Line], filled: Path
) -> None:
    keys = open_keys(filled / "keys")
    klant = pseudonym(keys.pseudonym_key.encode(), SANNE.identifier, SANNE.waarde)
    own = Pseudonymizer(keys.processing_key.encode()).id_of(klant)
    others = [line for line in lines if line["attributes"]["dpl.core.data_subject_id"] != own]
    assert [(service(line), line["attributes"]["dpl.core.data_subject_id_type"]) for line in others] == [
        ("-persoonsgegevens", "BSN")
    ]


async def test_a_second_start_adds_to_what_was_written(lines: list[Line], filled: Path) -> None:
    with open_data_folder(filled) as data:
        data.forget(("gateway", "persoonsgegevens", "zaken", "formulieren", "opendata"))
        app = make_demo(data, BASE_URL, TODAY).app()
        async with running(app), visiting(BASE_URL, app) as visitor:
            await visitor.ask("{ datasets(first: 1) { totaal } }")
    kept = sorted((filled / "verwerkingenlog").glob("*/verwerkingen*.jsonl"))
    assert sum(len(file.read_text().splitlines()) for file in kept) == len(lines)
