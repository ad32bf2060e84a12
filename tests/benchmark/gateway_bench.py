"""The work that gateways are compared on, over HTTP: `python tests/benchmark/gateway_bench.py`.

Four subgraphs in one process, one gateway in another, and here fifty clients that send the shop's query (see
shop.py) as fast as they are answered. Two modes: `identical`, in which requests at the same moment may share
their calls, and `unique`, in which every request has an `authorization` of its own and nothing is shared.
With `--peers` @apollo/gateway and @graphql-hive/gateway are measured alike, for which Node is needed and
`npm ci --prefix tests/peers`. The load and the subgraphs share the
machine, so the figure to compare is the gateway's own processor time for a request.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import aiohttp
import orjson
from benchmark.shop import QUERY, SUPERGRAPH
from harness.topology import free_port

FOLDER = Path(__file__).parent
CLIENTS = 50
WARM, REQUESTS, OF_PEERS = 100, 1_000, 200
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Gateway:
    """A gateway to measure: what starts it, and the path it answers at."""

    name: str
    command: Sequence[str]
    path: str
    requests: int = REQUESTS


@dataclass(frozen=True)
class Figures:
    """What a run cost: seconds of each request and in all; processor seconds and bytes of the gateway."""

    latencies: list[float]
    wall: float
    processor: float
    memory: int
    calls: int
    size: int

    def line(self, name: str) -> str:
        count, ordered = len(self.latencies), sorted(self.latencies)
        p50, p95, p99 = (ordered[int(count * part)] * 1000 for part in (0.5, 0.95, 0.99))
        return (
            f"{name:<28}{count / self.wall:7.0f} req/s {self.processor / count * 1000:7.2f} ms processor "
            f"{p50:6.0f} {p95:6.0f} {p99:6.0f} ms p50/95/99 {self.calls / count:6.2f} calls "
            f"{self.memory / 2**20:5.0f} MiB {self.size:6} bytes"
        )


@contextmanager
def running(command: Sequence[str], url: str) -> Iterator[int]:
    """The process's id, once it answers at `url`."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            asyncio.run(answers(url, process))
            yield process.pid
        finally:
            process.terminate()
            process.wait(10)


async def answers(url: str, process: subprocess.Popen[bytes]) -> None:
    async with aiohttp.ClientSession() as session:
        for _ in range(300):
            try:
                async with session.get(url):
                    return
            except aiohttp.ClientError:
                if process.poll() is not None:
                    raise RuntimeError(f"{process.args!r} ended") from None
                await asyncio.sleep(0.1)
    raise RuntimeError(f"nothing answers at {url}")


def processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory(pid: int) -> int:
    line = next(each for each in Path(f"/proc/{pid}/status").read_text().splitlines() if "VmRSS" in each)
    return int(line.split()[1]) * 1024


async def load(url: str, calls_at: str, pid: int, requests: int, *, unique: bool) -> Figures:
    body = orjson.dumps({"query": QUERY})
    latencies: list[float] = []
    sizes: set[int] = set()

    async def client(session: aiohttp.ClientSession, number: int, requests: int) -> None:
        for turn in range(requests):
            own = {"authorization": f"Basic {number}-{turn}"} if unique else {}
            begun = time.perf_counter()
            async with session.post(
                url, data=body, headers={"content-type": "application/json", **own}
            ) as response:
                answer = await response.read()
            latencies.append(time.perf_counter() - begun)
            sizes.add(len(answer))

    async def calls(session: aiohttp.ClientSession) -> int:
        async with session.get(calls_at) as response:
            return int(await response.text())

    async def together(session: aiohttp.ClientSession, requests: int) -> None:
        await asyncio.gather(*(client(session, number, requests // CLIENTS) for number in range(CLIENTS)))

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CLIENTS)) as session:
        await together(session, WARM)
        latencies.clear()
        before, used, begun = await calls(session), processor_seconds(pid), time.perf_counter()
        await together(session, requests)
        wall, spent = time.perf_counter() - begun, processor_seconds(pid) - used
        asked = await calls(session) - before
    return Figures(latencies, wall, spent, memory(pid), asked, max(sizes))


def own(folder: Path, supergraph: Path, port: int) -> Iterator[tuple[Gateway, bool]]:
    """Ours, with the mode it is measured in: unique or not."""
    ours = [str(Path(sys.executable).with_name("gemeentegraaf")), "serve", "--supergraph", str(supergraph)]
    for unique in (True, False):
        settings = folder / f"sharing-{unique}.yaml"
        settings.write_text(f"traffic: {{sharing: {str(not unique).lower()}}}\n")
        command = [*ours, "--port", str(port), "--config", str(settings)]
        yield Gateway("gemeentegraaf", command, "/graphql"), unique


def peers(supergraph: Path, port: int) -> Iterator[tuple[Gateway, bool]]:
    """The others, in the honest mode: requests of different people share nothing."""
    for router, name in (("apollo", "@apollo/gateway"), ("hive", "@graphql-hive/gateway")):
        command = ["node", str(FOLDER / "routers_http.mjs"), str(supergraph), router, str(port)]
        yield Gateway(name, command, "/", OF_PEERS), True


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="gemeentegraaf-bench-") as place:
        folder, shop_port = Path(place), free_port()
        supergraph = folder / "supergraph.graphql"
        text = SUPERGRAPH
        for name in ("accounts", "inventory", "products", "reviews"):
            text = text.replace(f'"http://{name}"', f'"http://127.0.0.1:{shop_port}/{name}"')
        supergraph.write_text(text)
        shop = f"http://127.0.0.1:{shop_port}/calls"
        with running([sys.executable, str(FOLDER / "shop_server.py"), str(shop_port)], shop):
            port = free_port()
            others = peers(supergraph, port) if "--peers" in sys.argv else ()
            for gateway, unique in chain(own(folder, supergraph, port), others):
                url = f"http://127.0.0.1:{port}{gateway.path}"
                with running(gateway.command, url) as pid:
                    figures = asyncio.run(load(url, shop, pid, gateway.requests, unique=unique))
                mode = "unique" if unique else "identical"
                print(figures.line(f"{gateway.name} {mode}"), flush=True)


if __name__ == "__main__":
    main()
