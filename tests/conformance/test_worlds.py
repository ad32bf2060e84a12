"""Random worlds are worth comparing: all that subgraphs can say is drawn, what differs is noticed, and what
fails becomes small.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from graphql import parse
from harness.worlds.case import Case, draw_case, schema_differences
from harness.worlds.chooser import Replayed, Seeded
from harness.worlds.comparison import Answer, differences
from harness.worlds.resolvers import answer_of_monolith
from harness.worlds.shrinking import shrunk
from harness.worlds.world import draw_world

SDL = (
    '@key(fields: "id")', '@key(fields: "a b")', '@key(fields: "n { x y }")', '@key(fields: "id l { x }")',
    '@key(fields: "o { id }")', "resolvable: false", "extend type E", "interface I implements J", "union U",
    '@requires(fields: "f', "(n: 5)", ' { id ... on E', "} ... on E", '@provides(fields: "f',
    '@provides(fields: "... on E', '@override(from: "', 'label: "l0"', "@interfaceObject", "@inaccessible {",
    "PAARS @inaccessible", '@requires(fields: "common")', "@context", "@fromContext", "type Mutation",
    "query: Query!", "type WRoot", "input Vraag", "scalar Ding", "[[",
)  # fmt: skip
"""What some subgraph of some world says."""

OPERATIONS = (
    "mutation Q", "query Q(", "fragment F", "... on I", "...F", "@skip(if: $", "@include(if: true)",
    "__typename", "Vraag", "! = ", "$v", "id: ", "x1: ", "null",
)  # fmt: skip


def test_all_that_subgraphs_can_say_is_drawn() -> None:
    sdls = [sdl for seed in range(60) for sdl in draw_world(Seeded(f"{seed}")).subgraphs.values()]

    assert [words for words in SDL if not any(words in sdl for sdl in sdls)] == []


def test_operations_use_all_that_operations_can_have() -> None:
    operations = [one.text for seed in range(8) for one in draw_case(Seeded(f"{seed}")).operations]

    assert [words for words in OPERATIONS if not any(words in text for text in operations)] == []


def test_a_case_follows_from_its_numbers() -> None:
    seeded = Seeded("a case")
    first = draw_case(seeded)

    assert str(draw_case(Seeded("a case"))) == str(draw_case(Replayed(seeded.steps))) == str(first)
    assert str(draw_case(Seeded("another"))) != str(first)


def test_values_follow_from_the_world_and_fail_in_some() -> None:
    case = draw_case(Seeded("values"))
    answers = [
        [answer_of_monolith(laws, parse(one.text), one.variables) for one in case.operations]
        for laws in (case.world.laws, case.world.laws, replace(case.world.laws, salt=77, error_percent=50))
    ]

    assert answers[0] == answers[1]
    assert answers[0] != answers[2]
    assert any(answer.errors for answer in answers[2])


@pytest.mark.parametrize(
    ("expected", "got", "difference"),
    [
        (Answer({"a": 1}, []), Answer({"a": 1}, []), None),
        (Answer({"a": 1}, []), Answer({"a": 2}, []), "data"),
        (Answer({"a": 1, "b": 2}, []), Answer({"b": 2, "a": 1}, []), "data"),
        (Answer({"a": 1}, []), Answer({"a": 1.0}, []), "data"),
        (Answer({"a": None}, [("a",)]), Answer({"a": None}, []), "no error for the null at ('a',)"),
        (Answer({"a": None}, []), Answer({"a": None}, [("a",)]), "an error for the null at ('a',)"),
        (Answer({"a": 1}, []), Answer({"a": 1}, [("a",)]), "an error that explains nothing: ('a',)"),
        (Answer({"a": 1}, []), Answer({"a": 1}, [None]), "an error that explains nothing: None"),
        (Answer({"a": None}, [("a",)]), Answer({"a": None}, [("a",), ("a",)]), "more than one error"),
        (Answer({"a": None}, [("a",)]), Answer({"a": None}, [("a", "b")]), "no error at ('a',)"),
        (Answer({"a": None}, [("a", 0)]), Answer({"a": None}, [("a", 1)]), None),
        (Answer(None, [("a", "b")]), Answer(None, [("c",)]), None),
        (Answer({"a": [None]}, [("a", 0)]), Answer({"a": [None]}, [("a", 0)]), None),
    ],
)
def test_answers_differ_where_the_specification_fixes_them(
    expected: Answer, got: Answer, difference: str | None
) -> None:
    found = list(differences(expected, got))

    assert bool(found) == bool(difference)
    assert difference is None or any(difference in one for one in found)


def test_a_schema_that_is_not_the_monoliths_differs() -> None:
    worlds = [draw_world(Seeded(seed)) for seed in ("one", "other")]

    assert list(schema_differences(worlds[0].public, worlds[0].public)) == []
    assert list(schema_differences(worlds[0].public, worlds[1].public))


def test_a_failing_case_becomes_small() -> None:
    def fails(case: Case) -> bool:
        requires = any("@requires" in sdl for sdl in case.world.subgraphs.values())
        return requires and any("__typename" in one.text for one in case.operations)

    seeded = Seeded("large 3")
    large: Any = draw_case(seeded)
    assert fails(large)

    small = shrunk(seeded.steps, fails, seconds=2)

    assert fails(small)
    assert len(small.operations) == 1
    assert len(str(small)) < len(str(large))
