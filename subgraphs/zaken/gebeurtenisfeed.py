"""The feed: what happens to zaken, to whoever listens at this replica, whichever replica wrote it.

One reader for all listeners: it looks into the table at every beat as long as anyone listens, and at once
when this process itself wrote something.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from subgraphs.service.errors import CodedError
from subgraphs.zaken.gebeurtenissen import Gebeurtenissen, Genummerd

logger = logging.getLogger(__name__)

BEAT = 1.0
"""Seconds between two looks: how much later than at its own, something is heard at another replica."""
PAGE = 200
BEHIND = 1000
"""What a listener may be behind before it is told to begin again."""
FORGETTING = timedelta(hours=1)

_Queue = asyncio.Queue[Genummerd | None]


class Achterop(CodedError):
    """The listener was too slow: what happened meanwhile it must ask."""

    code = "ACHTEROP"

    def __init__(self) -> None:
        super().__init__("Er is meer gebeurd dan er gelezen werd. Vraag de zaken opnieuw op.")


class Gebeurtenisfeed:
    """Tells its listeners what happens from the moment that they listen."""

    def __init__(
        self,
        gebeurtenissen: Gebeurtenissen,
        clock: Callable[[], datetime],
        beat: float = BEAT,
        behind: int = BEHIND,
    ) -> None:
        self._gebeurtenissen = gebeurtenissen
        self._clock = clock
        self._beat = beat
        self._behind = behind
        self._queues: set[_Queue] = set()
        self._awake = asyncio.Event()
        self._read_up_to = 0

    @property
    def listeners(self) -> int:
        return len(self._queues)

    def wake(self) -> None:
        """Something was written."""
        self._awake.set()

    async def listen(self) -> AsyncGenerator[Genummerd, None]:
        """What happens from now on, without end. Raises Achterop."""
        async with self._listening() as queue:
            while True:
                each = await queue.get()
                if each is None:
                    raise Achterop
                yield each

    async def run(self) -> None:
        """Read what happens and tell it, until cancelled."""
        forgotten: datetime | None = None
        while True:
            self._awake.clear()
            now = self._clock()
            try:
                if forgotten is None or now - forgotten >= FORGETTING:
                    await self._gebeurtenissen.vergeet(now)
                    forgotten = now
                while self._queues and await self._read():
                    pass
            except Exception as exc:  # the outermost handler of this task: the next beat tries again
                logger.error("what happened could not be read: %s", type(exc).__name__)  # noqa: TRY400
            await self._pause()

    async def _read(self) -> bool:
        """Tell a page; whether there may be more."""
        page = await self._gebeurtenissen.na(self._read_up_to, PAGE)
        for each in page:
            self._read_up_to = max(self._read_up_to, each.volgnummer)
            for queue in tuple(self._queues):
                self._tell(queue, each)
        return len(page) == PAGE

    def _tell(self, queue: _Queue, each: Genummerd) -> None:
        if queue.qsize() < self._behind:
            queue.put_nowait(each)
        else:
            self._queues.discard(queue)
            queue.put_nowait(None)

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(self._beat if self._queues else None):
                await self._awake.wait()
        except TimeoutError:
            return

    @asynccontextmanager
    async def _listening(self) -> AsyncIterator[_Queue]:
        if not self._queues:
            # Nobody listened, so nobody read: what happened meanwhile is for nobody.
            latest = await self._gebeurtenissen.laatste()
            if not self._queues:
                self._read_up_to = latest
        queue: _Queue = asyncio.Queue()
        self._queues.add(queue)
        self.wake()
        try:
            yield queue
        finally:
            self._queues.discard(queue)
