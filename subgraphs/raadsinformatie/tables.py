"""The tables of the council's register: one row for each meeting, item, document, vote and body.

`inhoud` is the item as JSON; the other columns are what lists are sorted and chosen by. `tekst` is folded (no
case, no accents). `moment` is when a meeting begins, or when a document was last discussed.
"""

from sqlalchemy import JSON, Column, Index, MetaData, String, Table, Text

metadata = MetaData()

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
