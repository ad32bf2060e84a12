"""FileLog: the processing log in files on this machine, one JSON object a line."""

import json
from collections.abc import Sequence

from auth.journal import Journal
from auth.processing_log import LogUnavailable, ProcessingLine


class FileLog:
    """A ProcessingLog. Closed files stay until someone takes them away: how long lines are kept is decided
    by the register, and not here.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    async def ready(self) -> None:
        try:
            self._journal.check()
        except OSError as exc:
            raise _unavailable(exc) from exc

    async def write(self, lines: Sequence[ProcessingLine]) -> None:
        try:
            await self._journal.append(as_text(lines))
        except OSError as exc:
            raise _unavailable(exc) from exc


def as_text(lines: Sequence[ProcessingLine]) -> bytes:
    """JSON objects, each ending with a newline."""
    return b"".join(json.dumps(line.content, separators=(",", ":")).encode() + b"\n" for line in lines)


def _unavailable(problem: OSError) -> LogUnavailable:
    return LogUnavailable(f"the processing log cannot be written: {problem.strerror or problem}")
