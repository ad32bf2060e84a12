"""The proof by difference: what the whole gateway answers over random subgraphs is what one schema would
have answered.

A random monolith is cut at random into subgraphs; random queries over it go through compose, plan, execute
and project. The answer must equal graphql-core's over the monolith, with values that are null and resolvers
that throw at random. Hypothesis shrinks what differs to a small case and prints it. `GEMEENTEGRAAF_WORLDS`
sets how many worlds are tried.
"""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from typing import Any

from graphql import OperationDefinitionNode, parse, validate
from harness.composed import composed
from harness.random_graph import GraphDrawing, RandomGraph
from harness.random_query import QueryDrawing
from harness.world import WorldSubgraph, answer_of_monolith
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from gateway.execution.executor import ExecutionRequest, Executor
from gateway.execution.failures import ErrorPolicy
from gateway.execution.prepared import prepare
from gateway.operation.normalize import normalize
from gateway.planning.planner import Planner
from gateway.planning.validation.validate import PlanValidator
from gateway.projection.project import compile_projection
from schema.supergraph import Supergraph

WORLDS = int(os.environ.get("GEMEENTEGRAAF_WORLDS", "40"))
QUERIES = 4
VARIABLES = {"on": True, "off": False, "n": 7}


@dataclass
class Drawn:
    """Hypothesis as the chooser."""

    data: st.DataObject

    def integer(self, low: int, high: int) -> int:
        return self.data.draw(st.integers(low, high))


@settings(
    max_examples=WORLDS,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(st.data())
def test_the_gateway_answers_what_one_schema_would(data: st.DataObject) -> None:
    graph = GraphDrawing(Drawn(data)).draw()
    for name, sdl in graph.subgraphs.items():
        note(f"# {name}\n{sdl}")
    supergraph = Supergraph.parse(composed(graph.subgraphs))
    for _ in range(QUERIES):
        query = QueryDrawing(graph.laws.monolith, Drawn(data)).query()
        if not validate(supergraph.public, parse(query)):
            note(query)
            _assert_same_answer(graph, supergraph, query)


def _assert_same_answer(graph: RandomGraph, supergraph: Supergraph, query: str) -> None:
    expected = answer_of_monolith(graph.laws, parse(query), {})
    got, errors = asyncio.run(_answer(graph, supergraph, query))
    assert got == expected.data
    assert bool(errors) == bool(expected.errors)


async def _answer(graph: RandomGraph, supergraph: Supergraph, query: str) -> tuple[Any, list[Any]]:
    document = parse(query)
    (operation,) = document.definitions
    assert isinstance(operation, OperationDefinitionNode)
    permitted = normalize(document, operation, VARIABLES, supergraph.full)
    plan = Planner(supergraph).plan(permitted)
    assert PlanValidator(supergraph).faults(plan, permitted) == ()
    subgraphs = {name: WorldSubgraph(graph.laws, sdl) for name, sdl in graph.subgraphs.items()}
    request = ExecutionRequest({"n": 7}, lambda _: {}, timeout=10)
    result = await Executor(subgraphs, ErrorPolicy()).execute(prepare(plan), request)
    data, failures = compile_projection(plan.output, supergraph.public).project(result.data, result.unplaced)
    return data, list(failures)
