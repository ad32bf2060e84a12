"""Lines of a processing log, and a log in memory that can be made to fail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from auth.processing_log import LogUnavailable, ProcessingLine, Status
from auth.trace_context import TraceContext

ACTIVITY = "https://voorbeeldstad.example/verwerkingsactiviteiten/inzage/1"


def line(name: str = "Raadplegen: zaken", **changes: object) -> ProcessingLine:
    root = TraceContext.fresh()
    values = {
        "trace": root.child(),
        "parent": root.span_id,
        "name": name,
        "start": 1_800_000_000_000,
        "end": 1_800_000_000_007,
        "status": Status.UNSET,
        "activity": ACTIVITY,
        "subject": "pseudoniem-van-de-klant",
        "subject_type": "BSN",
        **changes,
    }
    return ProcessingLine(**values)  # type: ignore[arg-type]


@dataclass
class MemoryLog:
    """A ProcessingLog. It fails from the moment that `broken`."""

    lines: list[ProcessingLine] = field(default_factory=list)
    broken: bool = False

    async def ready(self) -> None:
        if self.broken:
            raise LogUnavailable("there is no more paper")

    async def write(self, lines: Sequence[ProcessingLine]) -> None:
        await self.ready()
        self.lines += lines
