"""The proof that every query can be answered, and what it says when one cannot."""

import pytest
from harness.federated import codes, federated

from schema.compose import compose

KEYED = 'type P @key(fields: "id") { id: ID! '

ANSWERABLE = {
    "a chain of keys": {
        "a": 'type Query { p: P } type P @key(fields: "a") { a: Int }',
        "b": 'type P @key(fields: "a") @key(fields: "b") { a: Int b: Int }',
        "c": 'type P @key(fields: "b") { b: Int c: Int }',
    },
    "a key that two subgraphs give together": {
        "a": f"type Query {{ p: P }} {KEYED} x: Int @shareable }}",
        "b": f"{KEYED} y: Int @shareable }}",
        "c": 'type P @key(fields: "x y") { x: Int y: Int z: Int }',
    },
    "requirements in a chain": {
        "a": f"type Query {{ p: P }} {KEYED} x: Int }}",
        "b": f'{KEYED} x: Int @external y: Int @requires(fields: "x") }}',
        "c": f'{KEYED} y: Int @external z: Int @requires(fields: "y") }}',
    },
    "a provided field that is got nowhere else on the way": {
        "a": 'type Query { v: V @provides(fields: "x") } type V @shareable { x: Int @external y: Int }',
        "b": "type Query { w: W } type W { v: V @shareable } type V @shareable { x: Int y: Int }",
    },
    "a nested object by way of its parent": {
        "a": f"type Query {{ p: P }} {KEYED} v: V @shareable }} type V {{ x: Int }}",
        "b": f"{KEYED} v: V @shareable }} type V {{ y: Int }}",
    },
    "an interface object and its implementations": {
        "a": 'type Query { i: I } interface I @key(fields: "id") { id: ID! }'
        ' type T implements I @key(fields: "id") { id: ID! x: Int }',
        "b": 'type Query { j: I } type I @interfaceObject @key(fields: "id") { id: ID! n: Int }',
    },
    "the root reached again": {
        "a": "type Query { x: Int } type Mutation { m: R } type R { query: Query }",
        "b": "type Query { y: Int }",
    },
    "a root field that several subgraphs share, each with its part": {
        "a": "type Query { v: V @shareable } type V { x: Int }",
        "b": "type Query { v: V @shareable } type V { y: Int }",
    },
}

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


@pytest.mark.parametrize("sdls", ANSWERABLE.values(), ids=ANSWERABLE.keys())
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
