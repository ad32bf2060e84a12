"""Whether memory stays flat: requests through the whole gateway, and new supergraphs between them.

    python tests/benchmark/memory.py                    50,000 requests, 100 reloads, subgraphs in memory
    python tests/benchmark/memory.py --http             subgraphs over HTTP, in a process of their own
    python tests/benchmark/memory.py --new-texts 0.2    every fifth request a text never seen before

Prints this process's resident memory as the kernel counts it, with the tasks and open files, and asserts
nothing. New texts fill the caches: memory then grows to what the settings under `caches` allow, and stays
there. The clients call the gateway's ASGI application in this process.
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
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import httpx
from benchmark.shop import QUERY, SUPERGRAPH, subgraphs
from benchmark.stages import Replayed
from harness.topology import free_port

from gateway.app import AppParts, make_following_app
from gateway.connections import Ways
from gateway.execution.subgraph import Subgraph
from gateway.generation import Schemas
from gateway.generations import Generations
from gateway.settings import GatewaySettings
from gateway.transport.http_client import HttpSubgraph
from gateway.transport.resilience import resilient
from schema.supergraph import Supergraph

LINES = 20
PAGE = os.sysconf("SC_PAGE_SIZE")
# It may run beside other work, with the lowest priority.
SETTINGS = GatewaySettings.load("timeout_seconds: 600\ntraffic: {timeout_seconds: 600}", {})


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked: so many requests, so many at a time, with so many reloads spread over them."""

    requests: int
    clients: int
    reloads: int
    new_texts: float


def resident() -> float:
    """Mebibytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 2**20


def schemas(number: int) -> Schemas:
    """The shop, in another text every time."""
    return Schemas(Supergraph.parse(f"{SUPERGRAPH}\n# {number}"), id=str(number))


class Load:
    """The requests, drawn one by one by all clients, with what has to happen between them."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._begun = time.perf_counter()
        self._generations: Generations | None = None
        self.done = 0
        self.errors = 0

    @asynccontextmanager
    async def follow(self, generations: Generations) -> AsyncIterator[None]:
        self._generations = generations
        yield
        self._generations = None

    async def run(self, ways: Mapping[str, Subgraph]) -> None:
        app = make_following_app(SETTINGS, schemas(0), Ways.fixed(ways, {}), AppParts(), self.follow)
        transport = httpx.ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://gateway", timeout=None) as http,
        ):
            await asyncio.gather(*(self._client(http) for _ in range(self._plan.clients)))
            self.report()

    def report(self) -> None:
        seconds = time.perf_counter() - self._begun
        files = len(list(Path("/proc/self/fd").iterdir()))
        assert self._generations
        print(
            f"{self.done:8} requests {self._generations.current.number:4} generations {resident():8.1f} MiB"
            f" {len(asyncio.all_tasks()):4} tasks {files:4} files {self.errors:4} errors {seconds:8.1f} s",
            flush=True,
        )

    async def _client(self, http: httpx.AsyncClient) -> None:
        plan = self._plan
        while self.done < plan.requests:
            number = self.done
            self.done += 1
            if number % max(1, plan.requests // LINES) == 0:
                self.report()
            if plan.reloads and number and number % max(1, plan.requests // plan.reloads) == 0:
                assert self._generations
                await self._generations.replace(partial(schemas, number))
            answer = await http.post("/graphql", json={"query": self._text(number)})
            self.errors += b'"errors"' in answer.content

    def _text(self, number: int) -> str:
        """The shop's query, now and then with a comment that no request had before."""
        new = self._plan.new_texts and number % round(1 / self._plan.new_texts) == 0
        return f"{QUERY} # {number}" if new else QUERY


@asynccontextmanager
async def over_http() -> AsyncIterator[dict[str, Subgraph]]:
    """The shop's subgraphs, in a process of their own."""
    url = f"http://127.0.0.1:{free_port()}"
    server = Path(__file__).with_name("shop_server.py")
    process = await asyncio.create_subprocess_exec(sys.executable, server, url.rpartition(":")[2])
    try:
        await answering(f"{url}/calls")
        yield {name: HttpSubgraph(f"{url}/{name}", SETTINGS.traffic.http) for name in subgraphs()}
    finally:
        process.terminate()
        await process.wait()


async def answering(url: str) -> None:
    async with asyncio.timeout(60), httpx.AsyncClient() as http:
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
    rules = SETTINGS.traffic.resilience
    async with over_http() if http else in_memory() as bare:
        await Load(plan).run({name: resilient(name, subgraph, rules) for name, subgraph in bare.items()})
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
