"""The table of places for documents that customers add to their zaken, also to those of a real register."""

from sqlalchemy import Column, String, Table

from subgraphs.service.moment import Moment
from subgraphs.zaken.tables import metadata

aanlevering = Table(
    "aanlevering",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("zaak_id", String(200), nullable=False),
    Column("klant_id", String(64), nullable=False),
    Column("titel", String(200), nullable=False),
    Column("bestandsnaam", String(255), nullable=False),
    Column("aangekondigd_op", Moment, nullable=False),
    Column("document_id", String(200)),
    Column("sha256", String(64)),
)
