"""One database behaves the same on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, insert, select, update
from sqlalchemy.exc import IntegrityError, StatementError

from subgraphs.service.database import Database, DatabaseUnavailable
from subgraphs.service.moment import Moment
from subgraphs.service.settings import SettingsError

metadata = MetaData()
teller = Table(
    "teller", metadata, Column("id", Integer, primary_key=True), Column("stand", Integer, nullable=False)
)
gebeurtenis = Table(
    "gebeurtenis",
    metadata,
    Column("teller_id", ForeignKey("teller.id"), primary_key=True),
    Column("op", Moment, nullable=False),
)


async def stand(database: Database) -> int | None:
    async with database.reading() as session:
        found: int | None = await session.scalar(select(teller.c.stand))
        return found


@pytest.fixture
async def store(database: Database) -> Database:
    await database.create_tables(metadata)
    async with database.writing() as session:
        await session.execute(insert(teller).values(id=1, stand=0))
    return database


async def test_tables_are_made_once_and_left_alone_after(store: Database) -> None:
    await asyncio.gather(*(store.create_tables(metadata) for _ in range(3)))
    assert await stand(store) == 0


async def test_a_transaction_that_fails_leaves_nothing_behind(store: Database) -> None:
    async def fail_halfway() -> None:
        async with store.writing() as session:
            await session.execute(update(teller).values(stand=7))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_halfway()
    assert await stand(store) == 0


async def test_writers_that_read_first_do_not_lose_each_others_work(store: Database) -> None:
    async def increment() -> None:
        async with store.writing() as session:
            current = await session.scalar(select(teller.c.stand).with_for_update())
            await asyncio.sleep(0)
            await session.execute(update(teller).values(stand=current + 1))

    await asyncio.gather(*(increment() for _ in range(8)))
    assert await stand(store) == 8


async def test_a_row_cannot_refer_to_one_that_is_not_there(store: Database) -> None:
    with pytest.raises(IntegrityError):
        async with store.writing() as session:
            await session.execute(insert(gebeurtenis).values(teller_id=2, op=datetime.now(UTC)))


async def test_a_moment_comes_back_as_the_same_moment_in_utc(store: Database) -> None:
    local = datetime(2026, 7, 1, 12, 30, tzinfo=timezone(timedelta(hours=2)))
    async with store.writing() as session:
        await session.execute(insert(gebeurtenis).values(teller_id=1, op=local))
    async with store.reading() as session:
        found = await session.scalar(select(gebeurtenis.c.op))
    assert (found, found.tzinfo) == (local, UTC)


async def test_a_moment_without_an_offset_is_refused(store: Database) -> None:
    with pytest.raises(StatementError, match="offset"):
        async with store.writing() as session:
            await session.execute(insert(gebeurtenis).values(teller_id=1, op=datetime(2026, 7, 1)))  # noqa: DTZ001


async def test_a_table_of_an_earlier_version_gets_the_columns_that_may_be_empty(database: Database) -> None:
    await database.create_tables(metadata)
    later = MetaData()
    table = teller.to_metadata(later)
    table.append_column(Column("Waarvan", String(20)))
    for _ in range(2):
        await database.create_tables(later)
    async with database.writing() as session:
        await session.execute(insert(table).values(id=1, stand=0, Waarvan="wachtenden"))
    async with database.reading() as session:
        assert await session.scalar(select(table.c.Waarvan)) == "wachtenden"


async def test_a_database_that_is_there_answers_a_ping(database: Database) -> None:
    await database.ping()


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("sqlite://", "must be a file"),
        ("sqlite:///:memory:", "must be a file"),
        ("mysql://root@localhost/zaken", r"sqlite:/// or postgresql://, not mysql:"),
        ("geen url", "cannot be parsed"),
    ],
)
def test_a_url_of_no_use_is_refused_with_the_reason(url: str, complaint: str) -> None:
    with pytest.raises(SettingsError, match=complaint):
        Database(url)


def test_an_unparsable_url_does_not_show_its_password() -> None:
    with pytest.raises(SettingsError) as caught:
        Database("postgresql//zaken:wachtwoord@db")
    assert "wachtwoord" not in str(caught.value)


async def assert_unavailable(url: str, why: str) -> None:
    database = Database(url)
    with pytest.raises(DatabaseUnavailable, match=why) as caught:
        await database.create_tables(metadata)
    with pytest.raises(DatabaseUnavailable, match=why):
        await database.ping()
    assert "wachtwoord" not in str(caught.value)
    await database.close()


async def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    await assert_unavailable(
        "postgresql://zaken:wachtwoord@127.0.0.1:1/zaken", r"zaken:\*\*\*@127\.0\.0\.1:1/zaken"
    )


async def test_a_file_that_cannot_be_is_named_with_the_reason(tmp_path: Path) -> None:
    await assert_unavailable(f"sqlite:///{tmp_path}/weg/zaken.sqlite3", "its folder does not exist")
    await assert_unavailable(f"sqlite:///{tmp_path}", "it is a folder")


async def test_a_file_that_is_no_database_is_named_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text("Geachte heer, " * 100)
    await assert_unavailable(f"sqlite:///{tmp_path}/brief.txt", "file is not a database")
