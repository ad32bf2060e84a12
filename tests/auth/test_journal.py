"""A journal has on disk what it said it has, whatever happens around it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from harness.processing import line

from auth.journal import Journal, JournalFull
from auth.processing_file import FileLog
from auth.processing_log import LogUnavailable


def journal(folder: Path, file_bytes: int = 1_000_000, most_bytes: int | None = None) -> Journal:
    made = Journal(folder, "log", file_bytes, most_bytes)
    made.prepare()
    return made


def texts(folder: Path) -> list[str]:
    """All lines, the oldest first."""
    files = (*sorted(folder.glob("log-*.jsonl")), folder / "log.jsonl")
    return [text for file in files if file.exists() for text in file.read_text().splitlines()]


async def test_what_is_appended_is_in_the_file_when_append_returns(tmp_path: Path) -> None:
    made = journal(tmp_path / "nieuw")
    await made.append(b"een\n")
    assert texts(tmp_path / "nieuw") == ["een"]
    await made.append(b"twee\n")
    assert texts(tmp_path / "nieuw") == ["een", "twee"]


async def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    await journal(tmp_path / "nieuw").append(b"een\n")
    assert (tmp_path / "nieuw").stat().st_mode & 0o077 == 0
    assert (tmp_path / "nieuw" / "log.jsonl").stat().st_mode & 0o077 == 0


async def test_what_many_append_at_once_is_all_there_once(tmp_path: Path) -> None:
    made = journal(tmp_path, file_bytes=200)
    await asyncio.gather(*(made.append(f"{number}\n".encode()) for number in range(300)))
    assert sorted(map(int, texts(tmp_path))) == list(range(300))


async def test_a_full_file_is_closed_and_the_next_begun(tmp_path: Path) -> None:
    made = journal(tmp_path, file_bytes=8)
    for number in range(6):
        await made.append(f"{number:04}\n".encode())
    assert len(made.closed) == 3
    assert texts(tmp_path) == [f"{number:04}" for number in range(6)]


async def test_what_an_earlier_process_left_is_not_written_on(tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_bytes(b'{"a": 1}\n{"a": ')
    made = journal(tmp_path)
    await made.append(b"{}\n")
    [left] = made.closed
    assert left.read_bytes() == b'{"a": 1}\n{"a": '
    assert (tmp_path / "log.jsonl").read_bytes() == b"{}\n"


async def test_an_empty_file_is_not_closed(tmp_path: Path) -> None:
    made = journal(tmp_path)
    await made.cut()
    assert made.closed == []


async def test_who_is_cancelled_while_waiting_has_written_all_the_same(tmp_path: Path) -> None:
    made = journal(tmp_path)
    waiting = asyncio.create_task(made.append(b"een\n"))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await made.close()
    assert texts(tmp_path) == ["een"]


async def test_nothing_is_taken_beyond_the_most_there_may_be(tmp_path: Path) -> None:
    made = journal(tmp_path, file_bytes=4, most_bytes=12)
    await made.append(b"een\n")
    await made.append(b"twee\n")
    await made.append(b"drie\n")
    with pytest.raises(JournalFull):
        await made.append(b"vier\n")
    with pytest.raises(JournalFull):
        made.check()
    made.closed[0].unlink()
    await made.append(b"vijf\n")
    assert texts(tmp_path)[-1] == "vijf"


async def test_a_disk_that_fails_is_told_to_everyone_who_waits_and_may_recover(tmp_path: Path) -> None:
    made = journal(tmp_path / "log")
    (tmp_path / "log").rmdir()
    found = await asyncio.gather(*(made.append(b"weg\n") for _ in range(3)), return_exceptions=True)
    assert [type(one) for one in found] == [FileNotFoundError] * 3
    (tmp_path / "log").mkdir()
    await made.append(b"terug\n")
    assert texts(tmp_path / "log") == ["terug"]


async def test_a_log_of_files_has_the_lines_of_the_standard(tmp_path: Path) -> None:
    log, written = FileLog(journal(tmp_path)), line(representative="pseudoniem-van-een-ander")
    await log.ready()
    await log.write([written, line(refused=True)])
    first, second = (json.loads(text) for text in texts(tmp_path))
    assert first == {
        "trace_id": written.trace.trace_id,
        "span_id": written.trace.span_id,
        "parent_span_id": written.parent,
        "name": "Raadplegen: zaken",
        "start_time": 1_800_000_000_000,
        "end_time": 1_800_000_000_007,
        "status": "Unset",
        "resource": {"attributes": {"service.name": "gemeentegraaf"}},
        "attributes": {
            "dpl.core.processing_activity_id": written.activity,
            "dpl.core.data_subject_id": "pseudoniem-van-de-klant",
            "dpl.core.data_subject_id_type": "BSN",
            "gemeentegraaf.gemachtigde_id": "pseudoniem-van-een-ander",
        },
    }
    assert second["attributes"]["gemeentegraaf.geweigerd"] is True
    assert "pseudoniem" not in repr(written)


async def test_a_log_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    full = FileLog(journal(tmp_path, most_bytes=1))
    await full.write([line()])
    with pytest.raises(LogUnavailable):
        await full.ready()
    with pytest.raises(LogUnavailable):
        await full.write([line()])
