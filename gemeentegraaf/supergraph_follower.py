"""Follower: hands each new text of a supergraph to the gateway that serves it."""

import asyncio
import logging
import random
import signal
import threading
import traceback
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from functools import partial

from gateway.background import beside
from gateway.connections import NoWayError
from gateway.generation import Schemas
from gateway.generations import Generations
from gemeentegraaf.public_contract import ContractError
from gemeentegraaf.schemas import schemas_id
from gemeentegraaf.supergraph_feed import Feed
from gemeentegraaf.supergraph_source import SourceError
from schema.supergraph import SupergraphError

logger = logging.getLogger(__name__)

_EXPECTED = (SourceError, SupergraphError, ContractError, NoWayError)
"""What may be wrong with a supergraph or with where it comes from. Each has a `code`."""
_UNFORESEEN = "RELOAD_FAILED"


@dataclass(frozen=True, slots=True)
class FollowRules:
    """`seconds` between two looks, varied by the share `jitter`; None: it looks only when told to."""

    seconds: float | None = 10.0
    jitter: float = 0.2

    def pause(self) -> float | None:
        if self.seconds is None:
            return None
        return self.seconds * random.uniform(1 - self.jitter, 1 + self.jitter)  # noqa: S311 - no secret


class Follower:
    """Follows one feed, whose first look was taken by who made this. `read` makes schemas of a text.

    What cannot be had or served is logged, and its code shown as `Generations.problem`, until a look finds
    better; the gateway goes on with what it has.
    """

    def __init__(self, feed: Feed, read: Callable[[str], Schemas], rules: FollowRules) -> None:
        self._feed = feed
        self._read = read
        self._rules = rules
        self._told = asyncio.Event()
        self._refused: str | None = None
        self._said = ""

    @asynccontextmanager
    async def __call__(self, generations: Generations) -> AsyncIterator[None]:
        """Follows as long as this lasts."""
        following = asyncio.create_task(self._follow(generations))
        try:
            with _at_hangup(self.look_now):
                yield
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
            self._feed.close()

    def look_now(self) -> None:
        """Do not wait for the time of the next look."""
        self._told.set()

    async def _follow(self, generations: Generations) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._rules.pause()):
                    await self._told.wait()
            self._told.clear()
            await self.look(generations)

    async def look(self, generations: Generations) -> None:
        """Look once, and take what is found, if it is new and can be served. Never raises for what it is."""
        try:
            text = await beside(self._feed.look)
            if text is not None:
                self._refused = _UNFORESEEN  # until it is known better
                await self._take(generations, text)
                self._refused = None
            generations.problem = self._refused
        except _EXPECTED as error:
            self._say(logging.ERROR, f"{error.code}: {error}")
            generations.problem = error.code
            if not isinstance(error, SourceError):
                self._refused = error.code
        except Exception as error:
            where = "".join(traceback.format_tb(error.__traceback__))
            self._say(logging.ERROR, f"{_UNFORESEEN}: {type(error).__name__}\n{where}")
            generations.problem = _UNFORESEEN
        else:
            if self._said:
                logger.info("the supergraph is in order again")
            self._said = ""

    async def _take(self, generations: Generations, text: str) -> None:
        """What is served already needs no new generation: a mistake was taken back."""
        if schemas_id(text) != generations.current.schemas.id:
            await generations.replace(partial(self._read, text))

    def _say(self, level: int, message: str) -> None:
        """Once, and not with every look."""
        if message != self._said:
            logger.log(level, "the supergraph stays as it is: %s", message)
        self._said = message


@contextmanager
def _at_hangup(told: Callable[[], None]) -> Iterator[None]:
    """Calls `told` for each SIGHUP, where there is such a signal and we may have it."""
    if not hasattr(signal, "SIGHUP") or threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGHUP, told)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGHUP)
