"""The proof by difference for answers in parts: what a client puts together of them is what it would put
together of graphql-core's own incremental delivery over one schema.

@defer and @stream are put at random into random queries over random worlds. The gateway and graphql-core need
not deliver in the same order, nor under the same ids; but the data in the end, and what has failed on the
way, must be the same. Subgraphs throw nothing here: an error that spreads within a subgraph takes more along
than one that spreads in one schema. `GEMEENTEGRAAF_PARTED_WORLDS` sets how many worlds are tried.
"""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from graphql import DocumentNode, parse, print_ast, validate
from graphql.execution import experimental_execute_incrementally
from graphql.execution.types import ExperimentalIncrementalExecutionResults
from harness.assembled import Assembled
from harness.composed import composed
from harness.sprinkled import sprinkled
from harness.worlds.chooser import Seeded
from harness.worlds.laws import Laws, Tally
from harness.worlds.operations import OperationDrawing, RandomOperation
from harness.worlds.resolvers import MonolithResolver
from harness.worlds.subgraph import Part, WorldSubgraph
from harness.worlds.world import draw_world

from auth.principal import ANONIEM
from gateway.execution.executor import Executor
from gateway.execution.failures import ErrorPolicy
from gateway.operation.incremental_directives import with_incremental_delivery
from gateway.operation.limits import OperationLimits
from gateway.pipeline import Pipeline
from gateway.pipeline_rules import PipelineRules
from schema.supergraph import Supergraph

WORLDS = int(os.environ.get("GEMEENTEGRAAF_PARTED_WORLDS", "15"))
QUERIES = 4
LIMITS = OperationLimits(
    aliases=100_000, depth=100, fields=100_000, directives=100_000, root_fields=1000, deferrals=10_000
)


@pytest.mark.parametrize("seed", range(WORLDS))
async def test_the_parts_make_up_what_one_schema_would_deliver(seed: int) -> None:
    draw = Seeded(f"parts {seed}")
    world = draw_world(draw)
    laws = replace(world.laws, error_percent=0, ghost_percent=0)
    supergraph = Supergraph.parse(composed(world.subgraphs))
    parts = [Part(laws, name, sdl) for name, sdl in world.subgraphs.items()]
    subgraphs = {part.name: WorldSubgraph(part, Tally()) for part in parts}
    pipeline = Pipeline(supergraph, Executor(subgraphs, ErrorPolicy()), rules=PipelineRules(limits=LIMITS))
    for _ in range(QUERIES):
        drawn = OperationDrawing(world.public, draw, mutations=False).operation()
        query = parse(drawn.text)
        if validate(world.public, query):
            continue
        operation = replace(drawn, text=print_ast(sprinkled(query, world.public, draw)))
        got = await _answer(pipeline, operation)
        expected = await _expected(laws, operation)
        assert (got.data, got.failed) == (expected.data, expected.failed), f"{operation}\n{world.subgraphs}"


async def _answer(pipeline: Pipeline, operation: RandomOperation) -> Assembled:
    first, rest = await pipeline.answer_in_parts(operation.request, ANONIEM)
    return Assembled.of(first.body, [update.body async for update in rest] if rest else [])


async def _expected(laws: Laws, operation: RandomOperation) -> Assembled:
    """What graphql-core delivers over the whole world at once."""
    document: DocumentNode = parse(operation.text)
    result = experimental_execute_incrementally(
        with_incremental_delivery(laws.schema),
        document,
        variable_values=dict(operation.variables),
        field_resolver=MonolithResolver(laws),
        type_resolver=lambda thing, *_: thing.type,
    )
    if not isinstance(result, ExperimentalIncrementalExecutionResults):
        whole = result.formatted  # type: ignore[union-attr]  # nothing here is awaited
        return Assembled.of({key: whole[key] for key in ("data", "errors") if key in whole}, [])
    updates = [update.formatted async for update in result.subsequent_results]
    return Assembled.of(result.initial_result.formatted, updates)
