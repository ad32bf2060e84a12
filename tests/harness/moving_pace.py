"""A pace for the client of registers that waits by moving its clock, so that no test has to."""

from __future__ import annotations

from dataclasses import dataclass, field

from harness.clock import StillClock

from subgraphs.service.register_client import Pace


@dataclass
class MovingPace:
    """Every wait is the longest that the rules allow. `waits` has them, in seconds."""

    clock: StillClock = field(default_factory=StillClock)
    waits: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.clock.forward(seconds)

    def pace(self) -> Pace:
        return Pace(self.clock, self.sleep, lambda: 1.0)
