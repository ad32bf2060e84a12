"""The tables of the catalogue of open data. Texts are searched in `zoektekst`, which is folded (no case, no
accents).
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()

dataset = Table(
    "dataset",
    metadata,
    Column("dataset_id", String(100), primary_key=True),
    Column("titel", String(200), nullable=False),
    Column("sorteertitel", String(200), nullable=False),
    Column("zoektekst", Text, nullable=False),
    Column("beschrijving", Text, nullable=False),
    Column("identificatie", String(200), nullable=False, unique=True),
    Column("trefwoorden", JSON, nullable=False),
    Column("uitgever_naam", String(200), nullable=False),
    Column("uitgever_uri", String(200), nullable=False),
    Column("maker_naam", String(200), nullable=False),
    Column("maker_uri", String(200), nullable=False),
    Column("contact_naam", String(200), nullable=False),
    Column("contact_email", String(254), nullable=False),
    Column("licentie", String(200), nullable=False),
    Column("toegangsrechten", String(12), nullable=False),
    Column("frequentie", String(12), nullable=False),
    Column("uitgiftedatum", Date, nullable=False),
    Column("wijzigingsdatum", Date, nullable=False),
    Column("landingspagina", String(200), nullable=False),
    Column("taal", String(8), nullable=False),
    Column("dekkingsgebied", String(200), nullable=False),
    Column("gepubliceerd", Boolean, nullable=False),
    Index("dataset_volgorde", "sorteertitel", "dataset_id"),
)

thema = Table(
    "dataset_thema",
    metadata,
    Column("dataset_id", ForeignKey("dataset.dataset_id", ondelete="CASCADE"), primary_key=True),
    Column("thema", String(4), primary_key=True),
    Column("volgnummer", Integer, nullable=False),
    Index("dataset_van_thema", "thema", "dataset_id"),
)

distributie = Table(
    "distributie",
    metadata,
    Column("distributie_id", String(120), primary_key=True),
    Column("dataset_id", ForeignKey("dataset.dataset_id", ondelete="CASCADE"), nullable=False),
    Column("volgnummer", Integer, nullable=False),
    Column("titel", String(200), nullable=False),
    Column("formaat", String(20), nullable=False),
    Column("mediatype", String(80), nullable=False),
    Column("toegangs_url", String(300), nullable=False),
    Column("download_url", String(300)),
    Column("licentie", String(200), nullable=False),
    Column("bytes", BigInteger),
    Index("distributie_dataset", "dataset_id", "volgnummer"),
)
