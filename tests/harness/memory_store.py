"""An ExpiringStore in a dict."""


class MemoryStore:
    def __init__(self) -> None:
        self.records: dict[str, tuple[str, float]] = {}

    async def add(self, name: str, value: str, expires: float) -> None:
        if name in self.records:
            raise ValueError("the name is taken")
        self.records[name] = (value, expires)

    async def get(self, name: str) -> str | None:
        return self.records[name][0] if name in self.records else None

    async def replace(self, name: str, value: str, expires: float) -> bool:
        if name not in self.records:
            return False
        self.records[name] = (value, expires)
        return True

    async def take(self, name: str) -> str | None:
        return self.records.pop(name, ("", 0.0))[0] or None

    async def sweep(self, now: float) -> None:
        self.records = {name: kept for name, kept in self.records.items() if kept[1] >= now}
