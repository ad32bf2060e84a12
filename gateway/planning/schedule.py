"""Schedule: when the fetches of a plan run, if each starts as soon as those it waits for are done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from gateway.planning.plan import Fetch, Plan


@dataclass(frozen=True)
class Schedule:
    """`depths`: for each fetch, by id, the round trips up to and with its own answer."""

    plan: Plan
    depths: Mapping[int, int]

    @classmethod
    def of(cls, plan: Plan) -> Schedule:
        depths: dict[int, int] = {}
        for fetch in plan.fetches:
            depths[fetch.id] = 1 + max((depths[earlier] for earlier in fetch.after), default=0)
        return cls(plan, depths)

    @property
    def round_trips(self) -> int:
        """How many calls wait for each other at most: the length of the longest chain."""
        return max(self.depths.values(), default=0)

    @property
    def round_trips_before_first_answer(self) -> int:
        """Those of what is not deferred."""
        return max((self.depths[one.id] for one in self.plan.fetches if not one.deferrals), default=0)

    @cached_property
    def waves(self) -> tuple[tuple[Fetch, ...], ...]:
        """The fetches by round trip. They wait for what they read, not for the wave before."""
        return tuple(
            tuple(fetch for fetch in self.plan.fetches if self.depths[fetch.id] == depth)
            for depth in range(1, self.round_trips + 1)
        )

    @cached_property
    def requests(self) -> tuple[tuple[Fetch, ...], ...]:
        """The fetches by the request that they share.

        Fetches of entities go together when they are for one subgraph, as many round trips down the plan, and
        ready at about the same time. That they are is likely, not certain, so these are the fewest requests.
        """
        together: dict[object, list[Fetch]] = {}
        for fetch in self.plan.fetches:
            shared = (fetch.subgraph, self.depths[fetch.id], fetch.deferrals)
            together.setdefault(shared if fetch.representations else fetch.id, []).append(fetch)
        return tuple(map(tuple, together.values()))

    @property
    def calls(self) -> int:
        """How many requests the plan takes, at best."""
        return len(self.requests)

    def companions(self, fetch: Fetch) -> tuple[Fetch, ...]:
        """The others that go in one request with it."""
        (group,) = (group for group in self.requests if fetch in group)
        return tuple(other for other in group if other is not fetch)

    def awaited_by(self, fetch: Fetch) -> tuple[Fetch, ...]:
        """The fetches that cannot start before it is done."""
        return tuple(other for other in self.plan.fetches if fetch.id in other.after)

    @cached_property
    def critical_path(self) -> tuple[Fetch, ...]:
        """A longest chain of fetches, of several the first: to answer sooner, it must get shorter."""
        by_id = {fetch.id: fetch for fetch in self.plan.fetches}
        path: list[Fetch] = []
        step = max(self.plan.fetches, key=lambda one: (self.depths[one.id], -one.id), default=None)
        while step is not None:
            path.append(step)
            earlier = (by_id[number] for number in step.after)
            step = max(earlier, key=lambda one: (self.depths[one.id], -one.id), default=None)
        return tuple(reversed(path))
