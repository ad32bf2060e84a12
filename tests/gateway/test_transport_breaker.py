"""Breaker: when a subgraph is left alone, and when it is asked again."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from harness.staged_subgraph import DOWN, GOOD, SLOW, StagedSubgraph, StillTime, status

from gateway.execution.subgraph import SubgraphFailure, SubgraphRequest, SubgraphResponse
from gateway.transport.breaker import Breaker, BreakerRules

REQUEST = SubgraphRequest(b'{"query":"{ a }"}', {}, 10.0)
RULES = BreakerRules(share=0.5, calls=4, seconds=30, open_seconds=5, patience=1)
MALFORMED = SubgraphFailure("SUBGRAPH_MALFORMED_RESPONSE", "no JSON", status=200)
OPEN = "SUBGRAPH_UNAVAILABLE"


def guarded(inner: StagedSubgraph, time: StillTime) -> Breaker:
    return Breaker("zaken", inner, RULES, time)


async def outcome(breaker: Breaker, request: SubgraphRequest = REQUEST) -> str:
    try:
        await breaker.execute(request)
    except SubgraphFailure as failure:
        return failure.code
    return "good"


async def opened(inner: StagedSubgraph, time: StillTime) -> Breaker:
    """One that has just opened; from now on `inner` is good."""
    inner.outcomes = [DOWN]
    breaker = guarded(inner, time)
    while await outcome(breaker) != OPEN:
        pass
    inner.outcomes = [GOOD]
    return breaker


@pytest.mark.parametrize("failure", [DOWN, SLOW, status(502), status(503), status(504)])
async def test_it_opens_when_enough_calls_failed(failure: SubgraphFailure) -> None:
    inner, time = StagedSubgraph([failure]), StillTime()
    breaker = guarded(inner, time)
    assert [await outcome(breaker) for _ in range(6)] == [failure.code] * 4 + [OPEN] * 2
    assert len(inner.requests) == 4


async def test_a_graphql_response_with_such_a_status_counts_as_failed() -> None:
    inner, time = StagedSubgraph([SubgraphResponse(None, ({"message": "busy"},), 503)]), StillTime()
    breaker = guarded(inner, time)
    assert [await outcome(breaker) for _ in range(5)] == ["good"] * 4 + [OPEN]


@pytest.mark.parametrize("failure", [status(500), status(400), status(413), status(429), MALFORMED])
async def test_what_one_query_can_bring_about_never_shuts_the_subgraph_for_others(
    failure: SubgraphFailure,
) -> None:
    inner, time = StagedSubgraph([failure]), StillTime()
    breaker = guarded(inner, time)
    assert {await outcome(breaker) for _ in range(20)} == {failure.code}


async def test_it_stays_closed_while_most_calls_succeed() -> None:
    inner, time = StagedSubgraph([GOOD, GOOD, DOWN] * 20), StillTime()
    breaker = guarded(inner, time)
    assert OPEN not in [await outcome(breaker) for _ in range(60)]


async def test_what_is_long_past_does_not_count() -> None:
    inner, time = StagedSubgraph([DOWN]), StillTime()
    breaker = guarded(inner, time)
    for _ in range(8):
        assert await outcome(breaker) == "SUBGRAPH_UNREACHABLE"
        time.now += 12


async def test_a_call_that_got_hardly_any_time_says_nothing_when_it_was_too_slow() -> None:
    inner, time = StagedSubgraph([SLOW]), StillTime()
    breaker = guarded(inner, time)
    assert {await outcome(breaker, replace(REQUEST, timeout=0.5)) for _ in range(20)} == {SLOW.code}
    assert [await outcome(breaker) for _ in range(5)] == [SLOW.code] * 4 + [OPEN]


async def test_after_a_while_one_call_finds_out_and_closes_it() -> None:
    inner, time = StagedSubgraph(), StillTime()
    breaker = await opened(inner, time)
    time.now += 4.9
    assert await outcome(breaker) == OPEN
    time.now += 0.2
    assert [await outcome(breaker) for _ in range(3)] == ["good"] * 3


async def test_while_it_finds_out_the_others_still_fail_at_once() -> None:
    inner, time = StagedSubgraph(), StillTime()
    breaker = await opened(inner, time)
    inner.gate = asyncio.Event()
    time.now += 5
    probe = asyncio.create_task(breaker.execute(REQUEST))
    await inner.asked(5)
    async with asyncio.timeout(5):
        assert await outcome(breaker) == OPEN
    inner.gate.set()
    assert (await probe).data == {"a": 1}
    assert await outcome(breaker) == "good"


async def test_when_it_fails_again_it_opens_again() -> None:
    inner, time = StagedSubgraph(), StillTime()
    breaker = await opened(inner, time)
    inner.outcomes = [DOWN] * 5 + [GOOD]
    time.now += 5
    assert [await outcome(breaker), await outcome(breaker)] == ["SUBGRAPH_UNREACHABLE", OPEN]
    time.now += 5
    assert await outcome(breaker) == "good"


async def test_after_closing_it_judges_by_new_calls_only() -> None:
    inner, time = StagedSubgraph(), StillTime()
    breaker = await opened(inner, time)
    inner.outcomes = [GOOD] * 5 + [DOWN]
    time.now += 5
    assert await outcome(breaker) == "good"
    assert [await outcome(breaker) for _ in range(4)] == [DOWN.code] * 4


async def test_a_probe_that_is_cancelled_leaves_the_question_to_the_next() -> None:
    inner, time = StagedSubgraph(), StillTime()
    breaker = await opened(inner, time)
    inner.gate = asyncio.Event()
    time.now += 5
    probe = asyncio.create_task(breaker.execute(REQUEST))
    await inner.asked(5)
    probe.cancel()
    with pytest.raises(asyncio.CancelledError):
        await probe
    inner.gate = None
    assert await outcome(breaker) == "good"


@pytest.mark.parametrize("late", [GOOD, DOWN])
async def test_a_call_from_before_it_opened_changes_nothing_when_it_ends(
    late: SubgraphResponse | SubgraphFailure,
) -> None:
    inner, time = StagedSubgraph([late]), StillTime()
    inner.gate = asyncio.Event()
    breaker = guarded(inner, time)
    begun = asyncio.create_task(outcome(breaker))
    await inner.asked(1)
    gate, inner.gate, inner.outcomes = inner.gate, None, [DOWN]
    while await outcome(breaker) != OPEN:
        pass
    time.now += 3
    gate.set()
    await begun
    assert await outcome(breaker) == OPEN
    inner.outcomes = [GOOD]
    time.now += 2
    assert await outcome(breaker) == "good"


async def test_opening_and_closing_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    inner, time = StagedSubgraph(), StillTime()
    breaker = await opened(inner, time)
    time.now += 5
    await outcome(breaker)
    assert caplog.messages == [
        "subgraph zaken: not asked for 5 s: 4 of 4 calls failed",
        "subgraph zaken: answers again",
    ]
