"""LeakWatch: a pytest plugin that fails a run in which anything was written that should not be.

Every process of a run (there are several with pytest-xdist) holds its transcript against what may never be
written; what they found is told at the end, and the run has failed, whatever its tests say.
"""

from __future__ import annotations

from typing import Any

import pytest
from harness.transcript import TRANSCRIPT, Leak

WORKER = "workeroutput"
"""What pytest-xdist gives the configuration of a worker: it is handed to the process that began the run."""
OUTPUT = "leaks"


class LeakWatch:
    """One of a process."""

    def __init__(self) -> None:
        self._found: list[Leak] = []

    @staticmethod
    def pytest_runtest_logreport(report: pytest.TestReport) -> None:
        """Keeps what each test wrote, on either output and in the log."""
        for _, text in report.sections:
            TRANSCRIPT.add(report.nodeid, text)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """A worker has ended."""
        told = getattr(node, WORKER, {}).get(OUTPUT, [])
        self._found += [Leak(source, kind) for source, kind in told]

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        mine = TRANSCRIPT.leaks()
        worker = getattr(session.config, WORKER, None)
        if worker is not None:
            worker[OUTPUT] = [(leak.source, leak.kind) for leak in mine]
            return
        self._found = sorted({*self._found, *mine}, key=lambda leak: (leak.source, leak.kind))
        if self._found:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self._found:
            terminalreporter.section("written, and should not be", red=True)
            for leak in self._found:
                terminalreporter.line(f"{leak.source}: {leak.kind}", red=True)


def pytest_configure(config: pytest.Config) -> None:
    """For `-p harness.leak_watch`."""
    config.pluginmanager.register(LeakWatch(), "leak-watch")
