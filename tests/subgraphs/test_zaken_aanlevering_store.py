"""The places for documents and the documents that come, on SQLite and PostgreSQL: each there once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime

from harness.zaken_rows import ZakenRows
from harness.zaken_wereld import ANDER, EIGEN, inzage

from subgraphs.service.database import Database
from subgraphs.zaken.aanlevering.aanlevering import Aanlevering, Stuk
from subgraphs.zaken.aanlevering.store import SqlAanleveringen
from subgraphs.zaken.aanlevering.stukken import SqlStukken
from subgraphs.zaken.store import SqlZaken
from subgraphs.zaken.tables import metadata

PLAATS = Aanlevering("a", "zaak-1", EIGEN, "Plan", "plan.pdf", datetime(2026, 3, 2, 9, tzinfo=UTC))
STUK = Stuk("a 1", "Plan", "plan.pdf", "application/pdf", b"%PDF-", date(2026, 3, 2))


async def test_a_place_is_made_once_and_is_its_customers_alone(database: Database) -> None:
    await database.create_tables(metadata)
    places = SqlAanleveringen(database)
    made = await asyncio.gather(places.maak(PLAATS), places.maak(replace(PLAATS, titel="Iets anders")))
    assert made[0] == made[1]
    assert await places.vind(EIGEN, "a") == made[0]
    assert await places.vind(ANDER, "a") is None
    assert [await places.aantal(klant, "zaak-1") for klant in (EIGEN, ANDER)] == [1, 0]
    await places.ontvangen("a", "document-1", "f" * 64)
    assert await places.vind(EIGEN, "a") == replace(made[0], document_id="document-1", sha256="f" * 64)


async def test_the_same_stuk_is_the_same_document_and_another_is_another(database: Database) -> None:
    await database.create_tables(metadata)
    rows, zaken, stukken = ZakenRows(database), SqlZaken(database), SqlStukken(database)
    zaak_id = await rows.zaak(await rows.zaaktype(), EIGEN)
    zaak = (await zaken.zaken(inzage(EIGEN), [zaak_id]))[zaak_id]
    first, again = await asyncio.gather(*(stukken.voeg_toe(inzage(EIGEN), zaak, STUK) for _ in range(2)))
    other = await stukken.voeg_toe(inzage(EIGEN), zaak, replace(STUK, kenmerk="a 2", titel="Foto"))
    assert first == again != other
    shown = (await zaken.documenten(inzage(EIGEN), [zaak_id]))[zaak_id]
    assert {(document.id, document.titel) for document in shown} == {(first, "Plan"), (other, "Foto")}
