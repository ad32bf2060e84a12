"""Entity fetches that are ready together for one subgraph go in one request."""

from __future__ import annotations

from typing import Any

from graphql import parse, print_ast
from harness.memory_subgraph import MemorySubgraph, ScriptedSubgraph
from harness.plans import entities, key, represent, root, run

from gateway.errors import FieldFailure
from gateway.execution.failures import UNAVAILABLE
from gateway.execution.subgraph import SubgraphFailure, SubgraphResponse

DATA = {"top": [{"id": 1}, {"id": 2}], "last": {"id": 2}, "shop": {"id": 1}}
ALL = root(1, "a", "{ top last shop }", "top { id } last { id } shop { id }")
TOP = entities(2, "b", "top", "... on Book { n }", represent("Book", "n", key("id")), after=(1,))
LAST = entities(3, "b", "last", "... on Book { n }", represent("Book", "n", key("id")), after=(1,))
SHOP = entities(4, "b", "shop", "... on Shop { open }", represent("Shop", "open", key("id")), after=(1,))


def first() -> ScriptedSubgraph:
    return ScriptedSubgraph([SubgraphResponse(DATA)])


async def answered(
    data: Any, *errors: dict[str, Any], fetches: Any = (ALL, TOP, LAST, SHOP)
) -> tuple[Any, Any]:
    second = ScriptedSubgraph([SubgraphResponse(data, errors)])
    result = await run(fetches, {"a": first(), "b": second})
    return result, second.bodies


def reported(message: str, *suffix: str | int) -> FieldFailure:
    return FieldFailure(message, "DOWNSTREAM_SERVICE_ERROR", {"service": "b"}, suffix)


async def test_fetches_that_select_the_same_ask_for_each_entity_once() -> None:
    result, bodies = await answered({"_entities": [{"n": 1}, {"n": 2}]}, fetches=(ALL, TOP, LAST))
    assert [body["variables"]["representations"] for body in bodies] == [
        [{"__typename": "Book", "id": 1}, {"__typename": "Book", "id": 2}]
    ]
    assert result.data == {
        "top": [{"id": 1, "n": 1}, {"id": 2, "n": 2}],
        "last": {"id": 2, "n": 2},
        "shop": {"id": 1},
    }


async def test_fetches_that_select_other_things_stand_side_by_side() -> None:
    result, bodies = await answered({"_0": [{"n": 1}, {"n": 2}], "_1": [{"open": True}]})
    (body,) = bodies
    assert print_ast(parse(body["query"])) == print_ast(
        parse(
            """query ($r0: [_Any!]!, $r1: [_Any!]!) {
              _0: _entities(representations: $r0) { ... on Book { n } }
              _1: _entities(representations: $r1) { ... on Shop { open } }
            }"""
        )
    )
    assert body["variables"] == {
        "r0": [{"__typename": "Book", "id": 1}, {"__typename": "Book", "id": 2}],
        "r1": [{"__typename": "Shop", "id": 1}],
    }
    assert result.data["shop"] == {"id": 1, "open": True}
    assert result.data["last"] == {"id": 2, "n": 2}


async def test_a_real_subgraph_understands_the_joint_request_with_the_clients_variables() -> None:
    subgraph = MemorySubgraph(
        "type Book { n(plus: Int!): Int } type Shop { open(at: String, plus: Int): String }",
        {
            "Book.n": lambda book, _i, plus: book["id"] + plus,
            "Shop.open": lambda _s, _i, at, plus: f"{at} {plus}",
        },
        {"Book": dict, "Shop": dict},
    )
    lookup = "_entities(representations:$representations)"
    documents = {
        2: f"query T__b__2($representations:[_Any!]!,$p:Int!){{{lookup}{{...on Book{{n(plus:$p)}}}}}}",
        3: f"query T__b__3($representations:[_Any!]!,$p:Int!,$at:String)"
        f"{{{lookup}{{...on Shop{{open(at:$at,plus:$p)}}}}}}",
    }
    books = entities(
        2,
        "b",
        "top",
        "",
        represent("Book", "n", key("id")),
        after=(1,),
        document=documents[2],
        variables=("p",),
    )
    shops = entities(
        3,
        "b",
        "shop",
        "",
        represent("Shop", "open", key("id")),
        after=(1,),
        document=documents[3],
        variables=("p", "at"),
    )
    result = await run([ALL, books, shops], {"a": first(), "b": subgraph}, {"p": 10, "at": "nu"})
    assert len(subgraph.calls) == 1
    assert [book["n"] for book in result.data["top"]] == [11, 12]
    assert result.data["shop"]["open"] == "nu 10"


