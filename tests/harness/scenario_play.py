"""Plays a scenario: its request goes the whole way of a pipeline over the subgraphs and must end as told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
import pytest
from harness.scenario import Scenario, World
from harness.scenario_rows import Memory
from harness.scenario_subgraph import AdversarialSubgraph

from auth.principal import ANONIEM
from gateway.execution.executor import Executor
from gateway.execution.failures import ErrorPolicy
from gateway.operation.refusal import Refusal
from gateway.operation.request import GraphQLRequest
from gateway.pipeline import Pipeline
from gateway.pipeline_rules import PipelineRules
from gateway.rollout import Rollout
from schema.supergraph import Supergraph


async def play(world: World, scenario: Scenario, supergraph: Supergraph) -> None:
    """Raises AssertionError when the answer, or the number of calls, is another."""
    memory = Memory()
    subgraphs = {name: AdversarialSubgraph(given, memory) for name, given in world.subgraphs.items()}
    rules = PipelineRules(rollout=Rollout(dict.fromkeys(scenario.labels, 100)))
    pipeline = Pipeline(supergraph, Executor(subgraphs, ErrorPolicy()), rules=rules)
    request = GraphQLRequest(scenario.query, variables=scenario.variables)
    if scenario.fails is not None:
        with pytest.raises(Refusal) as raised:
            await pipeline.answer(request, ANONIEM)
        assert raised.value.code == scenario.fails
    else:
        response = await pipeline.answer(request, ANONIEM)
        _compare(scenario, response.data, list(response.errors))
    for name, most in scenario.calls.items():
        assert len(subgraphs[name].calls) <= most, subgraphs[name].calls


def _compare(scenario: Scenario, data: Any, errors: list[Mapping[str, Any]]) -> None:
    if scenario.errors == "some":
        assert (data, bool(errors)) == (scenario.data, True)
        return
    told = [{"path": error.get("path"), "code": error["extensions"]["code"]} for error in errors]
    assert (data, _sorted(told)) == (scenario.data, _sorted(scenario.errors)), errors
    assert orjson.dumps(data) == orjson.dumps(scenario.data), "the fields are not in the order of the query"


def _sorted(errors: Any) -> list[Any]:
    return sorted(errors, key=repr)
