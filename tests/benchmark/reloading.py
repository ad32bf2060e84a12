"""What a reload costs the requests that go on meanwhile: `python tests/benchmark/reloading.py`.

    --types 1000      of the supergraph, which is composed from generated subgraphs (see composition.py)
    --rate 100        requests a second, sent at their times whether or not the ones before were answered

Runs `gemeentegraaf serve` as a process over one small subgraph server, replaces the supergraph by another
text of the same, and prints how long the reload took, the gateway's memory, and the milliseconds of the
requests before, during and after: the median, of ninety in a hundred, and the longest. Asserts nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import signal
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmark.composition import TYPES, subgraph
from harness.raw_server import answers, http, raw_server

from schema.compose import compose

PROGRAM = Path(sys.executable).with_name("gemeentegraaf")
ANSWER = b'{"data":{"t0x0":{"id":"1","__typename":"T0x0"}}}'
BODY = b'{"query":"{ t0x0(id: 1) { id } }"}'
REQUEST = (
    b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s"
    % (len(BODY), BODY)
)
QUIET = 5.0
"""Seconds of requests before the reload, and after it."""


class Load:
    """Requests at their times; what each took, with when it was due, in seconds."""

    def __init__(self, port: int, rate: float) -> None:
        self.took: list[tuple[float, float]] = []
        self._port = port
        self._rate = rate
        self._free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def run(self) -> None:
        due = time.perf_counter()
        async with asyncio.TaskGroup() as tasks:
            while True:
                due += 1 / self._rate
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                tasks.create_task(self._ask(due))

    async def _ask(self, due: float) -> None:
        reader, writer = await self._connection()
        writer.write(REQUEST)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionResetError):  # closed for having been idle
            return await self._ask(due)
        [length] = re.findall(rb"(?i)content-length: (\d+)", head)
        body = await reader.readexactly(int(length))
        assert body.startswith(b'{"data":{"t0x0":{'), body[:200]
        self.took.append((due, time.perf_counter() - due))
        self._free.append((reader, writer))
        return None

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._free:
            return self._free.pop()
        return await asyncio.open_connection("127.0.0.1", self._port)

    def line(self, name: str, begin: float, end: float) -> str:
        took = sorted(1000 * each for due, each in self.took if begin <= due < end)
        if not took:
            return f"{name:8} no requests"
        median, ninety = took[len(took) // 2], took[len(took) * 9 // 10]
        return f"{name:8} {len(took):6} requests  {median:8.1f}  {ninety:8.1f}  {took[-1]:8.1f} ms"


@asynccontextmanager
async def gateway(folder: Path, url: str) -> AsyncIterator[tuple[Process, int]]:
    """The process and its port."""
    settings = f'reload: {{watch: false}}\nsubgraphs: {{subgraph-00: {{url: "{url}"}}}}\n'
    (folder / "gateway.yaml").write_text(settings)
    command = ["serve", "--supergraph", "supergraph.graphql", "--config", "gateway.yaml", "--port", "0"]
    process = await asyncio.create_subprocess_exec(PROGRAM, *command, cwd=folder, stdout=PIPE, stderr=PIPE)
    assert process.stdout
    port = int(re.findall(rb":(\d+)/", await process.stdout.readline())[0])
    try:
        yield process, port
    finally:
        process.send_signal(signal.SIGTERM)
        await process.communicate()


async def replaced(process: Process) -> str:
    """The line of the log that says so."""
    assert process.stderr
    while line := (await process.stderr.readline()).decode():
        if "is followed by" in line:
            return line.partition("gateway.generations: ")[2].strip()
        assert "stays as it is" not in line, line
    raise RuntimeError("the gateway ended")


def memory(process: Process) -> str:
    [kibibytes] = re.findall(r"VmRSS:\s+(\d+)", Path(f"/proc/{process.pid}/status").read_text())
    return f"{int(kibibytes) / 1024:.0f} MiB"


async def measure(types: int, rate: float, folder: Path) -> None:
    parts = max(2, types // TYPES)
    text = compose([subgraph(number, parts) for number in range(parts)]).supergraph_sdl
    assert text is not None
    file = folder / "supergraph.graphql"
    file.write_text(text)
    async with (
        raw_server(answers(http(ANSWER, content_type="application/json"))) as server,
        gateway(folder, server.url) as (process, port),
    ):
        load = Load(port, rate)
        loading = asyncio.create_task(load.run())
        await asyncio.sleep(QUIET)
        before, begun = memory(process), time.perf_counter()
        file.write_text(f"{text}\n# the same, and yet another text\n")
        process.send_signal(signal.SIGHUP)
        print(f"{parts * TYPES} types, {len(text) / 1e6:.1f} MB; {await replaced(process)}")
        done = time.perf_counter()
        await asyncio.sleep(QUIET)
        loading.cancel()
        await asyncio.gather(loading, return_exceptions=True)
        print(f"memory   {before} before, {memory(process)} after")
        print(load.line("before", 0, begun))
        print(load.line("during", begun, done))
        print(load.line("after", done, done + QUIET))


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--types", type=int, default=1000)
    arguments.add_argument("--rate", type=float, default=100)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(given.types, given.rate, Path(folder)))
