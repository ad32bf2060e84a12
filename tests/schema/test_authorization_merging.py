"""What the supergraph asks of callers, when several subgraphs and interfaces have a say."""

from harness.federated import Look, federated


def test_requirements_of_all_subgraphs_hold_together() -> None:
    look = Look.at(
        federated(
            a='type Query { x: Int @shareable @requiresScopes(scopes: [["a"], ["b", "c"]]) }',
            b='type Query { x: Int @shareable @requiresScopes(scopes: [["c"]]) @authenticated }',
        )
    )
    assert look.directives("Query.x") == [
        "@authenticated",
        '@requiresScopes(scopes: [["a", "c"], ["b", "c"]])',
    ]


def test_an_interface_asks_what_all_its_implementations_ask() -> None:
    look = Look.at(
        federated(
            a="""
            type Query { i: I }
            interface I { n: Int m: Int }
            type S implements I @authenticated { n: Int @requiresScopes(scopes: [["x"], ["y"]]) m: Int }
            type T implements I { n: Int @requiresScopes(scopes: [["z"]]) m: Int @policy(policies: [["p"]]) }
            """
        )
    )
    assert look.directives("I")[1:] == ["@authenticated"]
    assert look.directives("I.n") == ['@requiresScopes(scopes: [["x", "z"], ["y", "z"]])']
    assert look.directives("I.m") == ['@policy(policies: [["p"]])']
    assert look.directives("S.m") == []


def test_what_an_interface_object_asks_goes_along_with_what_it_lends() -> None:
    look = Look.at(
        federated(
            a='type Query { i: I } interface I @key(fields: "id") { id: ID! }'
            ' type T implements I @key(fields: "id") { id: ID! }',
            b='type I @interfaceObject @key(fields: "id")'
            ' { id: ID! n: Int @authenticated @requiresScopes(scopes: [["s"]]) }',
        )
    )
    asked = ["@authenticated", '@requiresScopes(scopes: [["s"]])']
    assert look.directives("T.n") == ["@join__field", *asked]
    assert look.directives("I.n") == ["@join__field(graph: B)", *asked]


def test_a_field_may_require_what_asks_no_more_than_it_does_itself() -> None:
    look = Look.at(
        federated(
            a='type Query { p: P } type P @key(fields: "id")'
            ' { id: ID! x: Int @requiresScopes(scopes: [["s"]]) }',
            b='type P @key(fields: "id") { id: ID! x: Int @external'
            ' y: Int @requires(fields: "x") @requiresScopes(scopes: [["s", "t"]]) }',
        )
    )
    assert look.directives("P.y")[-1] == '@requiresScopes(scopes: [["s", "t"]])'


def test_only_linked_directives_in_use_are_linked() -> None:
    look = Look.at(federated(a="type Query { x: Int @authenticated }"))
    links = [one for one in look.directives_of_schema() if one.startswith("@link")]
    assert [link.split('"')[1].rsplit("/", 2)[1] for link in links] == ["link", "join", "authenticated"]


def test_what_opens_for_nobody_stays_closed_and_what_opens_for_anyone_adds_nothing() -> None:
    look = Look.at(
        federated(
            a="type Query { x: Int @shareable @requiresScopes(scopes: [])"
            " y: Int @requiresScopes(scopes: []) }",
            b='type Query { x: Int @shareable @requiresScopes(scopes: [["s"]]) }',
        )
    )
    assert look.directives("Query.x") == ['@requiresScopes(scopes: [["", "s"]])']
    assert look.directives("Query.y")[-1] == '@requiresScopes(scopes: [[""]])'
