"""Deadline: the time that the gateway still has for a request. What is read after it, nobody waits for."""

from subgraphs.service.errors import CodedError

HEADER = "gemeentegraaf-timeout-ms"
"""How many milliseconds, when the request was sent."""
LONGEST = 600.0
"""Seconds: more than any gateway waits."""


class DeadlinePassed(CodedError):
    """It took longer than whoever asked would wait."""

    code = "TE_LAAT"

    def __init__(self) -> None:
        super().__init__("Het antwoord liet te lang op zich wachten.")


def seconds_left(header: str | None) -> float | None:
    """From the header of a request; None when it says nothing that makes sense."""
    if header is None or not header.isascii() or not header.isdigit():
        return None
    return min(int(header[:9]) / 1000, LONGEST)
