"""The executor over in-memory subgraphs: what is asked, when, how often, and what becomes of it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from harness.memory_subgraph import MemorySubgraph, ScriptedSubgraph
from harness.plans import at, entities, key, represent, represent_some, required, root, run

from gateway.execution.subgraph import SubgraphResponse
from gateway.planning.plan import RepresentationSelection

BOOKS = {"1": {"id": "1", "title": "Max Havelaar"}, "2": {"id": "2", "title": "De avonden"}}


def catalogue(*ids: str | None) -> MemorySubgraph:
    return MemorySubgraph(
        "type Query { books: [Book] } type Book { id: ID, title: String }",
        {
            "Query.books": lambda *_: [
                {**BOOKS.get(id_ or "", {}), "id": id_} if id_ != "-" else None for id_ in ids
            ]
        },
    )


def stock(**more: Any) -> MemorySubgraph:
    return MemorySubgraph(
        "type Query { x: Int } type Book { id: ID, stock: Int, place: Place } type Place { shelf: String }",
        entities={
            "Book": lambda representation: (
                {
                    "id": representation["id"],
                    "stock": int(representation["id"]) * 10,
                    "place": {"shelf": f"s{representation['id']}"},
                }
                if representation["id"] in BOOKS
                else None
            )
        },
        **more,
    )


ALL_BOOKS = root(1, "catalogue", "{ books { id title } }", "books { id title }")
THEIR_STOCK = entities(
    2, "stock", "books", "... on Book { stock }", represent("Book", "stock", key("id")), after=(1,)
)


async def test_entities_are_merged_into_the_objects_that_they_are_about() -> None:
    subgraphs = {"catalogue": catalogue("1", "2"), "stock": stock()}
    result = await run([ALL_BOOKS, THEIR_STOCK], subgraphs)
    assert result.data == {
        "books": [
            {"id": "1", "title": "Max Havelaar", "stock": 10},
            {"id": "2", "title": "De avonden", "stock": 20},
        ]
    }
    assert result.unplaced == []


async def test_equal_representations_are_sent_once_and_answered_everywhere() -> None:
    subgraphs = {"catalogue": catalogue("2", "1", "2", "2"), "stock": stock()}
    result = await run([ALL_BOOKS, THEIR_STOCK], subgraphs)
    assert [book["stock"] for book in result.data["books"]] == [20, 10, 20, 20]
    assert subgraphs["stock"].calls[0].representations == [
        {"__typename": "Book", "id": "2"},
        {"__typename": "Book", "id": "1"},
    ]


async def test_values_that_python_holds_equal_are_still_different_representations() -> None:
    answered = ScriptedSubgraph(
        [SubgraphResponse({"things": [{"id": 1}, {"id": True}, {"id": 1.0}, {"id": "1"}]})]
    )
    lookups = ScriptedSubgraph([SubgraphResponse({"_entities": [{"n": 0}, {"n": 1}, {"n": 2}, {"n": 3}]})])
    result = await run(
        [
            root(1, "a", "{ things { id } }", "things { id }"),
            entities(2, "b", "things", "... on Thing { n }", represent("Thing", "n", key("id")), after=(1,)),
        ],
        {"a": answered, "b": lookups},
    )
    assert [thing["n"] for thing in result.data["things"]] == [0, 1, 2, 3]


@pytest.mark.parametrize("ids", [(), ("-",), (None,)], ids=["no books", "a null book", "a book without id"])
async def test_a_subgraph_is_not_called_with_nothing_to_send(ids: tuple[str | None, ...]) -> None:
    subgraphs = {"catalogue": catalogue(*ids), "stock": stock()}
    await run([ALL_BOOKS, THEIR_STOCK], subgraphs)
    assert subgraphs["stock"].calls == []


async def test_an_entity_that_is_not_found_leaves_its_siblings_alone() -> None:
    """The third subgraph would throw on a null key: it is not even asked for that item."""
    shelves = MemorySubgraph(
        "type Shelf { code: ID, floor: Int }",
        entities={"Shelf": lambda representation: {"floor": int(representation["code"][1:])}},
    )
    places = entities(
        2,
        "stock",
        "books",
        "... on Book { place { shelf } }",
        represent("Book", "place { shelf }", key("id")),
        after=(1,),
    )
    floors = entities(
        3,
        "shelves",
        "books.place",
        "... on Shelf { floor }",
        represent("Shelf", "floor", key("code", "shelf")),
        after=(2,),
    )
    subgraphs = {"catalogue": catalogue("1", "9", "2"), "stock": stock(), "shelves": shelves}
    result = await run([ALL_BOOKS, places, floors], subgraphs)
    assert [book.get("place") for book in result.data["books"]] == [
        {"shelf": "s1", "floor": 1},
        None,
        {"shelf": "s2", "floor": 2},
    ]
    assert shelves.calls[0].representations == [
        {"__typename": "Shelf", "code": "s1"},
        {"__typename": "Shelf", "code": "s2"},
    ]


async def test_a_fetch_starts_when_its_own_inputs_are_there_and_waits_for_no_other() -> None:
    slow = MemorySubgraph("type Query { slow: Int }", {"Query.slow": lambda *_: 1}, gate=asyncio.Event())
    subgraphs = {"catalogue": catalogue("1"), "stock": stock(), "slow": slow}
    fetches = [root(0, "slow", "{ slow }", "slow"), ALL_BOOKS, THEIR_STOCK]
    running = asyncio.create_task(run(fetches, subgraphs))
    async with asyncio.timeout(2):
        await subgraphs["stock"].called.wait()
    assert slow.gate is not None
    assert not running.done()
    slow.gate.set()
    assert (await running).data["slow"] == 1


async def test_a_fetch_with_two_inputs_waits_for_both() -> None:
    first = MemorySubgraph("type Query { a: Int }", {"Query.a": lambda *_: 1}, gate=asyncio.Event())
    second = MemorySubgraph("type Query { b: Int }", {"Query.b": lambda *_: 2}, gate=asyncio.Event())
    last = MemorySubgraph("type Query { c: Int }", {"Query.c": lambda *_: 3})
    fetches = [
        root(1, "first", "{ a }", "a"),
        root(2, "second", "{ b }", "b"),
        root(3, "last", "{ c }", "c", after=(1, 2)),
    ]
    running = asyncio.create_task(run(fetches, {"first": first, "second": second, "last": last}))
    for gate in (second.gate, first.gate):
        await asyncio.sleep(0.01)
        assert last.calls == []
        assert gate is not None
        gate.set()
    assert (await running).data == {"a": 1, "b": 2, "c": 3}


async def test_fetches_after_a_skipped_one_still_run() -> None:
    last = MemorySubgraph("type Query { c: Int }", {"Query.c": lambda *_: 3})
    subgraphs = {"catalogue": catalogue(), "stock": stock(), "last": last}
    result = await run([ALL_BOOKS, THEIR_STOCK, root(3, "last", "{ c }", "c", after=(2,))], subgraphs)
    assert result.data == {"books": [], "c": 3}


async def test_mutations_run_one_after_the_other_in_the_order_of_the_plan() -> None:
    log: list[str] = []
    sdl = "type Query { x: Int } type Mutation { do(it: String): Int }"
    one = MemorySubgraph(sdl, {"Mutation.do": lambda _s, _i, it: log.append(it)})
    two = MemorySubgraph(sdl, {"Mutation.do": lambda _s, _i, it: log.append(it)})
    fetches = [
        root(1, "one", 'mutation { a: do(it: "a") }', "a", kind="mutation"),
        root(2, "two", 'mutation { b: do(it: "b") }', "b", kind="mutation", after=(1,)),
        root(3, "one", 'mutation { c: do(it: "c") }', "c", kind="mutation", after=(2,)),
    ]
    await run(fetches, {"one": one, "two": two})
    assert log == ["a", "b", "c"]


async def test_only_the_variables_of_the_fetch_are_sent_and_absent_ones_stay_absent() -> None:
    echo = ScriptedSubgraph([SubgraphResponse({"a": 1})])
    fetch = root(1, "echo", "query($x: Int, $y: Int, $z: Int) { a }", "a", variables=("x", "y", "z"))
    await run([fetch], {"echo": echo}, {"x": 1, "y": None, "other": 2})
    assert echo.bodies[0] == {"query": fetch.document, "variables": {"x": 1, "y": None}}


async def test_client_variables_stand_beside_representations() -> None:
    lookups = ScriptedSubgraph([SubgraphResponse({"_entities": [{"stock": 1}]})])
    fetch = entities(
        2,
        "stock",
        "books",
        "... on Book { stock(at: $at) }",
        represent("Book", "stock", key("id")),
        after=(1,),
        variables=("at",),
    )
    await run([ALL_BOOKS, fetch], {"catalogue": catalogue("1"), "stock": lookups}, {"at": "nu"})
    assert lookups.bodies[0]["variables"] == {
        "at": "nu",
        "representations": [{"__typename": "Book", "id": "1"}],
    }


async def test_headers_are_made_for_the_subgraphs_that_are_called_and_no_other() -> None:
    subgraphs = {"catalogue": catalogue(), "stock": stock()}
    await run([ALL_BOOKS, THEIR_STOCK], subgraphs)
    assert [call.headers for call in subgraphs["catalogue"].calls] == [{"x-for": "catalogue"}]


async def test_a_call_gets_what_is_left_of_the_time_budget() -> None:
    slow = MemorySubgraph("type Query { a: Int }", gate=asyncio.Event())
    after = MemorySubgraph("type Query { b: Int }")
    running = asyncio.create_task(
        run(
            [root(1, "s", "{ a }", "a"), root(2, "t", "{ b }", "b", after=(1,))],
            {"s": slow, "t": after},
            seconds=3,
        )
    )
    await slow.called.wait()
    await asyncio.sleep(0.05)
    assert slow.gate is not None
    slow.gate.set()
    await running
    assert after.calls[0].timeout < 2.96 < slow.calls[0].timeout


async def test_cancelling_a_request_cancels_its_fetches() -> None:
    slow = MemorySubgraph("type Query { a: Int }", gate=asyncio.Event())
    before = asyncio.all_tasks()
    running = asyncio.create_task(run([root(n, "s", "{ a }", "a") for n in range(3)], {"s": slow}))
    await slow.called.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert asyncio.all_tasks() == before


async def test_objects_of_an_abstract_position_are_represented_by_their_type() -> None:
    media = ScriptedSubgraph(
        [
            SubgraphResponse(
                {
                    "media": [
                        {"__typename": "Book", "isbn": "b1"},
                        {"__typename": "Film", "imdb": "f1", "year": 1976},
                        {"__typename": "Song", "isrc": "s1"},
                    ]
                }
            )
        ]
    )
    prices = ScriptedSubgraph([SubgraphResponse({"_entities": [{"price": 1}, {"price": 2}]})])
    fetch = entities(
        2,
        "prices",
        "media",
        "... on Book { price } ... on Film { price }",
        represent_some("Book", "price", key("isbn")),
        represent_some("Film", "price", key("imdb"), required("year")),
        after=(1,),
    )
    result = await run(
        [root(1, "media", "{ media }", "media { isbn imdb year isrc }"), fetch],
        {"media": media, "prices": prices},
    )
    assert prices.bodies[0]["variables"]["representations"] == [
        {"__typename": "Book", "isbn": "b1"},
        {"__typename": "Film", "imdb": "f1", "year": 1976},
    ]
    assert [item.get("price") for item in result.data["media"]] == [1, 2, None]


async def test_an_interface_object_is_asked_for_by_the_name_of_the_interface() -> None:
    """What is sent is the interface's name; the true type that is stored stays."""
    klanten = ScriptedSubgraph([SubgraphResponse({"ik": {"__typename": "NatuurlijkPersoon", "id": "k1"}})])
    zaken = ScriptedSubgraph([SubgraphResponse({"_entities": [{"zaken": []}]})])
    fetch = entities(
        2,
        "zaken",
        "ik",
        "... on Klant { zaken }",
        represent_some("NatuurlijkPersoon|Bedrijf", "zaken", key("id"), typename="Klant"),
        after=(1,),
    )
    result = await run(
        [root(1, "klanten", "{ ik }", "ik { id }"), fetch], {"klanten": klanten, "zaken": zaken}
    )
    assert zaken.bodies[0]["variables"]["representations"] == [{"__typename": "Klant", "id": "k1"}]
    assert result.data == {"ik": {"__typename": "NatuurlijkPersoon", "id": "k1", "zaken": []}}


