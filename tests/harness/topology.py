"""Topology: the services of docker/compose.yaml, run as processes on this machine.

The file itself is read: each service's command, environment and env_file. Only what a container engine would
provide is replaced: addresses of services become ports of this machine, paths of volumes become folders here.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from harness.transcript import TRANSCRIPT

ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "docker" / "compose.yaml"
PROGRAM = Path(sys.executable).with_name("gemeentegraaf")
PATIENCE = 60
"""Seconds to wait for a service to be up. Filling a database on a busy machine takes a few."""


@dataclass(frozen=True, slots=True)
class Place:
    """What the container engine's names stand for here."""

    folder: Path
    ports: Mapping[str, int]
    """By the address inside, as `zaken:4002`; by the published address, as `127.0.0.1:8000`."""
    database: str
    """What stands for `database:5432`."""

    def translated(self, text: str) -> str:
        """`text` with every container address and path replaced."""
        text = re.sub(r"//([\w.]+:\d+)", lambda found: f"//{self._here(found[1])}", text)
        text = text.replace("@database:5432/", f"@{self.database}/").replace("0.0.0.0", "127.0.0.1")
        return re.sub(r"(^|=|file: )/(keys|etc/gemeentegraaf)\b", rf"\1{self.folder}/\2", text)

    def _here(self, address: str) -> str:
        return f"127.0.0.1:{self.ports[address]}" if address in self.ports else address


@dataclass(slots=True)
class Topology:
    """The services that are started, by name."""

    place: Place
    services: Mapping[str, Mapping[str, Any]]
    extra: Mapping[str, str] = field(default_factory=dict)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def url(self, service: str) -> str:
        """The address of a service, as http://127.0.0.1:port."""
        return f"http://127.0.0.1:{self.place.ports[inside(self.services[service], service)]}"

    def start(self, *services: str) -> None:
        """Starts services and waits until they are healthy. Raises RuntimeError with the output of one."""
        for service in services:
            self.running[service] = self._launched(service)
        for service in services:
            self._wait(service, self.running[service])

    def _launched(self, service: str) -> subprocess.Popen[bytes]:
        with (self.place.folder / f"{service}.log").open("ab") as log:
            return subprocess.Popen(
                self._command(service),
                cwd=self.place.folder,
                env=self._environ(service),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def run(self, service: str) -> None:
        """Runs a service that ends by itself. Raises RuntimeError with its output."""
        done = subprocess.run(
            self._command(service),
            env=self._environ(service),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        if done.returncode:
            raise RuntimeError(f"{service} failed: {done.stdout}{done.stderr}")

    def stop(self, service: str) -> int:
        """Asks a service to end, as a container engine does; its exit code."""
        process = self.running.pop(service)
        process.send_signal(signal.SIGTERM)
        code = process.wait(PATIENCE)
        TRANSCRIPT.add(service, self.log(service))
        return code

    def log(self, service: str) -> str:
        return (self.place.folder / f"{service}.log").read_text()

    def _command(self, service: str) -> list[str]:
        command = [self.place.translated(str(part)) for part in self.services[service]["command"]]
        if "--port" in command:
            at = command.index("--port") + 1
            command[at] = str(self.place.ports[inside(self.services[service], service)])
        return [str(PROGRAM), *command]

    def _environ(self, service: str) -> dict[str, str]:
        given = self.services[service]
        values: dict[str, str] = {}
        for file in given.get("env_file", ()):
            values |= env_file(COMPOSE.parent / file)
        values |= {name: str(value) for name, value in given.get("environment", {}).items()}
        translated = {name: self.place.translated(value) for name, value in values.items()}
        return {"PATH": os.environ["PATH"], "HOME": str(self.place.folder)} | translated | self.extra

    def _wait(self, service: str, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise RuntimeError(f"{service} ended with {process.returncode}:\n{self.log(service)}")
            if answers(f"{self.url(service)}/health"):
                return
            time.sleep(0.05)
        raise RuntimeError(f"{service} is not up after {PATIENCE} s:\n{self.log(service)}")


@contextmanager
def topology(folder: Path, database: str, extra: Mapping[str, str]) -> Iterator[Topology]:
    """The topology of compose.yaml, nothing started yet; what was started is stopped at the end.

    `database` is host:port of a PostgreSQL server; `extra` goes to every service on top of its own settings.
    """
    services = {
        name: service
        for name, service in yaml.safe_load(COMPOSE.read_text())["services"].items()
        if service["image"] == "gemeentegraaf"
    }
    place = Place(folder, dict(_ports(services)), database)
    _mount(place)
    started = Topology(place, services, extra)
    try:
        yield started
    finally:
        for service in reversed(list(started.running)):
            started.stop(service)


def _ports(services: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, int]]:
    for name, service in services.items():
        if "--port" in service["command"]:
            port = free_port()
            yield inside(service, name), port
            for published in service.get("ports", ()):
                yield published.rpartition(":")[0], port


def _mount(place: Place) -> None:
    """Puts the files there that the image and the volumes have."""
    settings = place.folder / "etc" / "gemeentegraaf"
    settings.mkdir(parents=True)
    given = COMPOSE.parent / "settings"
    for file in (ROOT / "schema" / "supergraph.graphql", given / "gateway.yaml", given / "bronnen.yaml"):
        (settings / file.name).write_text(place.translated(file.read_text(encoding="utf-8")))


def inside(service: Mapping[str, Any], name: str) -> str:
    """The address of a service between containers."""
    return f"{name}:{service['command'][service['command'].index('--port') + 1]}"


def env_file(path: Path) -> dict[str, str]:
    lines = (line.strip() for line in path.read_text().splitlines())
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
