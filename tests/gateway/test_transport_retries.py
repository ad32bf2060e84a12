"""Retries: what is asked again, when, and how often."""

from __future__ import annotations

from dataclasses import replace

import pytest
from harness.staged_subgraph import DOWN, GOOD, SLOW, StagedSubgraph, StillTime, status

from gateway.execution.subgraph import Handling, SubgraphFailure, SubgraphRequest, SubgraphResponse
from gateway.transport.retries import Retries, RetryRules

QUERY = SubgraphRequest(b'{"query":"{ a }"}', {}, 10.0, Handling.SHAREABLE)
MUTATION = replace(QUERY, handling=Handling.ONCE)
MALFORMED = SubgraphFailure("SUBGRAPH_MALFORMED_RESPONSE", "no JSON", status=200)
OPEN = SubgraphFailure("SUBGRAPH_UNAVAILABLE", "not asked")
BUSY = SubgraphResponse(None, ({"message": "busy"},), 503, 2.0)


def retrying(
    inner: StagedSubgraph, time: StillTime, rules: RetryRules | None = None, timeout: float = 10.0
) -> Retries:
    return Retries("zaken", inner, rules or RetryRules(), timeout, time.pace)


async def outcome(subgraph: Retries, request: SubgraphRequest = QUERY) -> str:
    """The code of the failure, or "good"."""
    try:
        await subgraph.execute(request)
    except SubgraphFailure as failure:
        return failure.code
    return "good"


@pytest.mark.parametrize("failure", [DOWN, *(status(code) for code in (408, 429, 502, 503, 504))])
@pytest.mark.parametrize("handling", [Handling.SHAREABLE, Handling.REPEATABLE])
async def test_a_query_is_asked_again_after_what_may_pass(
    failure: SubgraphFailure, handling: Handling
) -> None:
    inner, time = StagedSubgraph([failure, failure, GOOD]), StillTime()
    assert await outcome(retrying(inner, time), replace(QUERY, handling=handling)) == "good"
    assert len(inner.requests) == 3


@pytest.mark.parametrize(
    "failure", [SLOW, MALFORMED, OPEN, *(status(code) for code in (400, 401, 404, 413, 500, 501))]
)
async def test_what_a_second_call_cannot_mend_is_final(failure: SubgraphFailure) -> None:
    inner, time = StagedSubgraph([failure, GOOD]), StillTime()
    assert await outcome(retrying(inner, time)) == failure.code
    assert len(inner.requests) == 1


@pytest.mark.parametrize("failure", [DOWN, status(503), status(429, retry_after=0.0)])
async def test_a_mutation_is_never_sent_twice(failure: SubgraphFailure) -> None:
    inner, time = StagedSubgraph([failure, GOOD]), StillTime()
    assert await outcome(retrying(inner, time), MUTATION) == failure.code
    assert len(inner.requests) == 1


async def test_a_graphql_response_with_such_a_status_is_asked_again_and_in_the_end_taken() -> None:
    inner, time = StagedSubgraph([BUSY, GOOD]), StillTime()
    assert (await retrying(inner, time).execute(QUERY)).data == {"a": 1}
    inner, time = StagedSubgraph([BUSY]), StillTime()
    assert (await retrying(inner, time).execute(QUERY)).errors == BUSY.errors
    assert len(inner.requests) == RetryRules().attempts


async def test_after_the_last_attempt_its_failure_stands() -> None:
    inner, time = StagedSubgraph([DOWN, status(503), status(429)]), StillTime()
    with pytest.raises(SubgraphFailure, match="status 429"):
        await retrying(inner, time).execute(QUERY)


async def test_a_subgraph_that_is_left_alone_meanwhile_failed_as_it_did_before() -> None:
    inner, time = StagedSubgraph([DOWN, OPEN, GOOD]), StillTime()
    assert await outcome(retrying(inner, time)) == "SUBGRAPH_UNREACHABLE"
    assert len(inner.requests) == 2


async def test_one_attempt_is_no_retries() -> None:
    inner, time = StagedSubgraph([DOWN, GOOD]), StillTime()
    assert await outcome(retrying(inner, time, RetryRules(attempts=1))) == "SUBGRAPH_UNREACHABLE"


