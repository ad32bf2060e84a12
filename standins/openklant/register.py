"""Register: what Open Klant holds, by kind and uuid, and what refers to what."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

Item = dict[str, Any]
"""A thing with its `uuid`; a reference is held as the uuid of what it refers to, or None."""


class Register:
    """All there is. Kinds are the names of the collections."""

    def __init__(self) -> None:
        self._items: dict[str, dict[str, Item]] = defaultdict(dict)
        self._numbers: dict[str, int] = defaultdict(int)

    def put(self, kind: str, item: Item) -> None:
        """Holds the item under its uuid, in place of what was there."""
        self._items[kind][item["uuid"]] = item

    def get(self, kind: str, uuid: Any) -> Item | None:
        """The item with this uuid, if there is one."""
        return self._items[kind].get(uuid) if isinstance(uuid, str) else None

    def remove(self, kind: str, uuid: str) -> None:
        """Forgets the item with this uuid."""
        self._items[kind].pop(uuid, None)

    def all(self, kind: str) -> Iterator[Item]:
        """Every item of a kind, in the order in which they came."""
        return iter(tuple(self._items[kind].values()))

    def referring(self, kind: str, field: str, uuid: str) -> list[Item]:
        """The items of a kind whose `field` refers to this uuid."""
        return [item for item in self.all(kind) if item[field] == uuid]

    def next_number(self, kind: str) -> str:
        """The next number of a kind, of ten digits."""
        self._numbers[kind] += 1
        return f"{self._numbers[kind]:010}"
