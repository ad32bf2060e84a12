"""The page about zaken is true: its query fits the graph, its settings can be used, and it names all."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from graphql import parse, validate
from harness.subgraph_desk import settings_for

from gemeentegraaf.demo import committed_supergraph
from subgraphs.service.bronnen import sectie
from subgraphs.service.etag_cache import CacheRules
from subgraphs.service.register_breaker import BreakerRules
from subgraphs.zaken.bronnen import Zaakbronnen, Zgwsectie
from subgraphs.zaken.zgw.strategie import GEWOON, Strategie

PAGE = (Path(__file__).parents[2] / "docs" / "zaken.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"```graphql\n(.*?)```", PAGE, re.DOTALL)
SETTINGS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
FIRST_CELLS = re.findall(r"^\| (.*?) \|", PAGE, re.MULTILINE)
OF_OTHER_PAGES = {"objecten", "openklant", "afhandelaars", "systeem", "notificaties", "bus"}
"""Settings of the section that the pages about the postbus and the service bus are about."""
NAMED = {name for cell in FIRST_CELLS for name in re.findall(r"`([^`]+)`", cell)}


def test_the_query_of_the_page_fits_the_graph() -> None:
    assert len(QUERIES) == 1
    assert validate(committed_supergraph().public, parse(QUERIES[0])) == []


def test_the_settings_of_the_page_can_be_used(tmp_path: Path) -> None:
    (example,) = SETTINGS
    file = tmp_path / "bronnen.yaml"
    file.write_text(example)
    settings = settings_for("zaken", "sqlite:///zaken.sqlite3")
    settings = replace(settings, bronnen=file, environ={"OPENZAAK_GEHEIM": "geheim"})
    found = sectie(settings, Zaakbronnen)
    assert found is not None
    assert found.registers[0].identificatie[-1] is Strategie.VESTIGING


def test_every_setting_and_every_strategy_has_its_row() -> None:
    of_a_register = {f"registers[].{name}" for name in Zgwsectie.model_fields}
    short = {name.replace("registers[].", ".") for name in of_a_register}
    assert Zaakbronnen.model_fields.keys() - OF_OTHER_PAGES <= NAMED
    assert {name.removeprefix("registers[]") for name in NAMED} >= short
    assert {strategie.value for strategie in Strategie} <= NAMED
    assert all(f"`{each.value}`" in PAGE.partition("Without the setting:")[2] for each in GEWOON)


def test_the_numbers_of_the_page_are_those_of_the_code() -> None:
    cache, breaker = CacheRules(), BreakerRules()
    assert (cache.fresh_seconds, cache.stale_seconds) == (5 * 60, 24 * 60 * 60)
    assert "five minutes are fresh" in PAGE
    assert "it serves for a day" in PAGE
    assert (breaker.failures, breaker.open_seconds) == (5, 10)
    assert "After five failures in a row the register is left alone for ten seconds" in PAGE