async def test_the_waits_double_up_to_the_longest() -> None:
    inner, time = StagedSubgraph([DOWN]), StillTime()
    await outcome(retrying(inner, time, RetryRules(attempts=6, base_seconds=0.1, longest_seconds=0.5)))
    assert time.slept == pytest.approx([0.1, 0.2, 0.4, 0.5, 0.5])


async def test_how_long_a_wait_is_is_drawn() -> None:
    inner, time = StagedSubgraph([DOWN]), StillTime(drawn=0.25)
    await outcome(retrying(inner, time, RetryRules(attempts=3, base_seconds=0.4)))
    assert time.slept == pytest.approx([0.1, 0.2])


async def test_it_waits_as_long_as_the_subgraph_says_and_a_little_more_so_that_not_all_come_at_once() -> None:
    inner, time = StagedSubgraph([status(429, retry_after=3.0), GOOD]), StillTime(drawn=0.5)
    assert await outcome(retrying(inner, time, RetryRules(base_seconds=0.4))) == "good"
    assert time.slept == pytest.approx([3.2])


async def test_it_does_not_wait_for_a_moment_after_the_deadline() -> None:
    inner, time = StagedSubgraph([status(503, retry_after=10.0), GOOD]), StillTime()
    assert await outcome(retrying(inner, time)) == "SUBGRAPH_HTTP_ERROR"
    assert time.slept == []


async def test_an_attempt_gets_what_is_left_of_the_time() -> None:
    inner, time = StagedSubgraph([status(503, retry_after=4.0), GOOD]), StillTime(drawn=0.0)
    await outcome(retrying(inner, time))
    assert [request.timeout for request in inner.requests] == pytest.approx([10.0, 6.0])


async def test_an_attempt_gets_no_more_than_the_subgraphs_own_time() -> None:
    inner, time = StagedSubgraph([status(503, retry_after=8.5), GOOD]), StillTime(drawn=0.0)
    await outcome(retrying(inner, time, timeout=2.0))
    assert [request.timeout for request in inner.requests] == pytest.approx([2.0, 1.5])


async def test_time_that_ran_out_while_waiting_ends_it() -> None:
    class Oversleeping(StillTime):
        async def sleep(self, seconds: float) -> None:
            await super().sleep(seconds + 100)

    inner = StagedSubgraph([DOWN, GOOD])
    assert await outcome(retrying(inner, Oversleeping())) == "SUBGRAPH_UNREACHABLE"


class TestBudget:
    RULES = RetryRules(attempts=2, share=0.2, floor=3)

    async def retries_of(self, requests: int, inner: StagedSubgraph, subgraph: Retries) -> int:
        before = len(inner.requests)
        for _ in range(requests):
            await outcome(subgraph)
        return len(inner.requests) - before - requests

    async def test_retries_stay_a_small_part_of_the_requests(self) -> None:
        inner, time = StagedSubgraph([DOWN]), StillTime(drawn=0.0)
        assert await self.retries_of(100, inner, retrying(inner, time, self.RULES)) == 23

    async def test_a_few_are_always_allowed(self) -> None:
        inner, time = StagedSubgraph([DOWN]), StillTime(drawn=0.0)
        assert await self.retries_of(3, inner, retrying(inner, time, self.RULES)) == 3

    async def test_it_fills_again_with_time(self) -> None:
        inner, time = StagedSubgraph([DOWN]), StillTime(drawn=0.0)
        subgraph = retrying(inner, time, self.RULES)
        assert await self.retries_of(10, inner, subgraph) == 5
        time.now += 11
        assert await self.retries_of(10, inner, subgraph) == 5

    async def test_mutations_count_as_requests_though_they_are_not_retried(self) -> None:
        inner, time = StagedSubgraph([DOWN]), StillTime(drawn=0.0)
        subgraph = retrying(inner, time, RetryRules(attempts=2, share=0.5, floor=0))
        await outcome(subgraph, MUTATION)
        await outcome(subgraph, MUTATION)
        assert await self.retries_of(1, inner, subgraph) == 1


async def test_closing_it_closes_what_it_asks() -> None:
    inner = StagedSubgraph()
    await retrying(inner, StillTime()).close()
    assert inner.closed
