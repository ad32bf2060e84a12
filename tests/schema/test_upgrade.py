"""Federation 1 subgraphs mean what they meant: what they share is shared, what had no effect is let go."""

from harness.federated import LINK, Look, codes, sources

from schema.compose import compose


def test_what_two_subgraphs_define_both_may_resolve() -> None:
    look = Look.at(
        sources(
            a="type Query { v: V } type V { x: Int y: Int }",
            b="type Query { w: V } type V { x: Int y: Int }",
        )
    )
    assert look.directives("V") == ["@join__type(graph: A)", "@join__type(graph: B)"]
    assert look.directives("V.x") == []


def test_an_extension_reads_its_external_key_and_requires_the_rest() -> None:
    look = Look.at(
        sources(
            a='type Query { p: P } type P @key(fields: "id") { id: ID! x: Int z: Int }',
            b='extend type P @key(fields: "id") { id: ID! @external x: Int @external z: Int @external'
            ' y: Int @requires(fields: "x") }',
        )
    )
    assert look.directives("P") == ['@join__type(graph: A, key: "id")', '@join__type(graph: B, key: "id")']
    assert look.directives("P.id") == []
    assert look.directives("P.x") == ["@join__field(graph: A)", "@join__field(graph: B, external: true)"]
    assert look.directives("P.z") == ["@join__field(graph: A)"]


def test_field_sets_may_be_lists_or_names() -> None:
    look = Look.at(
        sources(
            a='type Query { p: P } type P @key(fields: ["a", "b"]) @key(fields: c) { a: Int b: Int c: Int }'
        )
    )
    assert look.directives("P") == ['@join__type(graph: A, key: "a b")', '@join__type(graph: A, key: "c")']


def test_what_is_required_but_resolved_here_is_not_required() -> None:
    look = Look.at(
        sources(
            a='type Query { p: P } type P @key(fields: "id") { id: ID! x: Int y: Int @requires(fields: "x") }'
        )
    )
    assert look.directives("P.y") == []


def test_a_type_of_which_only_unused_externals_are_left_falls_away() -> None:
    look = Look.at(
        sources(
            a='type Query { p: P } type P @key(fields: "id") { id: ID! x: Int }',
            b="extend type P { x: Int @external } type Query { y: Int }",
        )
    )
    assert look.directives("P") == ['@join__type(graph: A, key: "id")']


def test_federation_2_does_not_share_because_federation_1_does() -> None:
    composition = compose(
        sources(a="type Query { v: V } type V { x: Int }", b=LINK + "type Query { w: V } type V { x: Int }")
    )
    assert codes(composition) == ["INVALID_FIELD_SHARING"]
    assert [error.subgraph for error in composition.errors] == ["b"]


def test_directives_of_federation_2_need_its_link() -> None:
    assert codes(compose(sources(a="type Query { x: Int @shareable }"))) == ["INVALID_GRAPHQL"]
