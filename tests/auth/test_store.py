"""Every ExpiringStore keeps the same promises, in memory, in SQLite, in PostgreSQL and in Valkey."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator

import pytest
from harness.memory_store import MemoryStore

from auth.errors import ConfigurationError, StoreError
from auth.store import ExpiringStore, Labels
from auth.stores import store_at

KINDS = [
    "memory",
    "sqlite",
    pytest.param("postgres", marks=pytest.mark.postgres),
    pytest.param("valkey", marks=pytest.mark.valkey),
]
NOW = time.time()
LATER, MUCH_LATER = NOW + 1000, NOW + 2000


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest) -> str | None:
    """Where to keep things; None for memory."""
    if request.param == "memory":
        return None
    if request.param == "sqlite":
        return f"sqlite:///{request.getfixturevalue('tmp_path')}/auth.sqlite3"
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
async def store(url: str | None) -> AsyncIterator[ExpiringStore]:
    store = store_at(url) if url else MemoryStore()
    await store.open()
    await store.open()  # a second process that starts finds everything there
    yield store
    await store.close()


async def test_what_was_added_is_there(store: ExpiringStore) -> None:
    assert await store.get("a") is None
    await store.add("a", "één", LATER)
    assert await store.get("a") == "één"


async def test_a_name_is_given_out_once(store: ExpiringStore) -> None:
    await store.add("a", "één", LATER)
    with pytest.raises(StoreError):
        await store.add("a", "twee", LATER)
    assert await store.get("a") == "één"


async def test_what_is_taken_is_gone(store: ExpiringStore) -> None:
    await store.add("a", "één", LATER)
    assert await store.take("a") == "één"
    assert await store.take("a") is None
    assert await store.get("a") is None


async def test_of_many_takers_one_gets_it(store: ExpiringStore) -> None:
    await store.add("a", "één", LATER)
    taken = await asyncio.gather(*(store.take("a") for _ in range(8)))
    assert sorted(filter(None, taken)) == ["één"]


async def test_replacing_changes_what_is_there_and_revives_nothing(store: ExpiringStore) -> None:
    await store.add("a", "één", LATER)
    assert await store.replace("a", "twee", MUCH_LATER)
    assert await store.get("a") == "twee"
    await store.take("a")
    assert not await store.replace("a", "drie", MUCH_LATER)
    assert await store.get("a") is None


async def test_what_shares_a_label_is_dropped_together(store: ExpiringStore) -> None:
    await store.add("a", "1", LATER, Labels(frozenset({"een", "twee"}), MUCH_LATER))
    await store.add("b", "2", LATER, Labels(frozenset({"twee"}), MUCH_LATER))
    await store.add("c", "3", LATER, Labels(frozenset({"drie"}), MUCH_LATER))
    assert await store.drop("twee") == 2
    assert [await store.get(name) for name in "abc"] == [None, None, "3"]
    assert [await store.drop(label) for label in ("een", "twee", "vier")] == [0, 0, 0]


async def test_a_label_forgets_what_was_taken(store: ExpiringStore) -> None:
    labels = Labels(frozenset({"een"}), MUCH_LATER)
    await store.add("a", "1", LATER, labels)
    await store.add("b", "2", LATER, labels)
    await store.take("a")
    assert await store.drop("een") == 1


async def test_each_count_of_many_at_once_is_another_number(store: ExpiringStore) -> None:
    numbers = await asyncio.gather(*(store.count("a", LATER) for _ in range(8)))
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert await store.count("b", LATER) == 1


async def test_sweeping_removes_what_has_expired_and_nothing_else(store: ExpiringStore) -> None:
    labels = Labels(frozenset({"een"}), LATER)
    await store.add("oud", "x", NOW - 10, labels)
    await store.add("nieuw", "y", LATER, labels)
    await store.count("oud", NOW - 10)
    await store.count("nieuw", LATER)
    await store.sweep(NOW)
    assert (await store.get("oud"), await store.get("nieuw")) == (None, "y")
    assert (await store.count("oud", LATER), await store.count("nieuw", LATER)) == (1, 2)
    assert await store.drop("een") == 1


@pytest.mark.parametrize("scheme", ["valkey", "redis", "postgresql"])
async def test_a_server_that_is_not_there_is_a_store_error_without_its_address(scheme: str) -> None:
    with socket.socket() as taken:  # bound but not listening: nobody else can be there
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        store = store_at(f"{scheme}://wie:geheim@127.0.0.1:{port}/0")
        with pytest.raises(StoreError) as caught:
            await store.get("a")
        await store.close()
    assert not [word for word in ("geheim", str(port)) if word in str(caught.value)]


@pytest.mark.parametrize(
    "url", ["mysql://elders/x", "oracle:x", "", "sessies", "valkey://een:twee:drie", "mssql+pyodbc://x"]
)
def test_a_store_that_we_do_not_have_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError):
        store_at(url)
