"""A bericht: what the municipality tells a customer, in their own environment."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum


class Berichtsoort(StrEnum):
    """What a bericht is for."""

    NOTIFICATIE = "notificatie"
    BETAALVERZOEK = "betaalverzoek"
    UITNODIGING = "uitnodiging"
    VERZOEK = "verzoek"
    OVERIG = "overig"
    """Of a kind that the register has and nobody here knows."""


class Handelingsperspectief(StrEnum):
    """What a bericht wants of the customer, by the words of nl-portal's objecttype."""

    BETALEN = "betalen"
    INFORMATIE_VERSTREKKEN = "informatie verstrekken"
    INFORMATIE_ONTVANGEN = "informatie ontvangen"


@dataclass(frozen=True, slots=True)
class Bericht:
    """A bericht to one customer. `uiterlijk_op` is the last day to do what it asks.

    `bijlagen` are references to documents, as its source has them.
    """

    id: str
    onderwerp: str
    tekst: str
    soort: Berichtsoort
    gepubliceerd_op: datetime
    gelezen: bool
    uiterlijk_op: date | None = None
    zaak_id: str | None = None
    handelingsperspectief: Handelingsperspectief | None = None
    bijlagen: tuple[str, ...] = ()

    @property
    def volgorde(self) -> str:
        """Sorts as text, in the order of publication."""
        return moment_volgorde(self.gepubliceerd_op)


def moment_volgorde(moment: datetime) -> str:
    """A moment as text that sorts."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
