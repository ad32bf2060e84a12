"""Deadline: the time that the gateway still has for a request. What is read after it, nobody waits for.

Registers get a part of it, all calls together: when they are slow there must be time left to answer with what
the others gave.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from subgraphs.service.errors import CodedError

HEADER = "gemeentegraaf-timeout-ms"
"""How many milliseconds, when the request was sent."""
LONGEST = 600.0
"""Seconds: more than any gateway waits."""
FOR_REGISTERS = 0.8
"""The part of the time in which registers may be asked."""

_until: ContextVar[float | None] = ContextVar("gemeentegraaf_registers_until", default=None)


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


@contextmanager
def answering_within(seconds: float | None) -> Iterator[None]:
    """Around what answers a request that may take this long; None is however long it takes."""
    token = _until.set(None if seconds is None else time.monotonic() + seconds * FOR_REGISTERS)
    try:
        yield
    finally:
        _until.reset(token)


@contextmanager
def in_part_of_the_time(part: float) -> Iterator[None]:
    """Around what may take no more than this part of what is left for registers: others are to come."""
    left = left_for_registers()
    token = _until.set(None if left is None else time.monotonic() + left * part)
    try:
        yield
    finally:
        _until.reset(token)


def left_for_registers() -> float | None:
    """Seconds, which may be less than none; None where nobody counts."""
    until = _until.get()
    return None if until is None else until - time.monotonic()
