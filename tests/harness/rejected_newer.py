"""More of what does not stand: contexts, cache tags, machinery that is hidden, and types of Federation 1."""

_ABOVE = (
    'type Query { t: T! } type T @key(fields: "id") @context(name: "ctx")'
    " { id: ID! u: U! prop: String! list: [Int] v: V } type V { a: Int! } "
)
_BELOW = 'type U @key(fields: "id") { id: ID! x(a: '


def _filled(argument: str, more: str = "") -> str:
    return f"{_ABOVE}{_BELOW}{argument}): Int! }} {more}"


def _from(field: str, type_: str = "String") -> str:
    return _filled(f'{type_} @fromContext(field: "{field}")')


NEWER_ALONE: dict[str, dict[str, str]] = {
    "CACHE_TAG_APPLIED_TO_NON_ROOT_FIELD": {
        "a field of an entity": 'type Query { p: P } type P @key(fields: "id")'
        ' { id: ID! x: Int @cacheTag(format: "x") }',
        "a field of an interface": "type Query { i: I } type T implements I { x: Int }"
        ' interface I { x: Int @cacheTag(format: "x") }',
    },
    "CACHE_TAG_ENTITY_NOT_RESOLVABLE": {
        "no key": 'type Query { p: P } type P @cacheTag(format: "p") { id: ID! }',
        "a key that resolves nothing": 'type Query { p: P } type P @key(fields: "id", resolvable: false)'
        ' @cacheTag(format: "p") { id: ID! }',
    },
    "CACHE_TAG_INVALID_FORMAT": {
        "a brace left open": 'type Query { x: Int @cacheTag(format: "x-{$args.a") }',
        "no variable": 'type Query { x: Int @cacheTag(format: "x-{a}") }',
        "an unknown variable": 'type Query { x: Int @cacheTag(format: "x-{$context.a}") }',
        "all arguments": 'type Query { x(a: Int): Int @cacheTag(format: "x-{$args}") }',
        "nothing": 'type Query { x: Int @cacheTag(format: "") }',
        "on an entity": 'type Query { p: P } type P @key(fields: "id") @cacheTag(format: "}") { id: ID! }',
    },
    "CACHE_TAG_INVALID_FORMAT_ARGUMENT_ON_ENTITY": {
        "no key field": 'type Query { p: P } type P @key(fields: "id") @cacheTag(format: "{$key.x}")'
        " { id: ID! x: Int }",
        "a field of one key only": 'type Query { p: P } type P @key(fields: "id") @key(fields: "x")'
        ' @cacheTag(format: "{$key.x}") { id: ID! x: Int }',
        "an argument": 'type Query { p: P } type P @key(fields: "id") @cacheTag(format: "{$args.id}")'
        " { id: ID! }",
        "an object": 'type Query { p: P } type P @key(fields: "v { n }") @cacheTag(format: "{$key.v}")'
        " { v: V } type V { n: Int }",
    },
    "CACHE_TAG_INVALID_FORMAT_ARGUMENT_ON_ROOT_FIELD": {
        "an unknown argument": 'type Query { x: Int @cacheTag(format: "{$args.a}") }',
        "a key": 'type Query { x(id: ID): Int @cacheTag(format: "{$key.id}") }',
        "an object": 'type Query { x(i: In): Int @cacheTag(format: "{$args.i}") } input In { a: Int }',
        "an unknown field of an object": 'type Query { x(i: In): Int @cacheTag(format: "{$args.i.b}") }'
        " input In { a: Int }",
        "a list": 'type Query { x(a: [Int]): Int @cacheTag(format: "{$args.a}") }',
    },
    "CONTEXT_INVALID_SELECTION": {
        "a syntax error": _from("$ctx { prop "),
        "a path": _from("$ctx.prop"),
        "an unknown field": _from("$ctx { y }"),
        "two fields": _from("$ctx { prop id }"),
        "an alias": _from("$ctx { y: prop }"),
        "a directive": _from("$ctx { prop @skip(if: true) }"),
        "an object": _from("$ctx { v }"),
        "a selection on a leaf": _from("$ctx { prop { y } }"),
        "another type": _from("$ctx { prop }", "Int"),
        "a list": _from("$ctx { list }", "Int"),
        "a value that may be missing": _from("$ctx { v { a } }", "Int!"),
        "a fragment for no type that sets it": _from("$ctx ... on V { a }", "Int"),
        "a fragment without a type": _from("$ctx ... { prop }"),
        "a fragment beside a field": _from("$ctx { prop ... on T { prop } }"),
    },
    "CONTEXT_NAME_INVALID": {
        what: _filled("String").replace('"ctx"', f'"{name}"')
        for what, name in {
            "an underscore": "c_x",
            "a digit first": "1x",
            "a dash": "c-x",
            "empty": "",
        }.items()
    },
    "CONTEXT_NOT_SET": {
        "an unknown context": _from("$other { prop }"),
        "a default beside it": _filled('String = "x" @fromContext(field: "$ctx { prop }")'),
        "a field of an interface": _ABOVE
        + 'interface U { x(a: String @fromContext(field: "$ctx { prop }")): Int }'
        " type W implements U { x(a: String): Int }",
        "a field that an interface declares": _ABOVE
        + 'interface I { x: Int } type U implements I @key(fields: "id")'
        ' { id: ID! x(a: String @fromContext(field: "$ctx { prop }")): Int }',
        "an argument of a directive": _filled("String")
        + ' directive @d(a: String @fromContext(field: "$ctx { prop }")) on FIELD',
    },
    "CONTEXT_NO_RESOLVABLE_KEY": {
        "no key": _from("$ctx { prop }").replace('type U @key(fields: "id")', "type U"),
        "a key that resolves nothing": _from("$ctx { prop }").replace(
            'type U @key(fields: "id")', 'type U @key(fields: "id", resolvable: false)'
        ),
    },
    "DISALLOWED_INACCESSIBLE": {
        "a scalar of GraphQL": "type Query { x: Int } scalar Int @inaccessible",
        "a scalar of federation": "type Query { x: Int } scalar federation__FieldSet @inaccessible",
        "an argument of a directive of federation": "type Query { x: Int }"
        " directive @key(fields: String! @inaccessible) on OBJECT",
        "an argument of a directive of GraphQL": "type Query { x: Int }"
        " directive @skip(if: Boolean! @inaccessible) on FIELD",
    },
    "EXTERNAL_COLLISION_WITH_ANOTHER_DIRECTIVE": {
        "provides": 'type Query { p: P } type P @key(fields: "id") { id: ID!'
        ' v: V @external @provides(fields: "n") y: Int @requires(fields: "v { n }") }'
        " type V { n: Int @external }",
    },
    "INVALID_GRAPHQL": {
        "a default of an object type": "type Query { x(p: P = {n: 1}): Int } type P { n: Int }",
        "a default of an object type in an input": "type Query { x(i: In): Int } type P { n: Int }"
        " input In { p: P = {n: 1} }",
        "a default of an object type in a directive": "type Query { x: P } type P { n: Int }"
        " directive @d(p: P = {n: 1}) on FIELD",
    },
    "NO_CONTEXT_IN_SELECTION": {
        "no context": _from("{ prop }"),
        "no selection": _from("$ctx"),
        "nothing": _from(""),
        "no argument": _filled("String @fromContext"),
    },
}
"""Code to the SDLs of a subgraph "a" of Federation 2.12, by what is wrong with them."""

