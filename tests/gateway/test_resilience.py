"""resilient: the layers around a subgraph, and that they stand in the right order."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from harness.staged_subgraph import DOWN, GOOD, StagedSubgraph, StillTime, status

from gateway.execution.subgraph import Handling, Subgraph, SubgraphFailure, SubgraphRequest
from gateway.transport.breaker import BreakerRules
from gateway.transport.resilience import Resilience, resilient
from gateway.transport.retries import RetryRules

QUERY = SubgraphRequest(b'{"query":"{ a }"}', {}, 10.0, Handling.SHAREABLE)


def different(number: int) -> SubgraphRequest:
    return replace(QUERY, body=b'{"query":"{ a%d: a }"}' % number)


async def outcome(subgraph: Subgraph, request: SubgraphRequest = QUERY) -> str:
    try:
        await subgraph.execute(request)
    except SubgraphFailure as failure:
        return failure.code
    return "good"


async def test_requests_that_share_a_call_share_its_retries() -> None:
    inner = StagedSubgraph([DOWN, GOOD])
    subgraph = resilient("zaken", inner, Resilience(), StillTime().pace)
    assert await asyncio.gather(*(outcome(subgraph) for _ in range(5))) == ["good"] * 5
    assert len(inner.requests) == 2


async def test_what_waits_for_a_retry_takes_no_place() -> None:
    inner, time = StagedSubgraph([status(503, retry_after=2.0), GOOD]), StillTime()
    resting = asyncio.Event()

    async def sleep(_seconds: float) -> None:
        await resting.wait()

    pace = replace(time.pace, sleep=sleep)
    subgraph = resilient("zaken", inner, Resilience(slots=1), pace)
    waiting = asyncio.create_task(outcome(subgraph))
    await inner.asked(1)
    async with asyncio.timeout(5):
        assert await outcome(subgraph, different(1)) == "good"
    assert not waiting.done()
    resting.set()
    assert await waiting == "good"


async def test_each_attempt_counts_for_the_breaker_and_one_that_is_open_is_not_asked_again() -> None:
    inner = StagedSubgraph([DOWN])
    rules = Resilience(retries=RetryRules(attempts=3), breaker=BreakerRules(calls=3))
    subgraph = resilient("zaken", inner, rules, StillTime().pace)
    assert [await outcome(subgraph), await outcome(subgraph)] == [
        "SUBGRAPH_UNREACHABLE",
        "SUBGRAPH_UNAVAILABLE",
    ]
    assert len(inner.requests) == 3


async def test_who_waits_for_a_place_is_not_held_against_the_subgraph() -> None:
    inner = StagedSubgraph(gate=asyncio.Event())
    rules = Resilience(slots=1, breaker=BreakerRules(calls=1, patience=0))
    subgraph = resilient("zaken", inner, rules)
    busy = asyncio.create_task(outcome(subgraph))
    await inner.asked(1)
    waiting = [outcome(subgraph, replace(different(n), timeout=0.01)) for n in range(5)]
    async with asyncio.timeout(5):
        assert await asyncio.gather(*waiting) == ["SUBGRAPH_TIMEOUT"] * 5
    assert inner.gate
    inner.gate.set()
    assert await busy == "good"
    assert await outcome(subgraph) == "good"


async def test_a_breaker_that_opens_empties_the_queue() -> None:
    inner = StagedSubgraph([DOWN], gate=asyncio.Event())
    rules = Resilience(slots=1, retries=RetryRules(attempts=1), breaker=BreakerRules(calls=1))
    subgraph = resilient("zaken", inner, rules)
    calls = [asyncio.create_task(outcome(subgraph, different(n))) for n in range(50)]
    await inner.asked(1)
    assert inner.gate
    inner.gate.set()
    outcomes = await asyncio.gather(*calls)
    assert outcomes == ["SUBGRAPH_UNREACHABLE"] + ["SUBGRAPH_UNAVAILABLE"] * 49


@pytest.mark.parametrize("sharing", [True, False])
async def test_sharing_can_be_left_out(sharing: bool) -> None:
    inner = StagedSubgraph()
    subgraph = resilient("zaken", inner, Resilience(sharing=sharing))
    await asyncio.gather(outcome(subgraph), outcome(subgraph))
    assert len(inner.requests) == (1 if sharing else 2)


async def test_closing_it_closes_the_subgraph() -> None:
    inner = StagedSubgraph()
    await resilient("zaken", inner, Resilience()).close()
    assert inner.closed
