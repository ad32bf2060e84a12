"""Slots: so many calls at a time, and the others in turn."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from harness.staged_subgraph import DOWN, StagedSubgraph

from gateway.execution.subgraph import SubgraphFailure, SubgraphRequest
from gateway.transport.slots import Slots

REQUEST = SubgraphRequest(b'{"query":"{ a }"}', {}, 10.0)


async def test_no_more_calls_are_made_at_a_time_than_there_are_places() -> None:
    inner = StagedSubgraph(gate=asyncio.Event())
    slots = Slots(inner, 2)
    calls = [asyncio.create_task(slots.execute(REQUEST)) for _ in range(5)]
    for _ in range(10):
        await asyncio.sleep(0)
    assert len(inner.requests) == 2
    assert inner.gate
    inner.gate.set()
    assert [(await call).data for call in calls] == [{"a": 1}] * 5


async def test_who_waits_gets_the_place_in_turn_and_what_is_left_of_the_time() -> None:
    inner = StagedSubgraph(gate=asyncio.Event())
    slots = Slots(inner, 1)
    calls = [
        asyncio.create_task(slots.execute(replace(REQUEST, body=bytes([number])))) for number in range(4)
    ]
    await inner.asked(1)
    await asyncio.sleep(0.01)
    assert inner.gate
    inner.gate.set()
    await asyncio.gather(*calls)
    assert [request.body for request in inner.requests] == [b"\0", b"\1", b"\2", b"\3"]
    assert all(0 < request.timeout < 10 for request in inner.requests[1:])


async def test_who_waits_too_long_is_not_asked_for() -> None:
    inner = StagedSubgraph(gate=asyncio.Event())
    slots = Slots(inner, 1)
    first = asyncio.create_task(slots.execute(REQUEST))
    await inner.asked(1)
    with pytest.raises(SubgraphFailure) as caught:
        await slots.execute(replace(REQUEST, timeout=0.01))
    assert caught.value.code == "SUBGRAPH_TIMEOUT"
    assert inner.gate
    inner.gate.set()
    await first
    assert len(inner.requests) == 1


async def test_failures_and_cancellations_give_their_places_back() -> None:
    inner = StagedSubgraph([DOWN])
    slots = Slots(inner, 1)
    for _ in range(3):
        with pytest.raises(SubgraphFailure, match="nobody there"):
            await slots.execute(REQUEST)
    inner.gate = asyncio.Event()
    calls = [asyncio.create_task(slots.execute(REQUEST)) for _ in range(2)]
    await inner.asked(4)
    for call in calls:
        call.cancel()
    await asyncio.gather(*calls, return_exceptions=True)
    inner.gate = None
    with pytest.raises(SubgraphFailure, match="nobody there"):
        await slots.execute(REQUEST)
