"""The words around what was looked for, to show beside a document that was found."""

from collections.abc import Iterable

_AROUND = 80


def fragment(pages: Iterable[str], zoek: str | None) -> str | None:
    """Some 160 characters around the first word of `zoek` that a page has; None when none has any."""
    words = (zoek or "").casefold().split()
    for page in pages:
        lowered = page.casefold()
        if len(lowered) != len(page):  # ß and the like: positions would not be the same
            lowered = page.lower()
        for word in words:
            if (at := lowered.find(word)) >= 0:
                return _cut(page, at, at + len(word))
    return None


def _cut(page: str, begin: int, end: int) -> str:
    left, right = max(0, begin - _AROUND), min(len(page), end + _AROUND)
    words = " ".join(page[left:right].split())
    return f"{'…' if left else ''}{words}{'…' if right < len(page) else ''}"
