"""`gemeentegraaf demo` as someone starts and stops it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from harness.demo_process import PATIENCE, demo_command, demo_process

from gemeentegraaf.examples import EXAMPLES
from gemeentegraaf.listener import listen
from subgraphs.service.voorbeeldstad import PERSONAS

pytestmark = pytest.mark.processes


def refused(command: list[str], **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env={"PATH": os.environ["PATH"]} | environ,
    )


def test_it_says_where_it_is_whom_to_be_and_what_to_ask(tmp_path: Path) -> None:
    with demo_process(tmp_path / "data") as demo:
        assert f"{demo.base_url}/graphql" in demo.said
        assert all(persona.naam in demo.said for persona in PERSONAS)
        assert all(example.title in demo.said for example in EXAMPLES[:3])
        assert httpx.get(f"{demo.base_url}/ready").json() == {"status": "ready"}


def test_ctrl_c_ends_it_without_a_word(tmp_path: Path) -> None:
    with demo_process(tmp_path / "data") as demo, httpx.Client() as visitor:
        visitor.get(f"{demo.base_url}/")  # like a browser, this keeps its connection open
        code, said = demo.interrupt()

    assert (code, said) == (0, "")


def test_what_it_keeps_is_for_its_owner_alone(tmp_path: Path) -> None:
    with demo_process(tmp_path / "data"):
        keys = [path for path in (tmp_path / "data" / "keys").rglob("*") if path.is_file()]

        assert len(keys) == 11
        assert {path.stat().st_mode & 0o777 for path in keys} == {0o600}
        assert (tmp_path / "data").stat().st_mode & 0o077 == 0


def test_databases_in_a_folder_of_all_are_for_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)
    with demo_process(folder):
        databases = [path for path in folder.iterdir() if ".sqlite3" in path.name]

        assert len(databases) >= 5
        assert {path.stat().st_mode & 0o777 for path in databases} == {0o600}


def test_a_taken_port_is_said_in_one_line(tmp_path: Path) -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        done = refused(demo_command(tmp_path / "data", port=port))

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert f"port {port} on 127.0.0.1 is taken" in done.stderr


def test_a_folder_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = refused(demo_command(tmp_path / "file" / "data"))

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "cannot write in the folder" in done.stderr


def test_a_database_that_is_none_is_said_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "zaken.sqlite3").write_text("this is a letter, not a database\n" * 100)
    done = refused(demo_command(tmp_path))

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "did not start" in done.stderr


def test_two_demos_cannot_share_a_folder(tmp_path: Path) -> None:
    with demo_process(tmp_path / "data"):
        done = refused(demo_command(tmp_path / "data"))

    assert done.returncode == 2
    assert "another Gemeentegraaf is using the folder" in done.stderr


def test_a_second_start_keeps_what_was_there_and_a_reset_begins_again(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with demo_process(data):
        pass
    key = (data / "keys" / "shared" / "pseudoniemsleutel").read_text()
    in_database(data, "CREATE TABLE note (text)")
    (data / "keep.txt").write_text("mine")

    with demo_process(data):
        pass
    assert "note" in tables(data)
    with demo_process(data, "--reset"):
        pass

    assert "note" not in tables(data)
    assert "zaak" in tables(data)
    assert (data / "keep.txt").read_text() == "mine"
    assert (data / "keys" / "shared" / "pseudoniemsleutel").read_text() == key


def tables(data: Path) -> set[str]:
    return {name for (name,) in in_database(data, "SELECT name FROM sqlite_master WHERE type = 'table'")}


def in_database(data: Path, statement: str) -> list[tuple[str]]:
    with closing(sqlite3.connect(data / "zaken.sqlite3")) as database:
        found: list[tuple[str]] = database.execute(statement).fetchall()
        return found
