"""The conformance scenarios of @defer and @stream: each file of `incremental` holds some worlds as data.

What comes in which part is compared to the letter. A client that puts the parts together must end up with
what the same request gives without the directives, but for fragments and streams that failed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from harness.assembled import Assembled
from harness.incremental_scenario import (
    IncrementalScenario,
    IncrementalWorld,
    InTurn,
    Turns,
    incremental_worlds_of,
)
from harness.scenario_rows import Memory
from harness.scenario_subgraph import AdversarialSubgraph

from auth.principal import ANONIEM
from gateway.execution.executor import Executor
from gateway.execution.failures import ErrorPolicy
from gateway.operation.request import GraphQLRequest
from gateway.pipeline import Pipeline
from gateway.planning.validation.validate import PlanValidator
from schema.compose import compose
from schema.subgraph import SubgraphSource
from schema.supergraph import Supergraph

FOLDER = Path(__file__).parent / "incremental"


def _parameters() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yaml")):
        for world in incremental_worlds_of(path):
            for scenario in world.scenarios:
                yield pytest.param(world, scenario, id=f"{path.stem}: {scenario.name}")


@pytest.mark.parametrize(("world", "scenario"), list(_parameters()))
async def test_an_answer_comes_in_the_parts_that_the_proposal_has(
    world: IncrementalWorld, scenario: IncrementalScenario
) -> None:
    request = GraphQLRequest(scenario.query, variables=scenario.variables)
    memory = Memory()
    guarded = {name: AdversarialSubgraph(given, memory) for name, given in world.subgraphs.items()}
    turns = Turns(scenario.order)
    subgraphs = {name: InTurn(name, subgraph, turns) for name, subgraph in guarded.items()}
    pipeline = Pipeline(_supergraph(world), Executor(subgraphs, ErrorPolicy()))
    assert not _plan_faults(pipeline, request, _supergraph(world))
    async with turns.given():
        first, rest = await pipeline.answer_in_parts(request, ANONIEM)
        parts = [first.body, *([update.body async for update in rest] if rest else [])]
    assert [_told(part) for part in parts] == list(scenario.parts)
    for name, most in scenario.calls.items():
        assert len(guarded[name].calls) == most, guarded[name].calls


@pytest.mark.parametrize(("world", "scenario"), list(_parameters()))
async def test_the_parts_make_up_the_answer(world: IncrementalWorld, scenario: IncrementalScenario) -> None:
    assembled = Assembled.of(scenario.parts[0], scenario.parts[1:])
    memory = Memory()
    subgraphs = {name: AdversarialSubgraph(given, memory) for name, given in world.subgraphs.items()}
    pipeline = Pipeline(_supergraph(world), Executor(subgraphs, ErrorPolicy()))
    whole = await pipeline.answer(GraphQLRequest(scenario.query, variables=scenario.variables), ANONIEM)
    if not assembled.failures and "negative" not in scenario.name:
        assert assembled.data == whole.data
        assert _sorted(assembled.errors) == _sorted(_told(whole.body).get("errors", []))


def _plan_faults(pipeline: Pipeline, request: GraphQLRequest, supergraph: Supergraph) -> str:
    stages: dict[str, Any] = {}
    plan = pipeline.plan(request, ANONIEM, stages.__setitem__)
    return "\n".join(map(str, PlanValidator(supergraph).faults(plan, stages["permitted"])))


@cache
def _supergraph(world: IncrementalWorld) -> Supergraph:
    sources = [
        SubgraphSource(name, f"http://{name}.test/graphql", subgraph.linked)
        for name, subgraph in world.subgraphs.items()
    ]
    composition = compose(sources)
    assert composition.supergraph_sdl is not None, "\n".join(map(str, composition.errors))
    return Supergraph.parse(composition.supergraph_sdl)


def _told(value: Any) -> Any:
    """A response map with the essence of its errors."""
    if isinstance(value, list):
        return [_told(item) for item in value]
    if not isinstance(value, Mapping):
        return value
    if "message" in value:
        return {"path": value.get("path"), "code": value["extensions"]["code"]}
    return {key: _told(item) for key, item in value.items()}


def _sorted(errors: Any) -> list[Any]:
    return sorted(errors, key=repr)
