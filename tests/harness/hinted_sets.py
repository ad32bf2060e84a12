"""Sets of subgraphs that compose, yet deserve a look: for each hint, one that gets it."""

_OWN = (
    'extend schema @link(url: "https://example.org/own/v1.0", import: ["@own"])'
    ' @composeDirective(name: "@own") '
)

HINTED: dict[str, dict[str, str]] = {
    "FROM_SUBGRAPH_DOES_NOT_EXIST": {"a": 'type Query { x: Int @override(from: "zakne") }', "zaken": ""},
    "INCONSISTENT_ARGUMENT_PRESENCE": {
        "a": "type Query { x(n: Int): Int @shareable }",
        "b": "type Query { x: Int @shareable }",
    },
    "INCONSISTENT_BUT_COMPATIBLE_ARGUMENT_TYPE": {
        "a": "type Query { x(n: Int): Int @shareable }",
        "b": "type Query { x(n: Int!): Int @shareable }",
    },
    "INCONSISTENT_BUT_COMPATIBLE_FIELD_TYPE": {
        "a": "type Query { x: Int @shareable }",
        "b": "type Query { x: Int! @shareable }",
    },
    "INCONSISTENT_DEFAULT_VALUE_PRESENCE": {
        "a": "type Query { x(n: Int = 1): Int @shareable }",
        "b": "type Query { x(n: Int): Int @shareable }",
    },
    "INCONSISTENT_DESCRIPTION": {"a": '"one" type Query { x: Int }', "b": '"two" type Query { y: Int }'},
    "INCONSISTENT_ENUM_VALUE_FOR_INPUT_ENUM": {
        "a": "type Query { x(e: E): Int } enum E { A B }",
        "b": "type Query { y(e: E): Int } enum E { A }",
    },
    "INCONSISTENT_ENUM_VALUE_FOR_OUTPUT_ENUM": {
        "a": "type Query { x: E } enum E { A B }",
        "b": "type Query { y: E } enum E { A }",
    },
    "INCONSISTENT_EXECUTABLE_DIRECTIVE_LOCATIONS": {
        "a": "directive @d on FIELD | QUERY type Query { x: Int }",
        "b": "directive @d on FIELD type Query { y: Int }",
    },
    "INCONSISTENT_EXECUTABLE_DIRECTIVE_PRESENCE": {
        "a": "directive @d on FIELD type Query { x: Int }",
        "b": "type Query { y: Int }",
    },
    "INCONSISTENT_EXECUTABLE_DIRECTIVE_REPEATABLE": {
        "a": "directive @d repeatable on FIELD type Query { x: Int }",
        "b": "directive @d on FIELD type Query { y: Int }",
    },
    "INCONSISTENT_INPUT_OBJECT_FIELD": {
        "a": "type Query { x(i: In): Int } input In { n: Int m: Int }",
        "b": "type Query { y(i: In): Int } input In { n: Int }",
    },
    "INCONSISTENT_NON_REPEATABLE_DIRECTIVE_ARGUMENTS": {
        "a": 'type Query { x: D } scalar D @specifiedBy(url: "https://example.org/1")',
        "b": 'type Query { y: D } scalar D @specifiedBy(url: "https://example.org/2")',
    },
    "INCONSISTENT_RUNTIME_TYPES_FOR_SHAREABLE_RETURN": {
        "a": "type Query { u: U @shareable } union U = S | T type S @shareable { n: Int } type T { n: Int }",
        "b": "type Query { u: U @shareable } union U = S type S @shareable { n: Int }",
    },
    "INCONSISTENT_TYPE_SYSTEM_DIRECTIVE_LOCATIONS": {
        "a": _OWN + "directive @own on FIELD_DEFINITION type Query { x: Int @own }",
        "b": _OWN + "directive @own on FIELD_DEFINITION | OBJECT type Query { y: Int @own }",
    },
    "INCONSISTENT_TYPE_SYSTEM_DIRECTIVE_REPEATABLE": {
        "a": _OWN + "directive @own on FIELD_DEFINITION type Query { x: Int @own }",
        "b": _OWN + "directive @own repeatable on FIELD_DEFINITION type Query { y: Int @own }",
    },
    "INCONSISTENT_UNION_MEMBER": {
        "a": "type Query { x: U } union U = S type S { n: Int }",
        "b": "type Query { y: U } union U = T type T { n: Int }",
    },
    "MERGED_NON_REPEATABLE_DIRECTIVE_ARGUMENTS": {
        "a": "type Query { x: Int @shareable @cost(weight: 1) }",
        "b": "type Query { x: Int @shareable @cost(weight: 2) }",
    },
    "NO_EXECUTABLE_DIRECTIVE_INTERSECTION": {
        "a": "directive @d on QUERY type Query { x: Int }",
        "b": "directive @d on FIELD type Query { y: Int }",
    },
    "OVERRIDDEN_FIELD_CAN_BE_REMOVED": {
        "a": "type Query { x: Int }",
        "b": 'type Query { x: Int @override(from: "a") }',
    },
    "OVERRIDE_DIRECTIVE_CAN_BE_REMOVED": {
        "a": "type Query { y: Int }",
        "b": 'type Query { x: Int @override(from: "a") }',
    },
    "OVERRIDE_MIGRATION_IN_PROGRESS": {
        "a": "type Query { x: Int }",
        "b": 'type Query { x: Int @override(from: "a", label: "by-steps") }',
    },
    "AUTH_REQUIREMENTS_OPEN_FOR_ANYONE": {"a": 'type Query { x: Int @policy(policies: [["p"], []]) }'},
    "AUTH_REQUIREMENTS_OPEN_FOR_NOBODY": {"a": "type Query { x: Int @requiresScopes(scopes: []) }"},
    "CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS": {
        "a": 'type Query @context(name: "c") { p: P n: Int } type P @key(fields: "id")'
        ' { id: ID! x(n: Int @fromContext(field: "$c { n }")): Int @shareable }',
        "b": 'type P @key(fields: "id") { id: ID! x(n: Int): Int @shareable }',
    },
    "DIRECTIVE_COMPOSITION_INFO": {
        "a": 'extend schema @composeDirective(name: "@tag") type Query { x: Int @tag(name: "t") }'
    },
    "DIRECTIVE_COMPOSITION_WARN": {
        "a": _OWN + "directive @own on FIELD_DEFINITION type Query { x: Int @own }",
        "b": 'extend schema @link(url: "https://example.org/own/v1.0",'
        ' import: [{name: "@own", as: "@mine"}]) directive @mine on FIELD_DEFINITION'
        " type Query { y: Int @mine }",
    },
    "IMPLICITLY_UPGRADED_FEDERATION_VERSION": {
        "old": '\nextend schema @link(url: "https://specs.apollo.dev/federation/v2.5")'
        ' @link(url: "https://specs.apollo.dev/cost/v0.1") type Query { x: Int @cost(weight: 1) }',
    },
    "INCONSISTENT_ENTITY": {
        "a": 'type Query { v: V } type V @key(fields: "n") { n: Int @shareable }',
        "b": "type Query { w: V } type V { n: Int @shareable }",
    },
    "INCONSISTENT_INTERFACE_VALUE_TYPE_FIELD": {
        "a": "type Query { i: I } interface I { n: Int m: Int } type T implements I { n: Int m: Int }",
        "b": "interface I { n: Int } type Query { y: Int }",
    },
    "INCONSISTENT_OBJECT_VALUE_TYPE_FIELD": {
        "a": "type Query { v: V @shareable } type V @shareable { n: Int m: Int }",
        "b": "type Query { v: V @shareable } type V @shareable { n: Int }",
    },
    "UNUSED_ENUM_TYPE": {"a": "type Query { x: Int } enum E { A }"},
}
"""Hint to subgraphs by name; `old` is of Federation 1, or says itself what it links."""
