"""A taak: something that the municipality asks of a customer, to be done before a day (externe klanttaak)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

LAATST = "9999-12-31T00:00:00Z"
"""Where a taak without an end comes in the order of urgency."""


class Taakstand(StrEnum):
    """How far a taak is. `VERLOPEN` is a taak that nobody did in time; the register still calls it open."""

    OPEN = "open"
    VERLOPEN = "verlopen"
    INGEDIEND = "ingediend"
    VERWERKT = "verwerkt"
    GESLOTEN = "gesloten"


class Taaksoort(StrEnum):
    """How a taak is done: in a form, at another address, or by paying."""

    FORMULIER = "formulier"
    LINK = "link"
    BETALING = "betaling"


@dataclass(frozen=True, slots=True)
class Taakkeuze:
    """Which taken are asked for: those in a stand, those for a zaak; without either, all."""

    stand: Taakstand | None = None
    zaak_id: str | None = None

    def geldt(self, taak: "Taak") -> bool:
        return self.stand in (None, taak.stand) and self.zaak_id in (None, taak.zaak_id)


@dataclass(frozen=True, slots=True)
class Taak:
    """A taak of one customer.

    `formulier` is the JSON Schema of what is asked, where it is known; `formulierkenmerk` what a form
    elsewhere is known by. `gegevens` is what is known already; `zaak_id` is of the zaak it is for, which the
    customer may or may not see.
    """

    id: str
    titel: str
    toelichting: str
    soort: Taaksoort
    stand: Taakstand
    verloopdatum: datetime | None = None
    zaak_id: str | None = None
    url: str | None = None
    formulierkenmerk: str | None = None
    formulier: Mapping[str, Any] | None = field(default=None, repr=False)
    gegevens: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def volgorde(self) -> str:
        """Sorts as text: what ends first comes first."""
        return op_volgorde(self.verloopdatum)


def op_volgorde(verloopdatum: datetime | None) -> str:
    """The place of a taak in the order of urgency, as text."""
    return LAATST if verloopdatum is None else verloopdatum.astimezone(UTC).isoformat(timespec="seconds")


def stand_op(stand: Taakstand, verloopdatum: datetime | None, nu: datetime) -> Taakstand:
    """The stand as it is now: an open taak whose time is over has expired."""
    verlopen = stand is Taakstand.OPEN and verloopdatum is not None and verloopdatum <= nu
    return Taakstand.VERLOPEN if verlopen else stand


@dataclass(frozen=True, slots=True)
class Antwoord:
    """What a customer answers to a taak. A repeat has the same `sleutel` and the same content."""

    taak_id: str
    sleutel: str
    gegevens: Mapping[str, Any] = field(repr=False)
    vingerafdruk: str = field(repr=False)


class Afloop(StrEnum):
    """What became of an answer: taken (now or before), or not, and why."""

    BEANTWOORD = "beantwoord"
    NIET_OPEN = "niet_open"
    SLEUTEL_HERGEBRUIKT = "sleutel_hergebruikt"
    WORDT_BEANTWOORD = "wordt_beantwoord"
