"""What the stand-ins of BRP and KvK know without a scenario: Voorbeeldstad, in the shapes that they publish.

    python -m harness.standin_seeds        (in tests/) writes them anew
Stand-ins know nothing of the subgraphs, so what they begin with is data beside them; a test keeps it current.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import orjson
from harness.subgraph_desk import TODAY

from subgraphs.persoonsgegevens.brp_publicatie import brp_personen
from subgraphs.persoonsgegevens.kvk_publicatie import kvk_inschrijvingen
from subgraphs.service.voorbeeldstad import voorbeeldstad

STANDINS = Path(__file__).parents[2] / "standins"


def brp_seed() -> str:
    return _listed("personen", brp_personen(voorbeeldstad(TODAY), TODAY))


def kvk_seed() -> str:
    return _listed("inschrijvingen", kvk_inschrijvingen(voorbeeldstad(TODAY)))


SEEDS: Mapping[Path, Callable[[], str]] = {
    STANDINS / "brp" / "personen.yaml": brp_seed,
    STANDINS / "kvk" / "inschrijvingen.yaml": kvk_seed,
}


def _listed(name: str, rows: list[dict[str, Any]]) -> str:
    """YAML as JSON, with each row on a line of its own, so that a change shows as one."""
    lines = ",\n".join(orjson.dumps(row).decode() for row in rows)
    return f'{{"{name}": [\n{lines}\n]}}\n'


if __name__ == "__main__":
    for path, seed in SEEDS.items():
        path.write_text(seed(), encoding="utf-8")
