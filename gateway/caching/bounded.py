"""BoundedCache: the most recently used values, bounded by what they weigh together."""

from collections import OrderedDict
from collections.abc import Hashable, Iterator
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class BoundedCache(Generic[K, V]):
    """Forgets what was used longest ago as soon as the weights, in bytes, exceed `most`.

    A number of entries would not bound memory: one document can weigh as much as ten thousand others. Not for
    use by several threads at once; on one event loop nothing comes between a look and a `put`.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._weight = 0
        self._entries: OrderedDict[K, tuple[V, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def weight(self) -> int:
        return self._weight

    def values(self) -> Iterator[V]:
        """All that is kept, what was used longest ago first; to look is not to use."""
        return (value for value, _ in self._entries.values())

    def get(self, key: K) -> V | None:
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._entries.move_to_end(key)
        return entry[0]

    def put(self, key: K, value: V, weight: int) -> None:
        """Keep a value that is not there yet; one that alone is heavier than the bound is not kept at all."""
        if weight > self._most or key in self._entries:
            return
        self._entries[key] = (value, weight)
        self._weight += weight
        while self._weight > self._most:
            _, (_, freed) = self._entries.popitem(last=False)
            self._weight -= freed
