"""A meeting of the council or one of its committees, with its agenda. In the terms of Open Raadsinformatie.

What belongs to a meeting or an item is named by id, and read when asked for.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Vergaderstatus(StrEnum):
    """Whether a meeting goes on: schema.org's EventStatusType, as far as councils use it."""

    GEPLAND = "gepland"
    BEVESTIGD = "bevestigd"
    VERPLAATST = "verplaatst"
    UITGESTELD = "uitgesteld"
    GEANNULEERD = "geannuleerd"
    AFGELOPEN = "afgelopen"
    ONBEKEND = "onbekend"


@dataclass(frozen=True, slots=True)
class Orgaan:
    """Who meets: the council, a committee."""

    id: str
    naam: str


@dataclass(frozen=True, slots=True)
class Vergadering:
    """`begin` and `einde` are aware. `agendapunten` are those of the first level, in order."""

    id: str
    naam: str
    begin: datetime
    status: Vergaderstatus = Vergaderstatus.GEPLAND
    einde: datetime | None = None
    orgaan: str | None = None
    locatie: str | None = None
    voorzitter: str | None = None
    toelichting: str | None = None
    agendapunten: tuple[str, ...] = ()
    stukken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agendapunt:
    """An item of an agenda, and those under it, in order. `positie` counts from 1 within its level."""

    id: str
    titel: str
    positie: int | None = None
    toelichting: str | None = None
    vergadering: str | None = None
    agendapunten: tuple[str, ...] = ()
    stukken: tuple[str, ...] = ()
    stemmingen: tuple[str, ...] = ()
