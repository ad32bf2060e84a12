"""Output files: a text is written whole, or what was there stays."""

import os
from pathlib import Path

from gemeentegraaf.command_error import CommandError


def write_whole(path: Path, text: str) -> None:
    """Replaces the file at once, so that no reader ever finds half of it. Raises CommandError.

    A file that has this text already is not touched. Pipes and devices are simply written to.
    """
    target = path.resolve()
    try:
        if target.exists() and not target.is_file():
            target.write_text(text, encoding="utf-8")
        elif not _holds(target, text):
            _replace(target, text)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()


def _replace(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
