"""The tables of the gegevensmagazijn: the municipality's copy of basic data, and the contact data it keeps
itself.

Customers are known by their pseudonym, `klant_id`. Lists that are never searched (names, address lines) are
JSON.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

from subgraphs.service.bus.outbox import outbox_table
from subgraphs.service.moment import Moment
from subgraphs.service.pacht import pacht_table

metadata = MetaData()
outbox = outbox_table(metadata)

klant = Table(
    "klant",
    metadata,
    Column("klant_id", String(22), primary_key=True),
    Column("klantsoort", String(10), nullable=False),
    Column("email", String(254)),
    Column("telefoonnummer", String(16)),
    Column("voorkeurskanaal", String(10), nullable=False),
    Column("contact_gewijzigd_op", Moment),
    Column("bijgewerkt_op", Moment, nullable=False),
    Column("in_onderzoek", Boolean, nullable=False),
    Column("email_geverifieerd_op", Moment),
    Column("telefoonnummer_geverifieerd_op", Moment),
)

volgeling = Table(
    "volgeling",
    metadata,
    Column("burgerservicenummer", String(9), primary_key=True),
    Column("aan_de_beurt", Moment, index=True),
    Column("gevolgd", Boolean, nullable=False),
    Column("bijgewerkt_op", Moment),
    Column("onbekend", Boolean, nullable=False),
)

pacht = pacht_table(metadata)

stand = Table(
    "synchronisatie_stand",
    metadata,
    Column("naam", String(40), primary_key=True),
    Column("waarde", String(40), nullable=False),
)

verificatie = Table(
    "verificatie",
    metadata,
    Column("verificatie_id", String(32), primary_key=True),
    Column("klant_id", ForeignKey("klant.klant_id", ondelete="CASCADE"), nullable=False),
    Column("kanaal", String(10), nullable=False),
    Column("waarde", String(254), nullable=False),
    Column("code_hash", String(64), nullable=False),
    Column("gemaakt_op", Moment, nullable=False),
    Column("verloopt_op", Moment, nullable=False),
    Column("pogingen", Integer, nullable=False),
    Column("gebruikt_op", Moment),
    Index("verificatie_klant", "klant_id", "gemaakt_op"),
)

aanvraag = Table(
    "aanvraag",
    metadata,
    Column("aanvraag_id", String(32), primary_key=True),
    Column("klant_id", String(22), nullable=False),
    Column("idempotentiesleutel", String(128), nullable=False),
    Column("zaaktype", String(64), nullable=False),
    Column("omschrijving", String(400), nullable=False),
    Column("gegevens", JSON, nullable=False),
    Column("ingediend_op", Moment, nullable=False),
    Column("zaak_id", String(64)),
    Column("vingerafdruk", String(64)),  # empty where an earlier version wrote it down
    UniqueConstraint("klant_id", "idempotentiesleutel", name="aanvraag_sleutel"),
)

bericht = Table(
    "bericht",
    metadata,
    Column("bericht_id", String(64), primary_key=True),
    Column("kanaal", String(10), nullable=False),
    Column("adres", String(254), nullable=False),
    Column("onderwerp", String(200), nullable=False),
    Column("tekst", String(2000), nullable=False),
    Column("bezorgd_op", Moment, nullable=False),
)

persoon = Table(
    "persoon",
    metadata,
    Column("klant_id", ForeignKey("klant.klant_id", ondelete="CASCADE"), primary_key=True),
    Column("burgerservicenummer", String(9), nullable=False, unique=True),
    Column("voornamen", String(200), nullable=False),
    Column("voorvoegsel", String(10), nullable=False),
    Column("geslachtsnaam", String(200), nullable=False),
    Column("naamgebruik", String(1), nullable=False),
    Column("geslacht", String(1), nullable=False),
    Column("geboren_jaar", Integer),
    Column("geboren_maand", Integer),
    Column("geboren_dag", Integer),
    Column("geboorteplaats", String(80)),
    Column("geboorteland", String(80)),
    Column("nationaliteiten", JSON, nullable=False),
    Column("verblijf_soort", String(12), nullable=False),
    Column("verblijf", JSON, nullable=False),
    Column("gemeente_code", String(4), nullable=False),
    Column("gemeente_naam", String(80), nullable=False),
    Column("ingeschreven_sinds", Date),
    # What came later may be empty: a magazijn that an earlier version made has rows without.
    Column("onderzoek", JSON(none_as_null=True)),
    Column("geheimhouding", Boolean),
    Column("opschorting", JSON(none_as_null=True)),
    Column("overlijden", JSON(none_as_null=True)),
)

verwant = Table(
    "verwant",
    metadata,
    Column("klant_id", ForeignKey("persoon.klant_id", ondelete="CASCADE"), primary_key=True),
    Column("relatie", String(10), primary_key=True),
    Column("volgnummer", Integer, primary_key=True),
    Column("voornamen", String(200), nullable=False),
    Column("voorvoegsel", String(10), nullable=False),
    Column("geslachtsnaam", String(200), nullable=False),
    Column("geslacht", String(1), nullable=False),
    Column("geboren_jaar", Integer),
    Column("geboren_maand", Integer),
    Column("geboren_dag", Integer),
    Column("verbintenis", String(40)),
    Column("sinds", Date),
    Column("plaats", String(80)),
    Column("eigen_id", String(22)),
    Column("in_onderzoek", Boolean),
)

organisatie = Table(
    "organisatie",
    metadata,
    Column("klant_id", ForeignKey("klant.klant_id", ondelete="CASCADE"), primary_key=True),
    Column("kvk_nummer", String(8), nullable=False, unique=True),
    Column("rsin", String(9), unique=True),
    Column("statutaire_naam", String(200), nullable=False),
    Column("handelsnamen", JSON, nullable=False),
    Column("rechtsvorm", String(80), nullable=False),
    Column("activiteiten", JSON, nullable=False),
)

vestiging = Table(
    "vestiging",
    metadata,
    Column("vestigingsnummer", String(12), primary_key=True),
    Column("klant_id", ForeignKey("organisatie.klant_id", ondelete="CASCADE"), nullable=False),
    Column("naam", String(200), nullable=False),
    Column("adres", JSON, nullable=False),  # null as JSON where the register shields it
    Column("hoofdvestiging", Boolean, nullable=False),
    Column("werkzame_personen", Integer),
    Index("vestiging_klant", "klant_id"),
)