async def test_an_error_goes_to_the_lookup_that_its_path_names() -> None:
    errors = ({"message": "x", "path": ["_0", 1, "n"]}, {"message": "y", "path": ["_1", 0, "open"]})
    result, _ = await answered({"_0": [{"n": 1}, {"n": None}], "_1": [None]}, *errors)
    assert result.data["top"] == [{"id": 1, "n": 1}, {"id": 2, "n": reported("x")}]
    assert result.data["last"] == {"id": 2, "n": reported("x")}
    assert result.data["shop"] == {"id": 1, "open": reported("y")}


async def test_an_error_that_leaves_no_data_explains_the_nulls_of_all() -> None:
    result, _ = await answered(None, {"message": "x", "path": ["_1", 0, "open"]})
    assert result.data["top"][0]["n"] == reported("x")
    assert result.data["shop"]["open"] == reported("x")


async def test_a_lookup_that_is_answered_in_the_wrong_shape_fails_alone() -> None:
    result, _ = await answered({"_0": [{"n": 1}], "_1": [{"open": True}]})
    failure = FieldFailure(UNAVAILABLE, "SUBGRAPH_MALFORMED_RESPONSE", {"service": "b"})
    assert [book["n"] for book in result.data["top"]] == [failure, failure]
    assert result.data["shop"] == {"id": 1, "open": True}


async def test_a_joint_request_that_gets_no_answer_fails_for_all() -> None:
    broken = ScriptedSubgraph([SubgraphFailure("SUBGRAPH_TIMEOUT", "slow")])
    result = await run([ALL, TOP, LAST, SHOP], {"a": first(), "b": broken})
    failure = FieldFailure(UNAVAILABLE, "SUBGRAPH_TIMEOUT", {"service": "b"})
    assert result.data["last"]["n"] == result.data["top"][0]["n"] == result.data["shop"]["open"] == failure


async def test_what_has_nothing_to_send_is_left_out_of_the_request() -> None:
    nowhere = entities(5, "b", "gone", "... on Gone { x }", represent("Gone", "x", key("id")), after=(1,))
    _, bodies = await answered({"_entities": [{"n": 1}, {"n": 2}]}, fetches=(ALL, TOP, nowhere))
    assert "Gone" not in bodies[0]["query"]


async def test_objects_that_share_an_answer_are_not_tied_together() -> None:
    """What a later fetch fills in below one of them stays out of the other."""
    m_of_top = entities(
        2, "b", "top", "... on B { m { x } }", represent("B", "m { x }", key("id")), after=(1,)
    )
    m_of_last = entities(
        3, "b", "last", "... on B { m { x } }", represent("B", "m { x }", key("id")), after=(1,)
    )
    more = entities(4, "c", "top.m", "... on M { y }", represent("M", "y", key("x")), after=(2,))
    subgraphs = {
        "a": first(),
        "b": ScriptedSubgraph([SubgraphResponse({"_entities": [{"m": {"x": 1}}, {"m": {"x": 2}}]})]),
        "c": ScriptedSubgraph([SubgraphResponse({"_entities": [{"y": 1}, {"y": 2}]})]),
    }
    result = await run([ALL, m_of_top, m_of_last, more], subgraphs)
    assert result.data["top"] == [{"id": 1, "m": {"x": 1, "y": 1}}, {"id": 2, "m": {"x": 2, "y": 2}}]
    assert result.data["last"] == {"id": 2, "m": {"x": 2}}
