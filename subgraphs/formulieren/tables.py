"""The tables of the embedded store: the catalogue of forms, aanvragen with their bijlagen, and the outbox.

Customers are known by `klant_id`, their pseudonym.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
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
    Column("vast", JSON),
    Column("voorwaarden", JSON),
    Column("bijlagen", JSON),
    Column("bevestiging", Text),
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
    Column("referentie", String(20), unique=True),
    Column("voorinvulling", JSON(none_as_null=True)),
    Column("gewist_op", Moment),
    Column("intrekking_op", Moment),
    Column("afloop", String(20)),
    UniqueConstraint("klant_id", "startsleutel"),
    Index("aanvraag_van_klant", "klant_id", "volgnummer"),
)

bijlage = Table(
    "bijlage",
    metadata,
    Column("volgnummer", Integer, primary_key=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("aanvraag_id", ForeignKey("aanvraag.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("soort", String(64), nullable=False),
    Column("bestandsnaam", String(200), nullable=False),
    Column("toegevoegd_op", Moment, nullable=False),
    Column("formaat", String(120)),
    Column("grootte", Integer),
    Column("sha256", String(64)),
    Column("ontvangen_op", Moment),
    Column("poging", String(32)),
)

bijlagedeel = Table(
    "bijlagedeel",
    metadata,
    Column("bijlage_id", ForeignKey("bijlage.id", ondelete="CASCADE"), primary_key=True),
    Column("poging", String(32), primary_key=True),
    Column("nummer", Integer, primary_key=True),
    Column("inhoud", LargeBinary, nullable=False),
    Column("geschreven_op", Moment, nullable=False),
)
"""The content of bijlagen. Those parts count that are of the upload that the bijlage names."""

outbox = outbox_table(metadata)
"""What must still be registered. A message is there from the submission until the zaak is."""
