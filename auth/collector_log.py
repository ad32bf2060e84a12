"""CollectorLog: the processing log at a collector, over OTLP/HTTP, by way of a spool on disk.

A line is first put on disk, which is what `write` waits for; it is sent from there, and taken away only when
the collector has acknowledged it. While the collector is slow or away the spool grows, and it is sent in
order when the collector is back, also by a next process. When the spool is full, no more lines are taken.
What a collector refuses for good (400) would be refused again: it is set aside in the spool, as `refused-`,
and logged, for a person to look at. Lines may reach a collector twice; the span id tells that it is the same.
"""

import asyncio
import json
import logging
import random
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

from auth.collector_rules import CollectorRules
from auth.journal import Journal
from auth.otlp import PATH, export_request, rejected
from auth.processing_file import FileLog
from auth.processing_log import ProcessingLine

logger = logging.getLogger(__name__)

_LATER = frozenset({408, 429, 500, 502, 503, 504})
"""What the OTLP specification calls retryable, with the statuses that proxies use for the same."""
_ACCESS = frozenset({401, 403, 404})
"""A mistake in the settings on either side, which someone will mend: the lines are not at fault."""


class _NotTaken(Exception):
    """The collector did not take lines now. `after`: in how many seconds it wants to be asked again."""

    def __init__(self, why: str, after: float | None = None) -> None:
        super().__init__(why)
        self.after = after


class _Refused(Exception):
    """The collector will never take these lines."""


class CollectorLog:
    """A ProcessingLog. It sends for as long as `sending` lasts."""

    def __init__(self, journal: Journal, rules: CollectorRules) -> None:
        self._journal = journal
        self._spool = FileLog(journal)
        self._rules = rules
        self._new = asyncio.Event()
        self._busy = asyncio.Lock()

    async def ready(self) -> None:
        await self._spool.ready()

    async def write(self, lines: Sequence[ProcessingLine]) -> None:
        await self._spool.write(lines)
        self._new.set()

    @asynccontextmanager
    async def sending(self) -> AsyncIterator[None]:
        """Sends what there is and what comes. At the end one more try is made; the rest stays on disk."""
        async with httpx.AsyncClient(timeout=self._rules.timeout, follow_redirects=False) as client:
            self._new.set()
            task = asyncio.create_task(self._keep_sending(client))
            try:
                yield
            finally:
                await self._end(task)
                await self._journal.close()
                await self._last_try(client)

    async def _end(self, task: asyncio.Task[None]) -> None:
        """Not in the middle of sending, if that can be helped: lines would come over twice."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._rules.timeout), self._busy:
                task.cancel()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def _keep_sending(self, client: httpx.AsyncClient) -> None:
        failures = 0
        while True:
            await self._new.wait()
            self._new.clear()
            try:
                await self._send_all(client)
                failures, pause = 0, self._rules.pause
            except (_NotTaken, OSError) as problem:
                self._new.set()
                failures += 1
                pause = self._pause_after(problem, failures)
                logger.warning("processing log: not sent, tried again in %.1f s: %s", pause, problem)
            await asyncio.sleep(pause)

    def _pause_after(self, problem: Exception, failures: int) -> float:
        longest = self._rules.longest_pause
        asked = getattr(problem, "after", None)
        if asked is not None:
            return min(float(asked), longest)
        doubled: float = self._rules.pause * 2 ** min(failures, 30)
        return min(doubled, longest) * random.uniform(0.5, 1.0)  # noqa: S311 - replicas must not come together

    async def _last_try(self, client: httpx.AsyncClient) -> None:
        try:
            async with asyncio.timeout(self._rules.timeout):
                await self._send_all(client)
        except (_NotTaken, OSError, TimeoutError) as problem:
            logger.warning("processing log: lines stay in the spool: %s", problem)

    async def _send_all(self, client: httpx.AsyncClient) -> None:
        """Raises _NotTaken as soon as the collector does not take something, and OSError."""
        async with self._busy:
            await self._journal.cut()
            for file in self._journal.closed:
                await self._send_file(client, file)

    async def _send_file(self, client: httpx.AsyncClient, file: Path) -> None:
        lines = await asyncio.to_thread(_read, file)
        problem = await self._refusal(client, lines)
        if problem is None:
            await asyncio.to_thread(file.unlink)
            return
        aside = file.with_name(f"refused-{file.name}")
        await asyncio.to_thread(file.rename, aside)
        logger.error("processing log: refused by the collector, set aside as %s: %s", aside, problem)

    async def _refusal(self, client: httpx.AsyncClient, lines: Sequence[Mapping[str, Any]]) -> str | None:
        """Why the collector will never take some of these lines; None when it has them all."""
        problems = []
        for start in range(0, len(lines), self._rules.batch):
            try:
                await self._send(client, lines[start : start + self._rules.batch])
            except _Refused as refused:
                problems.append(str(refused))
        return "; ".join(problems) or None

    async def _send(self, client: httpx.AsyncClient, lines: Sequence[Mapping[str, Any]]) -> None:
        try:
            content = export_request(lines)
        except (KeyError, TypeError, AttributeError) as exc:
            raise _Refused("these are no lines of a processing log") from exc
        url = self._rules.url.rstrip("/") + PATH
        headers = {**self._rules.headers, "content-type": "application/json"}
        try:
            answer = await client.post(url, content=content, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL) as exc:
            raise _NotTaken(type(exc).__name__) from exc
        if answer.status_code in _LATER | _ACCESS:
            raise _NotTaken(f"HTTP {answer.status_code}", _retry_after(answer))
        if not answer.is_success:
            raise _Refused(f"HTTP {answer.status_code}")
        if count := rejected(answer.content):
            raise _Refused(f"{count} of {len(lines)} lines were not taken")


def _read(file: Path) -> list[Mapping[str, Any]]:
    """The lines of a closed file. The last may be torn, if a process died while it was being written: then
    nobody was told that it was there.
    """
    lines = []
    for text in file.read_bytes().splitlines():
        try:
            lines.append(json.loads(text))
        except ValueError:
            logger.warning("processing log: %s has a line that was not written whole", file)
    return lines


def _retry_after(answer: httpx.Response) -> float | None:
    try:
        return max(0.0, float(answer.headers["retry-after"]))
    except (KeyError, ValueError):
        return None
