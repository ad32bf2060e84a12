"""carry_through: work that is done to its end once it has begun, whoever stops waiting for it."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def carry_through(work: Coroutine[Any, Any, T]) -> T:
    """The outcome of the work. Being cancelled takes effect when the work is done; only twice ends it."""
    task = asyncio.create_task(work)
    try:
        await asyncio.wait((task,))
    except asyncio.CancelledError:
        try:
            await asyncio.wait((task,))
        finally:
            task.cancel()  # which does nothing to what is done
        raise
    return task.result()
