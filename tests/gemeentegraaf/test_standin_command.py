"""gemeentegraaf standin: which there are, and what it makes of a scenario that cannot be used."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from harness.command import Run, run_command
from harness.served import served

from gemeentegraaf.commands.standin import STANDINS, standin_app


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return run_command(capsys)


NEEDS_A_SCENARIO = "zaakafhandeling"


@pytest.mark.parametrize("name", sorted({*STANDINS.names} - {NEEDS_A_SCENARIO}))
async def test_each_stand_in_starts_with_nothing_said(name: str) -> None:
    async with served(standin_app(name, None)) as url, httpx.AsyncClient() as client:
        assert (await client.get(f"{url}health")).status_code == 200


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


def test_a_stand_in_of_what_calls_others_must_be_told_whom(run: Run) -> None:
    done = run("standin", NEEDS_A_SCENARIO, "--port", "0")
    assert done.code == 2
    assert "where is the zaken service?" in done.err


def test_a_stand_in_that_is_not_there_is_refused(run: Run) -> None:
    done = run("standin", "koffie", "--port", "0")
    assert done.code == 2
    assert "there is no stand-in koffie" in done.err
