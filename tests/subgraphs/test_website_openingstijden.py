"""Opening hours: the regular week, its exceptions, and a clock that goes forward and back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subgraphs.website.demo_locaties import feestdagen, locaties
from subgraphs.website.locatie import Bezoekadres, Locatie, Tijdvak, Uitzondering, Weekdag
from subgraphs.website.openingstijden import HORIZON, Wisseling, open_op, openingsdag, volgende_wisseling

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TODAY = date(2026, 3, 2)
STADHUIS = locaties(TODAY)[0]
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001


def at(text: str) -> datetime:
    """A moment by the clock on the wall."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def location(*week: Weekdag, uitzonderingen: tuple[Uitzondering, ...] = ()) -> Locatie:
    adres = Bezoekadres("Straat", "1", "1234 AB", "Voorbeeldstad")
    return Locatie("hier", "Hier", "Loket", adres, week, uitzonderingen)


def every_day(*periods: tuple[str, str]) -> Locatie:
    tijdvakken = tuple(Tijdvak(time.fromisoformat(a), time.fromisoformat(b)) for a, b in periods)
    return location(*(Weekdag(dag, tijdvakken) for dag in range(1, 8)))


@pytest.mark.parametrize(
    ("moment", "is_open", "change"),
    [
        ("2026-03-02T08:59:59", False, "2026-03-02T09:00"),  # Monday
        ("2026-03-02T09:00:00", True, "2026-03-02T17:00"),
        ("2026-03-02T17:00:00", False, "2026-03-03T09:00"),
        ("2026-03-05T13:00:00", False, "2026-03-05T13:30"),  # Thursday, lunch
        ("2026-03-05T19:59:00", True, "2026-03-05T20:00"),
        ("2026-03-07T12:00:00", False, "2026-03-09T09:00"),  # Saturday
        ("2026-12-24T14:00:00", False, "2026-12-28T09:00"),  # over Christmas and the weekend
        ("2026-04-03T18:00:00", False, "2026-04-07T09:00"),  # over Easter Monday
    ],
)
def test_the_town_hall_through_the_year(moment: str, is_open: bool, change: str) -> None:
    assert open_op(STADHUIS, at(moment)) is is_open
    assert volgende_wisseling(STADHUIS, at(moment)) == Wisseling(at(change).astimezone(UTC), not is_open)


@pytest.mark.parametrize(("night", "hours"), [("2026-03-28", 7), ("2026-10-24", 9), ("2026-06-01", 8)])
def test_the_night_that_the_clock_changes_is_shorter_or_longer(night: str, hours: int) -> None:
    shift = every_day(("22:00", "00:00"), ("00:00", "06:00"))
    evening = at(f"{night}T22:00")
    change = volgende_wisseling(shift, evening)
    assert change is not None
    assert not change.open
    assert change.op - evening.astimezone(UTC) == timedelta(hours=hours)
    assert change.op.astimezone(AMSTERDAM).time() == time(6)


def test_hours_that_the_clock_skips_or_repeats_still_end() -> None:
    nightly = every_day(("02:00", "03:00"))
    for day in ("2026-03-29", "2026-10-25"):
        before = at(f"{day}T00:30")
        seen = {open_op(nightly, before + timedelta(minutes=15 * each)) for each in range(20)}
        change = volgende_wisseling(nightly, before)
        assert change is not None
        assert False in seen
    # In autumn the hour from two to three comes twice, and the location is open through both.
    assert open_op(nightly, datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
    assert open_op(nightly, datetime(2026, 10, 25, 1, 30, tzinfo=UTC))


def test_a_place_that_never_closes_has_no_change_and_neither_has_one_that_never_opens() -> None:
    assert volgende_wisseling(every_day(("00:00", "00:00")), at("2026-03-02T12:00")) is None
    assert volgende_wisseling(location(), at("2026-03-02T12:00")) is None


def test_the_first_exception_of_a_day_holds() -> None:
    day = date(2026, 5, 5)
    late = (Tijdvak(time(12), time(13)),)
    both = (Uitzondering(day, day, "Bijzonder", late), Uitzondering(day, day, "Dicht"))
    monday_to_friday = tuple(Weekdag(each, (Tijdvak(time(9), time(17)),)) for each in range(1, 6))
    here = location(*monday_to_friday, uitzonderingen=both)
    assert openingsdag(here, day).reden == "Bijzonder"
    assert openingsdag(here, day).tijdvakken == late
    assert openingsdag(here, day + timedelta(days=1)).reden is None


@given(st.sampled_from(locaties(TODAY)), MOMENTS)
def test_between_now_and_the_next_change_nothing_changes(place: Locatie, moment: datetime) -> None:
    change = volgende_wisseling(place, moment)
    assert change is not None
    assert moment < change.op <= moment + HORIZON
    assert open_op(place, change.op) is change.open is not open_op(place, moment)
    assert open_op(place, change.op - timedelta(seconds=1)) is open_op(place, moment)
    half = moment + (change.op - moment) / 2
    assert open_op(place, half) is open_op(place, moment)


@pytest.mark.parametrize(
    ("year", "easter", "kings_day"),
    [
        (2025, date(2025, 4, 20), date(2025, 4, 26)),
        (2026, date(2026, 4, 5), date(2026, 4, 27)),
        (2027, date(2027, 3, 28), date(2027, 4, 27)),
        (2038, date(2038, 4, 25), date(2038, 4, 27)),
    ],
)
def test_holidays_move_with_the_year(year: int, easter: date, kings_day: date) -> None:
    days = {each.reden: each.van for each in feestdagen(year)}
    assert days["Eerste paasdag"] == easter
    assert days["Hemelvaartsdag"] == easter + timedelta(days=39)
    assert days["Koningsdag"] == kings_day


@pytest.mark.parametrize(("van", "tot"), [("10:00", "09:00"), ("10:00", "10:00")])
def test_a_period_that_ends_before_it_begins_is_refused(van: str, tot: str) -> None:
    with pytest.raises(ValueError, match="ends after it begins"):
        Tijdvak(time.fromisoformat(van), time.fromisoformat(tot))


@pytest.mark.parametrize("dag", [0, 8])
def test_a_week_has_seven_days(dag: int) -> None:
    with pytest.raises(ValueError, match="1 to 7"):
        Weekdag(dag, ())
