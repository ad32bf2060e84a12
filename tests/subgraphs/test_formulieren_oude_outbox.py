"""What waited in the outbox of an earlier version is brought by the bus, each once. On both databases."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from subgraphs.formulieren import tables as t
from subgraphs.formulieren.oude_outbox import neem_over
from subgraphs.service.bus.outbox import Outbox
from subgraphs.service.database import Database

NU = datetime(2026, 3, 2, 9, tzinfo=UTC)
OUD = """CREATE TABLE outbox (aanvraag_id VARCHAR(64) PRIMARY KEY, zaaktype VARCHAR(50) NOT NULL,
    omschrijving VARCHAR(400) NOT NULL, pogingen INTEGER NOT NULL, laatste_fout VARCHAR(80))"""


async def test_what_waited_goes_over_to_the_bus_once(database: Database) -> None:
    await database.create_tables(t.metadata)
    async with database.writing() as session:
        await session.execute(text(OUD))
        await session.execute(text("INSERT INTO outbox VALUES ('a', 'bezwaar', 'Bezwaar maken', 3, NULL)"))
    outbox = Outbox(database, t.outbox)
    done = await asyncio.gather(*(neem_over(database, outbox, NU) for _ in range(3)))
    assert sorted(done) == [0, 0, 1]
    (message,) = await outbox.take(NU, NU + timedelta(seconds=30), 10)
    assert (message.id, message.content) == ("a", {"zaaktype": "bezwaar", "omschrijving": "Bezwaar maken"})


async def test_a_database_that_never_had_one_is_left_as_it_is(database: Database) -> None:
    await database.create_tables(t.metadata)
    assert await neem_over(database, Outbox(database, t.outbox), NU) == 0
