"""`gemeentegraaf compose`: from settings or files to a supergraph, or every reason why not."""

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
    assert "fout:2:" in done.err
    assert "fout:3:" in done.err
    assert "2 errors" in done.err
    assert not (folder / "uit.graphql").exists()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("subgraphs: [", "not valid YAML"),
        ("{}", "subgraphs: "),
        ("subgraphs: {a: {url: x}}", "either a file or a schema"),
        ("subgraphs: {a: {file: weg.graphql}}", "weg.graphql: No such file"),
        ("subgraphs: {a: {schema: 'er.is.niets:schema'}}", "no module er"),
        ("subgraphs: {a: {schema: 'subgraphs.opendata.schema:niets'}}", "no strawberry schema"),
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
    [["zaken.graphql"], ["=zaken.graphql"], ["zaken="], ["zaken=weg.graphql"], ["a=b", "--config", "c"]],
)
def test_arguments_that_cannot_be_used_are_refused(run: Run, arguments: list[str]) -> None:
    assert run("compose", *arguments).code == 2