async def test_a_type_condition_in_the_path_leaves_other_types_out() -> None:
    media = ScriptedSubgraph(
        [
            SubgraphResponse(
                {"m": [[{"__typename": "A", "x": {"id": 1}}], [{"__typename": "B", "x": {"id": 2}}, None]]}
            )
        ]
    )
    lookups = ScriptedSubgraph([SubgraphResponse({"_entities": [{"n": 2}]})])
    fetch = entities(2, "b", "m.<B|C>.x", "... on X { n }", represent("X", "n", key("id")), after=(1,))
    result = await run([root(1, "a", "{ m }", "m { x { id } }"), fetch], {"a": media, "b": lookups})
    assert result.data["m"][1][0]["x"] == {"id": 2, "n": 2}
    assert result.data["m"][0][0]["x"] == {"id": 1}


async def test_required_fields_are_sent_nested_in_lists_and_by_type() -> None:
    found = {
        "id": "1",
        "items": [
            {"__typename": "Box", "size": {"w": 1, "h": None}},
            {"__typename": "Bag", "litres": 3},
            None,
        ],
        "note": None,
    }
    orders = ScriptedSubgraph([SubgraphResponse({"order": found})])
    post = ScriptedSubgraph([SubgraphResponse({"_entities": [{"cost": 5}]})])
    box = required("size", selection=RepresentationSelection((required("w"), required("h")), {}))
    items = RepresentationSelection(
        (), {"Box": (box,), "Bag": (required("volume", "litres"),)}, with_typename=True
    )
    fetch = entities(
        2,
        "post",
        "order",
        "... on Order { cost }",
        represent(
            "Order", "cost", key("id"), required("items", selection=items), required("note"), required("gone")
        ),
        after=(1,),
    )
    await run(
        [root(1, "orders", "{ order }", "order { id items note }"), fetch], {"orders": orders, "post": post}
    )
    assert post.bodies[0]["variables"]["representations"] == [
        {
            "__typename": "Order",
            "id": "1",
            "items": [
                {"__typename": "Box", "size": {"w": 1, "h": None}},
                {"__typename": "Bag", "volume": 3},
                None,
            ],
            "note": None,
            "gone": None,
        }
    ]


