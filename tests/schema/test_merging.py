"""What subgraphs that go together merge to: types, joins and the public schema."""

import pytest
from graphql import print_type
from harness.federated import Look, federated

from schema.compose import compose

ENTITY = 'type P @key(fields: "id") { id: ID! '


def test_an_entity_joins_by_its_keys_and_each_field_by_its_owner() -> None:
    look = Look.at(
        federated(
            a=f"type Query {{ p: P }} {ENTITY} x: Int }}",
            b='type P @key(fields: "id") @key(fields: "k { n }", resolvable: false) { id: ID! k: K y: Int }'
            " type K { n: Int }",
        )
    )
    assert look.directives("P") == [
        '@join__type(graph: A, key: "id")',
        '@join__type(graph: B, key: "id")',
        '@join__type(graph: B, key: "k { n }", resolvable: false)',
    ]
    assert look.directives("P.id") == []
    assert look.directives("P.x") == ["@join__field(graph: A)"]
    assert look.directives("Query") == ["@join__type(graph: A)", "@join__type(graph: B)"]


def test_requires_provides_and_external_stand_in_the_joins() -> None:
    look = Look.at(
        federated(
            a=f"type Query {{ p: P }} {ENTITY} x: Int @shareable }}",
            b=f'type Query {{ q: P @provides(fields: "x") }} {ENTITY} x: Int @external'
            ' y: Int @requires(fields: "x") }',
        )
    )
    assert look.directives("P.x") == ["@join__field(graph: A)", "@join__field(graph: B, external: true)"]
    assert look.directives("P.y") == ['@join__field(graph: B, requires: "x")']
    assert look.directives("Query.q") == ['@join__field(graph: B, provides: "x")']


@pytest.mark.parametrize("extension", ["extend type P", "type P @extends"])
def test_an_external_key_of_an_extension_is_resolved_all_the_same(extension: str) -> None:
    look = Look.at(
        federated(
            a=f"type Query {{ p: P }} {ENTITY} x: Int }}",
            b=f'{extension} @key(fields: "id") {{ id: ID! @external y: Int }}',
        )
    )
    assert look.directives("P.id") == []
    assert look.directives("P")[1] == '@join__type(graph: B, key: "id", extension: true)'


def test_a_field_has_the_widest_of_its_types() -> None:
    look = Look.at(
        federated(
            a="type Query { x: Int! @shareable i: I @shareable } interface I { n: Int }"
            " type T implements I { n: Int @shareable }",
            b="type Query { x: Int @shareable i: T @shareable } type T { n: Int @shareable }",
        )
    )
    assert look.directives("Query.x") == [
        '@join__field(graph: A, type: "Int!")',
        '@join__field(graph: B, type: "Int")',
    ]
    assert print_type(look.public.type_map["Query"]) == "type Query {\n  x: Int\n  i: I\n}"


def test_arguments_and_input_fields_are_what_all_subgraphs_take() -> None:
    look = Look.at(
        federated(
            a="type Query { x(n: Int, m: Int = 1, only: Int, i: In): Int @shareable }"
            " input In { p: Int q: Int }",
            b="type Query { x(n: Int!, m: Int = 1, i: In): Int @shareable } input In { p: Int! r: Int }",
        )
    )
    assert "x(n: Int!, m: Int = 1, i: In): Int" in print_type(look.public.type_map["Query"])
    assert print_type(look.public.type_map["In"]) == "input In {\n  p: Int!\n}"
    assert look.directives("In.p") == [
        '@join__field(graph: A, type: "Int")',
        '@join__field(graph: B, type: "Int!")',
    ]


@pytest.mark.parametrize(
    ("fields_a", "fields_b", "values"),
    [
        ("x(e: E): Int", "y(e: E): Int", ["B"]),
        ("x: E", "y: E", ["A", "B", "C"]),
        ("x: Int", "y: Int", ["A", "B", "C"]),
    ],
)
def test_an_enum_keeps_the_values_that_its_use_allows(
    fields_a: str, fields_b: str, values: list[str]
) -> None:
    look = Look.at(
        federated(
            a=f"type Query {{ {fields_a} }} enum E {{ A B }}",
            b=f"type Query {{ {fields_b} }} enum E {{ B C }}",
        )
    )
    assert list(look.public.type_map["E"].values) == values  # type: ignore[attr-defined]


