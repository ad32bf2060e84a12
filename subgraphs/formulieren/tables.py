"""The tables of the embedded store: the catalogue of forms, the aanvragen, and the outbox.

Customers are known by `klant_id`, their pseudonym.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from subgraphs.service.bus.outbox import outbox_table
from subgraphs.service.moment import Moment

metadata = MetaData()

formulier = Table(
    "formulier",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("titel", String(120), nullable=False),
    Column("omschrijving", Text, nullable=False),
    Column("zaaktype", String(50), nullable=False),
    Column("voor_burger", Boolean, nullable=False),
    Column("voor_bedrijf", Boolean, nullable=False),
    Column("voor_instelling", Boolean, nullable=False),
    Column("trefwoorden", JSON, nullable=False),
    Column("schema", JSON, nullable=False),
    Column("weergave", JSON, nullable=False),
    Column("stappen", JSON, nullable=False),
    Column("voorinvullen", JSON, nullable=False),
)

aanvraag = Table(
    "aanvraag",
    metadata,
    Column("volgnummer", Integer, primary_key=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("formulier_id", ForeignKey("formulier.id"), nullable=False),
    Column("klant_id", String(64), nullable=False),
    Column("startsleutel", String(128), nullable=False),
    Column("stand", String(20), nullable=False),
    Column("gegevens", JSON, nullable=False),
    Column("versie", Integer, nullable=False),
    Column("gestart_op", Moment, nullable=False),
    Column("gewijzigd_op", Moment, nullable=False),
    Column("ingediend_op", Moment),
    Column("indiensleutel", String(128)),
    Column("zaak_id", String(64), unique=True),
    UniqueConstraint("klant_id", "startsleutel"),
    Index("aanvraag_van_klant", "klant_id", "volgnummer"),
)

outbox = outbox_table(metadata)
"""What must still be registered. A message is there from the submission until the zaak is."""
