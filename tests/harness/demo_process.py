"""DemoProcess: `gemeentegraaf demo` as someone starts it, in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from harness.transcript import TRANSCRIPT

PROGRAM = Path(sys.executable).with_name("gemeentegraaf")
PATIENCE = 60
"""Seconds. A first start fills the databases; a busy machine takes a few."""
LAST_LINE = "Ctrl-C stops it."


@dataclass(frozen=True, slots=True)
class DemoProcess:
    """A demo that is up. `base_url` is where; `said` what it printed until then."""

    process: subprocess.Popen[str]
    base_url: str
    said: str

    def interrupt(self) -> tuple[int, str]:
        """Presses Ctrl-C. The exit code, and all that was printed on either output since it was up."""
        self.process.send_signal(signal.SIGINT)
        rest, _ = self.process.communicate(timeout=PATIENCE)
        TRANSCRIPT.add("demo", rest)
        return self.process.returncode, rest


def demo_command(data: Path, *options: str, port: int = 0) -> list[str]:
    return [str(PROGRAM), "demo", "--port", str(port), "--data", str(data), *options]


@contextmanager
def demo_process(data: Path, *options: str) -> Iterator[DemoProcess]:
    """A demo on a free port. Raises RuntimeError, with its output, when it does not come up."""
    process = subprocess.Popen(
        demo_command(data, *options),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={"PATH": os.environ["PATH"], "HOME": str(data.parent)},
    )
    try:
        said = _until_up(process)
        base_url = next(word.rstrip("/") for word in said.split() if word.startswith("http://"))
        yield DemoProcess(process, base_url, said)
    finally:
        if process.poll() is None:
            process.terminate()
        rest, _ = process.communicate(timeout=PATIENCE)
        TRANSCRIPT.add("demo", rest)


def _until_up(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    lines: list[str] = []
    deadline = time.monotonic() + PATIENCE
    for line in process.stdout:
        lines.append(line)
        if LAST_LINE in line:
            TRANSCRIPT.add("demo", "".join(lines))
            return "".join(lines)
        if time.monotonic() > deadline:
            break
    raise RuntimeError(f"the demo did not come up:\n{''.join(lines)}")
