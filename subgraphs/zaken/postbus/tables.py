"""The tables of the embedded postbus, and of what is kept beside a postbus elsewhere.

Customers are known by `klant_id`, their pseudonym. `volgorde` is what lists are sorted by; `dienst` is what a
mandate must name to show something: without one no mandate does.
"""

from sqlalchemy import JSON, Boolean, Column, Date, Index, String, Table, Text

from subgraphs.service.moment import Moment
from subgraphs.zaken.tables import metadata

taak = Table(
    "taak",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("klant_id", String(64), nullable=False),
    Column("volgorde", String(40), nullable=False),
    Column("titel", String(200), nullable=False),
    Column("toelichting", Text, nullable=False),
    Column("soort", String(20), nullable=False),
    Column("stand", String(20), nullable=False),
    Column("verloopdatum", Moment),
    Column("zaak_id", String(64)),
    Column("dienst", String(50)),
    Column("url", String(1000)),
    Column("formulier", JSON),
    Column("gegevens", JSON, nullable=False),
    Column("antwoord", JSON),
    Column("sleutel", String(100)),
    Column("vingerafdruk", String(64)),
    Column("beantwoord_op", Moment),
    Index("taak_van_klant", "klant_id", "volgorde", "id"),
)

taakclaim = Table(
    "taakclaim",
    metadata,
    Column("taak_id", String(64), primary_key=True),
    Column("sleutel", String(100), nullable=False),
    Column("vingerafdruk", String(64), nullable=False),
    Column("moment", Moment, nullable=False),
    Column("klaar", Boolean, nullable=False),
)
"""Who is answering a taak in a register elsewhere, which cannot hold two apart that do so at once."""

bericht = Table(
    "bericht",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("klant_id", String(64), nullable=False),
    Column("volgorde", String(40), nullable=False),
    Column("onderwerp", String(200), nullable=False),
    Column("tekst", Text, nullable=False),
    Column("soort", String(20), nullable=False),
    Column("gepubliceerd_op", Moment, nullable=False),
    Column("uiterlijk_op", Date),
    Column("gelezen_op", Moment),
    Column("zaak_id", String(64)),
    Column("dienst", String(50)),
    Column("handelingsperspectief", String(30)),
    Column("bijlagen", JSON),
    Index("bericht_van_klant", "klant_id", "volgorde", "id"),
)
"""`bijlagen` are the ids of documents of our own zaken."""

berichtlezing = Table(
    "berichtlezing",
    metadata,
    Column("bericht_id", String(64), primary_key=True),
    Column("lezer_id", String(64), primary_key=True),
    Column("gelezen_op", Moment, nullable=False),
)
"""What was read by who acts for a customer, of berichten here and elsewhere. What the customer read stands
with the bericht.
"""

contactmoment = Table(
    "contactmoment",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("klant_id", String(64), nullable=False),
    Column("volgorde", String(40), nullable=False),
    Column("kanaal", String(50), nullable=False),
    Column("onderwerp", String(200), nullable=False),
    Column("inhoud", Text, nullable=False),
    Column("reactie", Text, nullable=False),
    Column("moment", Moment, nullable=False),
    Column("vertrouwelijk", Boolean, nullable=False),
    Column("zaak_id", String(64)),
    Column("dienst", String(50)),
    Index("contactmoment_van_klant", "klant_id", "volgorde", "id"),
)
