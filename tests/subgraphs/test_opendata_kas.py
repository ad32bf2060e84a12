"""What was written lately is given again, made once for all who ask, and forgotten when there is too much."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from subgraphs.opendata.dcat.kas import Kas


@dataclass
class Writer:
    """What makes a body, and how often it did; it waits when told to."""

    body: bytes = b"een"
    made: int = 0
    hold: asyncio.Event | None = None
    failure: Exception | None = None

    def __call__(self) -> Awaitable[bytes]:
        return self._write()

    async def _write(self) -> bytes:
        self.made += 1
        if self.hold is not None:
            await self.hold.wait()
        if self.failure is not None:
            raise self.failure
        return self.body


def at(moments: list[float]) -> Callable[[], float]:
    return lambda: moments[0]


async def test_a_body_is_made_again_when_it_is_no_longer_fresh() -> None:
    now = [0.0]
    kas, writer = Kas(300, clock=at(now)), Writer()
    first = await kas.geef("a", writer)
    now[0] = 299.0
    assert await kas.geef("a", writer) is first
    now[0] = 300.0
    again = await kas.geef("a", writer)
    assert writer.made == 2
    assert (again.etag, again.gewijzigd) == (first.etag, first.gewijzigd)
    writer.body, now[0] = b"twee", 600.0
    assert (await kas.geef("a", writer)).etag != first.etag


async def test_who_ask_at_the_same_time_get_what_was_made_once() -> None:
    kas, writer = Kas(300), Writer(hold=asyncio.Event())
    asking = [asyncio.create_task(kas.geef("a", writer)) for _ in range(10)]
    await asyncio.sleep(0)
    asking[0].cancel()  # and who goes away takes it from nobody
    await asyncio.sleep(0)
    assert writer.hold is not None
    writer.hold.set()
    given = await asyncio.gather(*asking[1:])
    assert writer.made == 1
    assert len({id(each) for each in given}) == 1


async def test_one_page_is_made_at_a_time() -> None:
    kas, first, second = Kas(300), Writer(hold=asyncio.Event()), Writer()
    asking = [asyncio.create_task(kas.geef("a", first)), asyncio.create_task(kas.geef("b", second))]
    for _ in range(5):
        await asyncio.sleep(0)
    assert (first.made, second.made) == (1, 0)
    assert first.hold is not None
    first.hold.set()
    await asyncio.gather(*asking)
    assert second.made == 1


async def test_a_failure_is_told_to_who_waits_and_kept_for_nobody() -> None:
    kas, writer = Kas(300), Writer(failure=ValueError("stuk"))
    with pytest.raises(ValueError, match="stuk"):
        await kas.geef("a", writer)
    writer.failure = None
    assert (await kas.geef("a", writer)).body == b"een"


async def test_the_least_recently_used_goes_when_there_is_too_much() -> None:
    kas, writer = Kas(300, most=10), Writer(b"xxxx")
    for key in ("a", "b"):
        await kas.geef(key, writer)
    await kas.geef("a", writer)
    await kas.geef("c", writer)
    assert writer.made == 3
    await kas.geef("a", writer)
    assert writer.made == 3
    await kas.geef("b", writer)
    assert writer.made == 4


async def test_a_body_that_is_too_large_is_given_and_not_kept() -> None:
    kas, writer = Kas(300, most=3), Writer(b"xxxx")
    assert (await kas.geef("a", writer)).body == b"xxxx"
    await kas.geef("a", writer)
    assert writer.made == 2
