"""The header Retry-After, in both its forms."""

from datetime import UTC, datetime

import pytest

from gateway.transport.retry_after import retry_after

NOW = datetime(2026, 3, 2, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0.0),
        ("120", 120.0),
        (" 7 ", 7.0),
        ("9" * 400, 999999999.0),
        ("Mon, 02 Mar 2026 12:00:30 GMT", 30.0),
        ("Monday, 02-Mar-26 12:00:30 GMT", 30.0),
        ("Mon Mar  2 12:00:30 2026", 30.0),
        ("Mon, 02 Mar 2026 11:59:00 GMT", 0.0),
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("Mon, 99 Mar 2026 12:00:30 GMT", None),
    ],
)
def test_it_is_seconds_or_a_moment(header: str | None, seconds: float | None) -> None:
    assert retry_after(header, None, NOW) == seconds


def test_a_moment_counts_from_the_servers_own_clock() -> None:
    wrong_by_an_hour = "Mon, 02 Mar 2026 11:00:00 GMT"
    assert retry_after("Mon, 02 Mar 2026 11:00:05 GMT", wrong_by_an_hour, NOW) == 5.0
    assert retry_after("Mon, 02 Mar 2026 12:00:05 GMT", "no date", NOW) == 5.0
