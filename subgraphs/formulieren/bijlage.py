"""A bijlage: a file that goes with an aanvraag. First there is a place for it, then the file comes."""

from dataclasses import dataclass, field
from datetime import datetime

CHUNK = 512 * 1024
"""How much of a file is stored as one row, and read at a time."""


@dataclass(frozen=True, slots=True)
class Bijlage:
    """One file. `soort` is the kind of attachment of the form that it is handed in as.

    `formaat` (media type, found in the content), `grootte` (bytes) and `sha256` (hexadecimals) are known once
    the file has come, at `ontvangen_op`. `poging` tells which upload its content is of.
    """

    id: str
    aanvraag_id: str
    soort: str
    bestandsnaam: str = field(repr=False)
    toegevoegd_op: datetime
    formaat: str | None = None
    grootte: int | None = None
    sha256: str | None = None
    ontvangen_op: datetime | None = None
    poging: str | None = field(default=None, repr=False)

    @property
    def is_ontvangen(self) -> bool:
        return self.ontvangen_op is not None
