"""Who acts for a customer sees of a postbus elsewhere what is for a zaak of their mandate, and reads for
themselves.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
from harness.postbus_rows import NU
from harness.postbus_wereld import Wereld, elders_wereld
from harness.zaken_wereld import ANDER, EIGEN, inzage
from harness.zgw_rows import NAAM

from subgraphs.service.database import Database
from subgraphs.service.pagination import PageRequest
from subgraphs.zaken.postbus.lezingen import Lezingen
from subgraphs.zaken.postbus.taak import Afloop, Antwoord, Taakkeuze
from subgraphs.zaken.source import Inzage
from subgraphs.zaken.tables import metadata

ZELF = inzage(EIGEN)
GEMACHTIGDE = inzage(EIGEN, frozenset({"vergunningen"}))
PAGE = PageRequest(100)
OPEN, DICHT, VREEMD = (f"8e1d4f8e-0000-4000-8000-00000000000{number}" for number in (1, 2, 3))
"""The uuids of a zaak of the mandate, of one of another dienst, and of one of somebody else."""


@dataclass(frozen=True)
class Postbus:
    """What is shown to someone, by what it is called."""

    wereld: Wereld

    async def taken(self, wie: Inzage) -> list[str]:
        return [each.titel for each in (await self.wereld.taken.taken_van(wie, Taakkeuze(), NU, PAGE)).rows]

    async def berichten(self, wie: Inzage, gelezen: bool | None = None) -> list[str]:
        found = await self.wereld.berichten.berichten_van(wie, gelezen, NU, PAGE)
        return sorted(each.onderwerp for each in found.rows)

    async def contactmomenten(self, wie: Inzage) -> list[str]:
        found = await self.wereld.contactmomenten.contactmomenten_van(wie, PAGE)
        return sorted(each.onderwerp for each in found.rows)


@pytest.fixture
async def postbus(sqlite_url: str) -> AsyncIterator[Postbus]:
    async with elders_wereld(sqlite_url) as wereld:
        assert wereld.zaken is not None
        vergunning = await wereld.zaken.zaaktype("vergunning", id="v", dienst="vergunningen")
        belasting = await wereld.zaken.zaaktype("belasting", id="b", dienst="belastingen")
        await wereld.zaken.zaak(vergunning, EIGEN, id=f"{NAAM}~{OPEN}")
        await wereld.zaken.zaak(belasting, EIGEN, id=f"{NAAM}~{DICHT}")
        await wereld.zaken.zaak(vergunning, ANDER, id=f"{NAAM}~{VREEMD}")
        yield Postbus(wereld)


def koppeling(zaak: str | None) -> dict[str, dict[str, str]]:
    return {"koppeling": {"registratie": "zaak", "value": zaak}} if zaak else {}


NAMEN = {"open": OPEN, "dicht": DICHT, "vreemd": VREEMD, "los": None}


async def test_a_mandate_opens_what_is_for_a_zaak_that_it_opens(postbus: Postbus) -> None:
    rows = postbus.wereld.rows
    for naam, zaak in NAMEN.items():
        await rows.taak(EIGEN, naam, zaak=zaak)
        await rows.bericht(EIGEN, naam, **koppeling(zaak))
        await rows.contactmoment(EIGEN, naam, zaak=zaak)
    for shown in (postbus.taken, postbus.berichten, postbus.contactmomenten):
        assert await shown(GEMACHTIGDE) == ["open"]
        assert sorted(await shown(ZELF)) == sorted(NAMEN)
        assert await shown(inzage(EIGEN, frozenset({"paspoorten"}))) == []


async def test_what_a_mandate_does_not_open_is_not_there_by_its_id_either(postbus: Postbus) -> None:
    rows, wereld = postbus.wereld.rows, postbus.wereld
    taken = {naam: await rows.taak(EIGEN, naam, zaak=zaak) for naam, zaak in NAMEN.items()}
    berichten = {naam: await rows.bericht(EIGEN, naam, **koppeling(zaak)) for naam, zaak in NAMEN.items()}
    for naam, zaak in NAMEN.items():
        found = await wereld.taken.taken(GEMACHTIGDE, [taken[naam]], NU)
        read = await wereld.berichten.lees(GEMACHTIGDE, berichten[naam], NU)
        answer = Antwoord(taken[naam], naam, {"antwoord": "ja"}, "ja")
        done = await wereld.taken.beantwoord(GEMACHTIGDE, answer, NU)
        opens = zaak == OPEN
        assert (bool(found), read is not None, done is Afloop.BEANTWOORD) == (opens, opens, opens), naam


async def test_a_list_under_a_mandate_asks_for_its_zaken_once(postbus: Postbus) -> None:
    objecten, _ = postbus.wereld.registers
    for number in range(5):
        await postbus.wereld.rows.bericht(EIGEN, f"bericht {number}", **koppeling(OPEN))
    objecten.calls.clear()
    assert len(await postbus.berichten(GEMACHTIGDE)) == 5
    assert objecten.calls == ["POST /api/v2/objects/search"]


async def test_who_acts_for_a_customer_reads_a_bericht_for_themselves(postbus: Postbus) -> None:
    een, twee = [
        await postbus.wereld.rows.bericht(EIGEN, naam, **koppeling(OPEN)) for naam in ("een", "twee")
    ]
    for _ in range(2):
        read = await postbus.wereld.berichten.lees(GEMACHTIGDE, een, NU)
        assert read is not None
        assert read.gelezen
    await postbus.wereld.berichten.lees(ZELF, twee, NU)
    ander = replace(GEMACHTIGDE, gemachtigde="een-andere-gemachtigde")
    assert await postbus.berichten(GEMACHTIGDE, gelezen=True) == ["een"]
    assert await postbus.berichten(GEMACHTIGDE, gelezen=False) == ["twee"]
    assert await postbus.berichten(ZELF, gelezen=True) == ["twee"]
    assert await postbus.berichten(ander, gelezen=True) == []


async def test_what_is_read_twice_is_read_once(database: Database) -> None:
    await database.create_tables(metadata)
    lezingen = Lezingen(database)
    await lezingen.lees("iemand", "bericht", NU)
    await lezingen.lees("iemand", "bericht", NU)
    assert await lezingen.gelezen("iemand", ["bericht", "ander"]) == {"bericht"}
    assert await lezingen.gelezen("niemand", ["bericht"]) == set()
