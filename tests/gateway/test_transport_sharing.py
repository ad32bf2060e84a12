"""Sharing: what several requests ask at the same moment is asked once, and nobody gets another's answer."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from harness.staged_subgraph import DOWN, GOOD, SLOW, StagedSubgraph

from gateway.execution.subgraph import Handling, SubgraphFailure, SubgraphRequest, SubgraphResponse
from gateway.transport.sharing import Sharing

ANNEKE = {"gemeentegraaf-identiteit": "anneke"}
QUERY = SubgraphRequest(b'{"query":"{ a }"}', ANNEKE, 10.0, Handling.SHAREABLE)
NESTED = SubgraphResponse({"a": {"b": [{"c": 1}]}})


def held(*outcomes: SubgraphResponse | SubgraphFailure) -> StagedSubgraph:
    return StagedSubgraph(outcomes or (GOOD,), gate=asyncio.Event())


async def together(
    sharing: Sharing, inner: StagedSubgraph, *requests: SubgraphRequest
) -> list[SubgraphResponse | BaseException]:
    """What comes of them when all are asked before the first is answered."""
    calls = [asyncio.create_task(sharing.execute(request)) for request in requests]
    await settled()
    assert inner.gate
    inner.gate.set()
    return await asyncio.gather(*calls, return_exceptions=True)


async def settled() -> None:
    """Everyone has got as far as they can."""
    for _ in range(10):
        await asyncio.sleep(0)


def datas(outcomes: list[Any]) -> list[Any]:
    return [outcome.data for outcome in outcomes]


async def test_the_same_query_of_several_requests_is_asked_once() -> None:
    inner = held()
    outcomes = await together(Sharing(inner), inner, QUERY, QUERY, QUERY)
    assert datas(outcomes) == [{"a": 1}] * 3
    assert len(inner.requests) == 1


async def test_nothing_is_remembered() -> None:
    inner = StagedSubgraph()
    sharing = Sharing(inner)
    await sharing.execute(QUERY)
    await sharing.execute(QUERY)
    assert len(inner.requests) == 2


@pytest.mark.parametrize(
    "other",
    [
        {"headers": {"gemeentegraaf-identiteit": "bert"}},
        {"headers": {}},
        {"headers": {**ANNEKE, "traceparent": "00-1-1-00"}},
        {"body": b'{"query":"{ b }"}'},
        {"body": b'{"query": "{ a }"}'},
    ],
    ids=["another identity", "nobody", "another header", "another query", "other bytes"],
)
async def test_what_differs_in_any_byte_is_asked_by_itself(other: Mapping[str, Any]) -> None:
    inner = held(SubgraphResponse({"a": "first"}), SubgraphResponse({"a": "second"}))
    outcomes = await together(Sharing(inner), inner, QUERY, replace(QUERY, **other))
    assert datas(outcomes) == [{"a": "first"}, {"a": "second"}]


@pytest.mark.parametrize("handling", [Handling.ONCE, Handling.REPEATABLE])
async def test_mutations_and_what_must_see_their_outcome_are_not_shared(handling: Handling) -> None:
    inner = held()
    request = replace(QUERY, handling=handling)
    await together(Sharing(inner), inner, request, request, QUERY)
    assert len(inner.requests) == 3


async def test_after_a_mutation_nobody_joins_a_query_from_before_it() -> None:
    inner = held(SubgraphResponse({"a": "old"}), SubgraphResponse({"a": "done"}), SubgraphResponse({"a": 2}))
    sharing = Sharing(inner)
    before = asyncio.create_task(sharing.execute(QUERY))
    await inner.asked(1)
    gate, inner.gate = inner.gate, None
    assert gate
    await sharing.execute(replace(QUERY, handling=Handling.ONCE))
    after = asyncio.create_task(sharing.execute(QUERY))
    assert (await after).data == {"a": 2}
    gate.set()
    assert (await before).data == {"a": "old"}


async def test_each_gets_data_of_its_own() -> None:
    inner = held(NESTED)
    outcomes = await together(Sharing(inner), inner, *[QUERY] * 3)
    trees = datas(outcomes)
    assert trees == [NESTED.data] * 3
    for tree in trees:
        tree["a"]["b"][0]["c"] = "spoiled"
        tree["a"]["b"].append("more")
    assert len({id(part) for tree in trees for part in (tree, tree["a"], tree["a"]["b"])}) == 9


async def test_who_wakes_first_can_change_its_data_before_the_others_look() -> None:
    inner = held(NESTED)
    sharing = Sharing(inner)

    async def spoil() -> Any:
        data = (await sharing.execute(QUERY)).data
        assert data
        seen = data["a"]["b"][0]["c"]
        data["a"]["b"][0]["c"] = "spoiled"
        return seen

    calls = [asyncio.create_task(spoil()) for _ in range(4)]
    await settled()
    assert inner.gate
    inner.gate.set()
    assert await asyncio.gather(*calls) == [1, 1, 1, 1]


async def test_a_failure_is_everyones() -> None:
    inner = held(DOWN)
    outcomes = await together(Sharing(inner), inner, QUERY, QUERY)
    assert outcomes == [DOWN, DOWN]
    assert len(inner.requests) == 1


class Lingering:
    """Takes its time to end when it is cancelled, and fails then."""

    def __init__(self) -> None:
        self.asked = 0
        self.let_go = asyncio.Event()

    async def execute(self, request: SubgraphRequest) -> SubgraphResponse:
        self.asked += 1
        try:
            await self.let_go.wait()
        finally:
            await self.let_go.wait()
            raise DOWN

    async def close(self) -> None:
        """Nothing to end."""


class TestCancelling:
    async def test_one_that_goes_leaves_the_call_to_the_others_whoever_began_it(self) -> None:
        for gone in (0, 1):
            inner = held()
            sharing = Sharing(inner)
            calls = [asyncio.create_task(sharing.execute(QUERY)) for _ in range(2)]
            await settled()
            calls[gone].cancel()
            await settled()
            assert inner.cancelled == 0
            assert inner.gate
            inner.gate.set()
            assert (await calls[1 - gone]).data == {"a": 1}
            assert calls[gone].cancelled()

    async def test_when_all_are_gone_the_call_is_cancelled(self) -> None:
        inner = held()
        sharing = Sharing(inner)
        calls = [asyncio.create_task(sharing.execute(QUERY)) for _ in range(3)]
        await settled()
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)
        await settled()
        assert inner.cancelled == 1

    async def test_nobody_joins_a_call_that_is_being_cancelled(self) -> None:
        inner = Lingering()
        sharing = Sharing(inner)
        first = asyncio.create_task(sharing.execute(QUERY))
        await settled()
        first.cancel()
        await asyncio.wait((first,))
        second = asyncio.create_task(sharing.execute(QUERY))
        await settled()
        inner.let_go.set()
        with pytest.raises(SubgraphFailure, match="nobody there"):
            await second
        assert inner.asked == 2

    async def test_how_a_call_ends_that_all_have_left_is_nobodys_business(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        inner = Lingering()
        sharing = Sharing(inner)
        first = asyncio.create_task(sharing.execute(QUERY))
        await settled()
        first.cancel()
        await asyncio.wait((first,))
        inner.let_go.set()
        await settled()
        del first
        gc.collect()  # an exception that nobody has seen is told when its task goes
        assert caplog.messages == []

    async def test_it_can_be_used_again_after_closing_whatever_was_on_its_way(self) -> None:
        inner = StagedSubgraph()
        sharing = Sharing(inner)
        call = asyncio.create_task(sharing.execute(QUERY))
        await asyncio.sleep(0)  # it has set out, and not yet begun
        await sharing.close()
        with pytest.raises(SubgraphFailure):
            await call
        assert (await sharing.execute(QUERY)).data == {"a": 1}

    async def test_closing_ends_what_is_on_its_way(self) -> None:
        inner = held()
        sharing = Sharing(inner)
        calls = [asyncio.create_task(sharing.execute(QUERY)) for _ in range(2)]
        await settled()
        await sharing.close()
        outcomes = await asyncio.gather(*calls, return_exceptions=True)
        assert [getattr(outcome, "code", None) for outcome in outcomes] == ["SUBGRAPH_UNREACHABLE"] * 2
        assert inner.closed


class Timed:
    """Lets the time of the first request run out, and answers after that."""

    def __init__(self) -> None:
        self.timeouts: list[float] = []

    async def execute(self, request: SubgraphRequest) -> SubgraphResponse:
        self.timeouts.append(request.timeout)
        if len(self.timeouts) == 1:
            await asyncio.sleep(request.timeout)
            raise SLOW
        return SubgraphResponse({"a": 1})

    async def close(self) -> None:
        """Nothing to end."""


class TestTime:
    async def test_who_has_less_time_left_gives_up_alone(self) -> None:
        inner = held()
        sharing = Sharing(inner)
        first = asyncio.create_task(sharing.execute(QUERY))
        await settled()
        with pytest.raises(SubgraphFailure) as caught:
            await sharing.execute(replace(QUERY, timeout=0.01))
        assert caught.value.code == "SUBGRAPH_TIMEOUT"
        assert inner.cancelled == 0
        assert inner.gate
        inner.gate.set()
        assert (await first).data == {"a": 1}

    async def test_who_has_time_left_when_the_first_ones_runs_out_asks_again(self) -> None:
        inner = Timed()
        first = replace(QUERY, timeout=0.05)
        outcomes = await asyncio.gather(
            *map(Sharing(inner).execute, (first, QUERY, QUERY)), return_exceptions=True
        )
        assert getattr(outcomes[0], "code", None) == "SUBGRAPH_TIMEOUT"
        assert datas(outcomes[1:]) == [{"a": 1}] * 2
        assert inner.timeouts[0] == pytest.approx(0.05)
        assert 0 < inner.timeouts[1] < 10
        assert len(inner.timeouts) == 2

    async def test_a_subgraph_that_used_up_its_own_time_is_not_asked_again(self) -> None:
        inner = held(SLOW, GOOD)
        outcomes = await together(Sharing(inner), inner, QUERY, QUERY, QUERY)
        assert outcomes == [SLOW] * 3
        assert len(inner.requests) == 1
