"""until: waits for something that nothing announces."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


async def until(condition: Callable[[], bool]) -> None:
    """Returns once the condition holds. Raises TimeoutError when that takes unreasonably long."""
    async with asyncio.timeout(15):
        while not condition():  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(0.005)
