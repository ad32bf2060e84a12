"""A page of what a register gave as a whole: sorted and cut here, by the same keys as in SQL."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from subgraphs.service.pagination import Page, PageRequest, bad_cursor


class Geordend(Protocol):
    """What can stand in a list of the postbus."""

    @property
    def id(self) -> str: ...
    @property
    def volgorde(self) -> str: ...


G = TypeVar("G", bound=Geordend)


def bladzijde(alle: Iterable[G], page: PageRequest, descending: bool = False) -> Page[G]:
    """The page of all of them, by `volgorde` and id. Raises InvalidInput for a cursor of another list."""
    if page.after is not None and not all(isinstance(key, str) for key in page.after):
        raise bad_cursor()
    rows = sorted(alle, key=_keys, reverse=descending)
    total = len(rows)
    if (after := page.after) is not None:
        rows = [row for row in rows if (_keys(row) < after if descending else _keys(row) > after)]

    async def count() -> int:
        return total

    return Page.cut(rows[: page.first + 1], page.first, count)


def _keys(row: Geordend) -> tuple[str | int, ...]:
    return row.volgorde, row.id
