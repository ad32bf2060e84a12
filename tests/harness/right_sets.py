"""Sets of subgraphs of Federation 2.12 that can answer every query, by what makes that so."""

KEYED = 'type P @key(fields: "id") { id: ID! '

RIGHT: dict[str, dict[str, str]] = {
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
