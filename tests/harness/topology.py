"""Topology: the services of docker/compose.yaml, and of files over it, run as processes on this machine.

The files themselves are read: each service's command, environment and env_file. Only what a container engine
would provide is replaced: addresses of services become ports of this machine, paths of volumes become folders
here.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from harness.transcript import TRANSCRIPT

ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "docker" / "compose.yaml"
REGISTERS = COMPOSE.with_name("registers.yaml")
PROGRAM = Path(sys.executable).with_name("gemeentegraaf")
PATIENCE = 120
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
        paths = r"(^|=|file: |folder: )/(keys|etc/gemeentegraaf|verwerkingenlog)\b"
        return re.sub(paths, rf"\1{self.folder}/\2", text)

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

    @property
    def bronnen(self) -> Path:
        """The file that says which registers stand behind the subgraphs, with addresses of this machine."""
        return self.place.folder / "etc" / "gemeentegraaf" / "bronnen.yaml"

    @property
    def secrets(self) -> Mapping[str, str]:
        """What that file names."""
        return env_file(COMPOSE.parent / "settings" / "registers.env")

    def lines(self, part: str) -> list[dict[str, Any]]:
        """What a part wrote in its processing log."""
        files = sorted((self.place.folder / "verwerkingenlog" / part).glob("*.jsonl"))
        return [json.loads(line) for file in files for line in file.read_text().splitlines()]

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
        return {"PATH": os.environ["PATH"], "HOME": str(self.place.folder)} | translated | dict(self.extra)

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
def topology(
    folder: Path, database: str, extra: Mapping[str, str], over: Sequence[Path] = ()
) -> Iterator[Topology]:
    """The topology of compose.yaml, nothing started yet; what was started is stopped at the end.

    `database` is host:port of a PostgreSQL server; `extra` goes to every service on top of its own settings;
    `over` are more compose files, each of which goes over what is before it.
    """
    services = {name: each for name, each in _services(over).items() if each["image"] == "gemeentegraaf"}
    place = Place(folder, dict(_ports(services)), database)
    _mount(place, services.values())
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


def _services(over: Sequence[Path]) -> dict[str, dict[str, Any]]:
    """The services of all files, put together as a container engine does."""
    together: dict[str, dict[str, Any]] = {}
    for file in (COMPOSE, *over):
        for name, service in yaml.safe_load(file.read_text())["services"].items():
            before = together.get(name, {})
            volumes = {
                _inner(each): each for each in (*before.get("volumes", ()), *service.get("volumes", ()))
            }
            environment = {**before.get("environment", {}), **service.get("environment", {})}
            together[name] = before | service | {"volumes": [*volumes.values()], "environment": environment}
    return together


def _inner(volume: str) -> str:
    """Where a volume is in the container."""
    return volume.split(":")[1]


def _mount(place: Place, services: Iterable[Mapping[str, Any]]) -> None:
    """Puts the files there that the image and the volumes have."""
    settings = place.folder / "etc" / "gemeentegraaf"
    settings.mkdir(parents=True)
    files = {settings / "supergraph.graphql": ROOT / "schema" / "supergraph.graphql"}
    for volume in (volume for service in services for volume in service["volumes"]):
        if volume.startswith("./"):
            files[settings / Path(_inner(volume)).name] = COMPOSE.parent / volume.split(":")[0]
    for here, file in files.items():
        here.write_text(place.translated(file.read_text(encoding="utf-8")))


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
