"""The tables of the website's content: one row for each item, whatever its kind, beside what it is found by.

`inhoud` is the document of the item (`Soort.schrijf`); all other columns are its Kenmerken, kept so that the
database can sort and choose. `tekst` is folded (no case, no accents); the box of a geometry is in degrees;
`volgorde` of a period is its beginning, as text that sorts.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    MetaData,
    String,
    Table,
    Text,
)

from subgraphs.service.moment import Moment

metadata = MetaData()

item = Table(
    "webinhoud",
    metadata,
    Column("soort", String(20), primary_key=True),
    Column("item_id", String(100), primary_key=True),
    Column("volgorde", String(200), nullable=False),
    Column("tekst", Text, nullable=False),
    Column("west", Float),
    Column("zuid", Float),
    Column("oost", Float),
    Column("noord", Float),
    Column("inhoud", JSON, nullable=False),
    Column("gepubliceerd", Boolean, nullable=False),
    Index("webinhoud_volgorde", "soort", "volgorde", "item_id"),
)

categorie = Table(
    "webinhoud_categorie",
    metadata,
    Column("soort", String(20), primary_key=True),
    Column("item_id", String(100), primary_key=True),
    Column("categorie", String(100), primary_key=True),
    ForeignKeyConstraint(["soort", "item_id"], ["webinhoud.soort", "webinhoud.item_id"], ondelete="CASCADE"),
    Index("webinhoud_van_categorie", "soort", "categorie", "item_id"),
)

periode = Table(
    "webinhoud_periode",
    metadata,
    Column("soort", String(20), primary_key=True),
    Column("item_id", String(100), primary_key=True),
    Column("begin", Moment, primary_key=True),
    Column("einde", Moment, nullable=False),
    Column("volgorde", String(40), nullable=False),
    ForeignKeyConstraint(["soort", "item_id"], ["webinhoud.soort", "webinhoud.item_id"], ondelete="CASCADE"),
    Index("webinhoud_in_periode", "soort", "begin", "einde"),
)
