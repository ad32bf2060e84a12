"""Contexts and cache tags in the supergraph: what a gateway needs to fill arguments, and to tag its cache."""

from harness.federated import Look, federated
from harness.rejected_newer import NEWER_ALONE

from schema.compose import compose
from schema.joined import ContextArgument
from schema.supergraph import Supergraph

ABOVE = (
    'type Query { t: T s: S } type T @key(fields: "id") @context(name: "ctx") { id: ID! u: U prop: String }'
    ' type S @key(fields: "id") @context(name: "ctx") { id: ID! u: U name: String }'
)
FILLED = (
    'type U @key(fields: "id") { id: ID! x(n: Int'
    ' a: String @fromContext(field: "$ctx ... on T { prop } ... on S { name }")): Int }'
)


def test_an_argument_from_a_context_is_the_gateways_and_not_the_clients() -> None:
    look = Look.at(federated(a=f"{ABOVE} {FILLED}"))
    selection = "... on T { prop } ... on S { name }"
    given = f'{{context: "a__ctx", name: "a", type: "String", selection: "{selection}"}}'
    assert f"x(n: Int): Int @join__field(graph: A, contextArguments: [{given}])" in look.sdl
    assert look.directives("T")[-1] == '@context(name: "a__ctx")'
    supergraph = Supergraph.parse(look.sdl)
    assert supergraph.types["T"].contexts == {"a__ctx"}
    assert supergraph.types["U"].fields["x"].joins["a"].context_arguments == (
        ContextArgument("a", "String", "a__ctx", selection),
    )


def test_a_field_above_that_only_a_context_needs_may_be_external() -> None:
    sdl = f"{ABOVE} {FILLED}".replace("prop: String", "prop: String @external")
    Look.at(federated(a=sdl, b='type T @key(fields: "id") { id: ID! prop: String }'))


def test_a_context_that_cannot_give_the_value_is_told_from_one_that_can() -> None:
    sdl = f"{ABOVE} {FILLED}".replace("prop: String", "prop: String @external")
    composition = compose(federated(a=sdl, b="type T { prop: String }"))
    (error,) = (one for one in composition.errors if "U.x" in one.message)
    assert error.code == "SATISFIABILITY_ERROR"
    assert "a fills arguments of it from a__ctx; nothing above sets that, or can give it" in error.message


def test_the_nearest_context_counts_and_contexts_of_unions_and_interfaces_hold_for_their_members() -> None:
    above = (
        'type Query { v: V i: I } union V @context(name: "ctx") = T | S'
        ' interface I @context(name: "ctx") { prop: String }'
        ' type T implements I @key(fields: "id") { id: ID! u: U prop: String }'
        ' type S @key(fields: "id") { id: ID! u: U name: String }'
    )
    composition = compose(federated(a=f"{above} {FILLED}"))
    assert composition.errors == ()


def test_cache_tags_travel_with_the_subgraphs_that_give_them() -> None:
    entity = 'type P @key(fields: "id") @cacheTag(format: "p-{$key.id}") { id: ID! '
    look = Look.at(
        federated(
            a='type Query { p(id: ID!): P @cacheTag(format: "p-{$args.id}") @cacheTag(format: "all") }'
            f"{entity} x: Int }}",
            b=f"{entity} y: Int }}",
        )
    )
    assert look.directives("P")[-1] == (
        '@join__directive(graphs: [A, B], name: "federation__cacheTag", args: { format: "p-{$key.id}" })'
    )
    assert look.directives("Query.p")[1:] == [
        '@join__directive(graphs: [A], name: "federation__cacheTag", args: { format: "p-{$args.id}" })',
        '@join__directive(graphs: [A], name: "federation__cacheTag", args: { format: "all" })',
    ]
    assert '@link(url: "https://specs.apollo.dev/cacheTag/v0.1", for: EXECUTION)' in look.sdl


def test_all_wrong_contexts_of_a_subgraph_come_at_once() -> None:
    sdl = NEWER_ALONE["CONTEXT_NO_RESOLVABLE_KEY"]["no key"].replace("{ prop }", "{ y }")
    codes = {str(error.code) for error in compose(federated(a=sdl)).errors}
    assert codes == {"CONTEXT_NO_RESOLVABLE_KEY", "CONTEXT_INVALID_SELECTION"}


def test_a_condition_cannot_rest_on_a_field_that_reads_a_context() -> None:
    asking = 'type U @key(fields: "id") { id: ID! x(n: Int): Int @external y: Int @requires(fields: "x") }'
    composition = compose(federated(a=f"{ABOVE} {FILLED}", b=asking))
    (error, *_) = composition.errors
    assert error.code == "SATISFIABILITY_ERROR"
    assert 'b requires "x" for it; nothing gives x' in error.message


def test_a_mutation_sets_no_context_as_reading_it_would_do_something() -> None:
    sdl = (
        'type Query { z: Int } type Mutation @context(name: "ctx") { u: U prop: String }'
        ' type U @key(fields: "id") { id: ID! x(a: String @fromContext(field: "$ctx { prop }")): Int }'
    )
    (error,) = compose(federated(a=sdl)).errors
    assert error.code == "SATISFIABILITY_ERROR"
    assert "nothing above sets that" in error.message
