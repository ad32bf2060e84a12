"""What tests share: which of them this machine can run, and servers for those that want one."""

from __future__ import annotations

import asyncio
import gc
import os
import secrets
from collections.abc import Generator, Iterator

import pytest
from harness.openapi import heading
from harness.postgres import postgres_server
from harness.programs import REQUIRE, needs
from harness.valkey import valkey_server
from hypothesis import HealthCheck, settings

pytest_plugins = ["harness.leak_watch"]

# How long an example takes is for benchmarks to say: a machine with other work on it fails no test.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_configure(config: pytest.Config) -> None:
    """Refuses to start when a program is absent that GEMEENTEGRAAF_TESTS_REQUIRE says must be there."""
    known = needs()
    for marker in filter(None, os.environ.get(REQUIRE, "").split(",")):
        if marker not in known:
            raise pytest.UsageError(f"{REQUIRE} knows {', '.join(known)}; not {marker!r}")
        if not known[marker].present:
            raise pytest.UsageError(f"{REQUIRE} asks for {marker!r}, but there is {known[marker].hint}")


def pytest_report_header() -> str:
    """Says whether the stand-ins are held against what their registers publish."""
    return heading()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Nothing that is imported or collected becomes garbage: to look for it takes as long as the tests."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips, with the reason, the tests whose program is absent.

    The slow ones begin first, so that no process is left alone with them.
    """
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
    absent = [need for need in needs().values() if not need.present]
    for item in items:
        for need in absent:
            if item.get_closest_marker(need.marker):
                item.add_marker(pytest.mark.skip(reason=need.hint))


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server; for tests marked `postgres`."""
    with postgres_server() as url:
        yield url


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """The URL of an empty database of one's own on that server, for SQLAlchemy with asyncpg."""
    name = f"test_{secrets.token_hex(6)}"
    asyncio.run(_statement(postgres, f"CREATE DATABASE {name}"))
    server, _, _ = postgres.rpartition("/")
    yield f"{server}/{name}".replace("postgresql://", "postgresql+asyncpg://", 1)
    asyncio.run(_statement(postgres, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(scope="session")
def valkey() -> Iterator[str]:
    """The URL of a Valkey server; for tests marked `valkey`."""
    with valkey_server() as url:
        yield url


@pytest.fixture
def valkey_url(valkey: str) -> Iterator[str]:
    """The URL of that server when it is empty."""
    asyncio.run(_emptied(valkey))
    yield valkey
    asyncio.run(_emptied(valkey))


async def _emptied(url: str) -> None:
    from redis.asyncio import Redis

    async with Redis.from_url(url.replace("valkey:", "redis:", 1)) as client:
        await client.flushdb()


async def _statement(url: str, statement: str) -> None:
    import asyncpg

    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
