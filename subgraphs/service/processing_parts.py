"""The processing log of a service, from its settings."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

from auth.collector_log import CollectorLog
from auth.journal import Journal
from auth.processing_file import FileLog
from auth.processing_log import ProcessingLog, Pseudonymizer
from subgraphs.service.processing import ProcessingRules
from subgraphs.service.settings import ProcessingSettings, SettingsError

NAME = "verwerkingen"
FILE_BYTES = 64_000_000
SPOOL_FILE_BYTES = 8_000_000
"""A file of the spool is read whole, to be sent."""
SPOOL_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class OpenLog:
    """The log of a service: the rules by which it is written, and what has to run meanwhile."""

    rules: ProcessingRules
    running: Callable[[], AbstractAsyncContextManager[None]]


def open_log(settings: ProcessingSettings, service: str) -> OpenLog:
    """Raises SettingsError when the folder cannot be written."""
    pseudonymizer = Pseudonymizer(settings.key)
    if settings.collector is None:
        journal = Journal(settings.folder, NAME, FILE_BYTES)
        log: ProcessingLog = FileLog(journal)
        running = _closing(journal)
    else:
        journal = Journal(settings.folder, NAME, SPOOL_FILE_BYTES, SPOOL_BYTES)
        log = sent = CollectorLog(journal, settings.collector)
        running = sent.sending
    try:
        journal.prepare()
    except OSError as exc:
        raise SettingsError(f"GEMEENTEGRAAF_VERWERKINGENLOG_MAP: {exc.strerror}") from exc
    return OpenLog(ProcessingRules(log, pseudonymizer, service, settings.fail_closed), running)


def _closing(journal: Journal) -> Callable[[], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def running() -> AsyncIterator[None]:
        try:
            yield
        finally:
            await journal.close()

    return running
