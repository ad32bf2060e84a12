"""When a location is open: the regular week, put aside by its exceptions, on the clock of Europe/Amsterdam.

    tijden = openingsdag(locatie, date(2026, 12, 25))
    open_op(locatie, moment); volgende_wisseling(locatie, moment)

Periods are wall-clock times, so the nights on which summer time begins and ends change the length of a period
and never its hours. A time that the clock skips (02:30 on such a night in March) counts as the moment an hour
later on the clock; one that comes twice is its first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from subgraphs.service.settings import LOCAL
from subgraphs.website.locatie import Locatie, Tijdvak

HORIZON = timedelta(days=400)
"""How far ahead a change is looked for: beyond a year of closure for rebuilding nobody plans a visit."""


@dataclass(frozen=True, slots=True)
class Openingsdag:
    """The periods of one calendar day; `reden` is that of the exception that holds, if one does."""

    datum: date
    tijdvakken: tuple[Tijdvak, ...]
    reden: str | None = None


@dataclass(frozen=True, slots=True)
class Wisseling:
    """The moment (aware) from which a location is open, or closed."""

    op: datetime
    open: bool


def openingsdag(locatie: Locatie, dag: date) -> Openingsdag:
    for uitzondering in locatie.uitzonderingen:
        if uitzondering.van <= dag <= uitzondering.tot:
            return Openingsdag(dag, _geordend(uitzondering.tijdvakken), uitzondering.reden)
    for weekdag in locatie.week:
        if weekdag.dag == dag.isoweekday():
            return Openingsdag(dag, _geordend(weekdag.tijdvakken))
    return Openingsdag(dag, ())


def open_op(locatie: Locatie, moment: datetime) -> bool:
    """Whether it is open at `moment`, which is aware."""
    dag = moment.astimezone(LOCAL).date()
    return any(begin <= moment < einde for begin, einde in _perioden(locatie, dag))


def volgende_wisseling(locatie: Locatie, moment: datetime) -> Wisseling | None:
    """The first change after `moment`; None when there is none within HORIZON.

    Periods that touch are one: it does not close at midnight to open again in the same minute.
    """
    open_nu = open_op(locatie, moment)
    eerste = moment.astimezone(LOCAL).date()
    for dagen in range(HORIZON.days):
        for begin, einde in _perioden(locatie, eerste + timedelta(days=dagen)):
            for grens in (begin, einde):
                if grens > moment and open_op(locatie, grens) != open_nu:
                    return Wisseling(grens, not open_nu)
    return None


def _perioden(locatie: Locatie, dag: date) -> Iterator[tuple[datetime, datetime]]:
    for tijdvak in openingsdag(locatie, dag).tijdvakken:
        laatste = dag + timedelta(days=1) if tijdvak.tot == time.min else dag
        yield _moment(dag, tijdvak.van), _moment(laatste, tijdvak.tot)


def _moment(dag: date, tijd: time) -> datetime:
    """In UTC: two moments of one zone would be compared by their clocks, which go back in autumn."""
    return datetime.combine(dag, tijd, LOCAL).astimezone(UTC)


def _geordend(tijdvakken: tuple[Tijdvak, ...]) -> tuple[Tijdvak, ...]:
    return tuple(sorted(tijdvakken, key=lambda tijdvak: tijdvak.van))
