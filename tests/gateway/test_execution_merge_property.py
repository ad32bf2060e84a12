"""Merging: however a document is cut over subgraphs, and whichever answers first, the same comes out."""

from __future__ import annotations

import copy
import random
from typing import Any

from harness.plans import fills
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.errors import FieldFailure
from gateway.execution.merge import clone, mark, merge
from gateway.planning.plan import Fills

KEYS = st.sampled_from("abcd")
LEAVES = st.integers(0, 3) | st.just([1, 2])
PLAIN = FieldFailure("first", "X")


@st.composite
def documents(draw: st.DrawFn, depth: int = 2) -> dict[str, Any]:
    """Objects whose lists hold objects only, as composite fields do."""
    document: dict[str, Any] = draw(st.dictionaries(KEYS, LEAVES, max_size=3))
    for key in draw(st.sets(st.sampled_from("xyz"), max_size=2)) if depth else ():
        items = [draw(documents(depth - 1)) for _ in range(draw(st.integers(0, 2)))]
        document[key] = items or draw(documents(depth - 1))
    return document


def shape(value: dict[str, Any]) -> Fills:
    """What a fetch that gives all of this fills."""
    tree: dict[str, Fills | None] = {}
    for key, item in value.items():
        items = item if isinstance(item, list) else [item]
        objects = [each for each in items if isinstance(each, dict)]
        tree[key] = united([shape(each) for each in objects]) if objects else None
    return tree


def united(trees: list[Fills]) -> Fills:
    tree: dict[str, Any] = {}
    for each in trees:
        for key, below in each.items():
            tree[key] = united([tree[key], below]) if tree.get(key) and below else tree.get(key) or below
    return tree


def part(value: Any, keep: random.Random) -> Any:
    """Some of the leaves of a document; objects and lists stay, so that positions do."""
    if isinstance(value, dict):
        return {
            key: part(item, keep) for key, item in value.items() if composite(item) or keep.random() < 0.5
        }
    return [part(item, keep) for item in value] if composite(value) else value


def composite(value: Any) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(item, dict) for item in value)
    )


@settings(max_examples=60, deadline=None)
@given(documents(), st.randoms(use_true_random=False))
def test_parts_merge_into_the_whole_in_any_order(document: dict[str, Any], choice: random.Random) -> None:
    parts = [part(document, choice) for _ in range(2)] + [document]
    choice.shuffle(parts)
    merged: dict[str, Any] = {}
    for each in copy.deepcopy(parts):
        assert merge(merged, each, shape(document), "a") == []
    assert merged == document


@settings(max_examples=60, deadline=None)
@given(documents(), st.randoms(use_true_random=False))
def test_nulls_take_nothing_away(document: dict[str, Any], choice: random.Random) -> None:
    def with_nulls(value: Any) -> Any:
        if choice.random() < 0.3:
            return None
        if isinstance(value, dict):
            return {key: with_nulls(item) for key, item in value.items()}
        return [with_nulls(item) for item in value] if composite(value) else value

    merged = copy.deepcopy(document)
    merge(merged, {key: with_nulls(item) for key, item in document.items()}, shape(document), "a")
    assert merged == document


@settings(max_examples=60, deadline=None)
@given(documents(), st.randoms(use_true_random=False))
def test_a_failing_fetch_marks_what_is_missing_and_touches_nothing_else(
    document: dict[str, Any], choice: random.Random
) -> None:
    partial = part(document, choice)
    marked = copy.deepcopy(partial)
    mark(marked, shape(document), PLAIN)
    assert without_failures(marked) == partial
    again = copy.deepcopy(marked)
    assert mark(again, shape(document), PLAIN) is False
    assert again == marked


def without_failures(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: item for key, item in value.items() if not isinstance(item, FieldFailure)}
        return {key: without_failures(item) for key, item in kept.items()}
    return [without_failures(item) for item in value] if isinstance(value, list) else value


@settings(max_examples=50, deadline=None)
@given(documents())
def test_a_clone_is_equal_and_shares_no_object(document: dict[str, Any]) -> None:
    copied = clone(document)
    assert copied == document
    assert not objects(copied) & objects(document)


def objects(value: Any) -> set[int]:
    if isinstance(value, dict):
        return {id(value)}.union(*(objects(item) for item in value.values()))
    return {id(value)}.union(*(objects(item) for item in value)) if isinstance(value, list) else set()


def test_an_object_that_comes_after_a_failure_can_be_marked_again() -> None:
    target: dict[str, Any] = {}
    marks = merge(target, {"x": PLAIN}, fills("x { a }"), "late")
    assert target == {"x": PLAIN}
    merge(target, {"x": {"b": 1}}, fills("x { b }"), "other")
    for each in marks:
        mark(*each)
    assert target == {"x": {"b": 1, "a": PLAIN}}
