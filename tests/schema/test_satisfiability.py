"""The proof that every query can be answered, and what it says when one cannot."""

import pytest
from harness.federated import codes, federated
from harness.right_sets import KEYED, RIGHT

from schema.compose import compose

UNANSWERABLE = {
    "no key": (
        {
            "a": "type Query { v: V } type V { x: Int @shareable }",
            "b": "type Query { w: V } type V { x: Int @shareable y: Int }",
        },
        "V.y",
        "{\n  v {\n    y\n  }\n}",
        "V has no @key there",
    ),
    "a key that resolves nothing": (
        {
            "a": f"type Query {{ p: P }} {KEYED} }}",
            "b": 'type Query { q: P } type P @key(fields: "id", resolvable: false) { id: ID! y: Int }',
        },
        "P.y",
        "{\n  p {\n    y\n  }\n}",
        "resolvable: false",
    ),
    "a key that nothing gives": (
        {
            "a": f"type Query {{ p: P }} {KEYED} }}",
            "b": 'type P @key(fields: "k") { k: Int y: Int } type Query { q: P }',
        },
        "P.y",
        "{\n  p {\n    y\n  }\n}",
        '@key(fields: "k") needs k',
    ),
    "requirements in a circle": (
        {
            "a": f'type Query {{ p: P }} {KEYED} x: Int @requires(fields: "y") y: Int @external }}',
            "b": f'{KEYED} x: Int @external y: Int @requires(fields: "x") }}',
        },
        "P.x",
        "{\n  p {\n    x\n  }\n}",
        'requires "y" for it; nothing gives y',
    ),
    "a member of a union": (
        {
            "a": "type Query { u: U } union U = S | T type S { x: Int } type T { x: Int @shareable }",
            "b": "type Query { t: T } type T { x: Int @shareable y: Int }",
        },
        "T.y",
        "{\n  u {\n    ... on T {\n      y\n    }\n  }\n}",
        "T has no @key there",
    ),
    "while a field is on its way": (
        {
            "a": "type Query { v: V } type V { x: Int @shareable y: Int }",
            "b": 'type Query { w: V } type V { x: Int @shareable y: Int @override(from: "a", label: "l") }',
        },
        "V.y",
        "{\n  w {\n    y\n  }\n}",
        "V has no @key there",
    ),
}


@pytest.mark.parametrize("sdls", RIGHT.values(), ids=RIGHT.keys())
def test_subgraphs_that_can_answer_everything_compose(sdls: dict[str, str]) -> None:
    composition = compose(federated(**sdls))
    assert composition.errors == ()


@pytest.mark.parametrize(("sdls", "field", "query", "reason"), UNANSWERABLE.values(), ids=UNANSWERABLE.keys())
def test_a_query_without_an_answer_is_shown_in_its_shortest_form(
    sdls: dict[str, str], field: str, query: str, reason: str
) -> None:
    composition = compose(federated(**sdls))
    assert set(codes(composition)) == {"SATISFIABILITY_ERROR"}
    error = next(error for error in composition.errors if error.message.startswith(field))
    assert query in error.message
    assert reason in error.message
    assert error.line == 2


def test_a_query_is_found_that_only_one_combination_of_many_labels_leaves_unanswered() -> None:
    """With k1 and k2 on and z off nothing leads on from a. Two more labels decide alone."""
    sdls = {
        "a": """
            type Query { t: T }
            type T {
              k1: ID @shareable k2: ID @shareable z: ID @override(from: "d", label: "z") @shareable
              x: Int y: Int
            }
        """,
        "b": """
            type T @key(fields: "k2") @key(fields: "z") {
              k1: ID @override(from: "a", label: "k1") @shareable k2: ID z: ID
              x: Int @override(from: "a", label: "x") y: Int @override(from: "a", label: "y")
            }
        """,
        "c": 'type T @key(fields: "k1") { k1: ID k2: ID @override(from: "a", label: "k2") @shareable }',
        "d": 'type T @key(fields: "k1") @key(fields: "k2") { k1: ID k2: ID z: ID @shareable }',
    }
    [error, *_] = compose(federated(**sdls)).errors
    assert "{\n  t {\n    k1\n  }\n}" in error.message
