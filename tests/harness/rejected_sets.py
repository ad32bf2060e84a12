"""Subgraphs that stand by themselves and do not go together: for each code, by what is wrong between them."""

_P = 'type P @key(fields: "id") { id: ID! '
_I = 'interface I @key(fields: "x") { x: Int } type T implements I @key(fields: "x") '
_FOO = (
    'extend schema @link(url: "https://example.org/own/v{0}", import: ["@foo"])'
    ' @composeDirective(name: "@foo")'
    " directive @foo on FIELD_DEFINITION "
)

TOGETHER: dict[str, dict[str, dict[str, str]]] = {
    "DEFAULT_VALUE_USES_INACCESSIBLE": {
        "an enum value": {"a": "type Query { x(e: E = A): Int } enum E { A @inaccessible B }"},
    },
    "DIRECTIVE_COMPOSITION_ERROR": {
        "major versions": {
            "a": _FOO.format("1.0") + "type Query { x: Int @foo }",
            "b": _FOO.format("2.0") + "type Query { y: Int @foo }",
        },
    },
    "EMPTY_MERGED_ENUM_TYPE": {
        "for input": {
            "a": "type Query { x(e: E): Int } enum E { A }",
            "b": "type Query { y(e: E): Int } enum E { B }",
        },
    },
    "EMPTY_MERGED_INPUT_TYPE": {
        "nothing common": {
            "a": "type Query { x(i: In): Int } input In { a: Int }",
            "b": "type Query { y(i: In): Int } input In { b: Int }",
        },
    },
    "ENUM_VALUE_MISMATCH": {
        "for input and output": {
            "a": "type Query { x(e: E): E } enum E { A B }",
            "b": "type Query { y: E } enum E { A }",
        },
    },
    "EXTENSION_WITH_NO_BASE": {"nobody defines it": {"a": "type Query { x: T } extend type T { x: Int }"}},
    "EXTERNAL_ARGUMENT_DEFAULT_MISMATCH": {
        "no default": {
            "a": "type Query { p: P } " + _P + "x(n: Int = 3): Int }",
            "b": _P + 'x(n: Int): Int @external y: Int @requires(fields: "x") }',
        },
    },
    "EXTERNAL_ARGUMENT_MISSING": {
        "no argument": {
            "a": "type Query { p: P } " + _P + "x(n: Int): Int }",
            "b": _P + 'x: Int @external y: Int @requires(fields: "x") }',
        },
    },
    "EXTERNAL_ARGUMENT_TYPE_MISMATCH": {
        "another type": {
            "a": "type Query { p: P } " + _P + "x(n: Int): Int }",
            "b": _P + 'x(n: String): Int @external y: Int @requires(fields: "x") }',
        },
    },
    "EXTERNAL_MISSING_ON_BASE": {
        "external everywhere": {
            "a": "type Query { p: P } " + _P + 'x: Int @external y: Int @requires(fields: "x") }'
        },
    },
    "EXTERNAL_TYPE_MISMATCH": {
        "another type": {
            "a": "type Query { p: P } " + _P + "x: Int }",
            "b": _P + 'x: String @external y: Int @requires(fields: "x") }',
        },
        "another nullability": {
            "a": "type Query { p: P } " + _P + "x: Int }",
            "b": _P + 'x: Int! @external y: Int @requires(fields: "x") }',
        },
    },
    "FIELD_ARGUMENT_DEFAULT_MISMATCH": {
        "defaults": {
            "a": "type Query { x(n: Int = 1): Int @shareable }",
            "b": "type Query { x(n: Int = 2): Int @shareable }",
        },
    },
    "FIELD_ARGUMENT_TYPE_MISMATCH": {
        "types": {
            "a": "type Query { x(n: Int): Int @shareable }",
            "b": "type Query { x(n: String): Int @shareable }",
        },
    },
    "FIELD_TYPE_MISMATCH": {
        "scalars": {"a": "type Query { x: Int @shareable }", "b": "type Query { x: String @shareable }"},
        "a list": {"a": "type Query { x: Int @shareable }", "b": "type Query { x: [Int] @shareable }"},
        "both ways at once": {
            "a": "type Query { x: [I!]! @shareable } interface I { n: Int }"
            " type T implements I { n: Int @shareable }",
            "b": "type Query { x: [T!] @shareable } type T { n: Int @shareable }",
        },
        "input fields": {
            "a": "type Query { x(i: In): Int } input In { n: Int }",
            "b": "type Query { y(i: In): Int } input In { n: String }",
        },
    },
    "IMPLEMENTED_BY_INACCESSIBLE": {
        "a field": {
            "a": "type Query { i: I } interface I { x: Int }"
            " type T implements I { x: Int @inaccessible y: Int }"
        },
    },
    "INPUT_FIELD_DEFAULT_MISMATCH": {
        "defaults": {
            "a": "type Query { x(i: In): Int } input In { n: Int = 1 }",
            "b": "type Query { y(i: In): Int } input In { n: Int = 2 }",
        },
    },
    "INTERFACE_FIELD_NO_IMPLEM": {
        "a field of one subgraph": {
            "a": "type Query { i: I } interface I { x: Int y: Int } type T implements I { x: Int y: Int }",
            "b": "type Query { j: I } interface I { x: Int } type U implements I { x: Int }",
        },
    },
    "INTERFACE_KEY_MISSING_IMPLEMENTATION_TYPE": {
        "an implementation elsewhere": {
            "a": "type Query { i: I } " + _I + "{ x: Int }",
            "b": "interface I { x: Int } type U implements I { x: Int }",
        },
    },
    "INTERFACE_OBJECT_USAGE_ERROR": {
        "no interface": {"a": 'type Query { i: I } type I @interfaceObject @key(fields: "x") { x: Int }'},
        "an implementation beside it": {
            "a": 'type Query { i: I } type I @interfaceObject @key(fields: "x") { x: Int }'
            ' type T @key(fields: "x") { x: Int }',
            "b": 'interface I @key(fields: "x") { x: Int } type T implements I @key(fields: "x") { x: Int }',
        },
    },
    "INVALID_FIELD_SHARING": {
        "a root field": {"a": "type Query { x: Int }", "b": "type Query { x: Int }"},
        "in one of them": {"a": "type Query { x: Int @shareable }", "b": "type Query { x: Int }"},
        "a declaration that is not marked": {
            "a": "type Query { v: V @shareable } type V @shareable { x: Int } extend type V { y: Int }",
            "b": "type Query { v: V @shareable } type V @shareable { x: Int y: Int }",
        },
        "provided": {
            "a": "type Query { p: P } " + _P + "x: Int }",
            "b": 'type Query { q: P @provides(fields: "x") } ' + _P + "x: Int @external }",
        },
        "an interface object": {
            "a": "type Query { i: I } " + _I + "{ x: Int y: Int }",
            "b": 'type I @interfaceObject @key(fields: "x") { x: Int y: Int }',
        },
        "subscriptions": {
            "a": "type Query { x: Int } type Subscription { s: Int @shareable }",
            "b": "type Subscription { s: Int @shareable }",
        },
    },
    "LINK_IMPORT_NAME_MISMATCH": {
        "a tag": {
            "a": 'type Query { x: Int @tag(name: "t") }',
            "b": 'extend schema @link(url: "https://specs.apollo.dev/tag/v0.3", as: "mark")'
            ' type Query { y: Int @mark(name: "t") }',
        },
    },
    "MISSING_TRANSITIVE_AUTH_REQUIREMENTS": {
        "a field": {
            "a": "type Query { p: P } " + _P + "x: Int @authenticated }",
            "b": _P + 'x: Int @external y: Int @requires(fields: "x") }',
        },
        "fewer scopes": {
            "a": "type Query { p: P } " + _P + 'x: Int @requiresScopes(scopes: [["s", "t"]]) }',
            "b": _P + 'x: Int @external y: Int @requires(fields: "x") @requiresScopes(scopes: [["s"]]) }',
        },
        "a type within": {
            "a": 'type Query { p: P } type V @policy(policies: [["p"]]) { n: Int } ' + _P + "v: V }",
            "b": "type V @external { n: Int } " + _P + 'v: V @external y: Int @requires(fields: "v { n }") }',
        },
    },
    "NO_QUERIES": {"none": {"a": _P + "}"}},
    "ONLY_INACCESSIBLE_CHILDREN": {
        "fields": {"a": "type Query { x: Int } type T { x: Int @inaccessible }"},
        "values": {"a": "type Query { x: Int } enum E { A @inaccessible }"},
        "members": {"a": "type Query { x: Int } union U = T type T @inaccessible { x: Int }"},
    },
    "OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE": {
        "requires": {
            "a": "type Query { p: P } " + _P + 'x: Int @external y: Int @requires(fields: "x") }',
            "b": _P + 'x: Int y: Int @override(from: "a") }',
        },
        "an interface object": {
            "a": "type Query { i: I } " + _I + "{ x: Int }",
            "b": 'type I @interfaceObject @key(fields: "x") { x: Int y: Int @override(from: "a") }',
        },
    },
    "OVERRIDE_SOURCE_HAS_OVERRIDE": {
        "each other": {
            "a": 'type Query { x: Int @override(from: "b") }',
            "b": 'type Query { x: Int @override(from: "a") }',
        },
    },
    "QUERY_ROOT_TYPE_INACCESSIBLE": {"query": {"a": "type Query @inaccessible { x: Int }"}},
    "REFERENCED_INACCESSIBLE": {
        "a field": {"a": "type Query { x: T } type T @inaccessible { x: Int }"},
        "an argument": {"a": "type Query { x(i: In): Int } input In @inaccessible { x: Int }"},
    },
    "REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH": {
        "an argument": {
            "a": "type Query { x(n: Int!): Int @shareable }",
            "b": "type Query { x: Int @shareable }",
        },
    },
    "REQUIRED_INACCESSIBLE": {
        "an argument": {"a": "type Query { x(n: Int! @inaccessible): Int }"},
        "an input field": {"a": "type Query { x(i: In): Int } input In { n: Int! @inaccessible m: Int }"},
    },
    "REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH": {
        "an input field": {
            "a": "type Query { x(i: In): Int } input In { n: Int! m: Int }",
            "b": "type Query { y(i: In): Int } input In { m: Int }",
        },
    },
    "SATISFIABILITY_ERROR": {
        "no key": {
            "a": "type Query { v: V @shareable } type V { x: Int }",
            "b": "type Query { w: V } type V { y: Int }",
        },
    },
    "SHAREABLE_HAS_MISMATCHED_RUNTIME_TYPES": {
        "unions apart": {
            "a": "type Query { u: U @shareable } union U = S type S { x: Int }",
            "b": "type Query { u: U @shareable } union U = T type T { x: Int }",
        },
    },
    "TYPE_KIND_MISMATCH": {
        "kinds": {"a": "type Query { x: T } type T { x: Int }", "b": "type Query { y: T } scalar T"}
    },
    "INVALID_GRAPHQL": {
        "an implementation wider than its interface": {
            "a": "type Query { i: I } interface I { x: Int! } type T implements I { x: Int! @shareable }",
            "b": "type Query { t: T } type T { x: Int @shareable }",
        },
    },
}
"""Code to subgraphs of Federation 2.12 by name, by what is wrong between them."""
