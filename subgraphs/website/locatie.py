"""A place where the municipality receives visitors, with its regular week and the days that differ."""

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True, slots=True)
class Tijdvak:
    """Wall-clock times in Europe/Amsterdam. A `tot` of 00:00 is the end of the day."""

    van: time
    tot: time

    def __post_init__(self) -> None:
        if self.tot != time.min and self.tot <= self.van:
            raise ValueError("a period of opening ends after it begins, on the same day")


@dataclass(frozen=True, slots=True)
class Weekdag:
    """`dag` as ISO 8601 counts: 1 is Monday. A day without an entry is a day on which it is closed."""

    dag: int
    tijdvakken: tuple[Tijdvak, ...]

    def __post_init__(self) -> None:
        if not 1 <= self.dag <= 7:
            raise ValueError("a day of the week is 1 to 7")


@dataclass(frozen=True, slots=True)
class Uitzondering:
    """What holds from `van` up to and including `tot` in place of the regular week. Without any period:

    closed. Of several for one day, the one that was listed first holds.
    """

    van: date
    tot: date
    reden: str
    tijdvakken: tuple[Tijdvak, ...] = ()


@dataclass(frozen=True, slots=True)
class Bezoekadres:
    """Where to go."""

    straat: str
    huisnummer: str
    postcode: str
    plaats: str


@dataclass(frozen=True, slots=True)
class Locatie:
    """`alleen_op_afspraak`: open, but not to walk in."""

    id: str
    naam: str
    soort: str
    adres: Bezoekadres
    week: tuple[Weekdag, ...]
    uitzonderingen: tuple[Uitzondering, ...] = ()
    telefoonnummer: str | None = None
    toelichting: str | None = None
    alleen_op_afspraak: bool = False
