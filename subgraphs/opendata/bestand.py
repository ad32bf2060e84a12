"""Files of the catalogue: what is held of a distribution, or the beginning of it."""

from dataclasses import dataclass, field
from datetime import date

PAD = "/openbaar/bestanden"
"""Where the gateway passes the files of the catalogue on, below its own address."""


@dataclass(frozen=True, slots=True)
class Bestandsbegin:
    """The first bytes of a file; `volledig` when they are all of it."""

    inhoud: bytes = field(repr=False)
    volledig: bool


@dataclass(frozen=True, slots=True)
class Bestand:
    """A whole file, as it is downloaded. At `gewijzigd` it last changed, if the catalogue says so."""

    naam: str
    mediatype: str
    sha256: str
    gewijzigd: date | None
    inhoud: bytes = field(repr=False)
