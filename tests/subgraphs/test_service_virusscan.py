"""Files are scanned by clamd while they come in; what it does not clear is never taken for clean."""

from __future__ import annotations

import asyncio
import shutil
import socket
from pathlib import Path

import pytest
from harness.clamd import EICAR, MemoryClamd, clamd_server
from harness.until import until

from subgraphs.service.clamd import GEEN_OORDEEL, ONBEREIKBAAR, TE_GROOT, Clamd, Clamdadres
from subgraphs.service.virusscan import GeenVirusscan, Oordeel, ScanMislukt, Virusscan


async def verdict(scanner: Virusscan, *parts: bytes) -> Oordeel:
    async with scanner.scan() as scan:
        for part in parts:
            await scan.lees(part)
        return await scan.oordeel()


async def fails(scanner: Virusscan, *parts: bytes) -> str:
    with pytest.raises(ScanMislukt) as raised:
        await verdict(scanner, *parts)
    return raised.value.code


def at(clamd: MemoryClamd, geduld: float = 10.0) -> Clamd:
    return Clamd(Clamdadres(port=clamd.port, geduld=geduld))


async def test_a_clean_file_is_clean_and_a_test_virus_is_found_across_parts() -> None:
    async with clamd_server(MemoryClamd()) as clamd:
        assert await verdict(at(clamd), b"een brief", b"", b" aan de gemeente") is Oordeel.SCHOON
        assert await verdict(at(clamd), EICAR[:20], EICAR[20:]) is Oordeel.BESMET
        assert clamd.streams == [len("een brief aan de gemeente"), len(EICAR)]


async def test_a_file_that_is_too_large_for_the_scanner_has_no_verdict() -> None:
    async with clamd_server(MemoryClamd(most=100)) as clamd:
        assert await fails(at(clamd), *[b"x" * 64 * 1024] * 200) in (TE_GROOT, ONBEREIKBAAR)
        assert await fails(at(clamd), b"x" * 101) in (TE_GROOT, ONBEREIKBAAR)


@pytest.mark.parametrize("says", [b"stream: OK but not quite\0", b"\0", b"stream: Can't open file ERROR\0"])
async def test_only_what_the_scanner_calls_clean_is_clean(says: bytes) -> None:
    async with clamd_server(MemoryClamd(says=says)) as clamd:
        assert await fails(at(clamd), b"x") == GEEN_OORDEEL


async def test_a_scanner_that_is_silent_or_away_gives_no_verdict() -> None:
    async with clamd_server(MemoryClamd(silent=True)) as clamd:
        assert await fails(at(clamd, geduld=0.1), b"x") == GEEN_OORDEEL
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert await fails(Clamd(Clamdadres(port=port)), b"x") == ONBEREIKBAAR


async def test_a_file_that_is_given_up_leaves_no_connection() -> None:
    async with clamd_server(MemoryClamd()) as clamd:
        async with at(clamd).scan() as scan:
            await scan.lees(b"half a file")
        await until(lambda: clamd.closed == 1)
        assert clamd.streams == []


async def test_without_a_scanner_everything_passes() -> None:
    assert await verdict(GeenVirusscan(), EICAR) is Oordeel.SCHOON


@pytest.mark.skipif(shutil.which("clamd") is None, reason="clamd is not on this machine")
@pytest.mark.processes
async def test_the_real_clamd_finds_the_test_virus_and_clears_a_letter(tmp_path: Path) -> None:
    signature = f"Eicar-Test:0:*:{EICAR.hex()}\n"
    (tmp_path / "eicar.ndb").write_text(signature, encoding="utf-8")
    (tmp_path / "clamd.conf").write_text(
        f"LocalSocket {tmp_path}/clamd.sock\nDatabaseDirectory {tmp_path}\nForeground yes\nUser root\n",
        encoding="utf-8",
    )
    command = ("clamd", "--config-file", str(tmp_path / "clamd.conf"))
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.DEVNULL)
    try:
        await until((tmp_path / "clamd.sock").exists)
        scanner = Clamd(Clamdadres(socket=str(tmp_path / "clamd.sock")))
        assert await verdict(scanner, b"een ", b"brief") is Oordeel.SCHOON
        assert await verdict(scanner, EICAR[:9], EICAR[9:]) is Oordeel.BESMET
    finally:
        process.terminate()
        await process.wait()
