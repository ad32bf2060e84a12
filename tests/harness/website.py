"""The website of Voorbeeldstad as a CMS has it, for the stand-in of one."""

from __future__ import annotations

from datetime import date
from typing import Any

from subgraphs.website import tables
from subgraphs.website.demo import demo_rijen

SLEUTEL = "sleutel-van-het-cms"


def cms_scenario(today: date, **more: dict[str, Any]) -> dict[str, Any]:
    """The content of the demo; `more` has, by kind, one more resource each."""
    inhoud: dict[str, list[dict[str, Any]]] = {}
    for rij in demo_rijen(today).per_tabel[tables.item]:
        inhoud.setdefault(rij["soort"], []).append(rij["inhoud"])
    for soort, document in more.items():
        inhoud[soort].append(document)
    return {"inhoud": inhoud, "sleutel": SLEUTEL}
