"""A subgraph as a real process that is killed, without warning, again and again."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import httpx
from harness.demo_process import PROGRAM
from harness.transcript import TRANSCRIPT

PATIENCE = 60.0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


@dataclass
class MortalService:
    """`gemeentegraaf subgraph NAME` on a port that stays the same from one life to the next."""

    name: str
    environ: Mapping[str, str]
    log: Path
    port: int = field(default_factory=free_port)
    deaths: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def live(self) -> None:
        """Start, and wait until it answers. Raises RuntimeError with what it said when it does not."""
        process = self._born()
        async with asyncio.timeout(PATIENCE), httpx.AsyncClient() as client:
            while True:
                if process.poll() is not None:
                    raise RuntimeError(f"{self.name} ended:\n{self.said()[-2000:]}")
                with suppress(httpx.HTTPError):
                    if (await client.get(f"{self.url}/health")).status_code == 200:
                        return
                await asyncio.sleep(0.05)

    def said(self) -> str:
        """What it said, in all its lives."""
        return self.log.read_text()

    def _born(self) -> subprocess.Popen[bytes]:
        command = [str(PROGRAM), "subgraph", self.name, "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                env={"PATH": os.environ["PATH"], **self.environ},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        return self.process

    def die(self) -> None:
        """SIGKILL: nothing is said, finished or flushed."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.deaths += 1

    async def die_now_and_then(self, random: Random, longest: float) -> None:
        """Killed after at most `longest` seconds of each life, and started again; until cancelled."""
        while True:
            await asyncio.sleep(random.uniform(0.2, longest))
            self.die()
            await self.live()


@asynccontextmanager
async def mortal_service(name: str, environ: Mapping[str, str], log: Path) -> AsyncIterator[MortalService]:
    """The service, alive, until this ends."""
    service = MortalService(name, environ, log)
    await service.live()
    try:
        yield service
    finally:
        service.die()
        TRANSCRIPT.add(name, service.said())
