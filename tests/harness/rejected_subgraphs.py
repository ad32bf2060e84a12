"""Subgraphs that one by one do not stand: for each code, what an author does to get it."""

PERSON = "type Query { p: P } "

ALONE: dict[str, dict[str, str]] = {
    "AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE": {
        "a field of an interface": "type Query { i: I } interface I { x: Int @authenticated }"
        " type T implements I { x: Int }",
        "an interface": "type Query { i: I } interface I @requiresScopes(scopes: [[]]) { x: Int }"
        " type T implements I { x: Int }",
        "an interface object": "type Query { i: I } type I @interfaceObject @authenticated"
        ' @key(fields: "x") { x: Int }',
    },
    "COST_APPLIED_TO_INTERFACE_FIELD": {
        "cost": "type Query { i: I } interface I { x: Int @cost(weight: 1) } type T implements I { x: Int }",
    },
    "DIRECTIVE_COMPOSITION_ERROR": {
        "without @": 'type Query { x: Int } extend schema @composeDirective(name: "a")',
        "without a definition": 'type Query { x: Int } extend schema @composeDirective(name: "@a")',
        "without a specification": 'type Query { x: Int } extend schema @composeDirective(name: "@a")'
        " directive @a on FIELD_DEFINITION",
        "of federation": 'type Query { x: Int } extend schema @composeDirective(name: "@key")',
    },
    "DIRECTIVE_DEFINITION_INVALID": {
        "an argument too many": "directive @key(fields: String!, x: Int) on OBJECT type Query { x: Int }",
        "an argument too few": "directive @key on OBJECT type Query { x: Int }",
        "an argument of another type": "directive @key(fields: Int!) on OBJECT type Query { x: Int }",
        "a location too many": "directive @key(fields: String!) on OBJECT | FIELD type Query { x: Int }",
        "repeatable": "directive @external repeatable on OBJECT type Query { x: Int }",
    },
    "EXTERNAL_ON_INTERFACE": {
        "external": "type Query { i: I } interface I { x: Int @external } type T implements I { x: Int }",
    },
    "EXTERNAL_UNUSED": {
        "a field": PERSON + 'type P @key(fields: "id") { id: ID! x: Int @external }',
        "a field of an external type": PERSON
        + 'type P @key(fields: "id") { id: ID! } type V @external { x: Int }',
    },
    "INTERFACE_KEY_NOT_ON_IMPLEMENTATION": {
        "no key": 'type Query { i: I } interface I @key(fields: "x") { x: Int }'
        " type T implements I { x: Int }",
        "a key that resolves nothing": 'type Query { i: I } interface I @key(fields: "x") { x: Int }'
        ' type T implements I @key(fields: "x", resolvable: false) { x: Int }',
    },
    "INTERFACE_OBJECT_USAGE_ERROR": {
        "without a key": "type Query { i: I } type I @interfaceObject { x: Int }",
    },
    "INVALID_GRAPHQL": {
        "a syntax error": "type Query { x Int }",
        "an unknown type": "type Query { x: Foo }",
        "an unknown directive": "type Query { x: Int @foo }",
        "a type twice": "type Query { x: Int } type Query { y: Int }",
        "an interface not kept": "type Query implements I { x: Int } interface I { y: Int }",
        "a type without fields": "type Query { x: T } type T",
    },
    "INVALID_SHAREABLE_USAGE": {
        "a field of an interface": "type Query { i: I } interface I { x: Int @shareable }"
        " type T implements I { x: Int }",
        "twice on a type": "type Query { v: V } type V @shareable @shareable { x: Int }",
        "twice on a field": "type Query { x: Int @shareable @shareable }",
    },
    "INVALID_TAG_NAME": {
        "a space": 'type Query { x: Int @tag(name: "a b") }',
        "too long": f'type Query {{ x: Int @tag(name: "{"a" * 129}") }}',
    },
    "KEY_DIRECTIVE_IN_FIELDS_ARG": {
        "a directive": PERSON + 'type P @key(fields: "x @skip(if: true)") { x: Int }',
    },
    "KEY_FIELDS_HAS_ARGS": {
        "a field with arguments": PERSON + 'type P @key(fields: "x") { x(a: Int): Int }',
    },
    "KEY_FIELDS_SELECT_INVALID_TYPE": {
        "an interface": PERSON + 'type P @key(fields: "i { x }") { i: I } interface I { x: Int }'
        " type T implements I { x: Int }",
        "a union": PERSON
        + 'type P @key(fields: "u { ... on T { x } }") { u: U } union U = T type T { x: Int }',
    },
    "KEY_INVALID_FIELDS": {
        "a syntax error": PERSON + 'type P @key(fields: "x {") { x: Int }',
        "nothing": PERSON + 'type P @key(fields: "") { x: Int }',
        "an unknown field": PERSON + 'type P @key(fields: "y") { x: Int }',
        "an object without a selection": PERSON + 'type P @key(fields: "v") { v: V } type V { x: Int }',
        "a leaf with a selection": PERSON + 'type P @key(fields: "x { y }") { x: Int }',
        "an alias": PERSON + 'type P @key(fields: "y: x") { x: Int }',
        "a fragment that never applies": PERSON
        + 'type P @key(fields: "... on V { x }") { x: Int } type V { x: Int }',
        "a named fragment": PERSON + 'type P @key(fields: "...F") { x: Int }',
    },
    "KEY_INVALID_FIELDS_TYPE": {
        "a number": PERSON + "type P @key(fields: 3) { x: Int }",
        "a list": PERSON + 'type P @key(fields: ["x"]) { x: Int }',
    },
    "LIST_SIZE_APPLIED_TO_NON_LIST": {"a number": "type Query { x: Int @listSize(assumedSize: 3) }"},
    "LIST_SIZE_INVALID_ASSUMED_SIZE": {"negative": "type Query { x: [Int] @listSize(assumedSize: -3) }"},
    "LIST_SIZE_INVALID_SIZED_FIELD": {
        "no list": 'type Query { x: T @listSize(sizedFields: ["y"]) } type T { y: Int }',
    },
    "LIST_SIZE_INVALID_SLICING_ARGUMENT": {
        "unknown": 'type Query { x: [Int] @listSize(slicingArguments: ["first"]) }',
        "no number": 'type Query { x(first: String): [Int] @listSize(slicingArguments: ["first"]) }',
    },
    "MERGED_DIRECTIVE_APPLICATION_ON_EXTERNAL": {
        "a tag": PERSON + 'type P @key(fields: "id") { id: ID! x: Int @external @tag(name: "t")'
        ' y: Int @requires(fields: "x") }',
    },
    "OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE": {
        "external": PERSON + 'type P @key(fields: "x") { x: Int @override(from: "b") @external }',
    },
    "OVERRIDE_FROM_SELF_ERROR": {"itself": 'type Query { x: Int @override(from: "a") }'},
    "OVERRIDE_LABEL_INVALID": {
        "more than all": 'type Query { x: Int @override(from: "b", label: "percent(101)") }',
        "too exact": 'type Query { x: Int @override(from: "b", label: "percent(1.123456789)") }',
        "a digit first": 'type Query { x: Int @override(from: "b", label: "1a") }',
    },
    "OVERRIDE_ON_INTERFACE": {
        "a field of an interface": 'type Query { i: I } interface I { x: Int @override(from: "b") }'
        " type T implements I { x: Int }",
    },
    "PROVIDES_DIRECTIVE_IN_FIELDS_ARG": {
        "a directive": 'type Query { p: P @provides(fields: "x @skip(if: true)") }'
        ' type P @key(fields: "id") { id: ID! x: Int @external }',
    },
    "PROVIDES_FIELDS_HAS_ARGS": {
        "a field with arguments": 'type Query { p: P @provides(fields: "x") }'
        ' type P @key(fields: "id") { id: ID! x(a: Int): Int @external }',
    },
    "PROVIDES_FIELDS_MISSING_EXTERNAL": {
        "a field of its own": 'type Query { p: P @provides(fields: "x") } type P { x: Int }',
    },
    "PROVIDES_INVALID_FIELDS": {
        "an unknown field": 'type Query { p: P @provides(fields: "y") } type P { x: Int }',
    },
    "PROVIDES_INVALID_FIELDS_TYPE": {
        "a number": "type Query { p: P @provides(fields: 1) } type P { x: Int }"
    },
    "PROVIDES_ON_NON_OBJECT_FIELD": {"a number": 'type Query { x: Int @provides(fields: "y") }'},
    "PROVIDES_UNSUPPORTED_ON_INTERFACE": {
        "a field of an interface": 'type Query { i: I } interface I { p: P @provides(fields: "x") }'
        ' type P implements I @key(fields: "id") { p: P id: ID! x: Int @external }',
    },
    "REQUIRES_DIRECTIVE_IN_FIELDS_ARG": {
        "a directive": PERSON + 'type P @key(fields: "id") { id: ID! x: Int @external'
        ' y: Int @requires(fields: "x @skip(if: true)") }',
    },
    "REQUIRES_FIELDS_MISSING_EXTERNAL": {
        "a field of its own": PERSON
        + 'type P @key(fields: "id") { id: ID! x: Int y: Int @requires(fields: "x") }',
    },
    "REQUIRES_INVALID_FIELDS": {
        "an unknown field": PERSON + 'type P @key(fields: "id") { id: ID! y: Int @requires(fields: "x") }',
        "an unknown argument": PERSON
        + 'type P @key(fields: "id") { id: ID! x: Int @external y: Int @requires(fields: "x(a: 1)") }',
        "a missing argument": PERSON
        + 'type P @key(fields: "id") { id: ID! x(a: Int!): Int @external y: Int @requires(fields: "x") }',
        "an argument of another type": PERSON + 'type P @key(fields: "id") { id: ID! x(a: Int): Int @external'
        ' y: Int @requires(fields: "x(a: true)") }',
    },
    "REQUIRES_INVALID_FIELDS_TYPE": {"a number": PERSON + "type P { x: Int @requires(fields: 1) }"},
    "REQUIRES_UNSUPPORTED_ON_INTERFACE": {
        "a field of an interface": 'type Query { i: I } interface I { x: Int y: Int @requires(fields: "x") }'
        " type T implements I { x: Int y: Int }",
    },
    "ROOT_QUERY_USED": {"query": "schema { query: Q } type Q { x: Query } type Query { x: Int }"},
    "ROOT_MUTATION_USED": {
        "mutation": "schema { query: Query mutation: M } type Query { x: Mutation } type M { x: Int }"
        " type Mutation { x: Int }",
    },
    "ROOT_SUBSCRIPTION_USED": {
        "subscription": "schema { query: Query subscription: S } type Query { x: Subscription }"
        " type S { x: Int } type Subscription { x: Int }",
    },
    "TYPE_DEFINITION_INVALID": {"a scalar": "type Query { x: Int } enum federation__FieldSet { A }"},
}
"""Code to the SDLs of a subgraph "a" of Federation 2.12, by what is wrong with them."""

