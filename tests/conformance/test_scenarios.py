"""The conformance scenarios: each file of `scenarios` holds one family of federated behaviour as data.

Every scenario goes the whole way of a request, from composition to the answer, over subgraphs that throw
when they are asked for what a correct plan never asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import pytest
from harness.scenario import Scenario, World, worlds_of
from harness.scenario_rows import Memory
from harness.scenario_subgraph import AdversarialSubgraph

from auth.principal import ANONIEM
from gateway.execution.executor import Executor
from gateway.execution.failures import ErrorPolicy
from gateway.operation.refusal import Refusal
from gateway.operation.request import GraphQLRequest
from gateway.pipeline import Pipeline
from schema.compose import compose
from schema.subgraph import SubgraphSource
from schema.supergraph import Supergraph

FOLDER = Path(__file__).parent / "scenarios"
FAMILIES = 46


def _parameters() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yaml")):
        for world in worlds_of(path):
            for scenario in world.scenarios:
                reason = scenario.expected_failure
                marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
                yield pytest.param(world, scenario, id=f"{path.stem}: {scenario.name}", marks=marks)


@pytest.mark.parametrize(("world", "scenario"), list(_parameters()))
async def test_the_gateway_answers_as_federation_wants(world: World, scenario: Scenario) -> None:
    memory = Memory()
    subgraphs = {name: AdversarialSubgraph(given, memory) for name, given in world.subgraphs.items()}
    executor = Executor(subgraphs, ErrorPolicy())
    pipeline = Pipeline(_supergraph(world), executor)
    request = GraphQLRequest(scenario.query, variables=scenario.variables)
    if scenario.fails is not None:
        with pytest.raises(Refusal) as raised:
            await pipeline.answer(request, ANONIEM)
        assert raised.value.code == scenario.fails
    else:
        response = await pipeline.answer(request, ANONIEM)
        _compare(scenario, response.data, list(response.errors))
    _count(scenario, subgraphs)


def test_every_family_has_scenarios() -> None:
    numbers = [path.stem.split("_")[0] for path in FOLDER.glob("*.yaml")]
    assert set(range(1, FAMILIES + 1)) <= {int(number) for number in numbers}


@cache
def _supergraph(world: World) -> Supergraph:
    composition = compose(
        [
            SubgraphSource(name, f"http://{name}.test/graphql", subgraph.linked)
            for name, subgraph in world.subgraphs.items()
        ]
    )
    assert composition.supergraph_sdl is not None, "\n".join(map(str, composition.errors))
    return Supergraph.parse(composition.supergraph_sdl)


def _compare(scenario: Scenario, data: Any, errors: list[Mapping[str, Any]]) -> None:
    if scenario.errors == "some":
        assert (data, bool(errors)) == (scenario.data, True)
        return
    told = [{"path": error.get("path"), "code": error["extensions"]["code"]} for error in errors]
    assert (data, _sorted(told)) == (scenario.data, _sorted(scenario.errors)), errors
    assert orjson.dumps(data) == orjson.dumps(scenario.data), "the fields are not in the order of the query"


def _sorted(errors: Any) -> list[Any]:
    return sorted(errors, key=repr)


def _count(scenario: Scenario, subgraphs: Mapping[str, AdversarialSubgraph]) -> None:
    for name, most in scenario.calls.items():
        assert len(subgraphs[name].calls) <= most, subgraphs[name].calls
