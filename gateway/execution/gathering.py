"""Gathering: which fetches go next, and together with which others.

A fetch is ready as soon as those that it reads from are done. When others to the same subgraph, as many round
trips down the plan and for the same part of the answer, are about to be ready too, it is held for a moment so
that one request serves them all: at most for half the time that its own predecessors took, so that waiting in
vain makes no round trip more than half as long again, and never when nothing that it waits for is on its way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from gateway.execution.prepared import PreparedFetch

PATIENCE = 0.5
"""How long a fetch is held at most, as a part of the time that its predecessors took."""
LONGEST = 0.02
"""And in seconds."""

Request = Sequence[PreparedFetch]
"""Fetches that go as one: of entities of one subgraph, or a single one of root fields."""

Companions = tuple[int, ...]
Hold = Callable[[float, Companions], "asyncio.Task[None]"]
"""Starts a task that goes on with `time_is_up` after so many seconds."""


@dataclass(slots=True)
class _Held:
    """Fetches that are ready, and the task by which they go at the latest."""

    fetches: list[PreparedFetch] = field(default_factory=list)
    until: asyncio.Task[None] | None = None


class Gathering:
    """The order of one execution."""

    def __init__(self, fetches: Sequence[PreparedFetch], hold: Hold) -> None:
        self._fetches = fetches
        self._hold = hold
        self._awaits = [fetch.awaits for fetch in fetches]
        self._begun: dict[int, float] = {}
        self._held: dict[Companions, _Held] = {}
        self._clock = asyncio.get_running_loop()

    def first(self) -> list[Request]:
        """The requests to begin with."""
        return self._begin(fetch for fetch in self._fetches if not fetch.awaits)

    def after(self, done: Request) -> list[Request]:
        """The requests to go on with once `done` is."""
        go = []
        for fetch in self._made_ready_by(done):
            if fetch.companions:
                self._held.setdefault(fetch.companions, _Held()).fetches.append(fetch)
            else:
                go.append(fetch)
        if self._held:
            go += self._no_longer_held()
        return self._begin(go)

    def time_is_up(self, companions: Companions) -> list[Request]:
        """The requests that are held no longer for want of company."""
        return self._begin(self._held.pop(companions).fetches)

    def _made_ready_by(self, done: Request) -> list[PreparedFetch]:
        ready = []
        for number in (number for fetch in done for number in fetch.before):
            self._awaits[number] -= 1
            if not self._awaits[number]:
                ready.append(self._fetches[number])
        return ready

    def _no_longer_held(self) -> list[PreparedFetch]:
        """Those that nobody is about to join. The others get a time."""
        free: list[PreparedFetch] = []
        for companions, held in list(self._held.items()):
            if not any(map(self._is_about_to_be_ready, companions)):
                del self._held[companions]
                free += held.fetches
                if held.until is not None:
                    held.until.cancel()
            elif held.until is None:
                held.until = self._hold(self._patience(held.fetches[0]), companions)
        return free

    def _is_about_to_be_ready(self, number: int) -> bool:
        return self._awaits[number] > 0 and all(
            earlier in self._begun for earlier in self._fetches[number].after
        )

    def _patience(self, fetch: PreparedFetch) -> float:
        took = self._clock.time() - min(self._begun[earlier] for earlier in fetch.after)
        return min(PATIENCE * took, LONGEST)

    def _begin(self, fetches: Iterable[PreparedFetch]) -> list[Request]:
        """The fetches as requests: those of entities of one subgraph go together, if they serve one part."""
        requests: dict[object, list[PreparedFetch]] = {}
        now = self._clock.time()
        for prepared in fetches:
            fetch = prepared.fetch
            self._begun[prepared.number] = now
            together = (fetch.subgraph, prepared.part) if fetch.representations else prepared.number
            requests.setdefault(together, []).append(prepared)
        return list(requests.values())
