"""A customer answers a taak and reads a bericht, through the gateway."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from harness.visitor import Visitor, running, visiting

from gemeentegraaf.data_folder import open_data_folder
from gemeentegraaf.demo import make_demo

BASE_URL = "http://127.0.0.1:8000"
POSTBUS = """{ ik { taken(stand: OPEN) { edges { node { id titel zaak { identificatie } } } }
    berichten(gelezen: false) { totaal edges { node { id } } } } }"""
BEANTWOORD = """mutation ($taak: ID!, $gegevens: JSON!) {
    taakBeantwoorden(input: {taak: $taak, gegevens: $gegevens, idempotentiesleutel: "een"}) {
        taak { stand zaak { identificatie } } fouten { code veld } } }"""
LEES = "mutation ($bericht: ID!) { berichtLezen(bericht: $bericht) { gelezen } }"


@pytest.fixture
async def visitor(filled: Path) -> AsyncIterator[Visitor]:
    with open_data_folder(filled) as data:
        app = make_demo(data, BASE_URL, date(2026, 3, 2)).app()
        async with running(app), visiting(BASE_URL, app) as visitor:
            yield visitor


async def test_a_customer_does_what_is_asked_and_reads_what_is_told(visitor: Visitor) -> None:
    assert (await visitor.ask(POSTBUS))["data"]["ik"] is None
    await visitor.log_in("digid", "sanne-de-vries")
    ik = (await visitor.ask(POSTBUS))["data"]["ik"]
    taken = {edge["node"]["titel"]: edge["node"] for edge in ik["taken"]["edges"]}
    taak = taken["Vul uw aanvraag aan"]
    half = {"taak": taak["id"], "gegevens": {"omschrijving": "Niets"}}
    told = (await visitor.ask(BEANTWOORD, half))["data"]["taakBeantwoorden"]
    assert told["fouten"] == [{"code": "VERPLICHT", "veld": "/akkoord"}]
    whole = {"taak": taak["id"], "gegevens": {"omschrijving": "Niets", "akkoord": True}}
    for _ in range(2):
        done = (await visitor.ask(BEANTWOORD, whole))["data"]["taakBeantwoorden"]
        assert done == {"taak": {"stand": "INGEDIEND", "zaak": taak["zaak"]}, "fouten": []}
    bericht = {"bericht": ik["berichten"]["edges"][0]["node"]["id"]}
    assert (await visitor.ask(LEES, bericht))["data"] == {"berichtLezen": {"gelezen": True}}
    again = (await visitor.ask(POSTBUS))["data"]["ik"]
    assert len(again["taken"]["edges"]) == len(taken) - 1
    assert again["berichten"]["totaal"] == ik["berichten"]["totaal"] - 1
