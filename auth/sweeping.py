"""Sweeping: what has expired leaves the store while the process runs, whether or not anyone logs in."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from auth.clock import Clock
from auth.errors import StoreError
from auth.store import ExpiringStore

logger = logging.getLogger(__name__)

EVERY = 60.0
"""Seconds. An expired record opens nothing; it only takes room, and says that somebody was here."""


@asynccontextmanager
async def sweeping(
    store: ExpiringStore, clock: Clock = time.time, every: float = EVERY
) -> AsyncIterator[None]:
    """While entered, `store` is swept each so many seconds. A store that is away is tried again."""
    task = asyncio.create_task(_sweep(store, clock, every))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _sweep(store: ExpiringStore, clock: Clock, every: float) -> None:
    while True:
        try:
            await store.sweep(clock())
        except StoreError as error:
            logger.warning("expired sessions were not swept: %s", error)
        await asyncio.sleep(every)