NEWER_TOGETHER: dict[str, dict[str, dict[str, str]]] = {
    "CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS": {
        "required elsewhere": {
            "a": _from("$ctx { prop }").replace("): Int!", "): Int! @shareable"),
            "b": _BELOW + "String!): Int! @shareable }",
        },
    },
    "INTERFACE_OBJECT_USAGE_ERROR": {
        "an interface of Federation 1": {
            "a": 'type Query { i: I } type I @interfaceObject @key(fields: "id") { id: ID! x: Int }',
            "b": 'interface I @key(fields: "id") { id: ID! }'
            ' type T implements I @key(fields: "id") { id: ID! }',
            "old": "\ninterface I { id: ID! }",
        },
    },
    "MISSING_TRANSITIVE_AUTH_REQUIREMENTS": {
        "a value from above": {
            "a": _from("$ctx { prop }").replace("prop: String!", "prop: String! @authenticated")
        },
    },
    "SATISFIABILITY_ERROR": {
        "a way without the context": {"a": _from("$ctx { prop }").replace("t: T!", "t: T! u: U")},
        "a way without the context, elsewhere": {
            "a": _from("$ctx { prop }"),
            "b": 'type Query { v: U } type U @key(fields: "id") { id: ID! }',
        },
    },
}
"""Code to subgraphs by name, by what is wrong between them; `old` is of Federation 1, the others of 2.12."""

FEDERATION_1: dict[str, dict[str, dict[str, str]]] = {
    "TYPE_WITH_ONLY_UNUSED_EXTERNAL": {
        "a type that a field gives": {
            "a": 'type Query { v: Int } type P @key(fields: "id") { id: ID! x: Int }',
            "b": "type Query { p: P } extend type P { x: Int @external }",
        },
        "a member of a union": {
            "a": "type Query { v: Int } type P { x: Int }",
            "b": "type Query { u: U } union U = P | S type S { y: Int } extend type P { x: Int @external }",
        },
    },
}
"""The same, all of Federation 1."""
