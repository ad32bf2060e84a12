"""Differences between composers that are known, as data: tests/peers/differences.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import yaml

FILE = Path(__file__).parents[1] / "peers" / "differences.yaml"
PAGE = Path(__file__).parents[2] / "docs" / "composers.md"
NAMES = {"apollo": "@apollo/composition", "guild": "@theguild/federation-composition"}


@dataclass(frozen=True, slots=True)
class Difference:
    """What one peer makes otherwise of some sets. `ours` and `theirs`: `accepts`, `crashes`, `public`
    (the public schema differs) or codes."""

    sets: str
    """The names of the sets, with * and ?."""
    peer: str
    ours: str
    theirs: str
    right: str
    why: str

    def covers(self, name: str, peer: str, mine: str, theirs: str) -> bool:
        return (
            peer == self.peer
            and fnmatchcase(name, self.sets)
            and fnmatchcase(mine, self.ours)
            and fnmatchcase(theirs, self.theirs)
        )


def known_differences() -> Sequence[Difference]:
    return [Difference(**entry) for entry in yaml.safe_load(FILE.read_text(encoding="utf-8"))]


def table(differences: Sequence[Difference]) -> str:
    """The table of the documentation."""
    rows = ["| Sets | Composer | Ours | Theirs | Right | Why |", "|---|---|---|---|---|---|"]
    for one in differences:
        verdicts = [f"`{verdict}`" for verdict in (one.ours, one.theirs)]
        rows.append(
            " | ".join(["| `" + one.sets + "`", NAMES[one.peer], *verdicts, one.right, one.why + " |"])
        )
    return "\n".join(rows)
