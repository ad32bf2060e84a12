"""Durations of ISO 8601 in whole days, weeks, months and years, as the catalogue has them."""

import re
from calendar import monthrange
from datetime import date, timedelta

_PATTERN = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")


def after(start: date, duration: str) -> date:
    """The day that lies a duration after `start`; the 31st becomes the last day of a shorter month."""
    found = _PATTERN.fullmatch(duration)
    if found is None:
        raise ValueError(f"{duration!r} is not a duration in whole days")
    years, months, weeks, days = (int(part or 0) for part in found.groups())
    total = start.year * 12 + start.month - 1 + years * 12 + months
    year, month = divmod(total, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last)) + timedelta(weeks=weeks, days=days)
