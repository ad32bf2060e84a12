"""Plays a scenario: its request goes the whole way of a pipeline over the subgraphs and must end as told. Its
plan must be valid, too.
"""

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
from gateway.planning.planner import UnplannableError
from gateway.planning.validation.validate import PlanValidator
from gateway.rollout import Rollout
from schema.supergraph import Supergraph


async def play(world: World, scenario: Scenario, supergraph: Supergraph) -> None:
    """Raises AssertionError when the answer or the number of calls is another, or the plan is not valid."""
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
        faults = _plan_faults(pipeline, request, supergraph)
        assert bool(faults) == bool(scenario.invalid_plan), faults
        response = await pipeline.answer(request, ANONIEM)
        _compare(scenario, response.data, list(response.errors))
    for name, most in scenario.calls.items():
        assert len(subgraphs[name].calls) <= most, subgraphs[name].calls


def _plan_faults(pipeline: Pipeline, request: GraphQLRequest, supergraph: Supergraph) -> str:
    """What is wrong with the plan, if there is one: what cannot be planned is told in the answer."""
    stages: dict[str, Any] = {}
    try:
        plan = pipeline.plan(request, ANONIEM, stages.__setitem__)
    except UnplannableError:
        return ""
    validator = PlanValidator(supergraph, stages["labels"])
    return "\n".join(map(str, validator.faults(plan, stages["permitted"])))


def _compare(scenario: Scenario, data: Any, errors: list[Mapping[str, Any]]) -> None:
    if scenario.errors == "some":
        assert (data, bool(errors)) == (scenario.data, True)
        return
    told = [{"path": error.get("path"), "code": error["extensions"]["code"]} for error in errors]
    assert (data, _sorted(told)) == (scenario.data, _sorted(scenario.errors)), errors
    assert orjson.dumps(data) == orjson.dumps(scenario.data), "the fields are not in the order of the query"


def _sorted(errors: Any) -> list[Any]:
    return sorted(errors, key=repr)
