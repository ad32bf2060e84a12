"""An openstaande inzending: what a customer began to fill in elsewhere and can go on with there."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OpenstaandeInzending:
    """`vervolg_url` is where the customer goes on, if the register says so; until `geldig_tot`."""

    id: str
    naam: str
    vervolg_url: str | None = field(repr=False)
    gewijzigd_op: datetime
    geldig_tot: datetime | None
