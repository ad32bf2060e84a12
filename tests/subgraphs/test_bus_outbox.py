"""The contract of an outbox: messages are kept, in order where it matters, and with one taker at a time.

On SQLite and PostgreSQL.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import MetaData

from subgraphs.service.bus.message import Message
from subgraphs.service.bus.outbox import MAX_CODE, Outbox, outbox_table
from subgraphs.service.database import Database

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SOON = NOW + timedelta(seconds=30)
LATER = NOW + timedelta(hours=1)


class Post:
    """An outbox, and the writing of messages into it."""

    def __init__(self, database: Database, outbox: Outbox) -> None:
        self.database = database
        self.outbox = outbox

    async def put(self, *messages: Message) -> None:
        async with self.database.writing() as session:
            for message in messages:
                await self.outbox.put(session, message)

    async def taken(self, now: datetime = NOW, until: datetime = SOON, amount: int = 10) -> list[str]:
        return [message.id for message in await self.outbox.take(now, until, amount)]


@pytest.fixture
async def post(database: Database) -> Post:
    metadata = MetaData()
    table = outbox_table(metadata)
    await database.create_tables(metadata)
    return Post(database, Outbox(database, table))


def message(name: str, order_key: str | None = None, destination: str = "register") -> Message:
    return Message(name, destination, {"what": name}, NOW, NOW, order_key=order_key)


async def test_a_message_comes_out_as_it_was_put_in(post: Post) -> None:
    await post.put(message("a", "zaak-1"))
    (taken,) = await post.outbox.take(NOW, SOON, 10)
    assert (taken.id, taken.destination, taken.content) == ("a", "register", {"what": "a"})
    assert (taken.order_key, taken.attempts, taken.done, taken.not_before) == ("zaak-1", 0, {}, SOON)


async def test_what_is_rolled_back_leaves_no_message(post: Post) -> None:
    with suppress(ZeroDivisionError):
        async with post.database.writing() as session:
            await post.outbox.put(session, message("a"))
            raise ZeroDivisionError
    assert await post.taken() == []


async def test_a_message_waits_until_its_time(post: Post) -> None:
    await post.put(Message("a", "register", {}, NOW, SOON))
    assert await post.taken() == []
    assert await post.taken(SOON, LATER) == ["a"]


async def test_each_message_goes_to_one_taker(post: Post) -> None:
    await post.put(*(message(f"m{number}") for number in range(6)))
    parts = await asyncio.gather(*(post.taken(amount=4) for _ in range(4)))
    assert sorted(name for part in parts for name in part) == [f"m{number}" for number in range(6)]


async def test_a_message_whose_taker_dies_comes_back(post: Post) -> None:
    await post.put(message("a"))
    assert await post.taken() == ["a"]
    assert await post.taken() == []
    assert await post.taken(SOON, LATER) == ["a"]


async def test_a_taker_that_lives_keeps_its_message(post: Post) -> None:
    await post.put(message("a"))
    (taken,) = await post.outbox.take(NOW, SOON, 10)
    await post.outbox.extend(taken, LATER)
    assert await post.taken(SOON, LATER) == []


async def test_who_lost_the_lease_decides_nothing_any_more(post: Post) -> None:
    await post.put(message("a"))
    (slow,) = await post.outbox.take(NOW, SOON, 10)
    (quick,) = await post.outbox.take(SOON, LATER, 10)
    await post.outbox.extend(slow, LATER + timedelta(days=1))
    await post.outbox.failed(slow, "ONBEREIKBAAR", SOON)
    await post.outbox.bury(slow, "ONBEREIKBAAR", SOON)
    (again,) = await post.outbox.take(LATER, LATER, 10)
    assert (again.id, again.attempts) == (quick.id, 0)


async def test_a_failed_attempt_is_counted_and_put_off(post: Post) -> None:
    await post.put(message("a"))
    (taken,) = await post.outbox.take(NOW, SOON, 10)
    await post.outbox.failed(taken, "X" * (MAX_CODE + 1), LATER)
    assert await post.taken(SOON) == []
    (again,) = await post.outbox.take(LATER, LATER, 10)
    assert again.attempts == 1


async def test_what_was_delivered_is_gone(post: Post) -> None:
    await post.put(message("a"))
    (taken,) = await post.outbox.take(NOW, SOON, 10)
    await post.outbox.delivered(taken)
    assert await post.taken(LATER, LATER) == []


async def test_a_dead_letter_is_not_taken(post: Post) -> None:
    await post.put(message("a"))
    (taken,) = await post.outbox.take(NOW, SOON, 10)
    await post.outbox.bury(taken, "HTTP_400", NOW)
    assert await post.taken(LATER, LATER) == []


async def test_steps_are_kept_and_the_first_note_counts(post: Post) -> None:
    await post.put(message("a"))
    (taken,) = await post.outbox.take(NOW, SOON, 10)
    for step, value in [("zaak", "z-1"), ("zaak", "z-2"), ("rol", "r-1")]:
        await post.outbox.note(taken, step, value)
    await post.outbox.delivered(message("another"))
    (again,) = await post.outbox.take(SOON, LATER, 10)
    assert again.done == {"zaak": "z-1", "rol": "r-1"}


async def test_noting_a_step_of_a_message_that_is_gone_is_no_matter(post: Post) -> None:
    await post.outbox.note(message("a"), "zaak", "z-1")
    assert await post.taken() == []


async def test_a_later_message_waits_for_an_earlier_one_with_its_key(post: Post) -> None:
    await post.put(message("a", "zaak-1"), message("b", "zaak-1"), message("c", "zaak-2"))
    first = await post.outbox.take(NOW, SOON, 10)
    assert [each.id for each in first] == ["a", "c"]
    await post.outbox.failed(first[0], "ONBEREIKBAAR", LATER)
    assert await post.taken() == [], "b is not to overtake a"
    assert await post.taken(LATER, LATER + timedelta(hours=1)) == ["c", "a"]
    await post.outbox.delivered(first[0])
    assert await post.taken() == ["b"]


async def test_messages_without_a_key_or_to_another_destination_do_not_wait(post: Post) -> None:
    await post.put(message("a"), message("b"), message("c", "k"), message("d", "k", "elsewhere"))
    assert await post.taken() == ["a", "b", "c", "d"]


async def test_a_dead_letter_holds_up_nobody(post: Post) -> None:
    await post.put(message("a", "zaak-1"), message("b", "zaak-1"))
    (taken,) = await post.outbox.take(NOW, SOON, 10)
    await post.outbox.bury(taken, "HTTP_400", NOW)
    assert await post.taken() == ["b"]
