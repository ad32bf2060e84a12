"""`gemeentegraaf contract`, and the public contract that `serve` makes of what it is given."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from graphql import print_schema
from harness.command import Run, run_command
from harness.composed import composed

from gemeentegraaf.command_error import CommandError
from gemeentegraaf.public_contract import public_contract
from schema.supergraph import Supergraph

LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@tag"])\n'
TAGGED = LINK + 'type Query { open: Int @tag(name: "openbaar") dicht: D @tag(name: "x") } type D { i: Int }'
BROKEN = LINK + 'type Query { a: A @tag(name: "openbaar") } type A { b: Int }'
UNTAGGED = "type Query { a: Int }"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return run_command(capsys)


@pytest.fixture
def supergraph(tmp_path: Path) -> str:
    path = tmp_path / "supergraph.graphql"
    path.write_text(composed({"a": TAGGED}))
    return str(path)


def public(sdl: str) -> str:
    return print_schema(Supergraph.parse(sdl).public)


class TestCommand:
    def test_it_prints_the_contract(self, run: Run, supergraph: str) -> None:
        done = run("contract", supergraph, "--include", "openbaar")
        assert (done.code, done.err) == (0, "")
        assert public(done.out) == "type Query {\n  open: Int\n}"

    def test_it_writes_the_contract(self, run: Run, supergraph: str, tmp_path: Path) -> None:
        output = tmp_path / "uit.graphql"
        arguments = ("contract", supergraph, "--include", "openbaar", "--include", "x", "--exclude", "x")
        assert run(*arguments, "-o", str(output)).code == 0
        assert public(output.read_text()) == "type Query {\n  open: Int\n}"

    def test_unreachable_types_can_stay(self, run: Run, supergraph: str) -> None:
        assert "type D" in public(run("contract", supergraph, "--exclude", "x", "--keep-unreachable").out)

    def test_tags_that_nothing_carries_are_told_of(self, run: Run, supergraph: str) -> None:
        done = run("contract", supergraph, "--include", "openbaar", "--exclude", "tikfout")
        assert done.code == 0
        assert "nothing carries the tag tikfout" in done.err

    def test_what_is_no_schema_ends_with_its_code(self, run: Run, supergraph: str, tmp_path: Path) -> None:
        output = tmp_path / "uit.graphql"
        done = run("contract", supergraph, "--include", "tikfout", "-o", str(output))
        assert done.code == 1
        assert "NO_QUERIES: " in done.err
        assert not output.exists()

    @pytest.mark.parametrize(
        "arguments",
        [["weg.graphql", "--include", "x"], ["pyproject.toml", "--include", "x"], ["weg.graphql"]],
    )
    def test_what_cannot_be_used_is_refused(self, run: Run, arguments: list[str]) -> None:
        assert run("contract", *arguments).code == 2


class TestPublicContract:
    def test_it_is_made_when_anything_carries_the_tag(self) -> None:
        made = public_contract(composed({"a": TAGGED}), None)
        assert made is not None
        assert print_schema(made.public) == "type Query {\n  open: Int\n}"

    @pytest.mark.parametrize(("sdl", "wanted"), [(UNTAGGED, None), (TAGGED, False)])
    def test_else_or_when_switched_off_there_is_none(self, sdl: str, wanted: bool | None) -> None:
        assert public_contract(composed({"a": sdl}), wanted) is None

    @pytest.mark.parametrize(("sdl", "code"), [(UNTAGGED, "NO_QUERIES"), (BROKEN, "REFERENCED_INACCESSIBLE")])
    def test_who_asks_for_one_that_cannot_be_made_hears_why(self, sdl: str, code: str) -> None:
        with pytest.raises(CommandError, match=code):
            public_contract(composed({"a": sdl}), True)

    def test_if_nobody_asked_the_log_says_why(self, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.WARNING):
            assert public_contract(composed({"a": BROKEN}), None) is None
        assert "REFERENCED_INACCESSIBLE" in caplog.text
