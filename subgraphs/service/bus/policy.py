"""Policy: how long the bus waits, how often it tries, and when it gives a message up."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

JITTER = 0.5
"""The part of a wait that chance may take off: what failed together does not come back together."""
_MOST_DOUBLINGS = 30

Seconds = Annotated[float, Field(gt=0, le=7 * 24 * 3600)]


class Policy(BaseModel):
    """The settings of a bus. All times are seconds.

    `lease`: how long a message belongs to who took it, renewed while it is being delivered. `attempt`: how
    long one delivery may last. After `attempts` failures a message is a dead letter; with the default, a
    destination may be away for four days. `together` are delivered at a time; `beat` is the time between two
    looks at the outbox when nothing announces itself.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    lease: Seconds = 30
    attempt: Seconds = 300
    first_wait: Seconds = 2
    longest_wait: Seconds = 3600
    attempts: Annotated[int, Field(ge=1, le=10_000)] = 100
    together: Annotated[int, Field(ge=1, le=200)] = 10
    beat: Seconds = 2

    @property
    def lease_time(self) -> timedelta:
        return timedelta(seconds=self.lease)

    def full_wait(self, attempts: int) -> timedelta:
        """The longest that may lie between this many failures and the next attempt: doubling, up to a
        limit.
        """
        doublings = max(0, min(attempts - 1, _MOST_DOUBLINGS))
        return timedelta(seconds=min(self.longest_wait, self.first_wait * (1 << doublings)))

    def wait(self, attempts: int, chance: Callable[[], float] = random.random) -> timedelta:
        """The same, less a part that chance decides; `chance` is from 0 up to 1."""
        return self.full_wait(attempts) * (1 - JITTER * chance())
