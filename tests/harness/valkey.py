"""A throw-away Valkey (or Redis) server for the tests, or the one that the machine names."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator

from harness.programs import VALKEY_URL, valkey

PATIENCE = 20.0
"""Seconds that the server may take to listen."""


@contextlib.contextmanager
def valkey_server() -> Iterator[str]:
    """The URL (valkey://host:port) of a server that may be filled and emptied.

    Raises RuntimeError, with what the server said, when it does not start.
    """
    if given := os.environ.get(VALKEY_URL):
        yield given
        return
    program = valkey()
    if program is None:
        raise RuntimeError("no Valkey on this machine")
    port = _free_port()
    with tempfile.TemporaryDirectory(prefix="gemeentegraaf-valkey-") as home:
        # Nothing on its disk has to outlive the tests.
        options = [
            "--port",
            str(port),
            "--bind",
            "127.0.0.1",
            "--dir",
            home,
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        with subprocess.Popen(
            [program, *options], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as process:
            try:
                _wait_until_listening(process, port)
                yield f"valkey://127.0.0.1:{port}"
            finally:
                process.terminate()
                process.communicate(timeout=PATIENCE)


def _wait_until_listening(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.02)
    process.kill()
    said, _ = process.communicate()
    raise RuntimeError(f"the Valkey server does not listen:\n{said.decode(errors='replace')}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
