"""Watching files, and composing again when they change."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gemeentegraaf.watch import changes, python_files

PROGRAM = Path(sys.executable).with_name("gemeentegraaf")


def wrote(path: Path, text: str, at: int) -> None:
    """Clocks of file systems are coarse; the time is set so that the test is not."""
    path.write_text(text)
    os.utime(path, (at, at))


def test_first_come_all_files_and_then_only_what_changed_came_or_went(tmp_path: Path) -> None:
    one, two, three = (tmp_path / name for name in ("1", "2", "3"))
    wrote(one, "a", 1)
    wrote(two, "a", 1)
    steps: Iterator[Callable[[], None]] = iter(
        [lambda: None, lambda: wrote(one, "b", 2), lambda: wrote(three, "", 1), two.unlink]
    )
    seen = changes(lambda: [one, two, three], lambda: next(steps)())
    assert [next(seen) for _ in range(4)] == [{one, two}, {one}, {three}, {two}]


def test_a_change_while_someone_works_is_seen_afterwards(tmp_path: Path) -> None:
    file = tmp_path / "a"
    wrote(file, "a", 1)
    seen = changes(lambda: [file], lambda: None)
    next(seen)
    wrote(file, "b", 2)
    assert next(seen) == {file}


def test_of_a_module_the_whole_package_counts() -> None:
    found = {path.name for path in python_files("subgraphs.zaken.schema")}
    assert {"schema.py", "pagination.py"} <= found
    assert {path.name for path in python_files("typing")} == {"typing.py"}
    assert python_files("er.is.niets") == frozenset()


@contextmanager
def watching(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    command = [PROGRAM, "compose", "--watch", *arguments]
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.terminate()
        process.communicate()


def told(process: subprocess.Popen[str], word: str) -> list[str]:
    """The lines up to one with this word."""
    assert process.stderr
    lines: list[str] = []
    for line in process.stderr:
        lines.append(line)
        if word in line:
            return lines
    raise AssertionError(lines)


@pytest.mark.processes
def test_a_good_supergraph_is_never_replaced_by_a_bad_one(tmp_path: Path) -> None:
    sdl, output = tmp_path / "a.graphql", tmp_path / "uit.graphql"
    sdl.write_text("type Query { een: Int }")
    with watching(tmp_path, "a=a.graphql", "-o", "uit.graphql") as process:
        told(process, "composed; waiting")
        good = output.read_text()
        sdl.write_text("type Query { twee: Weg }")
        assert any("INVALID_GRAPHQL" in line for line in told(process, "stays; waiting"))
        assert output.read_text() == good
        sdl.write_text("type Query { drie: Int }")
        told(process, "composed; waiting")
        assert "drie: Int" in output.read_text()


@pytest.mark.processes
def test_python_objects_are_imported_anew(tmp_path: Path) -> None:
    module, output = tmp_path / "stad.py", tmp_path / "supergraph.graphql"
    module.write_text("SDL = 'type Query { een: Int }'")
    (tmp_path / "supergraph.yaml").write_text("subgraphs: {stad: {schema: 'stad:SDL'}}")
    with watching(tmp_path, "--config", "supergraph.yaml") as process:
        told(process, "composed; waiting")
        assert "een: Int" in output.read_text()
        time.sleep(1.1)  # Python believes bytecode of a source with the same second and size
        module.write_text("SDL = 'type Query { twee: Int }'")
        told(process, "composed; waiting")
        assert "twee: Int" in output.read_text()
