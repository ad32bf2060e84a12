"""What goes wrong in a subgraph becomes a value in the data, at the positions that it leaves empty."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from harness.memory_subgraph import MemorySubgraph, ScriptedSubgraph
from harness.plans import entities, key, represent, required, root, run

from gateway.errors import FieldFailure
from gateway.execution.failures import UNAVAILABLE
from gateway.execution.subgraph import SubgraphFailure, SubgraphResponse
from gateway.planning.plan import RepresentationField, RepresentationSelection

THINGS = root(1, "a", "{ things { id name } }", "things { id name }")
LOOKUP = entities(
    2, "b", "things", "... on Thing { n m { x } }", represent("Thing", "n m { x }", key("id")), after=(1,)
)


def answers(data: Any, *errors: dict[str, Any]) -> SubgraphResponse:
    return SubgraphResponse(data, errors)


def scripted(*script: SubgraphResponse | Exception) -> ScriptedSubgraph:
    return ScriptedSubgraph(list(script))


def things(*ids: Any) -> ScriptedSubgraph:
    return scripted(answers({"things": [{"id": id_, "name": f"n{id_}"} for id_ in ids]}))


def reported(message: str, *suffix: str | int, service: str = "b") -> FieldFailure:
    return FieldFailure(message, "DOWNSTREAM_SERVICE_ERROR", {"service": service}, suffix)


def failed(code: str, service: str = "b") -> FieldFailure:
    return FieldFailure(UNAVAILABLE, code, {"service": service})


async def test_a_subgraph_that_gives_no_answer_leaves_failures_at_its_root_fields() -> None:
    broken = scripted(SubgraphFailure("SUBGRAPH_UNREACHABLE", "connection refused by 10.0.0.1"))
    result = await run([THINGS, root(3, "c", "{ x }", "x")], {"a": broken, "c": scripted(answers({"x": 1}))})
    assert result.data == {"things": failed("SUBGRAPH_UNREACHABLE", "a"), "x": 1}


async def test_a_subgraph_that_gives_no_answer_leaves_failures_in_each_entity() -> None:
    broken = scripted(SubgraphFailure("SUBGRAPH_TIMEOUT", "slow"))
    result = await run([THINGS, LOOKUP], {"a": things(1, 2), "b": broken})
    reason = failed("SUBGRAPH_TIMEOUT")
    assert result.data["things"] == [
        {"id": 1, "name": "n1", "n": reason, "m": reason},
        {"id": 2, "name": "n2", "n": reason, "m": reason},
    ]


async def test_what_happened_is_for_the_log_and_not_for_the_client(caplog: pytest.LogCaptureFixture) -> None:
    broken = scripted(SubgraphFailure("SUBGRAPH_UNREACHABLE", "ClientConnectorError"))
    with caplog.at_level(logging.WARNING):
        result = await run([THINGS], {"a": broken})
    assert caplog.messages == ["subgraph a: SUBGRAPH_UNREACHABLE: ClientConnectorError"]
    assert "ClientConnectorError" not in str(result.data)


async def test_a_subgraph_that_is_left_alone_does_not_fill_the_log(caplog: pytest.LogCaptureFixture) -> None:
    left_alone = scripted(SubgraphFailure("SUBGRAPH_UNAVAILABLE", "not asked"))
    with caplog.at_level(logging.INFO):
        result = await run([THINGS], {"a": left_alone})
    assert caplog.messages == []
    assert result.data == {"things": failed("SUBGRAPH_UNAVAILABLE", "a")}


@pytest.mark.parametrize(
    "found",
    [
        None,
        [],
        [{"n": 1}],
        [{"n": 1}, {"n": 2}, {"n": 3}],
        {"0": {"n": 1}},
        [{"n": 1}, 5],
        [{"n": 1}, [{"n": 2}]],
    ],
    ids=["null", "none", "too few", "too many", "no list", "a number", "a nested list"],
)
async def test_entities_of_a_wrong_number_or_shape_fail_for_all_targets_and_never_shift(found: Any) -> None:
    result = await run([THINGS, LOOKUP], {"a": things(1, 2), "b": scripted(answers({"_entities": found}))})
    reason = failed("SUBGRAPH_MALFORMED_RESPONSE")
    assert [thing["n"] for thing in result.data["things"]] == [reason, reason]


async def test_an_error_explains_the_null_at_its_path() -> None:
    a = scripted(
        answers({"things": [{"id": 1, "name": None}]}, {"message": "m", "path": ["things", 0, "name"]})
    )
    result = await run([THINGS], {"a": a})
    assert result.data == {"things": [{"id": 1, "name": reported("m", service="a")}]}


async def test_an_error_below_a_null_keeps_the_rest_of_its_path() -> None:
    a = scripted(answers({"things": [{"id": 1}, None]}, {"message": "m", "path": ["things", 1, "name"]}))
    result = await run([THINGS], {"a": a})
    assert result.data == {"things": [{"id": 1}, reported("m", "name", service="a")]}


async def test_data_that_is_null_altogether_is_explained_by_its_error_for_every_field() -> None:
    fetch = root(1, "a", "{ x y { z } }", "x y { z }")
    a = scripted(answers(None, {"message": "m", "path": ["y", "z"]}, {"message": "other"}))
    result = await run([fetch], {"a": a})
    assert result.data == {"x": reported("other", service="a"), "y": reported("m", "z", service="a")}


async def test_data_that_is_null_altogether_leaves_no_field_without_a_reason() -> None:
    a = scripted(answers(None, {"message": "m", "path": ["y", "z"]}))
    result = await run([root(1, "a", "{ x y { z } }", "x y { z }")], {"a": a})
    assert result.data == {"x": reported("m", service="a"), "y": reported("m", "z", service="a")}


async def test_an_error_in_an_entity_goes_to_every_object_that_gave_its_representation() -> None:
    b = scripted(
        answers(
            {"_entities": [{"n": None, "m": {"x": 1}}, {"n": 2, "m": {"x": 2}}]},
            {"message": "m", "path": ["_entities", 0, "n"]},
        )
    )
    result = await run([THINGS, LOOKUP], {"a": things(7, 8, 7), "b": b})
    assert [thing["n"] for thing in result.data["things"]] == [reported("m"), 2, reported("m")]
    assert [thing["m"] for thing in result.data["things"]] == [{"x": 1}, {"x": 2}, {"x": 1}]


async def test_an_entity_that_is_null_with_an_error_fails_in_all_its_fields() -> None:
    b = scripted(answers({"_entities": [None]}, {"message": "m", "path": ["_entities", 0, "m", "x"]}))
    result = await run([THINGS, LOOKUP], {"a": things(1), "b": b})
    assert result.data["things"][0] == {"id": 1, "name": "n1", "n": reported("m"), "m": reported("m", "x")}


async def test_an_entity_that_is_null_without_an_error_is_no_failure() -> None:
    b = scripted(answers({"_entities": [None]}))
    result = await run([THINGS, LOOKUP], {"a": things(1), "b": b})
    assert result.data == {"things": [{"id": 1, "name": "n1"}]}


@pytest.mark.parametrize(
    "error",
    [
        {"message": "m"},
        {"message": "m", "path": None},
        {"message": "m", "path": "things"},
        {"message": "m", "path": ["_entities"]},
        {"message": "m", "path": ["_entities", 9, "n"]},
        {"message": "m", "path": ["elsewhere", 0]},
        {"message": "m", "path": ["_entities", {"0": 1}]},
    ],
)
async def test_an_error_without_a_usable_path_explains_every_null_it_can_be_about(
    error: dict[str, Any],
) -> None:
    b = scripted(
        answers({"_entities": [{"n": None, "m": {"x": None}}, None, {"n": 1, "m": {"x": 1}}]}, error)
    )
    result = await run([THINGS, LOOKUP], {"a": things(1, 2, 3), "b": b})
    first, second, third = result.data["things"]
    assert (first["n"], first["m"]) == (reported("m"), {"x": reported("m")})
    assert (second["n"], second["m"]) == (reported("m"), reported("m"))
    assert (third["n"], third["m"]) == (1, {"x": 1})
    assert result.unplaced == []


async def test_an_error_that_explains_nothing_is_still_told() -> None:
    a = scripted(answers({"things": []}, {"message": "careful", "extensions": {"code": "LET_OP"}}))
    result = await run([THINGS], {"a": a})
    assert result.data == {"things": []}
    assert list(result.unplaced) == [FieldFailure("careful", "LET_OP", {"service": "a"})]


async def test_an_entity_whose_key_failed_is_not_sent_and_its_fields_say_why() -> None:
    a = scripted(
        answers(
            {"things": [{"id": None, "name": "x"}, {"id": 2}]}, {"message": "m", "path": ["things", 0, "id"]}
        )
    )
    b = scripted(answers({"_entities": [{"n": 2}]}))
    result = await run([THINGS, LOOKUP], {"a": a, "b": b})
    assert b.bodies[0]["variables"]["representations"] == [{"__typename": "Thing", "id": 2}]
    failing, fine = result.data["things"]
    assert failing["n"] == failing["m"] == reported("m", service="a")
    assert fine["n"] == 2


async def test_an_entity_whose_required_list_holds_a_failure_is_not_sent() -> None:
    a = scripted(
        answers(
            {"things": [{"id": 1, "name": ["x", None]}]}, {"message": "m", "path": ["things", 0, "name", 1]}
        )
    )
    b = scripted(answers({"_entities": [{"n": 2}]}))
    lookup = entities(
        2, "b", "things", "...", represent("Thing", "n", key("id"), required("name")), after=(1,)
    )
    result = await run([THINGS, lookup], {"a": a, "b": b})
    assert b.bodies == []
    assert result.data["things"][0]["n"] == reported("m", service="a")


def requires_name(given: str, requiring: str) -> Any:
    """A lookup by id of which the fields `requiring` (of all it is `given`) require the name."""
    fields = (key("id"), required("name"))
    needs = dict.fromkeys(requiring.split(), fields)
    return entities(2, "b", "things", "...", represent("Thing", given, *fields, requires=needs), after=(1,))


async def test_only_the_fields_that_require_what_failed_fail_with_it() -> None:
    """They fail even when the subgraph makes something of the null that it got instead."""
    error = {"message": "m", "path": ["things", 0, "name"]}
    a = scripted(answers({"things": [{"id": 1, "name": None}, {"id": 2, "name": "x"}]}, error))
    b = scripted(answers({"_entities": [{"n": "made of null", "m": {"x": 1}}, {"n": "fine", "m": {"x": 2}}]}))
    result = await run([THINGS, requires_name("n m { x }", "n")], {"a": a, "b": b})
    assert b.bodies[0]["variables"]["representations"][0] == {"__typename": "Thing", "id": 1, "name": None}
    spoiled, fine = result.data["things"]
    assert (spoiled["n"], spoiled["m"]) == (reported("m", service="a"), {"x": 1})
    assert (fine["n"], fine["m"]) == ("fine", {"x": 2})


async def test_fields_that_require_other_parts_of_one_object_fail_apart() -> None:
    def maker(*names: str) -> RepresentationField:
        return required("maker", selection=RepresentationSelection(tuple(map(required, names)), {}))

    error = {"message": "m", "path": ["things", 0, "maker", "town"]}
    a = scripted(answers({"things": [{"id": 1, "maker": {"name": "x", "town": None}}]}, error))
    b = scripted(answers({"_entities": [{"n": "fine", "m": "made of null"}]}))
    needs = {"n": (key("id"), maker("name")), "m": (key("id"), maker("name", "town"))}
    sent = represent("Thing", "n m", key("id"), maker("name", "town"), requires=needs)
    things = root(1, "a", "{ things }", "things { id maker { name town } }")
    result = await run([things, entities(2, "b", "things", "...", sent, after=(1,))], {"a": a, "b": b})
    (asked,) = b.bodies[0]["variables"]["representations"]
    assert asked == {"__typename": "Thing", "id": 1, "maker": {"name": "x", "town": None}}
    (thing,) = result.data["things"]
    assert (thing["n"], thing["m"]) == ("fine", reported("m", service="a"))


async def test_an_entity_of_which_every_field_requires_what_failed_is_not_sent() -> None:
    error = {"message": "m", "path": ["things", 0, "name"]}
    a = scripted(answers({"things": [{"id": 1, "name": None}]}, error))
    b = scripted(answers({}))
    result = await run([THINGS, requires_name("n m { x }", "n m")], {"a": a, "b": b})
    assert b.bodies == []
    assert result.data["things"][0]["n"] == result.data["things"][0]["m"] == reported("m", service="a")


async def test_a_failure_that_blocks_another_field_leaves_its_own_suffix_behind() -> None:
    a = scripted(
        answers(
            {"things": [{"id": 1, "name": None}]}, {"message": "m", "path": ["things", 0, "name", "deep"]}
        )
    )
    lookup = entities(
        2, "b", "things", "...", represent("Thing", "n", key("id"), required("name")), after=(1,)
    )
    result = await run([THINGS, lookup], {"a": a, "b": scripted(answers({}))})
    assert result.data["things"][0] == {
        "id": 1,
        "name": reported("m", "deep", service="a"),
        "n": reported("m", service="a"),
    }


async def test_no_call_is_made_once_the_time_is_up() -> None:
    late = things(1)
    result = await run([THINGS], {"a": late}, seconds=0.0)
    assert result.data == {"things": failed("SUBGRAPH_TIMEOUT", "a")}
    assert late.bodies == []


@pytest.mark.parametrize("names", ["first", "second"])
async def test_a_failure_of_one_subgraph_does_not_hide_what_another_gives_in_the_same_object(
    names: str,
) -> None:
    """Whichever answers first: what the failing subgraph should have filled says so."""
    good = MemorySubgraph(
        "type Query { shop: Shop } type Shop { name: String }",
        {"Query.shop": lambda *_: {"name": "w"}},
        gate=asyncio.Event(),
    )
    bad = MemorySubgraph("type Query { x: Int }", gate=asyncio.Event())
    fetches = [
        root(1, "good", "{ shop { name } }", "shop { name }"),
        root(2, "bad", "{ nonsense }", "shop { open }"),
    ]
    running = asyncio.create_task(run(fetches, {"good": good, "bad": bad}))
    for gate in (good.gate, bad.gate) if names == "first" else (bad.gate, good.gate):
        assert gate is not None
        gate.set()
        await asyncio.sleep(0.01)
    shop = (await running).data["shop"]
    assert shop["name"] == "w"
    assert isinstance(shop["open"], FieldFailure)


async def test_a_null_never_erases_a_value_and_objects_are_merged_in_depth() -> None:
    fetches = [
        root(1, "a", "{ s }", "s { x y { p } list { u } gone }"),
        root(2, "b", "{ s }", "s { x y { q } list { v } gone }", after=(1,)),
    ]
    a = scripted(answers({"s": {"x": 1, "y": {"p": 1}, "list": [{"u": 1}, None], "gone": None}}))
    b = scripted(answers({"s": {"x": None, "y": {"q": 2}, "list": [{"v": 1}, {"v": 2}], "gone": None}}))
    result = await run(fetches, {"a": a, "b": b})
    assert result.data["s"] == {
        "x": 1,
        "y": {"p": 1, "q": 2},
        "list": [{"u": 1, "v": 1}, {"v": 2}],
        "gone": None,
    }


async def test_lists_of_different_lengths_are_not_merged_by_guess() -> None:
    fetches = [root(1, "a", "{ l }", "l { u }"), root(2, "b", "{ l }", "l { v }", after=(1,))]
    a, b = scripted(answers({"l": [{"u": 1}, {"u": 2}]})), scripted(answers({"l": [{"v": 1}]}))
    reason = failed("SUBGRAPH_MALFORMED_RESPONSE")
    assert (await run(fetches, {"a": a, "b": b})).data == {
        "l": [{"u": 1, "v": reason}, {"u": 2, "v": reason}]
    }


async def test_a_subgraph_cannot_slip_in_fields_that_it_was_not_asked_for() -> None:
    b = scripted(answers({"_entities": [{"n": 1, "name": "overruled", "id": 99}]}))
    result = await run([THINGS, LOOKUP], {"a": things(1), "b": b})
    assert result.data["things"] == [{"id": 1, "name": "n1", "n": 1}]


async def test_one_answer_for_two_objects_does_not_tie_them_together() -> None:
    """A third subgraph fills in something different at each; only the first lookup was the same."""
    deeper = entities(
        3, "c", "things", "...", represent("Thing", "m { y }", key("name"), required("n")), after=(2,)
    )
    a = scripted(answers({"things": [{"id": 1, "name": "p"}, {"id": 1, "name": "q"}]}))
    b = scripted(answers({"_entities": [{"n": 1, "m": {"x": 1}}]}))
    c = scripted(answers({"_entities": [{"m": {"y": "p"}}, {"m": {"y": "q"}}]}))
    result = await run([THINGS, LOOKUP, deeper], {"a": a, "b": b, "c": c})
    assert [thing["m"] for thing in result.data["things"]] == [{"x": 1, "y": "p"}, {"x": 1, "y": "q"}]
