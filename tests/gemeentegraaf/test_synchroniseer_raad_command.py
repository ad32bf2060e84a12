"""synchroniseer-raad: a round by command, over the example of the stand-in of OpenBesluitvorming."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from harness.standin import Fault, Register, running

from gemeentegraaf.commands.standin import standin_app
from subgraphs.raadsinformatie.source import Selectie
from subgraphs.raadsinformatie.store import Raadsregister
from subgraphs.service.database import Database
from subgraphs.service.pagination import PageRequest

PROGRAM = Path(sys.executable).with_name("gemeentegraaf")
MOST = 120.0


@pytest.fixture
async def register() -> AsyncIterator[Register]:
    async with running(standin_app("openbesluitvorming", None)) as register:
        yield register


async def ronde(folder: Path, section: dict[str, Any]) -> tuple[int | None, str]:
    """How the command ended and what it said; its database begins without tables."""
    (folder / "bronnen.yaml").write_text(json.dumps({"raadsinformatie": section}), encoding="utf-8")
    environ = {
        "GEMEENTEGRAAF_DATABASE_URL": f"sqlite:///{folder / 'raad.sqlite3'}",
        "GEMEENTEGRAAF_PSEUDONIEMSLEUTEL": "p" * 32,
        "GEMEENTEGRAAF_BRONNEN": str(folder / "bronnen.yaml"),
    }
    process = await asyncio.create_subprocess_exec(
        PROGRAM, "synchroniseer-raad",
        env={**os.environ, **environ}, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    async with asyncio.timeout(MOST):
        out, _ = await process.communicate()
    return process.returncode, out.decode()


@pytest.mark.processes
async def test_it_fills_the_register_and_says_what_it_did(tmp_path: Path, register: Register) -> None:
    source = {"bron": "voorbeeldstad", "url": register.url, "budget_seconden": 20}
    code, out = await ronde(tmp_path, {"openbesluitvorming": source})
    told = "written: 4, deleted: 0, not kept: 0, unreadable: 0, texts: 1, texts to come: 0"
    assert (code, out.splitlines()[-1]) == (0, told)
    database = Database(f"sqlite:///{tmp_path / 'raad.sqlite3'}")
    page = await Raadsregister(database).stukken(Selectie("woningen scholen"), PageRequest(5))
    await database.close()
    assert [row.item.titel for row in page.rows] == ["Subsidieregeling groene daken"]
    register.fault = Fault(503)
    code, out = await ronde(tmp_path, {"openbesluitvorming": source})
    assert code == 1
    assert "what was done stays done" in out


@pytest.mark.processes
async def test_without_a_source_there_is_nothing_to_read(tmp_path: Path) -> None:
    code, out = await ronde(tmp_path, {})
    assert code == 2
    assert "raadsinformatie.openbesluitvorming is not there" in out
