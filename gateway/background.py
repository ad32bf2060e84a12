"""Background: work of seconds beside an event loop that goes on answering.

The work is Python, so it shares the interpreter's lock with the loop. With shorter turns than the usual five
milliseconds the loop gets the lock back soon after it wakes.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from typing import TypeVar

T = TypeVar("T")

_TURN = 0.0005
"""Seconds that a thread works on while another waits for its turn."""


async def beside(work: Callable[[], T]) -> T:
    """What `work` returns or raises. It runs in a thread of its own, which a stopping process does not wait
    for; to cancel this only abandons it.
    """
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[T] = loop.create_future()

    def settle(settled: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(lambda: None if outcome.done() else settled())

    def run() -> None:
        try:
            result = work()
        except Exception as error:
            settle(lambda error=error: outcome.set_exception(error))  # type: ignore[misc]
        else:
            settle(lambda: outcome.set_result(result))

    with _short_turns():
        Thread(target=run, name="beside", daemon=True).start()
        return await outcome


@contextmanager
def _short_turns() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(min(before, _TURN))
    try:
        yield
    finally:
        sys.setswitchinterval(before)
