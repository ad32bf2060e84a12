"""How errors and hints look on a terminal."""

from schema.compose import compose
from schema.report import Report
from schema.subgraph import SubgraphSource

SDL = """type Query { p: P }

type P {
	id: ID! x: Int @foo
}
"""


def test_an_error_shows_its_file_its_line_and_a_caret_below_its_column() -> None:
    subgraphs = [SubgraphSource("zaken", "http://zaken", SDL, "schemas/zaken.graphql")]
    assert Report.of(subgraphs).text(compose(subgraphs).errors) == (
        "schemas/zaken.graphql:4:17\n"
        "[zaken] INVALID_GRAPHQL Unknown directive '@foo'.\n"
        "    4 | \tid: ID! x: Int @foo\n"
        "      | \t               ^"
    )


def test_colours_are_for_terminals_only() -> None:
    subgraphs = [SubgraphSource("a", "", SDL)]
    errors = compose(subgraphs).errors
    assert "\x1b" not in Report.of(subgraphs).text(errors)
    assert "\x1b[31mINVALID_GRAPHQL\x1b[0m" in Report.of(subgraphs, colour=True).text(errors)


def test_an_error_without_a_place_is_one_line() -> None:
    subgraphs = [SubgraphSource("a", "", "type T { x: Int }")]
    text = Report.of(subgraphs).text(compose(subgraphs).errors)
    assert text == "NO_QUERIES No subgraph has a field on Query; a supergraph needs one at least."
