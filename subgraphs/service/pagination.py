"""Keyset pagination: `first` and `after` in, a page of rows out. Stable while rows come and go."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from subgraphs.service.errors import InvalidInput

DEFAULT_FIRST = 20
MAX_FIRST = 100

R = TypeVar("R")
Keys = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which rows are asked for: at most `first`, after the row with the sort keys `after`."""

    first: int
    after: Keys | None = None

    @classmethod
    def of(cls, first: int | None, after: str | None, keys: int) -> "PageRequest":
        """Checks the arguments of a connection that sorts by `keys` columns. Raises InvalidInput."""
        size = DEFAULT_FIRST if first is None else first
        if not 1 <= size <= MAX_FIRST:
            raise InvalidInput(f"`first` moet tussen 1 en {MAX_FIRST} liggen.", veld="first")
        return cls(size, None if after is None else _keys(after, keys))


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """The rows of one page, whether more follow, and a way to count all of them for who asks.

    `partial`: some of what the list is made from could not be reached, so that rows may be missing.
    """

    rows: Sequence[R]
    more: bool
    count: Callable[[], Awaitable[int]]
    partial: bool = False

    @classmethod
    def cut(cls, rows: Sequence[R], first: int, count: Callable[[], Awaitable[int]]) -> "Page[R]":
        """From `first + 1` fetched rows: the extra one only tells that there is a next page."""
        return cls(rows[:first], len(rows) > first, count)


def cursor(keys: Keys) -> str:
    """An opaque cursor that holds a row's sort keys."""
    return urlsafe_b64encode(json.dumps(keys, ensure_ascii=False).encode()).rstrip(b"=").decode()


def _keys(after: str, count: int) -> Keys:
    try:
        keys = json.loads(urlsafe_b64decode(after + "=" * (-len(after) % 4)))
    except (ValueError, RecursionError) as exc:
        raise bad_cursor() from exc
    sound = isinstance(keys, list) and len(keys) == count
    if not sound or not all(isinstance(key, str | int) and not isinstance(key, bool) for key in keys):
        raise bad_cursor()
    return tuple(keys)


def bad_cursor() -> InvalidInput:
    """What to raise for a cursor that this list did not give."""
    return InvalidInput("`after` is geen cursor van deze lijst.", veld="after")
