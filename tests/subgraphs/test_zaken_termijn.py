"""Terms read as ISO 8601 and count by the calendar."""

from __future__ import annotations

from datetime import date

import pytest

from subgraphs.zaken.termijn import Termijn


@pytest.mark.parametrize(
    ("tekst", "start", "einde"),
    [
        ("P8W", date(2026, 3, 2), date(2026, 4, 27)),
        ("P5D", date(2026, 12, 30), date(2027, 1, 4)),
        ("P1M", date(2026, 1, 31), date(2026, 2, 28)),
        ("P1M", date(2028, 1, 31), date(2028, 2, 29)),
        ("P1Y", date(2028, 2, 29), date(2029, 2, 28)),
        ("P1Y2M1W3D", date(2026, 11, 1), date(2028, 1, 11)),
    ],
)
def test_a_term_ends_on_the_day_that_the_calendar_says(tekst: str, start: date, einde: date) -> None:
    assert Termijn.parse(tekst).na(start) == einde


@pytest.mark.parametrize("tekst", ["", "P", "8W", "P8", "PT5H", "P-1D", "P1D2W", "P1W ", "p1w"])
def test_what_is_no_duration_in_days_is_refused(tekst: str) -> None:
    with pytest.raises(ValueError, match="ISO 8601"):
        Termijn.parse(tekst)
