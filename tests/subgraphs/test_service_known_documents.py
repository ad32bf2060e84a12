"""A text is parsed and validated once; one that is wrong is wrong every time."""

from __future__ import annotations

import pytest
import strawberry
from graphql import parse

from subgraphs.service.directives import OPENBAAR
from subgraphs.service.known_documents import KnownDocuments
from subgraphs.service.schema import SubgraphSchema


@strawberry.type
class Query:
    @strawberry.field(directives=[OPENBAAR])
    def dubbel(self, getal: int) -> int:
        return 2 * getal


@pytest.fixture
def known() -> KnownDocuments:
    return KnownDocuments(2)


@pytest.fixture
def schema(known: KnownDocuments) -> strawberry.Schema:
    return strawberry.Schema(Query, extensions=[known.extension])


TEXT = "query ($getal: Int!) { dubbel(getal: $getal) }"


async def test_a_text_that_comes_again_is_the_same_document(
    known: KnownDocuments, schema: strawberry.Schema
) -> None:
    answers = []
    for getal in (1, 2):
        answers.append((await schema.execute(TEXT, variable_values={"getal": getal})).data)
        document = known.get(TEXT)
    assert answers == [{"dubbel": 2}, {"dubbel": 4}]
    await schema.execute(TEXT, variable_values={"getal": 3})
    assert known.get(TEXT) is document is not None


@pytest.mark.parametrize("text", ["{ dubbel", "{ nergens }", "{ dubbel(getal: 1) { dieper } }"])
async def test_what_is_wrong_is_not_kept_and_is_wrong_again(
    known: KnownDocuments, schema: strawberry.Schema, text: str
) -> None:
    first, again = [await schema.execute(text) for _ in range(2)]
    assert first.errors
    assert [error.message for error in first.errors] == [error.message for error in again.errors or ()]
    assert known.get(text) is None


async def test_another_operation_of_the_same_text_is_not_mistaken_for_it(schema: strawberry.Schema) -> None:
    text = "query Een { a: dubbel(getal: 1) } query Twee { b: dubbel(getal: 2) }"
    answers = [(await schema.execute(text, operation_name=name)).data for name in ("Een", "Twee")]
    assert answers == [{"a": 2}, {"b": 4}]


def test_no_more_are_kept_than_there_is_room_for_and_the_last_asked_stay(known: KnownDocuments) -> None:
    for text in ("{ a }", "{ b }"):
        known.keep(text, parse(text))
    assert known.get("{ a }")
    known.keep("{ c }", parse("{ c }"))
    assert [text for text in ("{ a }", "{ b }", "{ c }") if known.get(text)] == ["{ a }", "{ c }"]


async def test_a_subgraph_says_of_a_wrong_text_every_time_what_is_wrong() -> None:
    subgraph = SubgraphSchema(Query)
    codes = []
    for _ in range(2):
        result = await subgraph.execute("{ dubbel")
        codes.append([error.extensions["code"] for error in result.errors])
    assert codes == [["GRAPHQL_PARSE_FAILED"]] * 2
