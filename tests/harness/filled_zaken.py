"""The demo zaken of Voorbeeldstad, filled once for many tests: filling takes longer than most of them."""

from __future__ import annotations

import asyncio
from pathlib import Path

from harness.subgraph_desk import desk_of, settings_for

from subgraphs.service.zgw_token import REGISTRATIEGEHEIM
from subgraphs.zaken.service import make_service


def fill_zaken(path: Path) -> None:
    """An SQLite database in this file, as a first start leaves it. Not for within an event loop."""

    async def fill() -> None:
        settings = settings_for("zaken", f"sqlite:///{path}", **{REGISTRATIEGEHEIM: "g" * 32})
        async with desk_of(make_service, settings):
            pass

    asyncio.run(fill())
