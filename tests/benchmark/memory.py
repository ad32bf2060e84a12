"""Whether memory stays flat: requests through the pipeline, and reloads of the supergraph between them.

    python tests/benchmark/memory.py                    50,000 requests, 100 reloads, subgraphs in memory
    python tests/benchmark/memory.py --http             subgraphs over HTTP, in a process of their own
    python tests/benchmark/memory.py --new-texts 0.2    every fifth request a text never seen before

Prints this process's resident memory as the kernel counts it, with the tasks and open files, and asserts
nothing. New texts fill the caches: memory then grows to what the settings under `caches` allow, and stays
there. A reload is a new Pipeline over the supergraph parsed anew, with the same ways to the subgraphs.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import httpx
from benchmark.shop import QUERY, SUPERGRAPH, subgraphs
from benchmark.stages import Replayed
from harness.topology import free_port

from auth.principal import ANONIEM
from gateway.execution.executor import Executor
from gateway.execution.failures import ErrorPolicy
from gateway.execution.subgraph import Subgraph
from gateway.operation.request import GraphQLRequest
from gateway.pipeline import Pipeline
from gateway.pipeline_rules import PipelineRules
from gateway.transport.http_client import HttpLimits, HttpSubgraph
from gateway.transport.resilience import Resilience, resilient
from schema.supergraph import Supergraph

LINES = 20
PATIENCE = 600.0  # seconds: it may run beside other work, with the lowest priority
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked: so many requests, at so many at a time, with so many reloads spread over them."""

    requests: int
    clients: int
    reloads: int
    new_texts: float


def resident() -> float:
    """Mebibytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 2**20


class Load:
    """The requests, drawn one by one by all clients, with what has to happen between them."""

    def __init__(self, plan: Plan, ways: Mapping[str, Subgraph]) -> None:
        self._plan = plan
        self._ways = ways
        self._begun = time.perf_counter()
        self._pipeline = self._made()
        self.done = 0
        self.errors = 0

    async def run(self) -> None:
        await asyncio.gather(*(self._client() for _ in range(self._plan.clients)))
        self.report()

    def report(self) -> None:
        seconds = time.perf_counter() - self._begun
        open_files = len(list(Path("/proc/self/fd").iterdir()))
        print(
            f"{self.done:8} requests {resident():8.1f} MiB {len(asyncio.all_tasks()):4} tasks"
            f" {open_files:4} files {self.errors:4} with errors {seconds:8.1f} s",
            flush=True,
        )

    async def _client(self) -> None:
        plan = self._plan
        while self.done < plan.requests:
            number = self.done
            self.done += 1
            if number % max(1, plan.requests // LINES) == 0:
                self.report()
            if plan.reloads and number and number % max(1, plan.requests // plan.reloads) == 0:
                self._pipeline = self._made()
            answer = await self._pipeline.answer(GraphQLRequest(self._text(number)), ANONIEM)
            self.errors += bool(answer.errors)

    def _text(self, number: int) -> str:
        """The shop's query, now and then with a comment that no request had before."""
        new = self._plan.new_texts and number % round(1 / self._plan.new_texts) == 0
        return f"{QUERY} # {number}" if new else QUERY

    def _made(self) -> Pipeline:
        supergraph, executor = Supergraph.parse(SUPERGRAPH), Executor(self._ways, ErrorPolicy())
        return Pipeline(supergraph, executor, rules=PipelineRules(timeout=PATIENCE))


@asynccontextmanager
async def over_http() -> AsyncIterator[dict[str, Subgraph]]:
    """The ways to the shop's subgraphs, in a process of their own."""
    port = free_port()
    server = [sys.executable, str(Path(__file__).with_name("shop_server.py")), str(port)]
    process = await asyncio.create_subprocess_exec(*server)
    try:
        await answering(f"http://127.0.0.1:{port}/calls")
        yield {name: HttpSubgraph(f"http://127.0.0.1:{port}/{name}", HttpLimits()) for name in subgraphs()}
    finally:
        process.terminate()
        await process.wait()


async def answering(url: str) -> None:
    async with asyncio.timeout(30), httpx.AsyncClient() as http:
        while True:
            try:
                await http.get(url)
            except httpx.TransportError:
                await asyncio.sleep(0.1)
            else:
                return


@asynccontextmanager
async def in_memory() -> AsyncIterator[dict[str, Subgraph]]:
    """Subgraphs that answer with the bytes of the first time."""
    yield {name: Replayed(subgraph) for name, subgraph in subgraphs().items()}


async def main(plan: Plan, *, http: bool) -> None:
    async with over_http() if http else in_memory() as bare:
        rules = Resilience(timeout=PATIENCE)
        ways = {name: resilient(name, subgraph, rules) for name, subgraph in bare.items()}
        await Load(plan, ways).run()
        for way in ways.values():
            await way.close()
    await asyncio.sleep(0.1)
    gc.collect()
    print(f"after closing everything {resident():.1f} MiB, {len(asyncio.all_tasks())} task")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description="Whether memory stays flat.")
    arguments.add_argument("--requests", type=int, default=50_000)
    arguments.add_argument("--reloads", type=int, default=100)
    arguments.add_argument("--clients", type=int, default=16)
    arguments.add_argument("--new-texts", type=float, default=0.0, help="share of texts not seen before")
    arguments.add_argument("--http", action="store_true", help="subgraphs over HTTP")
    given = arguments.parse_args()
    asyncio.run(main(Plan(given.requests, given.clients, given.reloads, given.new_texts), http=given.http))
