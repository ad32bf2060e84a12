"""The page about open data is true: its queries are answered, and its addresses are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from harness.subgraph_desk import desk_of, settings_for

from gateway.settings import GatewaySettings
from subgraphs.opendata import tabel, voorbeeld
from subgraphs.opendata.bronnen import Opendatabronnen
from subgraphs.opendata.service import make_service

PAGE = (Path(__file__).parents[2] / "docs" / "opendata.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"```graphql\n(.*?)```", PAGE, re.DOTALL)
SETTINGS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
ADDRESSES = re.findall(r"http://127\.0\.0\.1:8000(/openbaar/[\w./?=-]+)", PAGE)


async def test_every_query_of_the_page_is_answered(tmp_path: Path) -> None:
    assert len(QUERIES) == 4
    settings = settings_for("opendata", f"sqlite:///{tmp_path / 'opendata.sqlite3'}")
    async with desk_of(make_service, settings) as desk:
        for query in QUERIES:
            for value in (await desk.data(query)).values():
                assert value, query


async def test_every_address_of_the_page_is_there(tmp_path: Path) -> None:
    assert len(ADDRESSES) == 5
    settings = settings_for("opendata", f"sqlite:///{tmp_path / 'opendata.sqlite3'}")
    async with desk_of(make_service, settings) as desk:
        for address in ADDRESSES:
            one = f"{address}{'&' if '?' in address else '?'}first=1"  # a whole page takes long to write
            assert (await desk.client.get(one)).status_code == 200, address


def test_the_settings_of_the_page_can_be_used() -> None:
    ckan, elsewhere, gateway = map(yaml.safe_load, SETTINGS)
    chosen = Opendatabronnen.model_validate(ckan["opendata"])
    assert chosen.ckan is not None
    assert chosen.ckan.vertaling().catalogus.titel == "Open data van Voorbeeldstad"
    assert chosen.ckan.vertaling().url == "https://data.voorbeeldstad.nl"
    assert chosen.voorbeelden.regels().permits("10.20.1.1") is False
    assert Opendatabronnen.model_validate(elsewhere).voorbeelden.regels().permits("10.20.1.1")
    assert GatewaySettings.model_validate(gateway).public.paths["catalog"] == "opendata"


@pytest.mark.parametrize("bound", ["50", "100", "300", "256 KiB", "20"])
def test_the_bounds_of_the_page_are_those_of_the_code(bound: str) -> None:
    known = {
        f"{voorbeeld.MOST_RIJEN}",
        f"{tabel.MAX_KOLOMMEN}",
        f"{tabel.MAX_TEKENS}",
        f"{voorbeeld.MOST_BYTES // 1024} KiB",
        f"{voorbeeld.PER_REQUEST}",
    }
    assert bound in known
    assert bound in PAGE
