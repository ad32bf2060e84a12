"""Transcript: all that the tests and the processes they start write, and what of it should not be there.

What pytest captures of each test (output, errors, log) is added by conftest.py; what a process of ours wrote,
by the harness that started it. The last test of a run reads it all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from subgraphs.service.voorbeeldstad import voorbeeldstad

SHAPES = {
    "a token": re.compile(r"\beyJ[\w-]{10,}\.[\w-]*"),
    "a cookie": re.compile(r"gemeentegraaf(?:-login)?=[\w-]{20,}"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "a secret": re.compile(
        r"(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?:[\w-]{43}|[\w-]{64})(?![\w-])"
    ),
}
"""A session's id is 43 random characters, a state or a nonce 64."""
TEST_BSN = re.compile(r"(?<!\d)99999\d{4}(?!\d)")
"""The numbers that are given out for tests begin so."""
OUTSIDERS = re.compile(r"^(?:INFO|DEBUG) +(?:httpx|httpcore)", re.MULTILINE)
"""What the tests' own browser logs of the addresses it visits."""


@dataclass(frozen=True, slots=True)
class Leak:
    """Something in what `source` wrote; `kind` says what, and nothing repeats it."""

    source: str
    kind: str


@dataclass
class Transcript:
    written: list[tuple[str, str]] = field(default_factory=list)

    def add(self, source: str, text: str | bytes | None) -> None:
        """What `source` wrote."""
        if text:
            shown = text.decode(errors="replace") if isinstance(text, bytes) else text
            self.written.append((source, shown))

    def leaks(self) -> list[Leak]:
        return sorted(
            {Leak(source, kind) for source, text in self.written for kind in leaks_in(text)},
            key=lambda leak: (leak.source, leak.kind),
        )


def leaks_in(text: str) -> Iterator[str]:
    """The kinds of what this text should not hold."""
    lines = [line for line in text.splitlines() if not OUTSIDERS.match(line)]
    ours = "\n".join(lines)
    yield from (kind for kind, shape in SHAPES.items() if shape.search(ours))
    if TEST_BSN.search(ours) or any(bsn in ours for bsn in _BSNS):
        yield "a BSN"


_BSNS = frozenset(one.bsn for one in voorbeeldstad(date(2026, 3, 2)).inwoners)

TRANSCRIPT = Transcript()
"""The one of this run."""
