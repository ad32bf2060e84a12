"""The dispatcher: every message arrives or becomes a dead letter that someone can look at and send again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from harness.until import until
from sqlalchemy import MetaData

from subgraphs.service.bus.delivery import BEGUN, NotDelivered, Progress
from subgraphs.service.bus.dispatcher import Dispatcher
from subgraphs.service.bus.letters import Letters, NoOutbox, NotDead, State
from subgraphs.service.bus.message import Message
from subgraphs.service.bus.outbox import Outbox, outbox_table
from subgraphs.service.bus.policy import Policy
from subgraphs.service.database import Database

QUICK = Policy(attempts=3, beat=0.01)


@dataclass
class Register:
    """A destination that does three steps, and can be told to fail before one of them."""

    fails_before: str | None = None
    failure: Exception = field(default_factory=lambda: NotDelivered("ONBEREIKBAAR"))
    steps: list[str] = field(default_factory=list)
    arrived: list[str] = field(default_factory=list)

    async def deliver(self, message: Message, progress: Progress) -> None:
        for step in ("zaak", "rol", "status"):
            if step == self.fails_before:
                raise self.failure
            if progress.get(step) is None:
                self.steps.append(step)
                await progress.note(step, f"{step} of {message.id}")
        self.arrived.append(message.id)


class Slow:
    """A destination that does not answer until it may."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answered: list[str] = []
        self.may = asyncio.Event()

    async def deliver(self, message: Message, progress: Progress) -> None:
        self.asked.append(message.id)
        await self.may.wait()
        self.answered.append(message.id)


class World:
    """A dispatcher over a real outbox, with a clock that stands still."""

    def __init__(self, database: Database, outbox: Outbox) -> None:
        self.now = datetime(2026, 3, 2, 9, tzinfo=UTC)
        self.database = database
        self.outbox = outbox
        self.letters = Letters(database)
        self.register = Register()

    def dispatcher(self, policy: Policy = QUICK) -> Dispatcher:
        return Dispatcher(self.outbox, {"register": self.register}, lambda: self.now, policy)

    async def put(self, name: str, destination: str = "register") -> None:
        async with self.database.writing() as session:
            await self.outbox.put(session, Message(name, destination, {"bsn": "geheim"}, self.now, self.now))

    async def attempt(self, dispatcher: Dispatcher) -> int:
        self.now += timedelta(hours=2)
        return await dispatcher.deliver_due()


@pytest.fixture
async def world(database: Database) -> World:
    metadata = MetaData()
    table = outbox_table(metadata)
    await database.create_tables(metadata)
    return World(database, Outbox(database, table))


