"""CSV, as municipalities publish it: in several encodings, with several separators (RFC 4180, and the rest).

bytes -> text       by its mark, else UTF-8, else windows-1252
text -> separator   what a first line `sep=;` says, as Excel writes it; else the one by which most rows have
                    as many cells as the first
rows -> table       the first names the columns, unless a number stands in it
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator

from subgraphs.opendata.bestand import Bestandsbegin
from subgraphs.opendata.tabel import MAX_KOLOMMEN, Onleesbaar, Tabel, kolom_van, rij

SCHEIDINGSTEKENS = (",", ";", "\t", "|")
SNIFFED = 20
"""Rows that the separator is guessed from."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAID = re.compile(r"sep=([,;\t|])(?:\r\n?|\n)", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def lees_csv(begin: Bestandsbegin, most: int) -> Tabel:
    """The first `most` rows. Raises Onleesbaar for what is no text, or no table."""
    codering, text = decoded(begin)
    said = _SAID.match(text)
    text = text[said.end() :] if said else text
    scheiding = said[1] if said else _separator(text)
    rows = list(_records(text, scheiding, most + 2))
    partial = not begin.volledig and len(rows) < most + 2
    rows = rows[:-1] if partial else rows  # its end may be missing
    if not rows:
        raise Onleesbaar("there are no rows")
    named = not any(_NUMBER.fullmatch(cell.strip()) for cell in rows[0])
    names = rows[0] if named else [""] * len(rows[0])
    shown = [rij(cells, min(len(names), MAX_KOLOMMEN)) for cells in rows[named:][:most]]
    kolommen = tuple(
        kolom_van(name.strip() or f"kolom {index + 1}", (row[index] for row in shown))
        for index, name in enumerate(names[:MAX_KOLOMMEN])
    )
    volledig = begin.volledig and len(rows) - named <= most
    return Tabel(kolommen, tuple(shown), volledig, codering, scheiding)


def decoded(begin: Bestandsbegin) -> tuple[str, str]:
    """The encoding and the text. Raises Onleesbaar when it is none."""
    marked = next((name for mark, name in _MARKS if begin.inhoud.startswith(mark)), None)
    for codering in (marked,) if marked else ("utf-8", "windows-1252"):
        decoder = codecs.getincrementaldecoder(codering)()
        try:
            text = decoder.decode(begin.inhoud, final=begin.volledig)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return codering, text
    raise Onleesbaar("this is no text")


def _separator(text: str) -> str:
    """The sign that makes the most regular table of the first rows."""
    return max(SCHEIDINGSTEKENS, key=lambda sign: _regularity(text, sign))


def _regularity(text: str, sign: str) -> tuple[bool, float, int]:
    widths = [len(cells) for cells in _records(text, sign, SNIFFED)]
    if not widths:
        return False, 0.0, 0
    alike = sum(width == widths[0] for width in widths) / len(widths)
    return widths[0] > 1, alike, widths[0]


def _records(text: str, sign: str, most: int) -> Iterator[list[str]]:
    """At most so many rows in which anything stands. Raises Onleesbaar."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    given = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield cells
                given += 1
            if given == most:
                return
    except csv.Error as exc:
        raise Onleesbaar("this is no CSV") from exc
