"""The tests' own promise: what is absent is skipped with a reason, or fails where it may not be absent."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def collect(**environ: str) -> subprocess.CompletedProcess[str]:
    """Only collects, in a process of its own, on a machine without any program but Python."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "tests/test_machine.py"],
        cwd=ROOT,
        env={"PATH": "/nonexistent", "HOME": os.environ.get("HOME", "/")} | environ,
        capture_output=True,
        text=True,
    )


def test_a_required_program_that_is_absent_stops_the_run_with_one_clear_line() -> None:
    done = collect(GEMEENTEGRAAF_TESTS_REQUIRE="browser")

    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "asks for 'browser', but there is no chromium: apt install chromium" in done.stderr


def test_an_unknown_requirement_is_refused() -> None:
    done = collect(GEMEENTEGRAAF_TESTS_REQUIRE="mainframe")

    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "not 'mainframe'" in done.stderr


def test_without_requirements_the_run_starts_on_a_bare_machine() -> None:
    assert collect().returncode == pytest.ExitCode.OK


@pytest.mark.postgres
def test_the_harness_gives_an_empty_database_on_a_real_server(postgres_url: str) -> None:
    import asyncpg

    async def tables() -> int:
        connection = await asyncpg.connect(postgres_url.replace("+asyncpg", ""))
        try:
            count = await connection.fetchval("select count(*) from pg_tables where schemaname = 'public'")
            assert isinstance(count, int)
            return count
        finally:
            await connection.close()

    assert asyncio.run(tables()) == 0
