"""An answer in parts from the pipeline: what waits for what, what is remembered, and how it ends early."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from harness.memory_subgraph import ScriptedSubgraph
from harness.small_town import SUPERGRAPH, small_town

from auth.assurance import Niveau
from auth.principal import ANONIEM, Identifier, Identiteit, Klantsoort, Principal
from gateway.execution.executor import Executor
from gateway.execution.failures import ErrorPolicy
from gateway.execution.subgraph import Subgraph, SubgraphFailure, SubgraphRequest, SubgraphResponse
from gateway.incremental.remainder import Remainder
from gateway.operation.refusal import OperationDenied, SubscriptionRefused, ValidationFailed
from gateway.operation.request import GraphQLRequest
from gateway.operation.response import GraphQLResponse
from gateway.pipeline import Pipeline
from gateway.pipeline_rules import PipelineRules
from schema.supergraph import Supergraph

TOWN = Supergraph.parse(SUPERGRAPH)
LATER = '{ zaak(id: "z1") { id ... @defer { aanvrager { naam } } } }'
_SOMEONE = Identiteit("p1", Identifier.PSEUDONIEM)
BURGER = Principal(_SOMEONE, _SOMEONE, Klantsoort.BURGER, "digid", Niveau.MIDDEN)


@dataclass
class Held:
    """Answers as `inner` does once it is let go, and notes who gave up before."""

    inner: Subgraph
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    let_go: asyncio.Event = field(default_factory=asyncio.Event)
    given_up: int = 0

    async def execute(self, request: SubgraphRequest) -> SubgraphResponse:
        self.asked.set()
        try:
            await self.let_go.wait()
        except asyncio.CancelledError:
            self.given_up += 1
            raise
        return await self.inner.execute(request)

    async def close(self) -> None:
        await self.inner.close()


class Town:
    """A pipeline with the subgraphs it asks."""

    def __init__(self, rules: PipelineRules | None = None, **instead: Subgraph) -> None:
        self.memory = small_town()
        subgraphs: dict[str, Subgraph] = {**self.memory, **instead}
        self.pipeline = Pipeline(TOWN, Executor(subgraphs, ErrorPolicy()), rules=rules)

    async def ask(self, query: str, **more: Any) -> tuple[GraphQLResponse, Remainder | None]:
        return await self.pipeline.answer_in_parts(GraphQLRequest(query, **more), BURGER)

    async def parts(self, query: str, **more: Any) -> list[Any]:
        first, rest = await self.ask(query, **more)
        return [first.body, *([update.body async for update in rest] if rest else [])]


async def test_an_operation_without_the_directives_is_answered_as_ever() -> None:
    town = Town()
    first, rest = await town.ask('{ zaak(id: "z1") { id } }')
    assert rest is None
    assert first == await town.pipeline.answer(GraphQLRequest('{ zaak(id: "z1") { id } }'), BURGER)


async def test_whoever_wants_it_whole_gets_it_whole() -> None:
    town = Town()
    assert len(await town.parts(LATER)) == 2
    whole = await town.pipeline.answer(GraphQLRequest(LATER), BURGER)
    assert whole.body == {"data": {"zaak": {"id": "z1", "aanvrager": {"naam": "Anneke"}}}}
    assert len(await town.parts(LATER)) == 2


async def test_the_plans_for_each_value_of_if_are_kept_apart() -> None:
    query = 'query ($later: Boolean!) { zaak(id: "z1") { id ... @defer(if: $later) { omschrijving } } }'
    town = Town()
    for later in (True, False, True, False):
        assert len(await town.parts(query, variables={"later": later})) == (2 if later else 1)
    assert town.pipeline.preparation.planned == 2


async def test_the_first_part_waits_for_nothing_that_is_deferred() -> None:
    held = Held(small_town()["personen"])
    async with asyncio.timeout(10):
        first, rest = await Town(personen=held).ask(LATER)
        assert first.data == {"zaak": {"id": "z1"}}
        await held.asked.wait()  # which is under way all the same
        held.let_go.set()
        assert rest is not None
        assert [update.has_next async for update in rest] == [False]


async def test_of_a_streamed_list_the_first_items_wait_for_nothing_of_the_others() -> None:
    class SecondCallHeld(Held):
        async def execute(self, request: SubgraphRequest) -> SubgraphResponse:
            if b"p2" not in request.body:
                return await self.inner.execute(request)
            return await super().execute(request)

    held = SecondCallHeld(small_town()["zaken"])
    async with asyncio.timeout(10):
        query = "{ personen @stream(initialCount: 1) { zaken { id } } }"
        first, rest = await Town(zaken=held).ask(query)
        assert first.data == {"personen": [{"zaken": [{"id": "z1"}]}]}
        await held.asked.wait()
        held.let_go.set()
        assert rest is not None
        (update,) = [update.body async for update in rest]
        assert update["incremental"] == [{"id": "0", "items": [{"zaken": []}]}]


async def test_closing_the_remainder_ends_what_is_under_way() -> None:
    held = Held(small_town()["personen"])
    async with asyncio.timeout(10):
        _, rest = await Town(personen=held).ask(LATER)
        await held.asked.wait()
        assert rest is not None
        await rest.aclose()
        assert held.given_up == 1
        assert [update async for update in rest] == []


async def test_who_is_cancelled_while_waiting_for_an_update_ends_it_too() -> None:
    held = Held(small_town()["personen"])
    async with asyncio.timeout(10):
        _, rest = await Town(personen=held).ask(LATER)
        assert rest is not None
        waiting = asyncio.ensure_future(anext(rest))
        await held.asked.wait()
        await asyncio.sleep(0)  # it waits by now
        waiting.cancel()
        await asyncio.wait((waiting,))
        assert held.given_up == 1


async def test_who_leaves_before_the_first_part_ends_all_calls() -> None:
    held = Held(small_town()["zaken"])
    async with asyncio.timeout(10):
        asking = asyncio.ensure_future(Town(zaken=held).ask(LATER))
        await held.asked.wait()
        asking.cancel()
        await asyncio.wait((asking,))
        assert asking.cancelled()
        assert held.given_up == 1


async def test_a_mutation_is_done_in_full_though_its_client_has_left() -> None:
    held = Held(small_town()["zaken"])
    query = 'mutation { zaakSluiten(id: "z1") { gesloten ... @defer { aanvrager { naam } } } }'
    async with asyncio.timeout(10):
        asking = asyncio.ensure_future(Town(zaken=held).ask(query))
        await held.asked.wait()
        asking.cancel()
        await asyncio.sleep(0)
        held.let_go.set()
        await asyncio.wait((asking,))
        assert asking.cancelled()
        assert held.given_up == 0


async def test_nothing_is_asked_for_what_turned_out_not_to_be_there() -> None:
    town = Town()
    assert await town.parts(LATER.replace("z1", "z9")) == [{"data": {"zaak": None}}]
    assert not town.memory["personen"].calls


async def test_a_subgraph_that_does_not_answer_takes_its_fragment_only() -> None:
    down = ScriptedSubgraph([SubgraphFailure("SUBGRAPH_UNREACHABLE", "nobody there")])
    first, update = await Town(personen=down).parts(
        '{ zaak(id: "z1") { id aanvrager { id ... @defer(label: "naam") { naam } } } }'
    )
    assert first["data"] == {"zaak": {"id": "z1", "aanvrager": {"id": "p1"}}}
    assert "errors" not in first
    (completed,) = update["completed"]
    assert completed["errors"][0]["extensions"] == {"code": "SUBGRAPH_UNREACHABLE", "service": "personen"}


async def test_an_error_without_a_place_goes_with_the_part_it_came_for() -> None:
    answer = SubgraphResponse({"_entities": [{"naam": "Anneke"}]}, [{"message": "let op"}])
    first, update = await Town(personen=ScriptedSubgraph([answer])).parts(LATER)
    assert "errors" not in first
    (delivered,) = update["incremental"]
    assert delivered["data"] == {"aanvrager": {"naam": "Anneke"}}
    assert [error["message"] for error in delivered["errors"]] == ["let op"]


async def test_a_denied_field_in_a_deferred_fragment_can_be_reason_to_refuse_all() -> None:
    town = Town(PipelineRules(reject=True))
    request = GraphQLRequest("{ personen { id ... @defer { inkomen } } }")
    with pytest.raises(OperationDenied):
        await town.pipeline.answer_in_parts(request, ANONIEM)


async def test_subscriptions_are_refused() -> None:
    with pytest.raises(SubscriptionRefused):
        await Town().ask("subscription ($on: Boolean!) { zaakGewijzigd { ... @defer(if: $on) { id } } }")


async def test_without_incremental_delivery_there_are_no_such_directives() -> None:
    with pytest.raises(ValidationFailed, match="Unknown directive '@defer'"):
        await Town(PipelineRules(incremental_delivery=False)).ask(LATER)


async def test_what_was_asked_in_parts_is_warmed_in_parts() -> None:
    old, new = Town(), Town()
    await old.parts(LATER)
    (used,) = old.pipeline.preparation.most_used(5)
    new.pipeline.preparation.warm(replace(used))
    await new.parts(LATER)
    assert new.pipeline.preparation.planned == 1
