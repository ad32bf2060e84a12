"""The tables of the embedded zaken store: ZGW's Catalogi, Zaken, Documenten and Besluiten in one database.

Customers are known by `klant_id`, their pseudonym; no BSN, RSIN or KvK number stands in these tables.
"""

from sqlalchemy import (
    JSON,
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
    UniqueConstraint,
)

from subgraphs.service.moment import Moment

metadata = MetaData()

zaaktype = Table(
    "zaaktype",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("identificatie", String(50), nullable=False),
    Column("omschrijving", String(80), nullable=False),
    Column("doel", Text, nullable=False),
    Column("aanleiding", Text, nullable=False),
    Column("doorlooptijd", String(20), nullable=False),
    Column("servicenorm", String(20)),
    Column("trefwoorden", JSON, nullable=False),
    Column("extern", Boolean, nullable=False),
    Column("dienst", String(50)),
    Column("begin_geldigheid", Date, nullable=False),
    Column("einde_geldigheid", Date),
    UniqueConstraint("identificatie", "begin_geldigheid"),
)
"""`dienst` is what a mandate must name to show zaken of this type; without one no mandate does."""

statustype = Table(
    "statustype",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("zaaktype_id", ForeignKey("zaaktype.id"), nullable=False),
    Column("volgnummer", Integer, nullable=False),
    Column("omschrijving", String(80), nullable=False),
    Column("toelichting", Text, nullable=False),
    Column("is_eindstatus", Boolean, nullable=False),
    UniqueConstraint("zaaktype_id", "volgnummer"),
)

resultaattype = Table(
    "resultaattype",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("zaaktype_id", ForeignKey("zaaktype.id"), nullable=False),
    Column("omschrijving", String(80), nullable=False),
    Column("toelichting", Text, nullable=False),
    Column("archiefnominatie", String(20)),
    Column("archiefactietermijn", String(20)),
)
"""From the end of a zaak with such a resultaat it takes `archiefactietermijn` until its archiefactiedatum."""

zaaknummer = Table(
    "zaaknummer",
    metadata,
    Column("jaar", Integer, primary_key=True, autoincrement=False),
    Column("laatste", Integer, nullable=False),
)
"""The last number given out in a year; a row is locked while a zaak is being registered."""

zaak = Table(
    "zaak",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("identificatie", String(40), nullable=False, unique=True),
    Column("zaaktype_id", ForeignKey("zaaktype.id"), nullable=False, index=True),
    Column("omschrijving", String(80), nullable=False),
    Column("registratiedatum", Date, nullable=False),
    Column("startdatum", Date, nullable=False),
    Column("einddatum", Date),
    Column("einddatum_gepland", Date),
    Column("uiterlijke_einddatum", Date, nullable=False),
    Column("resultaattype_id", ForeignKey("resultaattype.id")),
    Column("aanvraag_id", String(64), unique=True),
    Column("hoofdzaak_id", ForeignKey("zaak.id"), index=True),
    Column("vertrouwelijkheid", String(20)),
    Column("verlenging_reden", String(200)),
    Column("verlenging_duur", String(20)),
    Column("opschorting_reden", String(200)),
    Column("archiefnominatie", String(20)),
    Column("archiefstatus", String(40)),
    Column("archiefactiedatum", Date),
)
"""A zaak is suspended as long as it has an `opschorting_reden`."""

rol = Table(
    "rol",
    metadata,
    Column("zaak_id", ForeignKey("zaak.id"), primary_key=True),
    Column("klant_id", String(64), primary_key=True),
    Column("omschrijving_generiek", String(20), primary_key=True),
    Column("indicatie_machtiging", String(20)),
    Index("rol_van_klant", "klant_id", "omschrijving_generiek"),
)
"""What customers are in a zaak. Who is there for another has `gemachtigde` as `indicatie_machtiging`."""

behandelrol = Table(
    "behandelrol",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("zaak_id", ForeignKey("zaak.id"), nullable=False, index=True),
    Column("omschrijving_generiek", String(20), nullable=False),
    Column("omschrijving", String(80), nullable=False),
    Column("betrokkene", String(20), nullable=False),
    Column("naam", String(200)),
)
"""What the municipality's own people and departments are in a zaak: `betrokkene` says which of the two."""

status = Table(
    "status",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("zaak_id", ForeignKey("zaak.id"), nullable=False, index=True),
    Column("statustype_id", ForeignKey("statustype.id"), nullable=False),
    Column("datum", Moment, nullable=False),
)

substatus = Table(
    "substatus",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("zaak_id", ForeignKey("zaak.id"), nullable=False, index=True),
    Column("status_id", ForeignKey("status.id"), nullable=False),
    Column("omschrijving", String(120), nullable=False),
    Column("tijdstip", Moment, nullable=False),
    Column("doelgroep", String(20), nullable=False),
)

document = Table(
    "document",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("zaak_id", ForeignKey("zaak.id"), nullable=False, index=True),
    Column("identificatie", String(40), nullable=False, unique=True),
    Column("titel", String(200), nullable=False),
    Column("documenttype", String(80), nullable=False),
    Column("bestandsnaam", String(255), nullable=False),
    Column("formaat", String(100), nullable=False),
    Column("omvang", Integer, nullable=False),
    Column("creatiedatum", Date, nullable=False),
    Column("status", String(20), nullable=False),
    Column("tonen_aan_initiator", Boolean, nullable=False),
    Column("inhoud", LargeBinary),
)
"""`inhoud` is null where the content is kept in a documentregistratie elsewhere."""

besluit = Table(
    "besluit",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("zaak_id", ForeignKey("zaak.id"), nullable=False, index=True),
    Column("identificatie", String(40), nullable=False, unique=True),
    Column("besluittype", String(80), nullable=False),
    Column("toelichting", Text, nullable=False),
    Column("datum", Date, nullable=False),
    Column("ingangsdatum", Date, nullable=False),
    Column("vervaldatum", Date),
    Column("verzenddatum", Date),
    Column("publicatiedatum", Date),
    Column("uiterlijke_reactiedatum", Date),
)

besluitdocument = Table(
    "besluitdocument",
    metadata,
    Column("besluit_id", ForeignKey("besluit.id"), primary_key=True),
    Column("document_id", ForeignKey("document.id"), primary_key=True),
)
