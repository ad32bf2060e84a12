"""The tables of docs/composition.md are complete: each code, what raises it, and the cases that show it."""

from pathlib import Path

import pytest
from harness.hinted_sets import HINTED
from harness.shown_codes import ECOSYSTEM, ECOSYSTEM_HINTS, shown

from schema.errors import Code, HintCode

PAGE = Path(__file__).parents[2] / "docs" / "composition.md"


def table(heading: str) -> dict[str, list[str]]:
    """The rows of the table under a heading: code to the other cells."""
    section = PAGE.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| `")]
    assert len({row[0] for row in rows}) == len(rows)
    return {row[0].strip("`"): row[1:] for row in rows}


def test_every_error_code_has_its_row_and_nothing_else_has() -> None:
    assert table("Error codes").keys() == {str(code) for code in Code}


def test_every_row_names_the_cases_by_which_tests_show_the_code() -> None:
    stated = {code: cells[1].split("; ") for code, cells in table("Error codes").items()}
    assert stated == shown()


def test_every_code_of_the_ecosystem_is_raised_or_out_of_scope_for_a_reason() -> None:
    raised, out_of_scope = table("Error codes"), table("Out of scope")
    assert ECOSYSTEM - raised.keys() == out_of_scope.keys()
    assert raised.keys() - ECOSYSTEM == {"CLOSED_BY_DEFAULT"}


def test_every_hint_has_its_row_and_is_shown() -> None:
    stated = table("Hints").keys()
    assert stated == {str(code) for code in HintCode} == HINTED.keys()
    ours = {"AUTH_REQUIREMENTS_OPEN_FOR_ANYONE", "AUTH_REQUIREMENTS_OPEN_FOR_NOBODY"}
    assert stated - ours == ECOSYSTEM_HINTS


@pytest.mark.parametrize("heading", ["Error codes", "Hints", "Out of scope"])
def test_every_row_says_what_its_code_means(heading: str) -> None:
    assert [code for code, cells in table(heading).items() if len(cells[0]) < 20] == []