async def test_an_entity_with_a_null_inside_its_composite_key_is_not_sent() -> None:
    people = ScriptedSubgraph(
        [SubgraphResponse({"p": [{"org": {"id": None}}, {"org": None}, {"org": {"id": 1}}]})]
    )
    lookups = ScriptedSubgraph([SubgraphResponse({"_entities": [{"n": 1}]})])
    org = replace(key("org"), selection=RepresentationSelection((key("id"),), {}))
    fetch = entities(2, "b", "p", "... on P { n }", represent("P", "n", org), after=(1,))
    result = await run([root(1, "a", "{ p }", "p { org { id } }"), fetch], {"a": people, "b": lookups})
    assert lookups.bodies[0]["variables"]["representations"] == [{"__typename": "P", "org": {"id": 1}}]
    assert [person.get("n", "absent") for person in result.data["p"]] == ["absent", "absent", 1]


async def test_root_fields_can_be_asked_again_below_the_root() -> None:
    one = ScriptedSubgraph([SubgraphResponse({"add": {"id": 1}})])
    two = ScriptedSubgraph([SubgraphResponse({"count": 7})])
    fetches = [
        root(1, "one", "mutation { add { id } }", "add { id }", kind="mutation"),
        root(2, "two", "{ count }", "count", path=at("add"), after=(1,)),
    ]
    result = await run(fetches, {"one": one, "two": two})
    assert result.data == {"add": {"id": 1, "count": 7}}


async def test_nothing_to_fetch_gives_an_empty_object_for_the_caller_to_fill() -> None:
    assert (await run([], {})).data == {}
