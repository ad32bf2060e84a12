"""The peers' gateways, each a Node process, asked what the conformance scenarios ask; ours in this process.

The subgraphs are those of the scenarios, served over HTTP. They take what is needless, and count their calls.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from harness.scenario import Scenario, World
from harness.scenario_rows import Memory
from harness.scenario_subgraph import AdversarialSubgraph
from harness.served import served
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from auth.principal import ANONIEM
from gateway.execution.executor import Executor
from gateway.execution.failures import ErrorPolicy
from gateway.execution.subgraph import SubgraphRequest
from gateway.operation.refusal import Refusal
from gateway.operation.request import GraphQLRequest
from gateway.pipeline import Pipeline
from schema.compose import compose
from schema.subgraph import SubgraphSource
from schema.supergraph import Supergraph

PEERS = ("apollo", "hive")
FOLDER = Path(__file__).parents[1] / "peers"
LINE = 2**24
"""Bytes that one line of a peer's may have."""


@dataclass(frozen=True)
class Reply:
    """What a gateway answered to one scenario. `crash`: why it did not. `calls`: of all subgraphs."""

    data: Any = None
    paths: tuple[tuple[str | int, ...] | None, ...] = ()
    crash: str = ""
    calls: int = 0
    messages: tuple[str, ...] = ()

    @classmethod
    def of(cls, answer: Mapping[str, Any], calls: int) -> Reply:
        errors = answer.get("errors") or ()
        paths = tuple(tuple(one["path"]) if one.get("path") is not None else None for one in errors)
        messages = tuple(str(one.get("message")) for one in errors)
        return cls(answer.get("data"), paths, str(answer.get("crash") or ""), calls, messages)

    def difference(self, scenario: Scenario) -> str | None:
        """In what it is not the answer that the scenario wants, if it is not."""
        if self.crash:
            return "crashes"
        if scenario.fails is not None:
            return None if self.data is None and self.paths else "accepts"
        if self.data != scenario.data:
            return "data"
        if bool(self.paths) != bool(scenario.errors):
            return "errors"
        if scenario.errors == "some":
            return None
        wanted = {None if one["path"] is None else tuple(one["path"]) for one in scenario.errors}
        return None if set(self.paths) == wanted else "paths"


@dataclass
class Stage:
    """The subgraphs of the scenario that is being played, under `/<setting>/<name>`.

    `setting` is another number for every supergraph, so that what a gateway still asks for an earlier one
    is not counted.
    """

    setting: int = 0
    subgraphs: dict[str, AdversarialSubgraph] = field(default_factory=dict)

    def set(self, world: World) -> None:
        """Set up the world's subgraphs anew."""
        memory = Memory()
        self.subgraphs = {
            name: AdversarialSubgraph(given, memory, patient=True) for name, given in world.subgraphs.items()
        }

    @property
    def calls(self) -> int:
        return sum(len(one.calls) for one in self.subgraphs.values())

    @property
    def app(self) -> Starlette:
        return Starlette(routes=[Route("/{setting:int}/{name}", self._answer, methods=["POST"])])

    async def _answer(self, request: Request) -> Response:
        if request.path_params["setting"] != self.setting:
            return Response(status_code=410)
        body = orjson.loads(await request.body())
        asked = orjson.dumps({"query": body["query"], "variables": body.get("variables") or {}})
        subgraph = self.subgraphs[request.path_params["name"]]
        answer = await subgraph.execute(SubgraphRequest(asked, {}, 10.0))
        content = {"data": answer.data} | ({"errors": answer.errors} if answer.errors else {})
        return Response(orjson.dumps(content), media_type="application/json")


@dataclass(frozen=True)
class Peer:
    """One Node process and the stage it plays on."""

    process: asyncio.subprocess.Process
    stage: Stage
    url: str

    async def load(self, world: World) -> str:
        """Why the gateway refuses the world's supergraph; empty if it does not."""
        self.stage.setting += 1
        answer = await self._order({"supergraph": supergraph_of(world, f"{self.url}{self.stage.setting}/")})
        return str(answer.get("refused") or "")

    async def play(self, world: World, scenario: Scenario) -> Reply:
        """The answer to a scenario of the world that was loaded last."""
        self.stage.set(world)
        answer = await self._order({"query": scenario.query, "variables": dict(scenario.variables)})
        reply = Reply.of(answer, self.stage.calls)
        if reply.crash:
            await self.load(world)  # whatever goes on in the process, it is not about the next scenario
        return reply

    async def _order(self, order: Mapping[str, Any]) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order).encode() + b"\n")
        await self.process.stdin.drain()
        line = await self.process.stdout.readline()
        assert line, "the peer's process ended"
        answer: dict[str, Any] = json.loads(line)
        return answer


@asynccontextmanager
async def peer(name: str) -> AsyncIterator[Peer]:
    """The process of `apollo` or `hive`, for as long as this lasts."""
    stage = Stage()
    async with served(stage.app) as url:
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            "node", "gateways.mjs", name, cwd=FOLDER, stdin=pipe, stdout=pipe, limit=LINE
        )
        try:
            yield Peer(process, stage, url)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            await process.wait()


def supergraph_of(world: World, url: str) -> str:
    """The world's supergraph, its subgraphs below this URL."""
    subgraphs = [
        SubgraphSource(name, f"{url}{name}", given.linked) for name, given in world.subgraphs.items()
    ]
    composition = compose(subgraphs)
    assert composition.supergraph_sdl is not None, composition.errors
    return composition.supergraph_sdl


async def ours(world: World, scenario: Scenario) -> Reply:
    """What our own gateway answers, over the same subgraphs without HTTP between."""
    memory = Memory()
    subgraphs = {
        name: AdversarialSubgraph(given, memory, patient=True) for name, given in world.subgraphs.items()
    }
    supergraph = Supergraph.parse(supergraph_of(world, "http://ours/"))
    pipeline = Pipeline(supergraph, Executor(subgraphs, ErrorPolicy()))
    try:
        response = await pipeline.answer(
            GraphQLRequest(scenario.query, variables=scenario.variables), ANONIEM
        )
        answer = {"data": response.data, "errors": response.errors}
    except Refusal as refusal:
        answer = {"errors": refusal.errors}
    return Reply.of(answer, sum(len(one.calls) for one in subgraphs.values()))
