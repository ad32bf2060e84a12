"""retry_after: in how many seconds a server wants to be asked again (RFC 9110, section 10.2.3)."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def retry_after(header: str | None, date: str | None, now: datetime) -> float | None:
    """From the header `Retry-After`, which holds seconds or a moment; None without it or when it is neither.

    A moment is of the server's clock, so it counts from the server's own `Date` if there is one, else from
    `now`. Moments that are past are 0.
    """
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    moment = _moment(text)
    if moment is None:
        return None
    return max(0.0, (moment - (_moment(date or "") or now)).total_seconds())


def _moment(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
