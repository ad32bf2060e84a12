"""Every ExpiringStore keeps the same promises, in memory, in SQLite and in PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from harness.memory_store import MemoryStore

from auth.store import ExpiringStore, SqlStore

KINDS = ["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest) -> str | None:
    """Where to keep things; None for memory."""
    if request.param == "sqlite":
        return f"sqlite:///{request.getfixturevalue('tmp_path')}/auth.sqlite3"
    return str(request.getfixturevalue("postgres_url")) if request.param == "postgres" else None


@pytest.fixture
async def store(url: str | None) -> AsyncIterator[ExpiringStore]:
    if url is None:
        yield MemoryStore()
        return
    store = SqlStore(url)
    await store.create()
    await store.create()  # a second process that starts finds the table there
    yield store
    await store.close()


async def test_what_was_added_is_there(store: ExpiringStore) -> None:
    assert await store.get("a") is None
    await store.add("a", "één", 10)
    assert await store.get("a") == "één"


async def test_what_is_taken_is_gone(store: ExpiringStore) -> None:
    await store.add("a", "één", 10)
    assert await store.take("a") == "één"
    assert await store.take("a") is None
    assert await store.get("a") is None


async def test_of_many_takers_one_gets_it(store: ExpiringStore) -> None:
    await store.add("a", "één", 10)
    taken = await asyncio.gather(*(store.take("a") for _ in range(8)))
    assert sorted(filter(None, taken)) == ["één"]


async def test_replacing_changes_what_is_there_and_revives_nothing(store: ExpiringStore) -> None:
    await store.add("a", "één", 10)
    assert await store.replace("a", "twee", 20)
    assert await store.get("a") == "twee"
    await store.take("a")
    assert not await store.replace("a", "drie", 30)
    assert await store.get("a") is None


async def test_sweeping_removes_what_has_expired_and_nothing_else(store: ExpiringStore) -> None:
    await store.add("oud", "x", 10)
    await store.add("nieuw", "y", 20)
    await store.sweep(15)
    assert (await store.get("oud"), await store.get("nieuw")) == (None, "y")
