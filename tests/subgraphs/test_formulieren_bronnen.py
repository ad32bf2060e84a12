"""The section `formulieren` of the bronnen file: what looks at files, and how long things are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from harness.subgraph_desk import settings_for

from subgraphs.formulieren.bronnen import Formulierbronnen
from subgraphs.service.bronnen import sectie
from subgraphs.service.clamd import Clamd
from subgraphs.service.settings import SettingsError
from subgraphs.service.virusscan import GeenVirusscan


def read(tmp_path: Path, text: str) -> Formulierbronnen:
    path = tmp_path / "bronnen.yaml"
    path.write_text(f"formulieren: {text}", encoding="utf-8")
    settings = settings_for("formulieren", f"sqlite:///{tmp_path / 'x.sqlite3'}")
    found = sectie(replace(settings, bronnen=path), Formulierbronnen)
    assert found is not None
    return found


def test_a_scanner_is_a_choice_and_no_scanner_is_one_too(tmp_path: Path) -> None:
    assert read(tmp_path, "{}").scanner() is None
    assert isinstance(read(tmp_path, "{virusscan: geen}").scanner(), GeenVirusscan)
    assert isinstance(read(tmp_path, "{virusscan: {clamd: {host: clamav}}}").scanner(), Clamd)


@pytest.mark.parametrize("clamd", ["{}", "{host: clamav, socket: /run/clamd.ctl}", "{host: clamav, port: 0}"])
def test_clamd_is_at_one_place(tmp_path: Path, clamd: str) -> None:
    with pytest.raises(SettingsError, match=r"formulieren\.virusscan"):
        read(tmp_path, f"{{virusscan: {{clamd: {clamd}}}}}")


def test_terms_are_in_days(tmp_path: Path) -> None:
    termijnen = read(tmp_path, "{bewaartermijnen: {concept_dagen: 7}}").bewaartermijnen.termijnen
    assert (termijnen.concept, termijnen.geregistreerd) == (timedelta(days=7), timedelta(days=30))


def test_the_token_of_open_forms_is_named_and_not_written(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"open_forms\.token") as raised:
        read(tmp_path, "{open_forms: {url: 'https://forms.example', token: geheim-token}}")
    assert "geheim-token" not in str(raised.value)