def test_a_union_has_the_members_of_all_subgraphs() -> None:
    look = Look.at(
        federated(
            a="type Query { x: U } union U = S type S { n: Int }",
            b="type Query { y: U } union U = T type T { n: Int }",
        )
    )
    assert '@join__unionMember(graph: B, member: "T")' in look.directives("U")
    assert print_type(look.public.type_map["U"]) == "union U = S | T"


def test_an_interface_object_lends_its_fields_to_all_implementations() -> None:
    look = Look.at(
        federated(
            a='type Query { i: I } interface I @key(fields: "id") { id: ID! }'
            ' type T implements I @key(fields: "id") { id: ID! }',
            b='type I @interfaceObject @key(fields: "id")'
            ' { id: ID! "how many" n(of: Int = 1): Int @tag(name: "t") }',
        )
    )
    assert look.directives("I")[1] == '@join__type(graph: B, key: "id", isInterfaceObject: true)'
    assert look.directives("I.n") == ["@join__field(graph: B)", '@tag(name: "t")']
    assert look.directives("T.n") == ["@join__field", '@tag(name: "t")']
    assert '"""how many"""\n  n(of: Int = 1): Int' in print_type(look.public.type_map["T"])


def test_an_override_takes_a_field_over() -> None:
    look = Look.at(
        federated(a="type Query { x: Int y: Int }", b='type Query { x: Int @override(from: "a") z: Int }')
    )
    assert look.directives("Query.x") == ['@join__field(graph: B, override: "a")']


def test_what_is_overridden_goes_on_saying_what_the_field_is_and_who_may_see_it() -> None:
    look = Look.at(
        federated(
            a='type Query { x(n: Int): Int @inaccessible @tag(name: "t") @deprecated y: Int }',
            b='type Query { x(n: Int, m: Int): Int! @override(from: "a") }',
        )
    )
    assert look.directives("Query.x") == [
        '@join__field(graph: B, type: "Int!", override: "a")',
        "@deprecated",
        "@inaccessible",
        '@tag(name: "t")',
    ]
    assert print_type(look.public.type_map["Query"]) == "type Query {\n  y: Int\n}"
    assert "x(n: Int): Int @" in look.sdl


def test_a_subgraph_may_have_a_query_root_without_fields() -> None:
    look = Look.at(federated(a="type Query { x: Int }", b="type Vragen schema { query: Vragen }"))
    assert look.directives("Query") == ["@join__type(graph: A)", "@join__type(graph: B)"]


def test_an_overridden_field_that_is_still_named_stays_as_such() -> None:
    look = Look.at(
        federated(
            a='type Query { p: P } type P @key(fields: "id") @key(fields: "x") { id: ID! x: Int }',
            b=f'{ENTITY} x: Int @override(from: "a") }}',
        )
    )
    assert look.directives("P.x") == [
        "@join__field(graph: A, usedOverridden: true)",
        '@join__field(graph: B, override: "a")',
    ]


def test_an_override_by_steps_keeps_both_under_its_label() -> None:
    look = Look.at(
        federated(
            a="type Query { x: Int }", b='type Query { x: Int @override(from: "a", label: "percent(5)") }'
        )
    )
    assert look.directives("Query.x") == [
        '@join__field(graph: A, overrideLabel: "percent(5)")',
        '@join__field(graph: B, override: "a", overrideLabel: "percent(5)")',
    ]


def test_an_override_of_a_field_that_is_nowhere_else_needs_no_steps() -> None:
    look = Look.at(federated(b='type Query { x: Int @override(from: "gone", label: "percent(5)") }'))
    assert look.directives("Query.x") == ['@join__field(graph: B, override: "gone")']


def test_costs_take_the_greatest_and_lists_the_loosest() -> None:
    look = Look.at(
        federated(
            a="type Query { x(first: Int): [Int] @shareable @cost(weight: 3)"
            ' @listSize(assumedSize: 3, slicingArguments: ["first"]) }',
            b="type Query { x(first: Int): [Int] @shareable @cost(weight: 7)"
            " @listSize(assumedSize: 4, requireOneSlicingArgument: false) }",
        )
    )
    assert look.directives("Query.x") == [
        "@cost(weight: 7)",
        '@listSize(assumedSize: 4, slicingArguments: ["first"], requireOneSlicingArgument: false)',
    ]
    assert 'url: "https://specs.apollo.dev/cost/v0.1", import: ["@listSize"]' in look.sdl


