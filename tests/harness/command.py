"""The command line, called in this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from gemeentegraaf.cli import main


@dataclass(frozen=True)
class Outcome:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


def run_command(captured: pytest.CaptureFixture[str]) -> Run:
    """Runs `gemeentegraaf` with the given arguments. Nobody may ever see a traceback."""

    def run(*arguments: str) -> Outcome:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        outcome = Outcome(int(ended.value.code or 0), *captured.readouterr())
        assert "Traceback" not in outcome.err
        return outcome

    return run
