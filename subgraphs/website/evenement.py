"""An event, with every period in which it takes place."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Periode:
    """From `begin` up to `einde`, both aware."""

    begin: datetime
    einde: datetime


@dataclass(frozen=True, slots=True)
class Plaats:
    """Where an event is held. Degrees in WGS 84, where known."""

    naam: str
    adres: str | None = None
    lengtegraad: float | None = None
    breedtegraad: float | None = None


@dataclass(frozen=True, slots=True)
class Evenement:
    """`perioden` has one at least, the earliest first; more make it a recurring event, and `herhaling` then

    says in words how often.
    """

    id: str
    titel: str
    samenvatting: str
    beschrijving: str
    soort: str
    plaats: Plaats
    perioden: tuple[Periode, ...]
    herhaling: str | None = None
    organisator: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        if not self.perioden:
            raise ValueError("an event takes place at least once")
