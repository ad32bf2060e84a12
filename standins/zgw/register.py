"""Register: what the stand-in holds, in memory, found by path and by what refers to it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

Item = dict[str, Any]
"""A thing as it is held: the fields that were given, with references as paths, and its `url` (a path) and
`uuid`.
"""
Clock = Callable[[], datetime]


INDEXED = frozenset({"identificatie", "naam"})
"""The fields beside references by which items can be found."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a request did: `action` as Notificaties names it, and the origin that it came in on."""

    kind: str
    item: Item
    action: str
    origin: str


class Register:
    """All things of all APIs. `kind` is the name of their collection, as `zaaktypen`.

    Each of `changed` is called after a change by a request.
    """

    def __init__(self, clock: Clock = lambda: datetime.now(UTC)) -> None:
        self._items: dict[str, tuple[str, Item]] = {}
        self._of_kind: dict[str, dict[str, None]] = defaultdict(dict)
        self._referring: dict[tuple[str, str, str], dict[str, None]] = defaultdict(dict)
        self.changed: list[Callable[[Change], None]] = []
        self.now = clock
        self._numbers: dict[str, int] = defaultdict(int)

    def next_number(self, series: str) -> int:
        """The next number of a series, from 1."""
        self._numbers[series] += 1
        return self._numbers[series]

    def put(self, kind: str, item: Item) -> None:
        """Holds `item` under its `url`, in place of what was there."""
        url = item["url"]
        self.remove(url)
        self._items[url] = (kind, item)
        self._of_kind[kind][url] = None
        for field, value in _references(item):
            self._referring[kind, field, value][url] = None

    def remove(self, url: str) -> None:
        """Forgets what is under `url`, if anything is."""
        kind, item = self._items.pop(url, ("", {}))
        self._of_kind[kind].pop(url, None)
        for field, value in _references(item):
            self._referring[kind, field, value].pop(url, None)

    def get(self, url: str | None, kind: str | None = None) -> Item | None:
        """The item under `url`, if there is one, and it is of `kind` where that is said."""
        found = self._items.get(url or "")
        return found[1] if found is not None and kind in (None, found[0]) else None

    def kind(self, url: str) -> str | None:
        """The kind of the item under `url`, if there is one."""
        found = self._items.get(url)
        return None if found is None else found[0]

    def all(self, kind: str) -> Iterator[Item]:
        """Every item of a kind, in the order in which they came."""
        return (self._items[url][1] for url in tuple(self._of_kind[kind]))

    def referring(self, kind: str, field: str, url: str) -> list[Item]:
        """The items of `kind` whose `field` is the reference `url`, or a list with it."""
        return [self._items[each][1] for each in self._referring.get((kind, field, url), ())]

    def having(self, kind: str, field: str, value: str) -> list[Item]:
        """The items of `kind` whose `field`, one of `INDEXED`, is `value`."""
        return self.referring(kind, field, value)

    def tell(self, change: Change) -> None:
        """Says to who listens that a request did this."""
        for listener in self.changed:
            listener(change)


def _references(item: Item) -> Iterator[tuple[str, str]]:
    for field, value in item.items():
        for each in value if isinstance(value, list) else (value,):
            if isinstance(each, str) and (each.startswith("/") or field in INDEXED) and field != "url":
                yield field, each
