"""Work beside the event loop: its outcome comes back, the loop goes on, and nobody waits for it in vain."""

from __future__ import annotations

import asyncio
import sys
import threading
from time import sleep

import pytest

from gateway.background import beside


async def test_the_outcome_is_that_of_the_work() -> None:
    assert await beside(lambda: 6 * 7) == 42

    def fail() -> None:
        raise KeyError("weg")

    with pytest.raises(KeyError, match="weg"):
        await beside(fail)


async def test_the_loop_goes_on_in_shorter_turns_and_has_its_own_back_afterwards() -> None:
    before, turns = sys.getswitchinterval(), []

    def work() -> int:
        while len(turns) < 5:
            sleep(0)
        return sum(range(1000))

    working = asyncio.create_task(beside(work))
    while not working.done():
        turns.append(sys.getswitchinterval())
        await asyncio.sleep(0)
    assert await working == 499500
    assert turns[-1] < before == sys.getswitchinterval()


async def test_who_no_longer_waits_does_not_wait() -> None:
    goes_on, done = threading.Event(), threading.Event()

    def work() -> None:
        goes_on.wait(20)
        done.set()

    waiting = asyncio.create_task(beside(work))
    await asyncio.sleep(0.01)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    goes_on.set()
    assert await asyncio.to_thread(done.wait, 20)


def test_a_loop_that_has_ended_is_not_told() -> None:
    goes_on, threads = threading.Event(), threading.enumerate()

    async def leave() -> None:
        working = asyncio.create_task(beside(lambda: goes_on.wait(20)))
        await asyncio.sleep(0.01)
        working.cancel()

    asyncio.run(leave())
    goes_on.set()
    for thread in set(threading.enumerate()) - set(threads):
        thread.join(20)  # an exception in it would be a warning, and so an error
