"""A document of the council: a proposal, a motion, a letter, a list of decisions."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Stuk:
    """`url` is where it can be had, `bron_url` where it came from. `bytes_` is its size, where known.

    `hoort_bij` is the id of the agenda item or the meeting that it was added to; `tekst` has what it says,
    a page each, only where a source was asked for it.
    """

    id: str
    titel: str
    url: str | None = None
    bron_url: str | None = None
    soort: str | None = None
    mediatype: str | None = None
    bestandsnaam: str | None = None
    bytes_: int | None = None
    datum: date | None = None
    besproken_op: datetime | None = None
    hoort_bij: str | None = None
    tekst: tuple[str, ...] = ()
