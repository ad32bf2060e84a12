"""SharedEventSource: one subscription at the subgraph for all who ask exactly the same."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import pytest
from harness.memory_events import MemoryEventSource, event
from harness.until import until

from gateway.execution.event_buffer import BufferLimits
from gateway.execution.subgraph import SubgraphFailure, SubgraphRequest, SubgraphResponse
from gateway.transport.shared_event_source import SharedEventSource

REQUEST = SubgraphRequest(b'{"query":"subscription { a }"}', {"wie": "niemand", "taal": "nl"}, 5.0)


class Town:
    def __init__(self, **limits: int) -> None:
        self.subgraph = MemoryEventSource()
        self.shared = SharedEventSource(self.subgraph, BufferLimits(**limits))

    def listen(self, request: SubgraphRequest = REQUEST) -> asyncio.Task[list[Any]]:
        return asyncio.ensure_future(self._values(self.shared.subscribe(request)))

    async def asked(self, times: int) -> None:
        await until(lambda: len(self.subgraph.requests) == times)

    @staticmethod
    async def _values(events: AsyncGenerator[SubgraphResponse, None]) -> list[Any]:
        async with aclosing(events):
            return [event.data and event.data["a"] async for event in events]


async def test_who_asks_the_same_hears_the_same_from_one_subscription() -> None:
    town = Town()
    listening = [town.listen() for _ in range(5)]
    await town.asked(1)
    town.subgraph.say(event(a=1), event(a=2), None)
    assert await asyncio.gather(*listening) == [[1, 2]] * 5
    assert len(town.subgraph.requests) == 1


@pytest.mark.parametrize(
    "other",
    [
        replace(REQUEST, body=b'{"query":"subscription { a } "}'),
        replace(REQUEST, headers={"wie": "iemand", "taal": "nl"}),
        replace(REQUEST, headers={"wie": "niemand"}),
        replace(REQUEST, headers={"wie": "niemand", "taal": "nl", "meer": ""}),
    ],
)
async def test_whatever_differs_is_a_subscription_of_its_own(other: SubgraphRequest) -> None:
    town = Town()
    listening = [town.listen(), town.listen(other)]
    await town.asked(2)
    town.subgraph.say(None)
    await asyncio.gather(*listening)


async def test_who_comes_later_hears_what_happens_from_then_on() -> None:
    town = Town()
    first = town.listen()
    await town.asked(1)
    town.subgraph.say(event(a=1))
    await until(lambda: town.subgraph.taken == 1)
    second = town.listen()
    await asyncio.sleep(0)
    town.subgraph.say(event(a=2), None)
    assert await asyncio.gather(first, second) == [[1, 2], [2]]


async def test_each_gets_data_of_its_own() -> None:
    town = Town()
    one, other = town.shared.subscribe(REQUEST), town.shared.subscribe(REQUEST)
    async with aclosing(one), aclosing(other):
        coming = asyncio.gather(anext(one), anext(other))
        await town.asked(1)
        town.subgraph.say(event(a=[{"b": 1}]))
        first, second = await coming
        assert first.data is not None
        first.data["a"][0]["b"] = 2
        assert second.data == {"a": [{"b": 1}]}


async def test_the_last_to_leave_ends_it_at_the_subgraph() -> None:
    town, before = Town(), asyncio.all_tasks()
    listening = [town.listen(), town.listen()]
    await town.asked(1)
    for left, task in enumerate(listening):
        assert town.subgraph.listeners == 1, left
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert town.subgraph.listeners == 0
    assert asyncio.all_tasks() == before


async def test_what_breaks_off_breaks_off_for_all_and_who_comes_next_begins_anew() -> None:
    town = Town()
    listening = [town.listen(), town.listen()]
    await town.asked(1)
    town.subgraph.say(event(a=1), SubgraphFailure("SUBSCRIPTION_LOST", "weg"))
    for outcome in await asyncio.gather(*listening, return_exceptions=True):
        assert isinstance(outcome, SubgraphFailure)
    anew = town.listen()
    await town.asked(2)
    town.subgraph.say(event(a=2), None)
    assert await anew == [2]


async def test_who_lags_behind_too_far_ends_alone() -> None:
    town = Town(events=2)
    slow = town.shared.subscribe(REQUEST)
    first = asyncio.ensure_future(anext(slow))
    quick = town.listen()
    await town.asked(1)
    for number in range(5):
        town.subgraph.say(event(a=number))
        await until(lambda: town.subgraph.taken == number + 1)  # noqa: B023 - it is called at once
    town.subgraph.say(None)
    assert await quick == [0, 1, 2, 3, 4]
    came = [(await first).data, (await anext(slow)).data, (await anext(slow)).data]
    assert came == [{"a": 0}, {"a": 1}, {"a": 2}]
    with pytest.raises(SubgraphFailure) as caught:
        await anext(slow)
    assert caught.value.code == "SUBSCRIPTION_OVERFLOW"


async def test_closing_closes_what_is_shared() -> None:
    town = Town()
    await town.shared.close()
    assert town.subgraph.closed
