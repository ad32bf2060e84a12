"""gemeentegraaf standin: which there are, and what it makes of a scenario that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness.command import Run, run_command

from gemeentegraaf.commands.standin import standin_names


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return run_command(capsys)


def test_each_stand_in_can_be_named() -> None:
    assert "zgw" in standin_names()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (None, "cannot be read"),
        ("- een lijst", "must be a mapping"),
        ("{", "is not YAML"),
        ("{zaakjes: {}}", "the scenario has zaakjes"),
        ("{zaken: {fietsen: []}}", "the scenario has zaken.fietsen"),
        ("{catalogi: {catalogussen: [{}]}}", "one of catalogussen has no domein, rsin"),
    ],
    ids=str,
)
def test_a_scenario_that_cannot_be_used_is_refused(
    run: Run, tmp_path: Path, text: str | None, problem: str
) -> None:
    file = tmp_path / "scenario.yaml"
    if text is not None:
        file.write_text(text)
    done = run("standin", "zgw", "--scenario", str(file), "--port", "0")
    assert done.code == 2
    assert problem in done.err


def test_a_stand_in_that_is_not_there_is_refused(run: Run) -> None:
    done = run("standin", "koffie", "--port", "0")
    assert done.code == 2
    assert "there is no stand-in koffie" in done.err
