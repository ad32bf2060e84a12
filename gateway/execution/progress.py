"""Progress: which parts of an answer are fetched, while the rest of the plan still runs."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable

from gateway.execution.prepared import PreparedFetch, PreparedPlan
from gateway.execution.shares import Part


class Progress:
    """Of one execution. A part that nothing is fetched for is fetched from the beginning."""

    def __init__(self, plan: PreparedPlan) -> None:
        self._parts = plan.parts
        self._left = Counter(plan.parts[fetch.part] for fetch in plan.fetches)
        self._changed = asyncio.Event()

    @property
    def unfetched(self) -> list[Part]:
        """The parts that are still to come."""
        return [part for part in self._parts if self._left[part]]

    def is_fetched(self, part: Part) -> bool:
        return not self._left[part]

    def done(self, fetches: Iterable[PreparedFetch]) -> None:
        """That these fetches are made, and their answers merged."""
        for fetch in fetches:
            part = self._parts[fetch.part]
            self._left[part] -= 1
            if not self._left[part]:
                self._changed.set()

    async def further(self) -> None:
        """Until one more part is fetched than when this was last awaited."""
        await self._changed.wait()
        self._changed.clear()