_URL = "https://specs.apollo.dev/federation"
LINKS: dict[str, dict[str, str]] = {
    "INVALID_LINK_DIRECTIVE_USAGE": {
        "an unknown element": f'@link(url: "{_URL}/v2.3", import: ["@policy"])',
        "a type for a directive": f'@link(url: "{_URL}/v2.3", import: ["key"])',
        "a directive as a type": f'@link(url: "{_URL}/v2.3", import: [{{ name: "@key", as: "key" }}])',
        "twice": f'@link(url: "{_URL}/v2.3") @link(url: "{_URL}/v2.4")',
        "one name twice": f'@link(url: "{_URL}/v2.3", import: ["@key"])'
        ' @link(url: "https://example.org/own/v1.0", import: ["@key"])',
    },
    "INVALID_LINK_IDENTIFIER": {"no version": f'@link(url: "{_URL}/two")'},
    "UNKNOWN_FEDERATION_LINK_VERSION": {
        "too new": f'@link(url: "{_URL}/v2.99")',
        "another major": f'@link(url: "{_URL}/v3.0")',
    },
    "UNKNOWN_LINK_VERSION": {"another major": '@link(url: "https://specs.apollo.dev/link/v2.0")'},
    "UNSUPPORTED_LINKED_FEATURE": {"core": '@link(url: "https://specs.apollo.dev/core/v0.2")'},
    "UNSUPPORTED_FEATURE": {"connectors": '@link(url: "https://specs.apollo.dev/connect/v0.1")'},
    "KEY_UNSUPPORTED_ON_INTERFACE": {
        "before v2.3": f'@link(url: "{_URL}/v2.2", import: ["@key"])'
        ' interface I @key(fields: "x") { x: Int }',
    },
}
"""Code to what follows `extend schema`."""
