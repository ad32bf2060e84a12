"""`gemeentegraaf check`: what CI hears of a new supergraph, and of the operations that clients have."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from harness.command import Run, run_command
from harness.composed import composed

OLD = {"a": "type Query { a(n: Int): A b: Int } type A { c: Int d: Int }"}
SAFE = {"a": "type Query { a(n: Int): A b: Int e: Int } type A { c: Int d: Int }"}
BREAKING = {"a": "type Query { a(n: Int): A } type A { c: Int }"}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return run_command(capsys)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, subgraphs in {"old": OLD, "safe": SAFE, "breaking": BREAKING}.items():
        (tmp_path / f"{name}.graphql").write_text(composed(subgraphs))
    (tmp_path / "operaties" / "deel").mkdir(parents=True)
    return tmp_path


def save(folder: Path, **documents: str) -> str:
    for name, text in documents.items():
        (folder / "operaties" / f"{name.replace('__', '/')}.graphql").write_text(text)
    return str(folder / "operaties")


def sdl(folder: Path, name: str) -> str:
    return str(folder / f"{name}.graphql")


def test_what_is_safe_ends_with_0(run: Run, folder: Path) -> None:
    done = run("check", sdl(folder, "old"), sdl(folder, "safe"))
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "safe:",
        "  Query.e was added [FIELD_ADDED]",
        "",
        "0 breaking, 0 dangerous, 1 safe changes",
    ]


def test_what_is_breaking_ends_with_1(run: Run, folder: Path) -> None:
    done = run("check", sdl(folder, "old"), sdl(folder, "breaking"))
    assert done.code == 1
    assert done.out.splitlines()[:3] == [
        "breaking:",
        "  A.d was removed [FIELD_REMOVED]",
        "  Query.b was removed [FIELD_REMOVED]",
    ]


def test_operations_may_want_their_answer_in_parts(run: Run, folder: Path) -> None:
    operations = save(folder, later="{ a { ... @defer { c } } }")
    done = run("check", sdl(folder, "old"), sdl(folder, "safe"), "--operations", operations)
    assert "1 documents with operations, 0 files with failures" in done.out


def test_operations_that_still_work_are_counted(run: Run, folder: Path) -> None:
    operations = save(
        folder, een="{ a { c } }", deel__twee="query ($b: Boolean!) { b @skip(if: $b) __typename }"
    )
    done = run("check", sdl(folder, "old"), sdl(folder, "safe"), "--operations", operations)
    assert done.code == 0
    assert "2 documents with operations, 0 files with failures" in done.out


def test_an_operation_that_no_longer_validates_fails_with_its_place(run: Run, folder: Path) -> None:
    operations = save(folder, goed="{ a { c } }", deel__fout="query Q {\n  a { c d }\n}")
    done = run("check", sdl(folder, "old"), sdl(folder, "breaking"), "--operations", operations)
    assert done.code == 1
    line = next(line for line in done.out.splitlines() if "deel/fout.graphql" in line)
    assert line.startswith("  deel/fout.graphql:2:9 Cannot query field 'd' on type 'A'.")
    assert line.endswith("[GRAPHQL_VALIDATION_FAILED]")
    assert "goed.graphql" not in done.out


def test_failing_operations_fail_a_safe_change_too_and_it_is_said_if_they_did_before(
    run: Run, folder: Path
) -> None:
    operations = save(folder, weg="{ bee }", fout="{ a {")
    done = run("check", sdl(folder, "old"), sdl(folder, "safe"), "--operations", operations)
    assert done.code == 1
    assert "[GRAPHQL_VALIDATION_FAILED] (before as well)" in done.out
    assert "fout.graphql:1:6" in done.out
    assert "[GRAPHQL_PARSE_FAILED] (before as well)" in done.out


def test_an_operation_that_no_subgraph_can_answer_any_more_fails(run: Run, folder: Path) -> None:
    """Such a supergraph comes from no composer; a hand that edits one can make it."""
    unplannable = composed({"a": "type Query { b: Int }", "x": "type Query { z: Int }"}).replace(
        "b: Int @join__field(graph: A)", "b: Int @join__field(graph: A, external: true)"
    )
    (folder / "onplanbaar.graphql").write_text(unplannable)
    (folder / "planbaar.graphql").write_text(
        composed({"a": "type Query { b: Int }", "x": "type Query { z: Int }"})
    )
    operations = save(folder, b="query ($ja: Boolean!) {\n  z b @include(if: $ja)\n}")
    done = run("check", sdl(folder, "planbaar"), sdl(folder, "onplanbaar"), "--operations", operations)
    assert done.code == 1
    assert "b.graphql:1:1 no subgraph can give b [UNPLANNABLE_OPERATION]\n" in done.out


def test_files_with_only_fragments_lend_them_to_the_others(run: Run, folder: Path) -> None:
    operations = save(
        folder,
        een="{ a { ...Een } }",
        twee="{ a { ...Een } }",
        deel__fragmenten="fragment Een on A { c ...Twee } fragment Twee on A { d }",
    )
    assert run("check", sdl(folder, "old"), sdl(folder, "old"), "--operations", operations).code == 0
    done = run("check", sdl(folder, "old"), sdl(folder, "breaking"), "--operations", operations)
    assert done.out.count("Cannot query field 'd'") == 1
    assert "deel/fragmenten.graphql:1:54 " in done.out


def test_the_outcome_can_be_json(run: Run, folder: Path) -> None:
    operations = save(folder, fout="{ b }")
    arguments = ("check", sdl(folder, "old"), sdl(folder, "breaking"), "--format", "json")
    done = run(*arguments, "--operations", operations)
    assert done.code == 1
    outcome = json.loads(done.out)
    assert outcome["safe"] is False
    assert outcome["counts"] == {"breaking": 2, "dangerous": 0, "safe": 0}
    assert outcome["changes"][0] == {
        "severity": "breaking",
        "code": "FIELD_REMOVED",
        "coordinate": "A.d",
        "message": "was removed",
    }
    [problem] = outcome["operations"]["problems"]
    assert (problem["file"], problem["line"], problem["failedBefore"]) == ("fout.graphql", 1, False)
    assert json.loads(run(*arguments).out)["operations"] is None


@pytest.mark.parametrize(
    "arguments",
    [
        ["old.graphql"],
        ["old.graphql", "weg.graphql"],
        ["old.graphql", "operaties/a.graphql"],
        ["old.graphql", "old.graphql", "--operations", "weg"],
        ["old.graphql", "old.graphql", "--format", "xml"],
    ],
)
def test_what_cannot_be_read_ends_with_2(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    save(folder, a="type Query { a: Int }")
    monkeypatch.chdir(folder)
    assert run("check", *arguments).code == 2
