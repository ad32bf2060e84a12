"""The tables of the council's register: one row for each meeting, item, document, vote and body.

`inhoud` is the item as JSON; the other columns are what lists are sorted and chosen by. `tekst` is folded (no
case, no accents). `moment` is when a meeting begins, or when a document was last discussed.
"""

from sqlalchemy import JSON, Column, Index, Integer, MetaData, String, Table, Text

from subgraphs.service.pacht import pacht_table

metadata = MetaData()
pacht = pacht_table(metadata)

item = Table(
    "raadsitem",
    metadata,
    Column("soort", String(20), primary_key=True),
    Column("item_id", String(100), primary_key=True),
    Column("moment", String(32), nullable=False),
    Column("orgaan", String(100)),
    Column("tekst", Text, nullable=False),
    Column("inhoud", JSON, nullable=False),
    Index("raadsitem_volgorde", "soort", "moment", "item_id"),
)
"""`moment` is ISO 8601 in UTC, which sorts as text does; empty where there is none."""

verband = Table(
    "raadsverband",
    metadata,
    Column("soort", String(20), primary_key=True),
    Column("deel", String(100), primary_key=True),
    Column("geheel", String(100), primary_key=True),
    Column("plaats", Integer, nullable=False),
    Index("raadsverband_geheel", "soort", "geheel"),
)
"""What belongs to what, where a register tells it from the other side, or later: by kind, in order."""

stand = Table(
    "raadsstand",
    metadata,
    Column("bron", String(100), primary_key=True),
    Column("fase", String(20), nullable=False),
    Column("cursor", String(200), nullable=False),
    Column("wijzigingen", String(200), nullable=False),
)
"""How far the register of this name has been taken over: the next page, and where its changes begin."""

tekstvraag = Table("raadstekstvraag", metadata, Column("stuk_id", String(100), primary_key=True))
"""Documents whose text is still to be fetched."""
