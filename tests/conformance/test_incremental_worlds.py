"""The proof by difference for answers in parts: what a client puts together of them is what it would put
together of graphql-core's own incremental delivery over one schema.

@defer and @stream are put at random into random queries over random worlds. The gateway and graphql-core need
not deliver in the same order, nor under the same ids; but the data in the end, and what has failed on the
way, must be the same. Subgraphs throw nothing here: an error that spreads within a subgraph takes more along
than one that spreads in one schema. `GEMEENTEGRAAF_PARTED_WORLDS` sets how many worlds are tried.
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, replace

import pytest
from graphql import DocumentNode, parse, print_ast, validate
from graphql.execution import experimental_execute_incrementally
from graphql.execution.types import ExperimentalIncrementalExecutionResults
from harness.assembled import Assembled
from harness.composed import composed
from harness.random_graph import GraphDrawing
from harness.random_query import QueryDrawing
from harness.sprinkled import sprinkled
from harness.world import Laws, Resolver, WorldSubgraph, type_of

from auth.principal import ANONIEM
from gateway.execution.executor import Executor
from gateway.execution.failures import ErrorPolicy
from gateway.operation.incremental_directives import with_incremental_delivery
from gateway.operation.limits import OperationLimits
from gateway.operation.request import GraphQLRequest
from gateway.pipeline import Pipeline
from gateway.pipeline_rules import PipelineRules
from schema.supergraph import Supergraph

WORLDS = int(os.environ.get("GEMEENTEGRAAF_PARTED_WORLDS", "15"))
QUERIES = 4
LIMITS = OperationLimits(aliases=10_000, directives=10_000, deferrals=10_000)


@dataclass
class Seeded:
    """Draws from a seed."""

    random: random.Random

    def integer(self, low: int, high: int) -> int:
        return self.random.randint(low, high)


@pytest.mark.parametrize("seed", range(WORLDS))
async def test_the_parts_make_up_what_one_schema_would_deliver(seed: int) -> None:
    draw = Seeded(random.Random(seed))
    graph = GraphDrawing(draw).draw()
    laws = replace(graph.laws, error_percent=0)
    supergraph = Supergraph.parse(composed(graph.subgraphs))
    rules = PipelineRules(limits=LIMITS)
    for _ in range(QUERIES):
        query = parse(QueryDrawing(laws.monolith, draw).query())
        if validate(supergraph.public, query):
            continue
        text = print_ast(sprinkled(query, supergraph.public, draw))
        subgraphs = {name: WorldSubgraph(laws, sdl) for name, sdl in graph.subgraphs.items()}
        got = await _answer(Pipeline(supergraph, Executor(subgraphs, ErrorPolicy()), rules=rules), text)
        expected = await _expected(laws, parse(text))
        assert (got.data, got.failed) == (expected.data, expected.failed), f"{text}\n{graph.subgraphs}"


async def _answer(pipeline: Pipeline, text: str) -> Assembled:
    first, rest = await pipeline.answer_in_parts(GraphQLRequest(text), ANONIEM)
    return Assembled.of(first.body, [update.body async for update in rest] if rest else [])


async def _expected(laws: Laws, document: DocumentNode) -> Assembled:
    """What graphql-core delivers over the whole world at once."""
    result = experimental_execute_incrementally(
        with_incremental_delivery(laws.monolith),
        document,
        field_resolver=Resolver(laws),
        type_resolver=type_of,
    )
    if not isinstance(result, ExperimentalIncrementalExecutionResults):
        whole = result.formatted  # type: ignore[union-attr]  # nothing here is awaited
        return Assembled.of({key: whole[key] for key in ("data", "errors") if key in whole}, [])
    updates = [update.formatted async for update in result.subsequent_results]
    return Assembled.of(result.initial_result.formatted, updates)
