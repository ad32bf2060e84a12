"""Progress of a delivery, kept in memory."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class MemoryProgress:
    """Implements `Progress`. `done` is what was noted, in order."""

    done: dict[str, str] = field(default_factory=dict)

    def get(self, step: str) -> str | None:
        return self.done.get(step)

    async def note(self, step: str, value: str) -> None:
        self.done[step] = value
