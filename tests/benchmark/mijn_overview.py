"""What the Mijn-overview costs for customers with 10 to 200 zaken: SQL statements and calls to a register.

    make bench

Over the demo it asks the whole graph and counts the SQL of all subgraphs; over a stand-in of the ZGW APIs it
asks the zaken subgraph and counts its calls, once the catalogue is known. The counts must not grow with the
number of zaken (tests/subgraphs/test_zaken_aantallen.py holds them to that); the times are of this machine.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

from harness.statements import statements
from harness.subgraph_desk import PSEUDONYM_KEY, SANNE
from harness.visitor import Visitor, running, visiting
from harness.zaken_rows import ZakenRows
from harness.zaken_town import Town, town_over_register
from harness.zgw_rows import ZgwRows

from gemeentegraaf.data_folder import open_data_folder
from gemeentegraaf.demo import make_demo
from gemeentegraaf.keys import open_keys
from subgraphs.service.database import Database

BASE_URL = "http://127.0.0.1:8000"
TODAY = date(2026, 3, 2)
ZAKEN = (10, 50, 200)
ASKED = 5
"""How often each is asked; the middle one of the times counts, and the least of the counts."""
SELECTION = """{ totaal onvolledig pageInfo { hasNextPage endCursor } edges { node {
    id identificatie omschrijving startdatum einddatum verwachteEinddatum termijnVerstreken
    zaaktype { omschrijving } status { omschrijving datum } resultaat { omschrijving }
    documenten { titel downloadUrl }
} } }"""
OVERVIEW = """{ ik { id weergavenaam contactgegevens { email }
    ... on NatuurlijkPersoon { naam { volledigeNaam } aanvragen(first: 5) { totaal } }
    zaken(first: 100) %s
} }"""


async def measured(ask: Callable[[], Awaitable[int]]) -> tuple[int, float]:
    """The least count of several, and the middle of the times in milliseconds."""
    counts, times = [], []
    for _ in range(ASKED):
        begun = time.perf_counter()
        counts.append(await ask())
        times.append((time.perf_counter() - begun) * 1000)
    return min(counts), sorted(times)[ASKED // 2]


def line(source: str, zaken: int, what: str, found: tuple[int, float]) -> str:
    count, milliseconds = found
    return f"{source:<34}{zaken:5} zaken{count:6} {what:<16}{milliseconds:9.0f} ms"


async def add(rows: ZakenRows | ZgwRows, klant_id: str, numbers: Sequence[int]) -> None:
    """Zaken with a document each, of one zaaktype, older than all of the demo."""
    zaaktype = await rows.zaaktype(f"soort-{numbers[0]}")
    for number in numbers:
        zaak = await rows.zaak(zaaktype, klant_id, statussen=2, identificatie=f"ZAAK-2001-{number:07}")
        await rows.document(zaak, "Brief")


async def embedded(folder: Path) -> None:
    async with AsyncExitStack() as stack:
        data = stack.enter_context(open_data_folder(folder))
        app = make_demo(data, BASE_URL, TODAY).app()
        await stack.enter_async_context(running(app))
        visitor = await stack.enter_async_context(visiting(BASE_URL, app))
        await visitor.log_in("digid", "sanne-de-vries")
        database = Database(data.database_url("zaken"))
        stack.push_async_callback(database.close)
        rows = ZakenRows(database)
        klant_id = SANNE.klant_id(open_keys(data.keys).pseudonym_key.encode())
        for wanted in ZAKEN:
            have = await total(visitor)
            if wanted > have:
                await add(rows, klant_id, range(have, wanted))
            print(
                line("the whole graph, embedded", await total(visitor), "SQL statements", await sql(visitor))
            )


async def total(visitor: Visitor) -> int:
    answer = await visitor.ask("{ ik { zaken { totaal } } }")
    found: int = answer["data"]["ik"]["zaken"]["totaal"]
    return found


async def sql(visitor: Visitor) -> tuple[int, float]:
    async def ask() -> int:
        with statements() as seen:
            answer = await visitor.ask(OVERVIEW % SELECTION)
        assert "errors" not in answer, answer["errors"]
        return len(seen)

    return await measured(ask)


async def over_zgw(folder: Path) -> None:
    async with town_over_register(folder) as town:
        klant_id = SANNE.klant_id(PSEUDONYM_KEY)
        town.rows.nummers[klant_id] = SANNE.waarde
        made = 0
        for wanted in ZAKEN:
            await add(town.rows, klant_id, range(made, wanted))
            made = wanted
            await calls(town)
            print(line("subgraph zaken, over ZGW", wanted, "calls", await calls(town)))


async def calls(town: Town) -> tuple[int, float]:
    async def ask() -> int:
        town.rows.asked.clear()
        await town.zaken(SANNE, f"(first: 100) {SELECTION}")
        return len(town.rows.asked)

    return await measured(ask)


def main() -> None:
    for run in (embedded, over_zgw):
        with tempfile.TemporaryDirectory(prefix="gemeentegraaf-bench-") as folder:
            asyncio.run(run(Path(folder)))


if __name__ == "__main__":
    main()
