"""The settings on the page about personal data, and on that for engineers, are settings that work."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from harness.subgraph_desk import settings_for

from subgraphs.persoonsgegevens.bronnen import Persoonsbronnen
from subgraphs.service.bronnen import sectie

DOCS = Path(__file__).parents[2] / "docs"
ENVIRON = dict.fromkeys(
    ("BRP_SLEUTEL", "NOTIFY_GEHEIM", "REGISTRATIEGEHEIM", "ZGW_GEHEIM"), "geheim-van-de-proef-van-de-docs"
)
EXAMPLES = [
    pytest.param(text, id=f"{page} {number}")
    for page in ("persoonsgegevens.md", "engineer.md")
    for number, text in enumerate(
        re.findall(r"```yaml\n(persoonsgegevens:\n.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL)
    )
]


@pytest.mark.parametrize("text", EXAMPLES)
def test_an_example_is_taken_as_it_stands(tmp_path: Path, text: str) -> None:
    (tmp_path / "geheimen").mkdir()
    (tmp_path / "geheimen" / "kvk").write_text("sleutel")
    path = tmp_path / "bronnen.yaml"
    path.write_text(text, encoding="utf-8")
    settings = settings_for("persoonsgegevens", "sqlite:///nergens.sqlite3")
    found = sectie(replace(settings, bronnen=path, environ=ENVIRON), Persoonsbronnen)
    assert found is not None
    assert found.als_volgorde().budget > 0


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 4
