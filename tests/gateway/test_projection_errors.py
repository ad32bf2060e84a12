"""What clients are told of errors: so many at most, and where each is, in the answer and in the document."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import build_schema
from harness.composed import composed
from harness.memory_subgraph import MemorySubgraph
from harness.plans import output

from auth.principal import ANONIEM
from gateway.errors import FieldFailure
from gateway.execution.executor import Executor
from gateway.execution.failures import ErrorPolicy
from gateway.operation.request import GraphQLRequest
from gateway.pipeline import Pipeline
from gateway.pipeline_rules import PipelineRules
from gateway.projection.project import compile_projection
from schema.supergraph import Supergraph

FAILURE = FieldFailure("broken", "X")
SDL = """
type Query { things: [Thing] thing: Thing media: [Media] }
type Mutation { change: Thing }
type Subscription { changed: Thing }
type Thing { name: String! note: String }
interface Media { title: String }
type Book implements Media { title: String pages: Int }
type Film implements Media { title: String minutes: Int }
"""
SCHEMA = build_schema(SDL)


def errors_of(most: int, data: dict[str, Any], unplaced: int = 0) -> list[Any]:
    projection = compile_projection(output(SCHEMA, "{ things { note } }"), SCHEMA, most)
    return projection.project(data, [FAILURE] * unplaced)[1]


class TestAtMost:
    def test_as_many_as_there_may_be_are_all_told(self) -> None:
        errors = errors_of(3, {"things": [{"note": FAILURE}] * 3})
        assert [error["path"] for error in errors] == [["things", index, "note"] for index in range(3)]

    def test_the_first_ones_are_told_and_how_many_are_left_out(self) -> None:
        *told, omission = errors_of(3, {"things": [{"note": FAILURE}] * 5})
        assert [error["path"][1] for error in told] == [0, 1, 2]
        assert omission == {
            "message": "2 more errors are left out.",
            "extensions": {"code": "ERRORS_OMITTED", "omitted": 2},
        }

    def test_errors_of_no_position_count_too(self) -> None:
        *told, omission = errors_of(2, {"things": [{"note": FAILURE}]}, unplaced=2)
        assert ["path" in error for error in told] == [True, False]
        assert omission["message"] == "1 more error is left out."

    def test_the_data_are_as_they_are_whatever_is_told(self) -> None:
        projection = compile_projection(output(SCHEMA, "{ things { name } }"), SCHEMA, 1)
        data, errors = projection.project({"things": [{"name": None}, {"name": "x"}, {"name": None}]})
        assert data == {"things": [None, {"name": "x"}, None]}
        assert len(errors) == 2

    def test_one_answers_errors_are_not_counted_to_the_next(self) -> None:
        projection = compile_projection(output(SCHEMA, "{ things { note } }"), SCHEMA, 1)
        for _ in range(2):
            assert len(projection.project({"things": [{"note": FAILURE}]})[1]) == 1


def pipeline(most_errors: int = 100, **resolvers: Any) -> Pipeline:
    supergraph = Supergraph.parse(composed({"a": SDL}))
    subgraph = MemorySubgraph(SDL, {name.replace("_", "."): resolver for name, resolver in resolvers.items()})
    rules = PipelineRules(most_errors=most_errors)
    return Pipeline(supergraph, Executor({"a": subgraph}, ErrorPolicy()), rules=rules)


def broken(*_: Any) -> Any:
    raise LookupError("broken")


class TestLocations:
    async def test_an_error_says_where_the_document_selects_its_field(self) -> None:
        query = "{\n  things {\n    name\n    remark: note\n  }\n}"
        asked = pipeline(Query_things=lambda *_: [{"name": "a"}], Thing_note=broken)
        response = await asked.answer(GraphQLRequest(query), ANONIEM)
        (error,) = response.errors
        assert list(error) == ["message", "locations", "path", "extensions"]
        assert error["locations"] == [{"line": 4, "column": 5}]
        assert error["path"] == ["things", 0, "remark"]

    async def test_a_field_that_is_selected_twice_has_two_places(self) -> None:
        query = "{ thing { ...F note } }\nfragment F on Thing { note }"
        asked = pipeline(Query_thing=lambda *_: {"name": "a"}, Thing_note=broken)
        (error,) = (await asked.answer(GraphQLRequest(query), ANONIEM)).errors
        assert error["locations"] == [{"line": 2, "column": 23}, {"line": 1, "column": 16}]

    async def test_it_is_that_of_the_type_that_the_object_has(self) -> None:
        query = "{ media {\n ... on Book { x: pages }\n ... on Film { x: minutes } } }"
        films = [{"__typename": "Film"}, {"__typename": "Book", "pages": 3}]
        asked = pipeline(Query_media=lambda *_: films, Film_minutes=broken)
        (error,) = (await asked.answer(GraphQLRequest(query), ANONIEM)).errors
        assert (error["path"], error["locations"]) == (["media", 0, "x"], [{"line": 3, "column": 16}])

    async def test_a_null_that_rose_within_a_subgraph_is_told_where_it_began(self) -> None:
        query = "{ thing {\n name } }"
        asked = pipeline(Query_thing=lambda *_: {}, Thing_name=broken)
        response = await asked.answer(GraphQLRequest(query), ANONIEM)
        assert response.data == {"thing": None}
        (error,) = response.errors
        assert (error["path"], error["locations"]) == (["thing", "name"], [{"line": 2, "column": 2}])

    async def test_the_same_plan_tells_each_document_its_own_places(self) -> None:
        asked = pipeline(Query_thing=lambda *_: {"name": "a"}, Thing_note=broken)
        for indent in ("", "   "):
            query = f"{{ thing {{\n{indent}note }} }}"
            (error,) = (await asked.answer(GraphQLRequest(query), ANONIEM)).errors
            assert error["locations"] == [{"line": 2, "column": 1 + len(indent)}]


async def test_a_setting_says_how_many_errors_an_answer_has() -> None:
    asked = pipeline(most_errors=2, Query_things=lambda *_: [{"name": "a"}] * 4, Thing_note=broken)
    response = await asked.answer(GraphQLRequest("{ things { note } }"), ANONIEM)
    assert [error["extensions"]["code"] for error in response.errors][-1] == "ERRORS_OMITTED"
    assert len(response.errors) == 3


@pytest.mark.parametrize(
    ("query", "root"),
    [
        ("{ __typename }", "Query"),
        ("{ kind: __typename thing { name } ...F } fragment F on Query { __typename }", "Query"),
        ("mutation { __typename change { name } }", "Mutation"),
        ("mutation { __typename }", "Mutation"),
    ],
)
async def test_the_root_says_what_it_is(query: str, root: str) -> None:
    asked = pipeline(Query_thing=lambda *_: {"name": "a"}, Mutation_change=lambda *_: {"name": "b"})
    response = await asked.answer(GraphQLRequest(query), ANONIEM)
    assert response.errors == []
    assert response.data is not None
    assert response.data["__typename"] == root
