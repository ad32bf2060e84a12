"""An ExpiringStore in a dict."""

from auth.errors import StoreError
from auth.store import NONE, Labels


class MemoryStore:
    """`down`: nothing can be reached."""

    def __init__(self) -> None:
        self.records: dict[str, tuple[str, float]] = {}
        self.labels: dict[str, set[str]] = {}
        self.counts: dict[str, tuple[int, float]] = {}
        self.down = False

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def add(self, name: str, value: str, expires: float, labels: Labels = NONE) -> None:
        self._reach()
        if name in self.records:
            raise StoreError("the name is taken")
        self.records[name] = (value, expires)
        for label in labels.names:
            self.labels.setdefault(label, set()).add(name)

    async def get(self, name: str) -> str | None:
        self._reach()
        return self.records[name][0] if name in self.records else None

    async def replace(self, name: str, value: str, expires: float) -> bool:
        self._reach()
        if name not in self.records:
            return False
        self.records[name] = (value, expires)
        return True

    async def take(self, name: str) -> str | None:
        self._reach()
        return self.records.pop(name, ("", 0.0))[0] or None

    async def drop(self, label: str) -> int:
        self._reach()
        named = self.labels.pop(label, set()) & self.records.keys()
        for name in named:
            del self.records[name]
        return len(named)

    async def count(self, name: str, expires: float) -> int:
        self._reach()
        number = self.counts.get(name, (0, 0.0))[0] + 1
        self.counts[name] = (number, expires)
        return number

    async def sweep(self, now: float) -> None:
        self._reach()
        self.records = {name: kept for name, kept in self.records.items() if kept[1] >= now}
        self.counts = {name: kept for name, kept in self.counts.items() if kept[1] >= now}

    def _reach(self) -> None:
        if self.down:
            raise StoreError("down")
