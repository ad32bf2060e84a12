"""While the process runs, what has expired leaves the store."""

import asyncio

from harness.clock import StillClock
from harness.memory_store import MemoryStore
from harness.until import until

from auth.sweeping import sweeping


async def test_expired_records_go_by_themselves() -> None:
    store, clock = MemoryStore(), StillClock()
    await store.add("oud", "x", clock.now + 10)
    await store.add("nieuw", "y", clock.now + 1000)
    async with sweeping(store, clock, every=0.001):
        clock.forward(11)
        await until(lambda: "oud" not in store.records)
    assert "nieuw" in store.records


async def test_a_store_that_was_away_is_swept_when_it_is_back() -> None:
    store, clock = MemoryStore(), StillClock()
    await store.add("oud", "x", clock.now - 1)
    store.down = True
    async with sweeping(store, clock, every=0.001):
        await asyncio.sleep(0.01)
        store.down = False
        await until(lambda: not store.records)


async def test_it_stops_with_the_process() -> None:
    store, clock = MemoryStore(), StillClock()
    async with sweeping(store, clock, every=0.001):
        pass
    await store.add("oud", "x", clock.now - 1)
    await asyncio.sleep(0.01)
    assert "oud" in store.records
