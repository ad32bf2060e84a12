"""The table of the conformance scenarios in docs/conformance.md, made from the scenarios themselves.

`make families` writes it anew; a test fails when it is stale. A file of scenarios is a family: its number
and name are the file's, and the first comment says what it is about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from harness.marked_page import MarkedPage
from harness.scenario import worlds_of

ROOT = Path(__file__).parents[2]
SCENARIOS = ROOT / "tests" / "conformance" / "scenarios"
PAGE = MarkedPage(
    ROOT / "docs" / "conformance.md", "<!-- table: make families -->\n", "<!-- end of the table -->\n"
)


@dataclass(frozen=True)
class Family:
    """One row. `expected_failures` are the scenarios that are known not to hold yet."""

    number: int
    name: str
    about: str
    worlds: int
    scenarios: int
    expected_failures: int

    @classmethod
    def of(cls, path: Path) -> Family:
        number, *words = path.stem.split("_")
        first, _, _ = path.read_text(encoding="utf-8").partition("\n")
        assert first.startswith("# "), f"{path.name} does not say what it is about"
        worlds = list(worlds_of(path))
        scenarios = [scenario for world in worlds for scenario in world.scenarios]
        return cls(
            number=int(number),
            name=" ".join(words).capitalize(),
            about=first.removeprefix("# "),
            worlds=len(worlds),
            scenarios=len(scenarios),
            expected_failures=sum(scenario.expected_failure is not None for scenario in scenarios),
        )


def families() -> list[Family]:
    """All families, by number."""
    return [Family.of(path) for path in sorted(SCENARIOS.glob("*.yaml"))]


def table() -> str:
    """The lines between the marks of the page."""
    return "\n".join(_lines(families())) + "\n"


def _lines(found: list[Family]) -> Iterator[str]:
    yield "| | Family | What it is about | Worlds | Scenarios |"
    yield "|--:|---|---|--:|--:|"
    for one in found:
        about = one.about.replace("|", "\\|")
        if one.expected_failures:
            about += f" **{one.expected_failures} known not to hold yet.**"
        yield f"| {one.number} | {one.name} | {about} | {one.worlds} | {one.scenarios} |"
    worlds, scenarios = sum(one.worlds for one in found), sum(one.scenarios for one in found)
    yield f"| | **{len(found)} families** | | **{worlds}** | **{scenarios}** |"


if __name__ == "__main__":
    PAGE.write(table())
