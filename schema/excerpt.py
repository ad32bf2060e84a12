"""Excerpt: a line of a source text, and a caret under the column that something is about."""

import re
from collections.abc import Iterator

_LINE_BREAK = re.compile(r"\r\n|[\n\r]")
"""What GraphQL counts as the end of a line (specification, section 2.1.3)."""


def excerpt(text: str, line: int, column: int, caret: str = "^") -> Iterator[str]:
    """Two lines for a terminal; nothing where the text has no such line. Both numbers count from 1."""
    lines = _LINE_BREAK.split(text)
    if not 0 < line <= len(lines):
        return
    shown = "".join(
        each if each.isprintable() or each == "\t" else "\N{REPLACEMENT CHARACTER}"
        for each in lines[line - 1]
    )
    lead = "".join(each if each == "\t" else " " for each in shown[: column - 1])
    yield f"{line:>5} | {shown}"
    yield f"      | {lead}{caret}"
