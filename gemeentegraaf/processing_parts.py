"""The processing log of a gateway, from its settings."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path

from auth.collector_log import CollectorLog
from auth.errors import AuthError
from auth.journal import Journal
from auth.processing_file import FileLog
from auth.processing_log import Everywhere, ProcessingLog
from gateway.app import AppParts
from gateway.processing import ProcessingRules
from gateway.processing_settings import CollectorSection, LogFilesSection, ProcessingLogSection
from gemeentegraaf.command_error import CommandError

NAME = "verwerkingen"
SPOOL_FILE_BYTES = 8_000_000
"""A file of the spool is read whole, to be sent."""


def with_processing_log(
    parts: AppParts, section: ProcessingLogSection, processor: str | None = None
) -> AppParts:
    """The parts with the log that the settings ask for. `processor` is the URL by which subgraphs know the
    gateway. Raises CommandError when it cannot be written.
    """
    logs: list[ProcessingLog] = []
    lifespans: list[Callable[[], AbstractAsyncContextManager[None]]] = []
    if section.files is not None:
        logs.append(FileLog(_files(section.files)))
    if section.collector is not None:
        log = _collector(section.collector)
        logs.append(log)
        lifespans.append(log.sending)
    rules = ProcessingRules(
        Everywhere(tuple(logs)), section.pseudonymizer, section.fail_closed, processor=processor
    )
    return replace(parts, processing=rules, lifespans=(*lifespans, *parts.lifespans))


def _files(section: LogFilesSection) -> Journal:
    return _prepared(Journal(section.folder, NAME, section.file_bytes, section.most_bytes), section.folder)


def _collector(section: CollectorSection) -> CollectorLog:
    journal = Journal(section.spool, NAME, SPOOL_FILE_BYTES, section.spool_bytes)
    try:
        return CollectorLog(_prepared(journal, section.spool), section.rules)
    except AuthError as error:
        raise CommandError(f"processing_log: {error}") from error


def _prepared(journal: Journal, folder: Path) -> Journal:
    try:
        journal.prepare()
    except OSError as error:
        raise CommandError(f"processing_log: {folder}: {error.strerror}") from error
    return journal
