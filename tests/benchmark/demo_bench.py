"""Start-up time, requests per second and latency of the all-in-one process on this machine.

    make bench

Prints figures and asserts nothing. The load generator runs beside the demo: on a machine with few cores they
share them, so the processor time that a request takes is the figure to compare.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import httpx
from harness.demo_process import DemoProcess, demo_process
from harness.visitor import Visitor, visiting

from gemeentegraaf.examples import MY_CASES, OPEN_DATA

STARTS = 3
REQUESTS = 600
CLIENTS = 16
TICKS_PER_SECOND = 100


@dataclass(frozen=True, slots=True)
class Load:
    """What one query cost: seconds of each request, seconds in all, and of the demo's processor."""

    latencies: list[float]
    wall: float
    processor: float

    def line(self, name: str) -> str:
        ordered = sorted(self.latencies)
        p50, p95 = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
        return (
            f"{name:<28}{len(ordered) / self.wall:9.0f} req/s{p50 * 1000:9.1f} ms p50{p95 * 1000:9.1f} ms p95"
            f"{self.processor / len(ordered) * 1000:9.2f} ms processor"
        )


def started(data: Path) -> tuple[float, float]:
    """Seconds until the demo is up, by the clock and of the processor."""
    begun = time.perf_counter()
    with demo_process(data) as demo:
        return time.perf_counter() - begun, processor_seconds(demo)


def processor_seconds(demo: DemoProcess) -> float:
    fields = Path(f"/proc/{demo.process.pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND


async def load(demo: DemoProcess, ask: Callable[[], Awaitable[httpx.Response]]) -> Load:
    for _ in range(20):
        (await ask()).raise_for_status()
    latencies: list[float] = []

    async def client() -> None:
        for _ in range(REQUESTS // CLIENTS):
            begun = time.perf_counter()
            await ask()
            latencies.append(time.perf_counter() - begun)

    used, begun = processor_seconds(demo), time.perf_counter()
    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return Load(latencies, time.perf_counter() - begun, processor_seconds(demo) - used)


async def loads(demo: DemoProcess) -> None:
    async with visiting(demo.base_url) as visitor:
        print((await load(demo, lambda: visitor.client.get("/health"))).line("no GraphQL: /health"))
        print((await load(demo, lambda: visitor.send(OPEN_DATA.query))).line("anonymous, one subgraph"))
        await logged_in(demo, visitor)


async def logged_in(demo: DemoProcess, visitor: Visitor) -> None:
    await visitor.log_in("digid", "sanne-de-vries")
    print((await load(demo, lambda: visitor.send(MY_CASES.query))).line("burger, two subgraphs"))


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="gemeentegraaf-bench-") as folder:
        data = Path(folder) / "data"
        wall, processor = started(data)
        print(f"{'first start':<28}{wall:9.2f} s{processor:21.2f} s processor")
        for _ in range(STARTS):
            wall, processor = started(data)
            print(f"{'second start':<28}{wall:9.2f} s{processor:21.2f} s processor")
        with demo_process(data) as demo:
            asyncio.run(loads(demo))


if __name__ == "__main__":
    main()
