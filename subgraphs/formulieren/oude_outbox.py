"""The outbox of versions before the service bus: what still waited in it, goes over to the bus."""

from datetime import datetime

from sqlalchemy import Column, MetaData, String, Table, delete, inspect, select

from subgraphs.formulieren.verzending import REGISTRATIE
from subgraphs.service.bus.message import Message
from subgraphs.service.bus.outbox import Outbox
from subgraphs.service.database import Database

_oud = Table(
    "outbox",
    MetaData(),
    Column("aanvraag_id", String(64), primary_key=True),
    Column("zaaktype", String(50), nullable=False),
    Column("omschrijving", String(400), nullable=False),
)


async def neem_over(database: Database, outbox: Outbox, nu: datetime) -> int:
    """Put each in the bus and take it out of the old table, in one transaction; how many there were."""
    async with database.engine.connect() as connection:
        if not await connection.run_sync(lambda sync: inspect(sync).has_table(_oud.name)):
            return 0
    async with database.writing() as session:
        # Locked: a replica that starts at the same moment waits, and finds none.
        rows = (await session.execute(select(_oud).with_for_update())).all()
        for row in rows:
            content = {"zaaktype": row.zaaktype, "omschrijving": row.omschrijving}
            await outbox.put(session, Message(row.aanvraag_id, REGISTRATIE, content, nu, nu))
        await session.execute(delete(_oud))
    return len(rows)
