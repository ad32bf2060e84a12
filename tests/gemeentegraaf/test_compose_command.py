"""`gemeentegraaf compose`: from settings or files to a supergraph, or every reason why not."""

import json
from pathlib import Path

import pytest
from harness.command import Outcome, Run, run_command

from schema.supergraph import Supergraph

PEOPLE = """
extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
type Query { ik: Persoon }
type Persoon @key(fields: "id") { id: ID! naam: String }
"""
ZAKEN = """
extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
type Persoon @key(fields: "id") { id: ID! zaken: [String] }
"""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return run_command(capsys)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "personen.graphql").write_text(PEOPLE)
    (tmp_path / "zaken.graphql").write_text(ZAKEN)
    return tmp_path


def configured(folder: Path, text: str) -> str:
    path = folder / "supergraph.yaml"
    path.write_text(text)
    return str(path)


def test_files_by_name_become_a_supergraph_on_the_output(run: Run, folder: Path) -> None:
    done = run("compose", f"personen={folder}/personen.graphql", f"zaken={folder}/zaken.graphql")
    assert done.code == 0
    assert set(Supergraph.parse(done.out).subgraphs) == {"personen", "zaken"}


def test_settings_become_a_file_beside_them(run: Run, folder: Path) -> None:
    config = configured(
        folder,
        "subgraphs:\n"
        "  personen: {url: 'http://personen/graphql', file: personen.graphql}\n"
        "  zaken: {url: 'http://zaken/graphql', file: zaken.graphql}\n",
    )
    assert run("compose", "--config", config) == Outcome(0, "", "")
    supergraph = Supergraph.parse((folder / "supergraph.graphql").read_text())
    assert supergraph.subgraphs == {"personen": "http://personen/graphql", "zaken": "http://zaken/graphql"}


def test_the_output_can_be_another_file_or_printed(run: Run, folder: Path) -> None:
    config = configured(folder, "subgraphs: {personen: {file: personen.graphql}}")
    assert run("compose", "--config", config, "-o", str(folder / "uit.graphql")).code == 0
    assert run("compose", "--config", config, "-o", "-").out == (folder / "uit.graphql").read_text()
    assert not (folder / "supergraph.graphql").exists()


def test_a_strawberry_schema_is_named_by_module_and_attribute(run: Run, folder: Path) -> None:
    config = configured(folder, "subgraphs: {opendata: {schema: 'subgraphs.opendata.schema:schema'}}")
    done = run("compose", "--config", config, "-o", "-")
    assert "datasets" in done.out


def test_every_error_is_printed_with_code_and_place_and_nothing_is_written(run: Run, folder: Path) -> None:
    (folder / "fout.graphql").write_text("type Query {\n  a: Weg\n  b: Foetsie\n}")
    done = run("compose", f"fout={folder}/fout.graphql", "-o", str(folder / "uit.graphql"))
    assert done.code == 1
    assert "INVALID_GRAPHQL" in done.err
    assert "fout.graphql:2:" in done.err
    assert "    3 |   b: Foetsie" in done.err
    assert "2 errors" in done.err
    assert not (folder / "uit.graphql").exists()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("subgraphs: [", "not valid YAML (line 1, column 13)"),
        ("- persons", "settings: must be a mapping"),
        ("subgraphs: {}\ncontract: {}", "contract: there is no such setting"),
        ("{}", "subgraphs: "),
        ("subgraphs: {a: {url: x}}", "either a file or a schema"),
        ("subgraphs: {a: {file: x, service: 'http://x'}}", "either a file or a schema"),
        ("subgraphs: {}\ncontracts: {../weg: {}}", "contracts."),
        ("subgraphs: {a: {file: weg.graphql}}", "weg.graphql: No such file"),
        ("subgraphs: {a: {schema: 'er.is.niets:schema'}}", "no module er"),
        ("subgraphs: {a: {schema: 'subgraphs.opendata.schema:niets'}}", "has no niets"),
        ("subgraphs: {a: {file: personen.graphql, poort: 1}}", "subgraphs.a.poort"),
    ],
)
def test_settings_that_cannot_be_used_are_one_clear_line(
    run: Run, folder: Path, text: str, complaint: str
) -> None:
    done = run("compose", "--config", configured(folder, text))
    assert done.code == 2
    assert complaint in done.err
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["zaken.graphql"],
        ["=zaken.graphql"],
        ["zaken="],
        ["zaken=weg.graphql"],
        ["a=b", "a=c"],
        ["a=b", "--config", "c"],
        ["a=b", "--watch"],
        ["--watch", "-o", "-"],
    ],
)
def test_arguments_that_cannot_be_used_are_refused(run: Run, arguments: list[str]) -> None:
    assert run("compose", *arguments).code == 2


def test_every_subgraph_that_cannot_be_had_has_its_line_and_code(run: Run, folder: Path) -> None:
    done = run("compose", f"a={folder}/weg.graphql", "b=http://127.0.0.1:1/graphql")
    assert done.code == 2
    assert "SUBGRAPH_FILE_UNREADABLE: subgraph a: " in done.err
    assert "SUBGRAPH_UNREACHABLE: subgraph b: " in done.err


class TestJson:
    def test_errors_are_values_with_their_places(self, run: Run, folder: Path) -> None:
        (folder / "fout.graphql").write_text("type Query {\n  a: Weg\n}")
        done = run("compose", f"fout={folder}/fout.graphql", "--format", "json")
        assert done.code == 1
        found = json.loads(done.out)
        assert (found["composes"], found["supergraph"]) == (False, None)
        [error] = found["errors"]
        assert error["code"] == "INVALID_GRAPHQL"
        [place] = error["places"]
        assert (place["subgraph"], place["line"]) == ("fout", 2)
        assert place["origin"] == f"{folder}/fout.graphql"

    def test_the_supergraph_is_among_them_unless_it_is_written(self, run: Run, folder: Path) -> None:
        arguments = ("compose", f"personen={folder}/personen.graphql", "--format", "json")
        assert "join__Graph" in json.loads(run(*arguments).out)["supergraph"]
        written = json.loads(run(*arguments, "-o", str(folder / "uit.graphql")).out)
        assert written["output"] == str(folder / "uit.graphql")
        assert "supergraph" not in written


class TestContracts:
    SUBGRAPH = """
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@tag"])
    type Query { open: Int @tag(name: "openbaar") dicht: Int }
    """

    def settings(self, folder: Path, tag: str) -> str:
        (folder / "a.graphql").write_text(self.SUBGRAPH)
        return configured(
            folder, f"subgraphs: {{a: {{file: a.graphql}}}}\ncontracts: {{publiek: {{include: [{tag}]}}}}"
        )

    def test_each_is_written_beside_the_supergraph(self, run: Run, folder: Path) -> None:
        assert run("compose", "--config", self.settings(folder, "openbaar")).code == 0
        public = Supergraph.parse((folder / "publiek.graphql").read_text()).public
        assert public.query_type is not None
        assert [*public.query_type.fields] == ["open"]

    def test_one_that_cannot_be_made_keeps_everything_as_it_was(self, run: Run, folder: Path) -> None:
        done = run("compose", "--config", self.settings(folder, "tikfout"))
        assert done.code == 1
        assert "NO_QUERIES contract publiek: " in done.err
        assert "contract publiek: nothing carries the tag tikfout" in done.err
        assert not (folder / "publiek.graphql").exists()
        assert not (folder / "supergraph.graphql").exists()
