"""A table as a visitor sees it before downloading: the first rows of a file."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

MAX_KOLOMMEN = 100
MAX_TEKENS = 300
"""Characters of one cell; what is longer is cut off with an ellipsis."""

Rij = tuple[str | None, ...]


class Kolomsoort(StrEnum):
    """What the cells of a column look like, as far as the rows that were read show it."""

    TEKST = "tekst"
    GEHEEL_GETAL = "geheel getal"
    GETAL = "getal"
    DATUM = "datum"
    JA_NEE = "ja of nee"
    GEOMETRIE = "geometrie"


@dataclass(frozen=True, slots=True)
class Kolom:
    """One column of a table."""

    naam: str
    soort: Kolomsoort


@dataclass(frozen=True, slots=True)
class Tabel:
    """The first rows; each has a cell for each column. `volledig` when the file holds no others.

    `codering` is the name that Python and IANA know the encoding by; `scheidingsteken` is that of CSV.
    """

    kolommen: tuple[Kolom, ...]
    rijen: tuple[Rij, ...]
    volledig: bool
    codering: str
    scheidingsteken: str | None = None


class Onleesbaar(Exception):
    """These bytes are no table of the kind that they were said to be."""


_PATTERNS = (
    (Kolomsoort.GEHEEL_GETAL, re.compile(r"[+-]?(0|[1-9]\d{0,17})")),
    (Kolomsoort.GETAL, re.compile(r"[+-]?\d{1,18}([.,]\d+)?")),
    (Kolomsoort.DATUM, re.compile(r"\d{4}-\d\d-\d\d")),
    (Kolomsoort.JA_NEE, re.compile(r"ja|nee|true|false", re.IGNORECASE)),
)


def kolom_van(naam: str, cells: Iterable[str | None]) -> Kolom:
    """The column of this name, its kind as these cells show it; empty ones show nothing."""
    filled = [cell for cell in cells if cell is not None]
    naam = _writable(naam)
    for soort, pattern in _PATTERNS:
        if filled and all(pattern.fullmatch(cell) for cell in filled):
            return Kolom(naam, soort)
    return Kolom(naam, Kolomsoort.TEKST)


def cel(text: str) -> str | None:
    """A cell as it is shown; None for an empty one."""
    shown = _writable(text).strip()
    return f"{shown[: MAX_TEKENS - 1]}…" if len(shown) > MAX_TEKENS else shown or None


def _writable(text: str) -> str:
    """The text with a question mark for half a surrogate pair, which JSON can name and nobody can write."""
    return text.encode("utf-8", "replace").decode("utf-8")


def rij(cells: Sequence[str], width: int) -> Rij:
    """A row of exactly `width` cells."""
    filled = [cel(text) for text in cells[:width]]
    return (*filled, *[None] * (width - len(filled)))
