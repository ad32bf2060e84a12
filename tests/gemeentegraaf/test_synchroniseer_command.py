"""synchroniseer: a round by command, that may be killed at any moment, and tells nobody's number."""

from __future__ import annotations

import asyncio
import json
import os
import random
import sqlite3
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from harness.brp_world import IDENTIFICATION_KEY, BrpWorld, brp_section, brp_world
from harness.command import Run, run_command
from harness.standin import Fault

from standins.brp.standin import SLEUTEL

PSEUDONYM_KEY = "voorbeeldstad-pseudoniemsleutel!"
PROGRAM = Path(sys.executable).with_name("gemeentegraaf")
MOST = 120.0


@pytest.fixture
async def world() -> AsyncIterator[BrpWorld]:
    async with brp_world(most=30) as world:
        yield world


def variables(folder: Path, world: BrpWorld) -> dict[str, str]:
    """The environ of a round, with a file of everyone's numbers beside it."""
    section = {"persoonsgegevens": {"brp": brp_section(world.url, volgen_url=world.volgen_url)}}
    (folder / "bronnen.yaml").write_text(json.dumps(section), encoding="utf-8")
    (folder / "nieuw.txt").write_text("\n".join(world.people.personen), encoding="utf-8")
    return {
        "GEMEENTEGRAAF_DATABASE_URL": f"sqlite:///{folder / 'magazijn.sqlite3'}",
        "GEMEENTEGRAAF_PSEUDONIEMSLEUTEL": PSEUDONYM_KEY,
        "GEMEENTEGRAAF_IDENTIFICATIESLEUTEL": IDENTIFICATION_KEY,
        "GEMEENTEGRAAF_BRONNEN": str(folder / "bronnen.yaml"),
        "BRP_SLEUTEL": SLEUTEL,
    }


async def start(folder: Path, world: BrpWorld) -> asyncio.subprocess.Process:
    """The command, as a process of its own."""
    return await asyncio.create_subprocess_exec(
        PROGRAM, "synchroniseer", "--nieuw", str(folder / "nieuw.txt"),
        env={**os.environ, **variables(folder, world)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip


async def finish(folder: Path, world: BrpWorld) -> tuple[int | None, str]:
    process = await start(folder, world)
    async with asyncio.timeout(MOST):
        out, _ = await process.communicate()
    return process.returncode, out.decode()


def rows(folder: Path, table: str) -> int:
    with sqlite3.connect(folder / "magazijn.sqlite3") as connection:
        found: int = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return found


def let_the_lease_end(folder: Path) -> None:
    """As much time goes by as the lease of a round that was killed has left."""
    with sqlite3.connect(folder / "magazijn.sqlite3") as connection:
        if connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'pacht'").fetchone()[0]:
            connection.execute("UPDATE pacht SET tot = '2020-01-01 00:00:00.000000'")


@pytest.mark.processes
async def test_killed_again_and_again_it_still_fills_the_magazijn_once(
    tmp_path: Path, world: BrpWorld
) -> None:
    chance = random.Random(7)
    for _ in range(6):
        process = await start(tmp_path, world)
        asked = len(world.register.calls) + chance.randrange(1, 25)
        async with asyncio.timeout(MOST):
            while process.returncode is None and len(world.register.calls) < asked:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        if process.returncode is None:
            process.kill()
        await process.communicate()
        let_the_lease_end(tmp_path)
    code, out = await finish(tmp_path, world)
    assert code == 0, out
    people = world.people.personen.values()
    lijsten = ("partners", "kinderen", "ouders")
    verwanten = [each for persoon in people for lijst in lijsten for each in persoon.get(lijst, [])]
    assert rows(tmp_path, "persoon") == len(people)
    assert rows(tmp_path, "klant") == len(people)
    assert rows(tmp_path, "verwant") == len(verwanten)
    assert rows(tmp_path, "volgeling WHERE aan_de_beurt IS NOT NULL") == 0
    assert world.people.volgindicaties == set(world.people.personen)


@pytest.mark.processes
async def test_while_one_round_is_under_way_another_does_nothing(tmp_path: Path, world: BrpWorld) -> None:
    world.register.fault = Fault(delay=1.0)
    first = await start(tmp_path, world)
    async with asyncio.timeout(MOST):
        while not world.register.calls:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    code, out = await finish(tmp_path, world)
    assert code == 1, out
    assert "is being done by another process" in out
    first.kill()
    await first.communicate()


@pytest.mark.processes
async def test_it_says_what_it_did_and_nobodys_number(tmp_path: Path, world: BrpWorld) -> None:
    code, out = await finish(tmp_path, world)
    assert code == 0
    assert out.splitlines()[-1] == "followed: 34, changed: 0, written: 34, not in the BRP: 0, put off: 0"
    world.register.fault = Fault(503)
    code, out = await finish(tmp_path, world)
    assert code == 1
    assert "what was done stays done" in out
    assert not [bsn for bsn in world.people.personen if bsn in out]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return run_command(capsys)


def test_a_line_that_is_no_bsn_is_named_by_its_place(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "nieuw.txt"
    path.write_text("\n123456789\n", encoding="utf-8")
    done = run("synchroniseer", "--nieuw", str(path))
    assert (done.code, done.err) == (2, f"gemeentegraaf: {path}: line 2 is no BSN\n")


def test_without_a_brp_there_is_nothing_to_read(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEMEENTEGRAAF_DATABASE_URL", f"sqlite:///{tmp_path / 'm.sqlite3'}")
    monkeypatch.setenv("GEMEENTEGRAAF_PSEUDONIEMSLEUTEL", PSEUDONYM_KEY)
    done = run("synchroniseer")
    assert done.code == 2
    assert "GEMEENTEGRAAF_BRONNEN: persoonsgegevens.brp is not there" in done.err
