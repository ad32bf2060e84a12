"""The command line: what each command prints, how it ends, and that nobody ever sees a traceback."""

import json
import socket
from importlib.metadata import version
from pathlib import Path

import pytest
from harness.command import Run, run_command
from harness.composed import composed
from harness.small_town import SUPERGRAPH

QUERY = "query Q($thema: Thema) { datasets(thema: $thema) { titel } zaak(id: 1) { aanvrager { naam } } }"


@pytest.fixture
def supergraph(tmp_path: Path) -> str:
    path = tmp_path / "supergraph.graphql"
    path.write_text(SUPERGRAPH)
    return str(path)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return run_command(capsys)


def test_the_command_tells_its_version(run: Run) -> None:
    done = run("--version")
    assert (done.code, done.out) == (0, f"gemeentegraaf {version('gemeentegraaf')}\n")


class TestPlan:
    def test_a_plan_is_a_tree_with_its_calls_and_round_trips(self, run: Run, supergraph: str) -> None:
        done = run("plan", "--supergraph", supergraph, QUERY)
        assert done.code == 0
        lines = done.out.splitlines()
        assert lines[0] == "query: 3 calls in 2 round trips"
        assert any(line.startswith("└─ [") and "personen at zaak.aanvrager after " in line for line in lines)

    def test_a_plan_can_be_json(self, run: Run, supergraph: str) -> None:
        plan = json.loads(run("plan", "--supergraph", supergraph, QUERY, "--format", "json").out)
        assert (plan["calls"], plan["roundTrips"], plan["denied"]) == (3, 2, [])
        [entity] = [fetch for fetch in plan["fetches"] if fetch["representations"]]
        assert (entity["subgraph"], entity["path"]) == ("personen", "zaak.aanvrager")
        assert entity["representations"][0]["typename"] == "Persoon"

    @pytest.mark.parametrize(
        ("format_", "start"),
        [
            ("apollo", '{\n  "kind": "QueryPlan",\n  "node": {'),
            ("mermaid", "---\ntitle: "),
            ("html", "<!doctype html>\n<html lang="),
        ],
    )
    def test_a_plan_has_other_formats(self, run: Run, supergraph: str, format_: str, start: str) -> None:
        done = run("plan", "--supergraph", supergraph, QUERY, "--format", format_)
        assert done.code == 0
        assert done.out.startswith(start)

    def test_a_plan_can_go_to_a_file(self, run: Run, supergraph: str, tmp_path: Path) -> None:
        path = tmp_path / "plan.html"
        done = run("plan", "--supergraph", supergraph, QUERY, "--format", "html", "-o", str(path))
        assert (done.code, done.out) == (0, "")
        assert path.read_text(encoding="utf-8").endswith("</html>\n")

    def test_every_stage_can_be_shown_before_the_plan(self, run: Run, supergraph: str) -> None:
        done = run("plan", "--supergraph", supergraph, QUERY, "--stages")
        headings = [line for line in done.out.splitlines() if line.startswith("# ")]
        assert len(headings) == 10
        assert done.out.index("# normalized") < done.out.index("\nquery: 3 calls")
        assert run("plan", "--supergraph", supergraph, QUERY, "--stages", "--format", "json").code == 2

    def test_a_plan_can_be_checked(self, run: Run, supergraph: str) -> None:
        done = run("plan", "--supergraph", supergraph, QUERY, "--check")
        assert (done.code, done.err) == (0, "gemeentegraaf: the plan is valid\n")

    def test_the_line_that_is_to_blame_is_shown(self, run: Run, supergraph: str, tmp_path: Path) -> None:
        path = tmp_path / "query.graphql"
        path.write_text("{\n  personen { naam }\n\tpersonen { weg }\n}")
        done = run("plan", "--supergraph", supergraph, str(path))
        assert done.code == 1
        assert done.err.splitlines() == [
            f"{path}:3:13",
            "GRAPHQL_VALIDATION_FAILED Cannot query field 'weg' on type 'Persoon'.",
            "    3 | \tpersonen { weg }",
            "      | \t           ^",
            "gemeentegraaf: the operation is refused: 1 error",
        ]

    def test_the_query_can_be_a_file(self, run: Run, supergraph: str, tmp_path: Path) -> None:
        path = tmp_path / "query.graphql"
        path.write_text("{ personen { naam } }")
        assert "1 call in 1 round trip" in run("plan", "--supergraph", supergraph, str(path)).out

    def test_what_wants_a_login_is_listed_as_denied_and_planned_with_one(
        self, run: Run, supergraph: str
    ) -> None:
        query = "{ ik { inkomen zaken { id } } }"
        anonymous = run("plan", "--supergraph", supergraph, query).out
        assert "denied: Persoon.inkomen (opens for burger, midden)" in anonymous
        assert "[0] zaken" not in anonymous
        burger = run("plan", "--supergraph", supergraph, query, "--klantsoort", "burger").out
        assert "denied" not in burger
        assert "zaken at ik" in burger

    def test_a_progressive_override_is_off_unless_its_label_is_given(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "labelled.graphql"
        new = 'type Query { a: Int @override(from: "old", label: "percent(100)") }'
        path.write_text(composed({"old": "type Query { a: Int b: Int }", "new": new}))
        plan = ["plan", "--supergraph", str(path), "{ a }"]
        assert "[0] old" in run(*plan).out
        assert "[0] new" in run(*plan, "--label", "percent(100)").out
        mistaken = run(*plan, "--label", "percent(10)")
        assert (mistaken.code, "percent(100)" in mistaken.err) == (2, True)

    @pytest.mark.parametrize(
        ("query", "more", "code", "text"),
        [
            ("{ weg }", [], 1, "GRAPHQL_VALIDATION_FAILED"),
            ("{", [], 1, "GRAPHQL_PARSE_FAILED"),
            ("query ($id: ID!) { zaak(id: $id) { id } }", [], 1, "BAD_USER_INPUT"),
            ("query ($id: ID!) { zaak(id: $id) { id } }", ["--variables", '{"id": 1}'], 0, ""),
            (
                "query A { __typename } query B { __typename }",
                ["--operation", "C"],
                1,
                "OPERATION_",
            ),
            ("query A { __typename } query B { __typename }", [], 1, "--operation NAME"),
            ("{ __typename }", ["--variables", "[]"], 2, "--variables"),
            ("{ __typename }", ["--variables", "{"], 2, "--variables"),
            ("{ __typename }", ["--format", "verf"], 2, "verf"),
            ("bestaat-niet.graphql", [], 2, "No such file"),
        ],
    )
    def test_how_it_ends(
        self, run: Run, supergraph: str, query: str, more: list[str], code: int, text: str
    ) -> None:
        done = run("plan", "--supergraph", supergraph, query, *more)
        assert done.code == code
        assert text in done.err


class TestSupergraph:
    @pytest.mark.parametrize(
        ("content", "text"),
        [
            (b"type Query {", "is not GraphQL"),
            (b"type Query { a: Int }", "no supergraph"),
            (b"\xff\xfe", "not UTF-8"),
        ],
    )
    def test_what_is_no_supergraph_is_one_clear_line(
        self, run: Run, tmp_path: Path, content: bytes, text: str
    ) -> None:
        path = tmp_path / "supergraph.graphql"
        path.write_bytes(content)
        for command in (["plan", "{ a }"], ["serve"]):
            done = run(*command, "--supergraph", str(path))
            assert done.code == 2
            assert text in done.err
            assert done.err.startswith("gemeentegraaf: ")
            assert len(done.err.splitlines()) == 1

    def test_a_url_that_cannot_be_fetched_is_named_without_its_secrets(self, run: Run) -> None:
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            port = unused.getsockname()[1]
            done = run(
                "serve", "--supergraph", f"http://mij:geheim@127.0.0.1:{port}/s.graphql?sleutel=geheim"
            )
        assert done.code == 2
        assert f"http://127.0.0.1:{port}/s.graphql" in done.err
        assert "geheim" not in done.err


class TestServe:
    def test_a_taken_port_is_one_clear_line(self, run: Run, supergraph: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])
            done = run("serve", "--supergraph", supergraph, "--port", port)
        assert done.code == 2
        assert f"port {port} on 127.0.0.1 is taken" in done.err

    def test_bad_settings_are_a_line_for_each_key(self, run: Run, supergraph: str, tmp_path: Path) -> None:
        config = tmp_path / "gateway.yaml"
        config.write_text("limits: {depth: x}\nonbekend: 1")
        done = run("serve", "--supergraph", supergraph, "--config", str(config))
        assert done.code == 2
        assert [line.split(": ")[2] for line in done.err.splitlines()] == ["limits.depth", "onbekend"]

    def test_a_settings_file_that_is_not_there_is_named(
        self, run: Run, supergraph: str, tmp_path: Path
    ) -> None:
        done = run("serve", "--supergraph", supergraph, "--config", str(tmp_path / "weg.yaml"))
        assert (done.code, "weg.yaml" in done.err) == (2, True)

    def test_settings_cannot_name_a_subgraph_that_is_not_there(
        self, run: Run, supergraph: str, tmp_path: Path
    ) -> None:
        config = tmp_path / "gateway.yaml"
        config.write_text("subgraphs: {zaak: {url: 'http://zaken'}}")
        done = run("serve", "--supergraph", supergraph, "--config", str(config))
        assert (done.code, "subgraphs.zaak" in done.err) == (2, True)


class TestSubgraph:
    def test_an_unknown_one_is_refused_with_those_there_are(self, run: Run) -> None:
        done = run("subgraph", "weer")
        assert done.code == 2
        assert "zaken" in done.err

    def test_missing_settings_are_named(self, run: Run, tmp_path: Path) -> None:
        config = tmp_path / "zaken.yaml"
        config.write_text("GEMEENTEGRAAF_DEMO: true")
        done = run("subgraph", "zaken", "--config", str(config))
        assert done.code == 2
        assert "GEMEENTEGRAAF_DATABASE_URL" in done.err


def test_the_settings_schema_is_json(run: Run) -> None:
    schema = json.loads(run("config", "schema").out)
    assert "limits" in schema["properties"]


def test_the_schema_of_a_plan_is_json(run: Run) -> None:
    schema = json.loads(run("config", "schema", "--plan").out)
    assert "roundTrips" in schema["properties"]
    assert run("config", "schema", "--plan", "--composition").code == 2


def test_without_a_command_it_shows_what_there_is(run: Run) -> None:
    done = run()
    assert done.code == 2
    assert "serve" in done.out + done.err


def test_an_unknown_option_is_a_usage_error(run: Run) -> None:
    assert run("plan", "--weg").code == 2
