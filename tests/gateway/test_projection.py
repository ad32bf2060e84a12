"""The projection: from merged data to the client's `data` and `errors`, by the rules of the specification."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from graphql import GraphQLNonNull, GraphQLSchema, build_schema
from harness.plans import output

from auth.policy import Denied
from gateway.errors import FieldFailure
from gateway.planning.plan import OutputField, OutputSelection
from gateway.projection.project import compile_projection

SCHEMA = build_schema(
    """
    type Query {
      thing: Thing, sure: Thing!, things: [Thing], sureThings: [Thing!]!, grid: [[Int!]]
      media: Media, sureMedia: Media!, medias: [Media!], either: Either
    }
    type Thing {
      id: ID!, name: String, title: String!, count: Int, ratio: Float, on: Boolean, colour: Colour, when: Date
      tags: [String!], needed: Thing!, other: Thing, parts: [Thing!]!
    }
    enum Colour { ROOD BLAUW }
    scalar Date
    interface Media { title: String }
    type Book implements Media { title: String, pages: Int! }
    type Film implements Media { title: String, minutes: Int }
    type Song { title: String }
    union Either = Book | Film
    """
)
FAILURE = FieldFailure("it broke", "SUBGRAPH_TIMEOUT", {"service": "b"})


def project(query: str, data: dict[str, Any], schema: GraphQLSchema = SCHEMA) -> tuple[Any, list[Any]]:
    return compile_projection(output(schema, query), schema).project(data)


def error(message: str, code: str, *path: str | int, **extensions: Any) -> dict[str, Any]:
    return {"message": message, "path": list(path), "extensions": {"code": code, **extensions}}


def null_error(coordinate: str, *path: str | int) -> dict[str, Any]:
    return error(f"Cannot return null for non-nullable field {coordinate}.", "NULL_VALUE", *path)


def test_fields_come_in_the_clients_order_under_the_clients_names() -> None:
    data, errors = project(
        "{ z: thing { b: name id a: name } }", {"thing": {"id": "1", "name": "n", "extra": 0}}
    )
    assert errors == []
    assert data == {"z": {"b": "n", "id": "1", "a": "n"}}
    assert list(data["z"]) == ["b", "id", "a"]


@pytest.mark.parametrize(
    ("field", "stored", "shown"),
    [
        ("id", "x", "x"),
        ("id", 7, "7"),
        ("name", "", ""),
        ("name", None, None),
        ("count", 0, 0),
        ("count", -(2**31), -(2**31)),
        ("count", 3.0, 3),
        ("ratio", 1.5, 1.5),
        ("ratio", 2, 2),
        ("on", False, False),
        ("colour", "ROOD", "ROOD"),
        ("when", "2026-01-01", "2026-01-01"),
        ("when", {"day": [1, None]}, {"day": [1, None]}),
        ("when", 5, 5),
        ("when", False, False),
        ("tags", [], []),
        ("tags", ["a", "b"], ["a", "b"]),
    ],
)
def test_values_are_coerced_as_the_specification_says(field: str, stored: Any, shown: Any) -> None:
    data, errors = project(f"{{ thing {{ {field} }} }}", {"thing": {field: stored}})
    assert errors == []
    assert data == {"thing": {field: shown}}
    assert type(data["thing"][field]) is type(shown)


@pytest.mark.parametrize(
    ("field", "stored", "type_"),
    [
        ("name", 5, "String"),
        ("name", {"a": 1}, "String"),
        ("name", ["a"], "String"),
        ("count", 2**31, "Int"),
        ("count", -(2**31) - 1, "Int"),
        ("count", 1.5, "Int"),
        ("count", True, "Int"),
        ("count", "1", "Int"),
        ("count", float("inf"), "Int"),
        ("ratio", True, "Float"),
        ("ratio", "1", "Float"),
        ("on", 1, "Boolean"),
        ("colour", "GEHEIM", "Colour"),
        ("colour", 1, "Colour"),
        ("colour", ["ROOD"], "Colour"),
        ("tags", "a", "[String!]"),
        ("tags", {"0": "a"}, "[String!]"),
        ("other", "x", "Thing"),
        ("other", [], "Thing"),
    ],
)
def test_a_value_that_does_not_fit_is_null_with_an_error_that_does_not_quote_it(
    field: str, stored: Any, type_: str
) -> None:
    selection = f"{field} {{ id }}" if field == "other" else field
    data, errors = project(f"{{ thing {{ {selection} }} }}", {"thing": {field: stored}})
    assert data == {"thing": {field: None}}
    assert errors == [
        error(f"The value of Thing.{field} is not a valid {type_}.", "INVALID_VALUE", "thing", field)
    ]


def test_what_is_missing_is_null() -> None:
    assert project("{ thing { name other { id } } }", {"thing": {}}) == (
        {"thing": {"name": None, "other": None}},
        [],
    )


def test_a_null_that_may_not_be_rises_to_the_nearest_place_where_it_may_with_one_error() -> None:
    data, errors = project(
        "{ thing { id needed { needed { title } } } }", {"thing": {"id": "1", "needed": {"needed": {}}}}
    )
    assert data == {"thing": None}
    assert errors == [null_error("Thing.title", "thing", "needed", "needed", "title")]


def test_a_null_that_rises_to_the_root_leaves_no_data() -> None:
    assert project("{ thing { id } sure { title } }", {"sure": {"title": None}}) == (
        None,
        [null_error("Thing.title", "sure", "title")],
    )


def test_lists_have_real_indices_in_paths() -> None:
    data, errors = project(
        "{ t: things { title } }", {"things": [{"title": "a"}, {"title": None}, None, {"title": "b"}]}
    )
    assert data == {"t": [{"title": "a"}, None, None, {"title": "b"}]}
    assert errors == [null_error("Thing.title", "t", 1, "title")]


def test_a_null_item_that_may_not_be_makes_the_list_null() -> None:
    assert project("{ grid }", {"grid": [[1, 2], [3, None], None]}) == (
        {"grid": [[1, 2], None, None]},
        [null_error("Query.grid", "grid", 1, 1)],
    )
    assert project("{ thing { tags } }", {"thing": {"tags": ["a", None]}})[0] == {"thing": {"tags": None}}


def test_a_failure_is_told_once_at_the_clients_path() -> None:
    data, errors = project("{ t: things { n: name } }", {"things": [{"name": "a"}, {"name": FAILURE}]})
    assert data == {"t": [{"n": "a"}, {"n": None}]}
    assert errors == [error("it broke", "SUBGRAPH_TIMEOUT", "t", 1, "n", service="b")]


@pytest.mark.parametrize("field", ["title", "needed { id }"])
def test_a_failure_explains_the_null_that_rises_from_it(field: str) -> None:
    name = field.split()[0]
    data, errors = project(f"{{ thing {{ {field} }} }}", {"thing": {name: FAILURE}})
    assert data == {"thing": None}
    assert errors == [error("it broke", "SUBGRAPH_TIMEOUT", "thing", name, service="b")]


def test_failures_lie_in_lists_too() -> None:
    data, errors = project(
        "{ things { id } thing { tags } }",
        {"things": [FAILURE, {"id": "1"}], "thing": {"tags": ["a", FAILURE]}},
    )
    assert data == {"things": [None, {"id": "1"}], "thing": {"tags": None}}
    assert [each["path"] for each in errors] == [["things", 0], ["thing", "tags", 1]]


def test_a_failure_inside_a_custom_scalar_does_not_leak() -> None:
    data, errors = project("{ thing { when } }", {"thing": {"when": [1, [FAILURE]]}})
    assert data == {"thing": {"when": None}}
    assert [each["message"] for each in errors] == ["it broke"]


@pytest.mark.parametrize(
    ("suffix", "path"),
    [
        (("needed", "title"), ["t", "n", "title"]),
        (("needed", "unknown", "title"), ["t", "n"]),
        ((0,), ["t"]),
        (("needed", "tags", 1), ["t", "n", "labels", 1]),
        (("needed", "tags", 1, "deeper"), ["t", "n", "labels", 1]),
        (("needed", "tags", "x"), ["t", "n", "labels"]),
        (("parts", 2, "name"), ["t", "p", 2, "called"]),
    ],
)
def test_the_rest_of_a_failures_path_is_told_in_the_clients_names(
    suffix: tuple[Any, ...], path: list[Any]
) -> None:
    query = "{ t: thing { n: needed { title labels: tags } p: parts { called: name } } }"
    _, errors = project(query, {"thing": replace(FAILURE, suffix=suffix)})
    assert [each["path"] for each in errors] == [path]


def test_failures_of_no_position_are_told_without_a_path() -> None:
    projection = compile_projection(output(SCHEMA, "{ thing { id } }"), SCHEMA)
    assert projection.project({}, [FAILURE]) == (
        {"thing": None},
        [{"message": "it broke", "extensions": {"service": "b", "code": "SUBGRAPH_TIMEOUT"}}],
    )


def test_each_runtime_type_gets_its_own_fields() -> None:
    query = "{ medias { title ... on Book { pages } ... on Film { m: minutes __typename } } }"
    stored = [
        {"__typename": "Film", "title": "a", "minutes": 9},
        {"__typename": "Book", "title": "b", "pages": 3},
    ]
    assert project(query, {"medias": stored}) == (
        {"medias": [{"title": "a", "m": 9, "__typename": "Film"}, {"title": "b", "pages": 3}]},
        [],
    )


def test_objects_of_a_type_of_which_nothing_is_asked_are_empty() -> None:
    assert project("{ media { ... on Book { pages } } }", {"media": {"__typename": "Film"}}) == (
        {"media": {}},
        [],
    )


def test_an_object_of_a_type_that_the_public_schema_does_not_know_is_null() -> None:
    assert project("{ media { title } }", {"media": {"__typename": "Secret", "title": "x"}}) == (
        {"media": None},
        [],
    )


def test_the_null_of_an_unknown_type_is_told_where_it_may_not_be() -> None:
    assert project("{ sureMedia { title } }", {"sureMedia": {"__typename": "Secret"}}) == (
        None,
        [null_error("Query.sureMedia", "sureMedia")],
    )


@pytest.mark.parametrize("typename", ["Song", "Media", "Thing", None, 5, ["Book"]])
def test_an_object_of_a_type_that_cannot_be_there_is_null_with_an_error(typename: Any) -> None:
    data, errors = project(
        "{ either { ... on Book { title } } }", {"either": {"__typename": typename, "title": "x"}}
    )
    assert data == {"either": None}
    assert errors == [
        error("The value of Query.either is not of a type that Either can be.", "INVALID_VALUE", "either")
    ]


def test_an_object_whose_type_a_subgraph_failed_to_give_says_so() -> None:
    data, errors = project("{ media { title } }", {"media": {"__typename": FAILURE, "title": "x"}})
    assert data == {"media": None}
    assert [(each["message"], each["path"]) for each in errors] == [("it broke", ["media"])]


@pytest.mark.parametrize(
    "stored", [{"title": "x"}, {"__typename": "Media", "title": "x"}, {"__typename": "Film", "title": "x"}]
)
def test_where_all_types_select_the_same_the_type_need_not_be_known(stored: dict[str, Any]) -> None:
    selection = output(SCHEMA, "{ media { title } }")
    (field,) = selection.by_type["Query"]
    assert field.selection is not None
    uniform = replace(field, selection=replace(field.selection, uniform=True))
    projection = compile_projection(OutputSelection("Query", {"Query": (uniform,)}), SCHEMA)
    assert projection.project({"media": stored}) == ({"media": {"title": "x"}}, [])


def test_the_typename_of_an_object_position_is_that_type_whatever_is_stored() -> None:
    query = "{ __typename thing { t: __typename } }"
    assert project(query, {"thing": {"__typename": "Bogus"}}) == (
        {"__typename": "Query", "thing": {"t": "Thing"}},
        [],
    )


DENIED = Denied("Thing.name", klantsoorten=("burger",), niveau="substantieel")


def denied(*, non_null: bool) -> OutputSelection:
    (field,) = output(SCHEMA, "{ thing { id n: name } }").by_type["Query"]
    assert field.selection is not None
    first, name = field.selection.by_type["Thing"]
    type_: Any = GraphQLNonNull(name.type) if non_null else name.type  # type: ignore[type-var]
    fields = (first, replace(name, denial=DENIED, type=type_))
    return OutputSelection(
        "Query", {"Query": (replace(field, selection=OutputSelection("Thing", {"Thing": fields})),)}
    )


@pytest.mark.parametrize(
    ("non_null", "shown"), [(False, {"thing": {"id": "1", "n": None}}), (True, {"thing": None})]
)
def test_a_denied_field_is_null_whatever_is_stored_and_says_what_would_open_it(
    non_null: bool, shown: Any
) -> None:
    data, errors = compile_projection(denied(non_null=non_null), SCHEMA).project(
        {"thing": {"id": "1", "name": "secret"}}
    )
    assert data == shown
    assert errors == [
        error(
            "Not authorised to see Thing.name.",
            "UNAUTHORIZED_FIELD_OR_TYPE",
            "thing",
            "n",
            klantsoorten=["burger"],
            niveau="substantieel",
        )
    ]


def test_a_local_field_passes_as_it_is() -> None:
    local = OutputField("__schema", "s", "__schema", SCHEMA.type_map["__Schema"], local=True)  # type: ignore[arg-type]
    projection = compile_projection(OutputSelection("Query", {"Query": (local,)}), SCHEMA)
    assert projection.project({"__schema": {"types": []}}) == ({"s": {"types": []}}, [])


def test_one_projection_serves_many_answers() -> None:
    projection = compile_projection(output(SCHEMA, "{ thing { title } }"), SCHEMA)
    assert projection.project({"thing": {}})[1] != []
    assert projection.project({"thing": {"title": "x"}}) == ({"thing": {"title": "x"}}, [])
