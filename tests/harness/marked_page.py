"""A page of the documentation part of which a program writes, between two marks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class MarkedPage:
    path: Path
    start: str
    end: str

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    def holding(self, part: str) -> str:
        """The page with this between the marks. Raises ValueError for a page without them."""
        before, start, rest = self.text.partition(self.start)
        _, end, after = rest.partition(self.end)
        if not (start and end):
            raise ValueError(f"{self.path.name} has no marks")
        return f"{before}{start}{part}{end}{after}"

    def write(self, part: str) -> None:
        self.path.write_text(self.holding(part), encoding="utf-8")
