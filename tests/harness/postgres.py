"""A throw-away PostgreSQL cluster for the tests, or the server that the machine names."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from harness.programs import POSTGRES_URL, postgres_folder

ACCOUNT = "postgres"
"""PostgreSQL refuses to run as root; Debian's package makes this account for it."""

OPTIONS = "-c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
"""The cluster lives as long as the tests: nothing on its disk has to survive a crash."""


@contextlib.contextmanager
def postgres_server() -> Iterator[str]:
    """The URL (postgresql://user@host:port/postgres) of a server on which databases may be made.

    Raises RuntimeError, with what initdb or the server said, when the cluster does not start.
    """
    if given := os.environ.get(POSTGRES_URL):
        yield given
        return
    folder = postgres_folder()
    if folder is None:
        raise RuntimeError("no PostgreSQL on this machine")
    home = Path(tempfile.mkdtemp(prefix="gemeentegraaf-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(home, ACCOUNT, ACCOUNT)
    try:
        with _running(folder, home) as port:
            yield f"postgresql://{ACCOUNT}@127.0.0.1:{port}/postgres"
    finally:
        shutil.rmtree(home)


@contextlib.contextmanager
def _running(folder: Path, home: Path) -> Iterator[int]:
    data, log = home / "data", home / "log"
    _run(folder / "initdb", "-D", data, "-U", ACCOUNT, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    port = _free_port()
    try:
        _run(folder / "pg_ctl", "start", "-w", "-D", data, "-l", log, "-o", f"-p {port} -k {home} {OPTIONS}")
    except RuntimeError as problem:
        raise RuntimeError(f"{problem}\n{log.read_text() if log.exists() else ''}") from problem
    try:
        yield port
    finally:
        _run(folder / "pg_ctl", "stop", "-m", "immediate", "-D", data)


def _run(program: Path, *arguments: str | Path) -> None:
    as_account = ["runuser", "-u", ACCOUNT, "--"] if os.geteuid() == 0 else []
    command = [*as_account, str(program), *map(str, arguments)]
    done = subprocess.run(
        command,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"{program.name} failed ({done.returncode}): {done.stderr.strip()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
