"""The dispatcher: brings each message of an outbox to its destination, now or as soon as that can be.

Nothing is lost: a message leaves the outbox only when its destination has confirmed, or by the hand of an
operator. Everything is delivered at least once: a message is with one dispatcher at a time as long as that
one lives, and a destination knows a message that it has seen before.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from subgraphs.service.bus.delivery import (
    DISCARDED,
    Destination,
    DestinationGone,
    HearsOfDiscards,
    NotDelivered,
    TakenBack,
)
from subgraphs.service.bus.message import Message, new_lease
from subgraphs.service.bus.outbox import Outbox
from subgraphs.service.bus.policy import Policy

logger = logging.getLogger(__name__)

TOO_LONG = "DUURT_TE_LANG"
NO_DESTINATION = "ONBEKENDE_BESTEMMING"

Clock = Callable[[], datetime]


class Dispatcher:
    """Delivers the messages of one outbox to `destinations`, by their names."""

    def __init__(
        self, outbox: Outbox, destinations: Mapping[str, Destination], clock: Clock, policy: Policy
    ) -> None:
        self._outbox = outbox
        self._destinations = destinations
        self._clock = clock
        self._policy = policy
        self._awake = asyncio.Event()
        self._begun: set[asyncio.Task[bool]] = set()

    def wake(self) -> None:
        """There is a new message: do not wait for the next beat."""
        self._awake.set()

    def message(
        self, message_id: str, destination: str, content: Mapping[str, Any], order_key: str | None = None
    ) -> Message:
        """A new message that is its maker's to deliver first, by `deliver`, once it is in the outbox.

        If the maker dies, another dispatcher takes over when the lease has run out.
        """
        now = self._clock()
        until = now + self._policy.lease_time
        return Message(message_id, destination, content, now, until, order_key, lease=new_lease())

    async def deliver(self, message: Message) -> bool:
        """One attempt; whether the message arrived. Who calls holds its lease."""
        try:
            await self._attempt(message)
        except NotDelivered as exc:
            await self._failed(message, exc)
            return False
        except TakenBack:
            logger.info("message %s to %s was taken back", message.id, message.destination)
            return False
        except Exception as exc:  # the outermost handler of a message: one that trips us does not stop others
            logger.error(  # noqa: TRY400 - a traceback may quote the message
                "message %s to %s: %s", message.id, message.destination, type(exc).__name__
            )
            await self._failed(message, NotDelivered(f"INTERN_{type(exc).__name__}"))
            return False
        await self._outbox.delivered(message)
        return True

    async def deliver_within(self, message: Message, seconds: float) -> None:
        """One attempt, as `deliver`; who calls waits no longer than this, and the attempt goes on."""
        attempt = asyncio.create_task(self.deliver(message))
        self._begun.add(attempt)
        attempt.add_done_callback(self._ended)
        await asyncio.wait({attempt}, timeout=seconds)

    async def deliver_due(self) -> int:
        """Attempt as many as are delivered together of those that are due; how many there were."""
        taken = await self._take(self._policy.together)
        await asyncio.gather(*map(self.deliver, taken))
        return len(taken)

    async def run(self) -> None:
        """Empty the outbox, time and again, until cancelled."""
        running: set[asyncio.Task[bool]] = set()
        try:
            while True:
                free = self._policy.together - len(running)
                taken = await self._take_somehow(free)
                running |= {asyncio.create_task(self.deliver(message)) for message in taken}
                if len(taken) < free or not free:
                    await self._pause(running)
                running = {task for task in running if not task.done()}
        finally:
            running |= self._begun
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    def _ended(self, attempt: asyncio.Task[bool]) -> None:
        """An attempt for whom nobody waits any more; if the outbox failed it, the lease will run out."""
        self._begun.discard(attempt)
        if not attempt.cancelled() and (failure := attempt.exception()):
            logger.error("what came of a message could not be written: %s", type(failure).__name__)

    async def _take(self, amount: int) -> list[Message]:
        now = self._clock()
        return list(await self._outbox.take(now, now + self._policy.lease_time, amount))

    async def _take_somehow(self, amount: int) -> list[Message]:
        self._awake.clear()
        try:
            return await self._take(amount) if amount else []
        except Exception as exc:  # the outermost handler of this task: the next beat tries again
            logger.error("the outbox could not be emptied: %s", type(exc).__name__)  # noqa: TRY400
            return []

    async def _pause(self, running: set[asyncio.Task[bool]]) -> None:
        """Until the next beat, a new message, or room for another."""
        waking = asyncio.create_task(self._awake.wait())
        try:
            await asyncio.wait(
                {waking, *running}, timeout=self._policy.beat, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            waking.cancel()

    async def _attempt(self, message: Message) -> None:
        destination = self._destinations.get(message.destination)
        if destination is None and DISCARDED in message.done:
            return
        if destination is None:
            raise NotDelivered(NO_DESTINATION)
        try:
            async with asyncio.timeout(self._policy.attempt), self._held(message):
                if DISCARDED in message.done:
                    await _discard(destination, message)
                else:
                    await destination.deliver(message, _Noted(self._outbox, message))
        except TimeoutError as exc:
            raise NotDelivered(TOO_LONG) from exc

    async def _failed(self, message: Message, failure: NotDelivered) -> None:
        now, attempts = self._clock(), message.attempts + 1
        logger.warning(
            "message %s to %s: attempt %d failed: %s",
            message.id, message.destination, attempts, failure.code,
        )  # fmt: skip
        if isinstance(failure, DestinationGone):
            others = await self._outbox.close(message, now)
            logger.error("%s is gone: %d messages are dead letters", message.destination, 1 + others)
        elif failure.permanent or attempts >= self._policy.attempts:
            logger.error(
                "message %s to %s is a dead letter: %s", message.id, message.destination, failure.code
            )
            await self._outbox.bury(message, failure.code, now)
        else:
            wait = max(self._policy.wait(attempts), failure.after or timedelta())
            await self._outbox.failed(message, failure.code, now + wait)
        if failure.after is not None:
            await self._outbox.hold(message.destination, now + failure.after)

    @asynccontextmanager
    async def _held(self, message: Message) -> AsyncIterator[None]:
        """Renews the lease as long as the delivery lasts."""

        async def renew() -> None:
            while True:
                await asyncio.sleep(self._policy.lease / 3)
                await self._outbox.extend(message, self._clock() + self._policy.lease_time)

        renewing = asyncio.create_task(renew())
        try:
            yield
        finally:
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)


async def _discard(destination: Destination, message: Message) -> None:
    """An operator discarded it: where that matters it is told, and then it leaves the outbox."""
    if isinstance(destination, HearsOfDiscards):
        await destination.discarded(message)


class _Noted:
    """Implements `Progress` for one message of an outbox."""

    def __init__(self, outbox: Outbox, message: Message) -> None:
        self._outbox = outbox
        self._message = message
        self._done = dict(message.done)

    def get(self, step: str) -> str | None:
        return self._done.get(step)

    async def note(self, step: str, value: str) -> None:
        self._done[step] = value
        if not await self._outbox.note(self._message, step, value):
            raise TakenBack
