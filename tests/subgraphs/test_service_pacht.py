"""A lease: one at a time has it, who dies gives it back by time. On SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from harness.until import until
from sqlalchemy import MetaData, Table, insert, select, update

from subgraphs.service.database import Database
from subgraphs.service.pacht import DUUR, AlBezig, Pacht, PachtVerloren, pacht_table

NU = datetime(2026, 3, 2, 9, tzinfo=UTC)


class World:
    """A table of leases, and a clock that moves by hand."""

    def __init__(self, database: Database, table: Table) -> None:
        self.database = database
        self.table = table
        self.now = NU

    def pacht(self, naam: str = "werk", duur: timedelta = DUUR) -> Pacht:
        return Pacht(self.database, self.table, naam, lambda: self.now, duur)

    async def left_by_who_died(self) -> None:
        row = {"naam": "werk", "houder": "gestorven", "tot": self.now + DUUR}
        async with self.database.writing() as session:
            await session.execute(insert(self.table).values(row))

    async def held_until(self) -> datetime:
        async with self.database.reading() as session:
            found: datetime = (await session.execute(select(self.table.c.tot))).scalar_one()
        return found

    async def taken_over(self) -> None:
        async with self.database.writing() as session:
            await session.execute(update(self.table).values(houder="een ander"))


@pytest.fixture
async def world(database: Database) -> World:
    metadata = MetaData()
    table = pacht_table(metadata)
    await database.create_tables(metadata)
    return World(database, table)


async def test_one_at_a_time_has_it(world: World) -> None:
    async with world.pacht().gehouden(), world.pacht("ander werk").gehouden():
        with pytest.raises(AlBezig) as refused:
            async with world.pacht().gehouden():
                pass
    assert refused.value.tot == NU + DUUR
    async with world.pacht().gehouden():
        pass


async def test_of_many_at_once_one_gets_it(world: World) -> None:
    held = 0

    async def work() -> None:
        nonlocal held
        async with world.pacht().gehouden():
            held += 1
            await asyncio.sleep(0.2)

    ends = await asyncio.gather(*(work() for _ in range(5)), return_exceptions=True)
    assert held == 1
    assert sum(isinstance(end, AlBezig) for end in ends) == 4


async def test_it_is_given_back_when_the_work_fails(world: World) -> None:
    with pytest.raises(ZeroDivisionError):
        async with world.pacht().gehouden():
            raise ZeroDivisionError
    async with world.pacht().gehouden():
        pass


async def test_who_died_has_it_until_its_time_is_over(world: World) -> None:
    await world.left_by_who_died()
    with pytest.raises(AlBezig):
        async with world.pacht().gehouden():
            pass
    world.now += DUUR
    async with world.pacht().gehouden():
        pass


async def test_who_works_for_long_keeps_it(world: World) -> None:
    async with world.pacht(duur=timedelta(seconds=1)).gehouden():
        world.now += timedelta(seconds=0.6)
        async with asyncio.timeout(15):
            while await world.held_until() < NU + timedelta(seconds=1.6):  # noqa: ASYNC110 - a row
                await asyncio.sleep(0.05)


async def test_who_lost_it_is_stopped(world: World) -> None:
    begun = asyncio.Event()

    async def work() -> None:
        async with world.pacht(duur=timedelta(seconds=0.2)).gehouden():
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(work())
    await until(begun.is_set)
    await world.taken_over()
    with pytest.raises(PachtVerloren):
        await task


async def test_who_is_stopped_by_another_is_stopped(world: World) -> None:
    task = asyncio.create_task(_forever(world))
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with world.pacht().gehouden():
        pass


async def _forever(world: World) -> None:
    async with world.pacht().gehouden():
        await asyncio.Event().wait()
