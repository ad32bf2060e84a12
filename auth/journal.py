"""Journal: a file that lines are added to. They are on disk (fsync) before `append` returns.

What several requests append at the same time is written at once, with one fsync for all. The file is closed
under a name of its own (`cut`) when it is large enough or someone wants to have it; a file that an earlier
process left behind is closed at the start, as its last line may be torn.
"""

import asyncio
import os
import time
from pathlib import Path

_SUFFIX = ".jsonl"


class Journal:
    """Files in `folder`: `name.jsonl` is open, `name-<time>-<n>.jsonl` are closed. One process has it.

    `file_bytes`: at what size a file is closed. `most_bytes`: of all files together; an append that would go
    beyond raises JournalFull. None is no limit.
    """

    def __init__(self, folder: Path, name: str, file_bytes: int, most_bytes: int | None = None) -> None:
        self._folder = folder
        self._name = name
        self._file_bytes = file_bytes
        self._most_bytes = most_bytes
        self._waiting: list[tuple[bytes, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None
        self._busy = asyncio.Lock()
        self._number = 0

    @property
    def _open(self) -> Path:
        return self._folder / f"{self._name}{_SUFFIX}"

    def prepare(self) -> None:
        """Makes the folder, and closes what an earlier process left. Raises OSError."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._cut()

    @property
    def closed(self) -> list[Path]:
        """The closed files, the oldest first."""
        return sorted(self._folder.glob(f"{self._name}-*{_SUFFIX}"))

    def check(self) -> None:
        """Raises OSError when there is no place for more."""
        if self._most_bytes is not None and self._size() >= self._most_bytes:
            raise JournalFull(f"{self._folder} is full")

    async def append(self, text: bytes) -> None:
        """`text` ends with a newline. Raises OSError when it is not on disk.

        It is written also when who waits for it is cancelled.
        """
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((text, done))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())
        await asyncio.shield(done)

    async def cut(self) -> None:
        """Close the open file, if anything is in it. Raises OSError."""
        async with self._busy:
            await asyncio.to_thread(self._cut)

    async def close(self) -> None:
        """Wait until all that was appended is on disk."""
        while self._writing is not None:
            await asyncio.wait((self._writing,))

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                problem = await self._write(b"".join(text for text, _ in batch))
                for _, done in batch:
                    _settle(done, problem)
        finally:
            self._writing = None

    async def _write(self, text: bytes) -> OSError | None:
        async with self._busy:
            try:
                await asyncio.to_thread(self._append, text)
            except OSError as exc:
                return exc
        return None

    def _append(self, text: bytes) -> None:
        self.check()
        descriptor = os.open(self._open, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            before = os.fstat(descriptor).st_size
            try:
                _write_whole(descriptor, text)
                os.fsync(descriptor)
            except OSError:
                os.ftruncate(descriptor, before)  # no torn line may stand before the next
                raise
        finally:
            os.close(descriptor)
        if not before:
            self._keep_names()
        if before + len(text) >= self._file_bytes:
            self._cut()

    def _cut(self) -> None:
        if not self._open.exists() or not self._open.stat().st_size:
            return
        self._number += 1
        name = f"{self._name}-{time.time_ns():020}-{self._number:06}{_SUFFIX}"
        self._open.rename(self._folder / name)
        self._keep_names()

    def _keep_names(self) -> None:
        """Puts on disk which files there are."""
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _size(self) -> int:
        files = (*self.closed, self._open)
        return sum(file.stat().st_size for file in files if file.exists())


class JournalFull(OSError):
    """There is no place for more until some files are taken away."""


def _write_whole(descriptor: int, text: bytes) -> None:
    rest = memoryview(text)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _settle(done: asyncio.Future[None], problem: OSError | None) -> None:
    if done.done():
        return
    if problem is None:
        done.set_result(None)
    else:
        done.set_exception(problem)
