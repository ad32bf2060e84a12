"""Running: a plan on its way, for who does not wait until all of it has come."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from gateway.errors import FieldFailure
from gateway.execution.paths import Entity
from gateway.execution.progress import Progress
from gateway.execution.shares import AT_ONCE, Part


class Running:
    """One execution in the background. It must be closed.

    `data` is what is merged so far: of a part that is fetched, all. `unplaced` are, by part, the errors of
    subgraphs that belong to no position. With `lasting` it is not broken off before the first part is there.
    """

    def __init__(
        self,
        work: Coroutine[Any, Any, None],
        progress: Progress,
        data: Entity,
        unplaced: dict[Part, list[FieldFailure]],
        *,
        lasting: bool,
    ) -> None:
        self.data = data
        self._unplaced = unplaced
        self._progress = progress
        self._lasting = lasting
        self._task = asyncio.create_task(work)

    @property
    def unfetched(self) -> list[Part]:
        """The parts that are still to come."""
        return self._progress.unfetched

    def take_unplaced(self) -> list[FieldFailure]:
        """Such errors of all parts that are fetched; each is given once."""
        fetched = [part for part in self._unplaced if self._progress.is_fetched(part)]
        return [failure for part in fetched for failure in self._unplaced.pop(part)]

    async def first(self) -> list[FieldFailure]:
        """Until all that is delivered at once is there; such errors of that."""
        while not self._progress.is_fetched(AT_ONCE):
            await self.further()
        return self._unplaced.pop(AT_ONCE, [])

    async def further(self) -> None:
        """Until another part is fetched. Raises what nobody foresaw in running the plan."""
        await self._further()
        if self._task.done():
            self._task.result()

    async def close(self) -> None:
        """Break off the calls that are under way."""
        try:
            while self._lasting and not (self._progress.is_fetched(AT_ONCE) or self._task.done()):
                await self._further()
        finally:
            self._task.cancel()
            await asyncio.wait((self._task,))
            if not self._task.cancelled():
                self._task.exception()  # told by whoever waited for it, or of no more use

    async def _further(self) -> None:
        waiting = asyncio.create_task(self._progress.further())
        try:
            await asyncio.wait((waiting, self._task), return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
