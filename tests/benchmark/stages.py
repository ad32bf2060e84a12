"""What each stage of a request costs without network: `PYTHONPATH=tests python tests/benchmark/stages.py`.

The subgraphs answer from memory with the bytes they gave the first time, which are parsed anew for each
request as a transport does. Prints the milliseconds of processor time for one request: the median of several
rounds.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import orjson
from benchmark.shop import QUERY, SUPERGRAPH, subgraphs
from graphql import OperationDefinitionNode, parse

from gateway.execution.executor import ExecutionRequest, Executor
from gateway.execution.failures import ErrorPolicy
from gateway.execution.prepared import prepare
from gateway.execution.subgraph import Subgraph, SubgraphRequest, SubgraphResponse
from gateway.operation.normalize import normalize
from gateway.planning.plan import Plan
from gateway.planning.planner import Planner
from gateway.projection.project import compile_projection
from gateway.transport.wire import read_response
from schema.supergraph import Supergraph

ROUNDS = 7


@dataclass
class Replayed:
    """A Subgraph that asks the real one only for what it has not been asked before."""

    real: Subgraph
    known: dict[bytes, bytes] = field(default_factory=dict)
    calls: int = 0

    async def execute(self, request: SubgraphRequest) -> SubgraphResponse:
        self.calls += 1
        if request.body not in self.known:
            response = await self.real.execute(request)
            self.known[request.body] = orjson.dumps({"data": response.data, "errors": list(response.errors)})
        await asyncio.sleep(0)
        return read_response(200, "application/json", self.known[request.body])

    async def close(self) -> None:
        """Nothing to end."""


async def cost(stage: Callable[[], Awaitable[object]], seconds: float) -> float:
    """Milliseconds of processor time a run."""
    await stage()
    rounds = []
    for _ in range(ROUNDS):
        runs, start = 0, time.process_time()
        while time.process_time() - start < seconds / ROUNDS:
            await stage()
            runs += 1
        rounds.append((time.process_time() - start) / runs * 1000)
    return statistics.median(rounds)


async def main(seconds: float) -> None:
    supergraph = Supergraph.parse(SUPERGRAPH)
    planner = Planner(supergraph)
    document = parse(QUERY)
    node = next(each for each in document.definitions if isinstance(each, OperationDefinitionNode))
    replayed = {name: Replayed(subgraph) for name, subgraph in subgraphs().items()}
    executor = Executor(replayed, ErrorPolicy())
    request = ExecutionRequest({}, lambda _name: {}, 10.0)

    async def plan() -> Plan:
        return planner.plan(normalize(document, node, {}, supergraph.full))

    made = await plan()

    async def compiled() -> object:
        return prepare(made), compile_projection(made.output, supergraph.public)

    prepared, projection = prepare(made), compile_projection(made.output, supergraph.public)
    result = await executor.execute(prepared, request)
    calls = sum(subgraph.calls for subgraph in replayed.values())

    async def execute() -> object:
        return await executor.execute(prepared, request)

    async def parse_answers() -> object:
        return [
            read_response(200, "application/json", body)
            for each in replayed.values()
            for body in each.known.values()
        ]

    async def project() -> object:
        return projection.project(result.data)

    data, errors = projection.project(result.data)

    async def serialize() -> object:
        return orjson.dumps({"data": data})

    print(f"{calls} subgraph calls, {len(orjson.dumps({'data': data}))} bytes, {len(errors)} errors")
    stages = {
        "normalize and plan (once)": plan,
        "compile (once)": compiled,
        "execute": execute,
        "  of which parsing": parse_answers,
        "project": project,
        "serialize": serialize,
    }
    for name, stage in stages.items():
        print(f"{name:28} {await cost(stage, seconds):8.3f} ms")


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.5))
