"""The tables of what happens to zaken: what subscribers are told, and what handlers must still hear."""

from sqlalchemy import Column, Integer, String, Table

from subgraphs.service.bus.outbox import outbox_table
from subgraphs.service.moment import Moment
from subgraphs.zaken.tables import metadata

gebeurtenis = Table(
    "gebeurtenis",
    metadata,
    Column("volgnummer", Integer, primary_key=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("zaak_id", String(200), nullable=False),
    Column("soort", String(40), nullable=False),
    Column("moment", Moment, nullable=False, index=True),
    sqlite_autoincrement=True,
)
"""`zaak_id` is that of the graph, which need not be a zaak of this database. Volgnummers grow in the order in
which transactions end: who has read up to one has missed nothing before it.
"""

outbox = outbox_table(metadata)
"""The notifications that handlers must still get."""