def test_a_composed_directive_comes_with_its_specification_in_the_newest_version() -> None:
    own = (
        'extend schema @link(url: "https://example.org/own/v1.{0}", import: ["@mark"])'
        ' @composeDirective(name: "@mark") directive @mark(n: Int{1}) repeatable on FIELD_DEFINITION '
    )
    look = Look.at(
        federated(
            a=own.format(1, "") + "type Query { x: Int @mark(n: 1) @mark(n: 1) }",
            b=own.format(3, ", m: Int") + "type Query { y: Int @mark(n: 2, m: 3) }",
        )
    )
    assert '@link(url: "https://example.org/own/v1.3", import: ["@mark"])' in look.sdl
    assert look.directives("Query.x") == ["@join__field(graph: A)", "@mark(n: 1)"]
    assert "directive @mark(n: Int, m: Int) repeatable on FIELD_DEFINITION" in look.sdl


def test_an_executable_directive_stays_where_every_subgraph_has_it() -> None:
    look = Look.at(
        federated(
            a="directive @d(n: Int) on FIELD | QUERY directive @e on FIELD type Query { x: Int }",
            b="directive @d(n: Int) repeatable on FIELD type Query { y: Int }",
        )
    )
    assert "directive @d(n: Int) on FIELD\n" in look.sdl
    assert "@e" not in look.sdl


def test_the_most_frequent_description_and_deprecation_win() -> None:
    look = Look.at(
        federated(
            a='"one" type Query { x: Int @shareable @deprecated(reason: "p") }',
            b='"two" type Query { x: Int @shareable @deprecated(reason: "q") }',
            c='"two" type Query { x: Int @shareable @deprecated(reason: "q") }',
        )
    )
    assert print_type(look.public.type_map["Query"]).startswith('"""two"""')
    assert look.directives("Query.x") == ['@deprecated(reason: "q")']


def test_scalars_keep_their_specification_and_inputs_their_oneof() -> None:
    look = Look.at(
        federated(
            a='type Query { x(i: In): D } scalar D @specifiedBy(url: "https://example.org/d")'
            " input In @oneOf { a: Int b: Int }",
            b="type Query { y(i: In): D } scalar D input In { a: Int b: Int }",
        )
    )
    assert look.directives("D")[-1] == '@specifiedBy(url: "https://example.org/d")'
    assert look.directives("In")[-1] == "@oneOf"


def test_renamed_roots_get_their_default_names() -> None:
    look = Look.at(
        federated(
            a="schema { query: Q mutation: M } type Q { x: Int } type M { again: Q }",
            b="extend type Query { y: Int }",
        )
    )
    assert print_type(look.public.type_map["Query"]) == "type Query {\n  x: Int\n  y: Int\n}"
    assert print_type(look.public.type_map["Mutation"]) == "type Mutation {\n  again: Query\n}"


def test_the_machinery_of_a_subgraph_is_no_part_of_the_graph() -> None:
    look = Look.at(
        federated(
            a="type Query { _service: _Service! _entities(representations: [_Any!]!): [_Entity]! x: T }"
            ' scalar _Any type _Service { sdl: String } union _Entity = T type T @key(fields: "n") { n: Int }'
        )
    )
    assert set(look.public.type_map["Query"].fields) == {"x"}  # type: ignore[attr-defined]
    assert not {"_Any", "_Entity", "_Service"} & look.public.type_map.keys()


def test_the_same_subgraphs_give_the_same_bytes_in_any_order() -> None:
    subgraphs = federated(
        a=f'type Query {{ p: P }} {ENTITY} x: Int @tag(name: "s") }}',
        b=f'{ENTITY} y: Int @tag(name: "t") }}',
        c="enum E { A B } type Query { e: E }",
    )
    first = compose(subgraphs)
    assert first == compose(subgraphs[::-1]) == compose([subgraphs[1], subgraphs[2], subgraphs[0]])


def test_names_of_graphs_are_safe_and_different() -> None:
    sdl = "type Query { %s: Int }"
    look = Look.at(
        federated(**{"my-graph": sdl % "x", "my_graph": sdl % "y", "1st": sdl % "z", "v_2": sdl % "w"})
    )
    assert look.directives("join__Graph.MY_GRAPH_1") == [
        '@join__graph(name: "my-graph", url: "http://my-graph")'
    ]
    assert look.directives("join__Graph.MY_GRAPH_2")
    assert look.directives("join__Graph._1ST")
    assert look.directives("join__Graph.V_2_")
