"""Aanlevering: the place for one document that a customer adds to a zaak, and the document that comes."""

from dataclasses import dataclass, field
from datetime import date, datetime

from subgraphs.service.bestandssoort import DOCX, HEIC, JPEG, ODS, ODT, PDF, PNG, TEXT, TIFF, XLSX
from subgraphs.service.keuring import Eisen

VOORVOEGSEL = "aanlevering-"
"""How the ids begin, so that they are told from those of documents."""
EISEN = Eisen(20_000_000, (PDF, PNG, JPEG, HEIC, TIFF, TEXT, DOCX, XLSX, ODT, ODS))


@dataclass(frozen=True, slots=True)
class Nieuw:
    """What a customer announces; `sleutel` makes a repeat harmless."""

    zaak_id: str
    titel: str = field(repr=False)
    bestandsnaam: str = field(repr=False)
    sleutel: str


@dataclass(frozen=True, slots=True)
class Aanlevering:
    """A place for a file; `document_id` and `sha256` (hexadecimals) are known once that has come."""

    id: str
    zaak_id: str
    klant_id: str = field(repr=False)
    titel: str = field(repr=False)
    bestandsnaam: str = field(repr=False)
    aangekondigd_op: datetime
    document_id: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Stuk:
    """A file that was looked at and is to become a document. The same `kenmerk` is the same document."""

    kenmerk: str
    titel: str = field(repr=False)
    bestandsnaam: str = field(repr=False)
    formaat: str
    inhoud: bytes = field(repr=False)
    op: date
