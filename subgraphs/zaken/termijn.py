"""Terms (termijnen): the ISO 8601 durations that zaaktypen carry, and the date they lead to."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_ISO = re.compile(r"P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")


@dataclass(frozen=True, slots=True)
class Termijn:
    """A calendar duration in days or longer: a month after 31 January is the last of February."""

    maanden: int = 0
    dagen: int = 0

    @classmethod
    def parse(cls, tekst: str) -> "Termijn":
        """Read an ISO 8601 duration without a time part (`P8W`, `P1Y6M`).

        Raises ValueError when `tekst` is anything else.
        """
        match = _ISO.fullmatch(tekst)
        if match is None:
            raise ValueError(f"{tekst!r} is not an ISO 8601 duration in days or longer, such as P8W")
        jaren, maanden, weken, dagen = (int(group or 0) for group in match.groups())
        return cls(12 * jaren + maanden, 7 * weken + dagen)

    def na(self, start: date) -> date:
        """The last day of a term that begins on `start`."""
        months = start.month - 1 + self.maanden
        year, month = start.year + months // 12, months % 12 + 1
        day = min(start.day, monthrange(year, month)[1])
        return date(year, month, day) + timedelta(days=self.dagen)
