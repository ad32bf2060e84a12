"""nothing_left: that a block of code leaves no task running and no file or socket open."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

_DESCRIPTORS = Path("/dev/fd")


@asynccontextmanager
async def nothing_left(patience: float = 5.0) -> AsyncIterator[None]:
    """Raises AssertionError, and says what is left. Connections get `patience` seconds to close."""
    tasks, descriptors = asyncio.all_tasks(), _open()
    yield
    gc.collect()
    try:
        async with asyncio.timeout(patience):
            while asyncio.all_tasks() - tasks or len(_open()) > len(descriptors):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
    except TimeoutError:
        new = [_described(number) for number in _open() - descriptors]
        raise AssertionError(f"left: {asyncio.all_tasks() - tasks}, {new}") from None


def _open() -> set[str]:
    """The numbers of what is open, but for the folder that is read here and what uvloop keeps to spare."""
    described = {entry.name: _described(entry.name) for entry in _DESCRIPTORS.iterdir()}
    return {number for number, what in described.items() if what not in ("", "/dev/null")}


def _described(number: str) -> str:
    try:
        return str((_DESCRIPTORS / number).readlink())
    except OSError:
        return ""
