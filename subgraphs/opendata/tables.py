"""The tables of the catalogue of open data. Texts are searched in `zoektekst`, which is folded (no case, no
accents); `versheid` is minus the ordinal of `wijzigingsdatum`, so that the newest comes first going up.
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
    LargeBinary,
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
    # What came later may be empty: an earlier version's rows lack it.
    Column("trefwoordtekst", Text),
    Column("versheid", Integer),
    Column("uitgever_soort", String(200)),
    Column("maker_soort", String(200)),
    Column("gebied_uri", String(200)),
    Column("omhullende", JSON),
    Column("periode_begin", Date),
    Column("periode_einde", Date),
    Column("standaarden", JSON),
    Column("documentatie", JSON),
    Column("wetgeving", JSON),
    Column("hvd_categorie", String(200)),
    Column("versie", String(40)),
    Column("reeks_id", String(100)),
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
    Column("beschrijving", Text),
    Column("taal", String(8)),
    Column("schemas", JSON),
    Column("beschikbaarheid", String(12)),
    Column("uitgiftedatum", Date),
    Column("wijzigingsdatum", Date),
    Column("sha256", String(64)),
    Column("dienst_id", String(120)),
    Index("distributie_dataset", "dataset_id", "volgnummer"),
)

bestand = Table(
    "bestand",
    metadata,
    Column("distributie_id", ForeignKey("distributie.distributie_id", ondelete="CASCADE"), primary_key=True),
    Column("naam", String(200), nullable=False),
    Column("mediatype", String(80), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("inhoud", LargeBinary, nullable=False),
)

dienst = Table(
    "datadienst",
    metadata,
    Column("dienst_id", String(120), primary_key=True),
    Column("titel", String(200), nullable=False),
    Column("beschrijving", Text, nullable=False),
    Column("identificatie", String(200), nullable=False, unique=True),
    Column("eindpunt", String(300), nullable=False),
    Column("eindpuntbeschrijving", String(300), nullable=False),
    Column("uitgever", JSON, nullable=False),
    Column("maker", JSON, nullable=False),
    Column("contactpunt", JSON, nullable=False),
    Column("licentie", String(200), nullable=False),
    Column("toegangsrechten", String(12), nullable=False),
    Column("taal", String(8), nullable=False),
    Column("trefwoorden", JSON, nullable=False),
    Column("themas", JSON, nullable=False),
    Column("standaarden", JSON, nullable=False),
    Column("documentatie", JSON, nullable=False),
    Column("landingspagina", String(300)),
    Column("sorteertitel", String(200)),
    Column("zoektekst", Text),
)

dienst_dataset = Table(
    "datadienst_dataset",
    metadata,
    Column("dienst_id", ForeignKey("datadienst.dienst_id", ondelete="CASCADE"), primary_key=True),
    Column("dataset_id", ForeignKey("dataset.dataset_id", ondelete="CASCADE"), primary_key=True),
    Index("datadienst_van_dataset", "dataset_id", "dienst_id"),
)

reeks = Table(
    "datasetreeks",
    metadata,
    Column("reeks_id", String(100), primary_key=True),
    Column("titel", String(200), nullable=False),
    Column("beschrijving", Text, nullable=False),
    Column("identificatie", String(200), nullable=False, unique=True),
    Column("uitgever", JSON, nullable=False),
    Column("contactpunt", JSON, nullable=False),
)

catalogus = Table(
    "catalogus",
    metadata,
    Column("catalogus_id", Integer, primary_key=True),
    Column("identificatie", String(200), nullable=False),
    Column("titel", String(200), nullable=False),
    Column("beschrijving", Text, nullable=False),
    Column("uitgever", JSON, nullable=False),
    Column("maker", JSON, nullable=False),
    Column("contactpunt", JSON, nullable=False),
    Column("homepage", String(300), nullable=False),
    Column("licentie", String(200), nullable=False),
    Column("taal", String(8), nullable=False),
    Column("gebied", JSON, nullable=False),
    Column("uitgiftedatum", Date, nullable=False),
)
"""One row at most: a database holds one catalogue."""
