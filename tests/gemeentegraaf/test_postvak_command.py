"""postvak: who tries the demo finds the code that was sent, and nobody else does."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from harness.command import Run, run_command

from subgraphs.persoonsgegevens import tables
from subgraphs.persoonsgegevens.bericht import Bericht, Postvak
from subgraphs.persoonsgegevens.contact import Kanaal
from subgraphs.service.database import Database

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return run_command(capsys)


async def bezorgd(folder: Path, *berichten: Bericht) -> None:
    database = Database(f"sqlite:///{folder / 'persoonsgegevens.sqlite3'}")
    await database.create_tables(tables.metadata)
    for nummer, bericht in enumerate(berichten):
        for _ in range(2):  # the bus may bring a message twice
            await Postvak(database, lambda: NOW).verzend(bericht, f"kenmerk-{nummer}")
    await database.close()


def test_what_was_sent_is_shown_once_the_oldest_first(run: Run, tmp_path: Path) -> None:
    first = Bericht(Kanaal.EMAIL, "a@b.example", "Uw code", "Uw code is 123456.")
    second = Bericht(Kanaal.TELEFOON, "+31612345678", "Uw code", "Uw code is 654321.")
    asyncio.run(bezorgd(tmp_path, first, second))
    done = run("postvak", "--data", str(tmp_path))
    assert (done.code, done.out.splitlines()) == (
        0,
        [
            "email a@b.example: Uw code",
            "  Uw code is 123456.",
            "telefoon +31612345678: Uw code",
            "  Uw code is 654321.",
        ],
    )


def test_a_folder_without_a_demo_is_said_to_be_one(run: Run, tmp_path: Path) -> None:
    done = run("postvak", "--data", str(tmp_path))
    assert (done.code, done.err) == (2, f"gemeentegraaf: {tmp_path}: there is no demo in this folder\n")