@asynccontextmanager
async def running(dispatcher: Dispatcher) -> AsyncIterator[None]:
    task = asyncio.create_task(dispatcher.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_who_makes_a_message_delivers_it_first(world: World) -> None:
    dispatcher = world.dispatcher()
    message = dispatcher.message("a", "register", {})
    async with world.database.writing() as session:
        await world.outbox.put(session, message)
    assert await dispatcher.deliver_due() == 0
    assert await dispatcher.deliver(message)
    assert world.register.arrived == ["a"]
    assert await world.letters.list(dead=False, limit=10) == []


async def test_what_its_maker_did_not_deliver_is_taken_over(world: World) -> None:
    dispatcher = world.dispatcher()
    async with world.database.writing() as session:
        await world.outbox.put(session, dispatcher.message("a", "register", {}))
    assert await world.attempt(dispatcher) == 1
    assert world.register.arrived == ["a"]


async def test_a_delivery_goes_on_where_the_last_one_stopped(world: World) -> None:
    await world.put("a")
    world.register.fails_before = "status"
    await world.attempt(world.dispatcher())
    (letter,) = await world.letters.list(dead=False, limit=10)
    assert (letter.steps, letter.attempts, letter.last_error) == (("zaak", "rol"), 1, "ONBEREIKBAAR")
    world.register.fails_before = None
    await world.attempt(world.dispatcher())
    assert world.register.steps == ["zaak", "rol", "status"]


async def test_after_the_last_attempt_a_message_is_a_dead_letter(world: World) -> None:
    await world.put("a")
    world.register.fails_before = "zaak"
    dispatcher = world.dispatcher()
    assert [await world.attempt(dispatcher) for _ in range(4)] == [1, 1, 1, 0]
    (letter,) = await world.letters.list(dead=True, limit=10)
    assert (letter.state, letter.attempts, letter.last_error) == (State.DEAD, 3, "ONBEREIKBAAR")


async def test_a_refusal_makes_a_dead_letter_at_once_and_the_log_says_why(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.put("a")
    world.register.fails_before = "rol"
    world.register.failure = NotDelivered("HTTP_400", permanent=True)
    await world.attempt(world.dispatcher())
    (letter,) = await world.letters.list(dead=True, limit=10)
    assert (letter.attempts, letter.last_error, letter.steps) == (1, "HTTP_400", ("zaak",))
    assert "message a to register is a dead letter: HTTP_400" in caplog.messages


async def test_a_dead_letter_that_is_replayed_is_delivered(world: World) -> None:
    await world.put("a")
    world.register.fails_before = "rol"
    world.register.failure = NotDelivered("HTTP_400", permanent=True)
    await world.attempt(world.dispatcher())
    world.register.fails_before = None
    assert await world.letters.replay("a", world.now) == 1
    await world.attempt(world.dispatcher())
    assert (world.register.steps, world.register.arrived) == (["zaak", "rol", "status"], ["a"])


async def test_all_dead_letters_are_replayed_at_once_and_the_living_stay_as_they_are(world: World) -> None:
    world.register.fails_before = "zaak"
    world.register.failure = NotDelivered("HTTP_400", permanent=True)
    await world.put("a")
    await world.put("b")
    await world.attempt(world.dispatcher())
    await world.put("c")
    assert await world.letters.replay(None, world.now) == 2
    assert await world.letters.list(dead=True, limit=10) == []


async def test_only_a_dead_letter_is_discarded_or_replayed(world: World) -> None:
    await world.put("a")
    for act in (
        world.letters.discard("a", world.now),
        world.letters.replay("a", world.now),
        world.letters.discard("b", world.now),
    ):
        with pytest.raises(NotDead):
            await act
    world.register.fails_before = "zaak"
    world.register.failure = NotDelivered("HTTP_400", permanent=True)
    await world.attempt(world.dispatcher())
    await world.letters.discard("a", world.now)
    assert [letter.state for letter in await world.letters.list(dead=False, limit=10)] == [State.DISCARDED]


@dataclass
class Hearing(Register):
    """A destination that has something to do when a message is discarded, and may not be able to now."""

    heard: list[str] = field(default_factory=list)
    deaf: bool = False

    async def discarded(self, message: Message) -> None:
        if self.deaf:
            raise NotDelivered("ONBEREIKBAAR")
        self.heard.append(message.id)


async def dead(world: World, name: str, destination: str = "register") -> None:
    world.register.fails_before = "zaak"
    world.register.failure = NotDelivered("HTTP_400", permanent=True)
    await world.put(name, destination)
    await world.attempt(world.dispatcher(Policy(attempts=1)))
    world.register.fails_before = None


async def test_who_a_discarded_message_concerns_is_told_and_then_it_is_gone(world: World) -> None:
    world.register = hearing = Hearing(deaf=True)
    await dead(world, "a")
    await world.letters.discard("a", world.now)
    await world.attempt(world.dispatcher())
    assert (hearing.heard, hearing.arrived) == ([], [])
    hearing.deaf = False
    await world.attempt(world.dispatcher())
    assert (hearing.heard, hearing.arrived) == (["a"], [])
    assert await world.letters.show("a") is None


@pytest.mark.parametrize("destination", ["register", "who is gone"])
async def test_where_nobody_needs_to_hear_a_discarded_message_goes(world: World, destination: str) -> None:
    await dead(world, "a", destination)
    await world.letters.discard("a", world.now)
    await world.attempt(world.dispatcher())
    assert (await world.letters.show("a"), world.register.arrived) == (None, [])


async def test_a_message_is_taken_back_until_its_delivery_begins(world: World) -> None:
    await world.put("a")
    await world.put("b")
    a, b = await world.outbox.take(world.now, world.now, 2)
    assert await world.outbox.note(b, BEGUN, "yes")
    async with world.database.writing() as session:
        back = [await world.outbox.take_back(session, name) for name in ("a", "b", "never was")]
    assert back == [True, False, True]
    assert not await world.outbox.note(a, BEGUN, "yes")
    assert [letter.id for letter in await world.letters.list(dead=False, limit=10)] == ["b"]


async def test_a_delivery_of_what_was_taken_back_stops_at_its_next_step(world: World) -> None:
    await world.put("a")
    (taken,) = await world.outbox.take(world.now, world.now, 1)
    async with world.database.writing() as session:
        assert await world.outbox.take_back(session, "a")
    assert not await world.dispatcher().deliver(taken)
    assert (world.register.steps, world.register.arrived) == (["zaak"], [])


async def test_an_operator_sees_no_values(world: World) -> None:
    await world.put("a")
    letter = await world.letters.show("a")
    assert letter
    assert letter.fields == ("bsn",)
    assert "geheim" not in repr(letter)


async def test_a_database_without_an_outbox_is_said_to_have_none(database: Database) -> None:
    await database.ping()  # which makes the file of one in SQLite
    with pytest.raises(NoOutbox):
        await Letters(database).check()


async def test_a_message_for_nobody_waits_for_the_settings_to_be_mended(world: World) -> None:
    await world.put("a", "nowhere")
    await world.attempt(world.dispatcher())
    (letter,) = await world.letters.list(dead=False, limit=10)
    assert letter.last_error == "ONBEKENDE_BESTEMMING"


async def test_a_message_that_trips_us_does_not_stop_the_others(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.put("a")
    world.register.fails_before, world.register.failure = "zaak", RuntimeError("secret")
    await world.attempt(world.dispatcher())
    (letter,) = await world.letters.list(dead=False, limit=10)
    assert letter.last_error == "INTERN_RuntimeError"
    assert "secret" not in caplog.text


async def test_a_delivery_that_lasts_too_long_is_a_failed_attempt(world: World) -> None:
    await world.put("a")
    dispatcher = Dispatcher(world.outbox, {"register": Slow()}, lambda: world.now, Policy(attempt=0.05))
    await world.attempt(dispatcher)
    (letter,) = await world.letters.list(dead=False, limit=10)
    assert letter.last_error == "DUURT_TE_LANG"


async def test_a_delivery_that_lasts_keeps_its_message(world: World) -> None:
    await world.put("a")
    slow, clock = Slow(), lambda: datetime.now(UTC)
    dispatcher = Dispatcher(world.outbox, {"register": slow}, clock, Policy(lease=0.3, beat=0.05))
    async with running(dispatcher):
        await until(lambda: bool(slow.asked))
        await asyncio.sleep(0.7)
        slow.may.set()
        await until(lambda: bool(slow.answered))
    assert slow.asked == ["a"]


async def test_one_slow_message_does_not_hold_up_the_next(world: World) -> None:
    await world.put("a", "slow")
    slow = Slow()
    destinations = {"register": world.register, "slow": slow}
    dispatcher = Dispatcher(world.outbox, destinations, lambda: world.now, Policy(together=2, beat=60))
    async with running(dispatcher):
        await until(lambda: slow.asked == ["a"])
        for name in ("b", "c", "d"):
            await world.put(name)
        dispatcher.wake()
        await until(lambda: world.register.arrived == ["b", "c", "d"])


def test_the_wait_doubles_up_to_a_limit_and_chance_takes_some_off() -> None:
    policy = Policy()
    waits = [policy.full_wait(attempts).total_seconds() for attempts in (1, 2, 3, 4, 50, 10_000)]
    assert waits == [2, 4, 8, 16, 3600, 3600]
    assert policy.wait(2, lambda: 0.0) == timedelta(seconds=4)
    assert policy.wait(2, lambda: 0.5) == timedelta(seconds=3)
    assert timedelta(seconds=2) <= policy.wait(2) <= timedelta(seconds=4)


async def test_who_does_not_wait_any_more_leaves_the_attempt_to_itself(world: World) -> None:
    slow = Slow()
    dispatcher = Dispatcher(world.outbox, {"slow": slow}, lambda: world.now, QUICK)
    message = dispatcher.message("a", "slow", {})
    async with world.database.writing() as session:
        await world.outbox.put(session, message)
    await dispatcher.deliver_within(message, 0.05)
    assert (slow.asked, slow.answered) == (["a"], [])
    slow.may.set()
    await until(lambda: bool(slow.answered))
    async with asyncio.timeout(15):
        while await world.letters.list(dead=False, limit=1):  # noqa: ASYNC110 - nothing announces it
            await asyncio.sleep(0.01)
    assert slow.asked == ["a"]
