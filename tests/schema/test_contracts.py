"""Contracts: what tags leave out of a supergraph, what stays, and what is refused."""

from __future__ import annotations

import pytest
from graphql import GraphQLSchema, assert_valid_schema, build_schema, parse, print_schema, validate
from harness.composed import composed
from harness.thoroughness import amount
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gateway.operation.normalize import normalize
from gateway.planning.planner import Planner
from schema.compose import compose
from schema.contracts import Contract, carries_tag, contract
from schema.coordinates import elements, own_types
from schema.errors import Code
from schema.link import Links
from schema.subgraph import SubgraphSource
from schema.supergraph import Supergraph, SupergraphError

LINK = (
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable",'
    ' "@external", "@requires", "@tag", "@inaccessible"])\n'
)
SPECS = """
schema
  @link(url: "https://specs.apollo.dev/link/v1.0")
  @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)
  @link(url: "https://specs.apollo.dev/tag/v0.3", import: [{name: "@tag", as: "@label"}])
{ query: Query }
enum join__Graph { A @join__graph(name: "a", url: "") }
"""


def of(sdl: str, include: str = "", exclude: str = "", **more: bool) -> Contract:
    """The contract of one subgraph's supergraph; tags are words between spaces."""
    return contract(
        composed({"a": LINK + sdl}), frozenset(include.split()), frozenset(exclude.split()), **more
    )


def public(outcome: Contract) -> str:
    """The schema that clients of the contract see."""
    assert outcome.sdl is not None, outcome.errors
    return print_schema(Supergraph.parse(outcome.sdl).public)


def codes(outcome: Contract) -> list[Code]:
    assert outcome.sdl is None
    return [error.code for error in outcome.errors]


class TestInclude:
    def test_only_fields_with_an_included_tag_stay(self) -> None:
        seen = public(
            of('type Query { open: Int @tag(name: "x") other: Int @tag(name: "y") none: Int }', "x")
        )
        assert seen == "type Query {\n  open: Int\n}"

    def test_the_tag_of_a_type_covers_its_fields(self) -> None:
        seen = public(of('type Query { a: A @tag(name: "x") } type A @tag(name: "x") { b: Int c: Int }', "x"))
        assert "b: Int" in seen
        assert "c: Int" in seen

    def test_a_type_of_which_no_field_stays_goes(self) -> None:
        outcome = of(
            'type Query { a: Int @tag(name: "x") b: B } type B { c: Int }', "x", remove_unreachable=False
        )
        assert "type B" not in public(outcome)

    def test_arguments_inputs_enums_and_scalars_follow_the_fields_that_use_them(self) -> None:
        seen = public(
            of(
                'type Query { a(f: Filter, n: Int): S @tag(name: "x") b(g: Unused): Int }'
                " scalar S enum E { P Q } input Filter { e: E = Q } input Unused { n: Int }",
                "x",
            )
        )
        assert "a(f: Filter, n: Int): S" in seen
        assert "enum E" in seen
        assert "Unused" not in seen

    def test_a_union_keeps_the_members_of_which_something_stays(self) -> None:
        seen = public(
            of(
                'type Query { u: U @tag(name: "x") } union U = A | B | C'
                ' type A @tag(name: "x") { i: Int } type B { i: Int @tag(name: "x") j: Int }'
                " type C { i: Int }",
                "x",
            )
        )
        assert seen.endswith("union U = A | B")
        assert "j: Int" not in seen

    def test_several_tags_are_each_enough(self) -> None:
        seen = public(of('type Query { a: Int @tag(name: "x") b: Int @tag(name: "y") c: Int }', "x y"))
        assert "a: Int" in seen
        assert "b: Int" in seen
        assert "c: Int" not in seen

    def test_a_mutation_root_of_which_nothing_stays_is_no_root(self) -> None:
        outcome = of('type Query { a: Int @tag(name: "x") } type Mutation { b: Int }', "x")
        assert Supergraph.parse(outcome.sdl or "").public.mutation_type is None


class TestExclude:
    @pytest.mark.parametrize(
        ("sdl", "gone"),
        [
            ('type Query { a: Int weg: Int @tag(name: "x") }', "weg"),
            ('type Query { a: Int weg: Weg @tag(name: "x") } type Weg @tag(name: "x") { a: Int }', "Weg"),
            ('type Query { a(weg: Int @tag(name: "x"), b: Int): Int }', "weg"),
            ('type Query { a(i: I): Int } input I { a: Int weg: Int @tag(name: "x") }', "weg"),
            ('type Query { a: E } enum E { A WEG @tag(name: "x") }', "WEG"),
            ('type Query { a: Int w: S @tag(name: "x") } scalar S @tag(name: "x")', "scalar"),
            (
                'type Query { u: U } union U = A | Weg type A { a: Int } type Weg @tag(name: "x") { a: Int }',
                "Weg",
            ),
        ],
        ids=["field", "type", "argument", "input field", "enum value", "scalar", "union member"],
    )
    def test_whatever_carries_an_excluded_tag_is_left_out(self, sdl: str, gone: str) -> None:
        assert gone in public(of(sdl))
        assert gone not in public(of(sdl, exclude="x"))

    def test_exclusion_wins(self) -> None:
        sdl = 'type Query { a: Int @tag(name: "x") b: Int @tag(name: "x") @tag(name: "y") }'
        assert "b: Int" not in public(of(sdl, "x", "y"))

    def test_what_was_inaccessible_stays_so(self) -> None:
        seen = public(of('type Query { a: Int @tag(name: "x") b: Int @tag(name: "x") @inaccessible }', "x"))
        assert "b: Int" not in seen

    def test_nothing_asked_for_changes_nothing(self) -> None:
        sdl = composed({"a": LINK + "type Query { a: Int }"})
        assert contract(sdl).sdl == sdl


class TestReach:
    SDL = (
        'type Query { a: A b: B @tag(name: "x") }'
        " type A { i: Int } type B { c: C } type C { e: E } enum E { V }"
    )

    def test_what_nothing_leads_to_any_more_is_hidden(self) -> None:
        assert public(of(self.SDL, exclude="x")) == "type A {\n  i: Int\n}\n\ntype Query {\n  a: A\n}"

    def test_it_can_be_kept(self) -> None:
        assert "enum E" in public(of(self.SDL, exclude="x", remove_unreachable=False))

    def test_an_interface_leads_to_its_implementations_only_where_a_field_gives_it(self) -> None:
        sdl = (
            "interface Node { id: ID! } type A implements Node { id: ID! } type B implements Node { id: ID! }"
            ' type Query { a: A node: Node @tag(name: "x") }'
        )
        assert "type B" in public(of(sdl))
        seen = public(of(sdl, exclude="x"))
        assert "type A implements Node" in seen
        assert "type B" not in seen

    def test_inputs_lead_to_inputs(self) -> None:
        seen = public(
            of("type Query { a(i: I): Int } input I { j: [J!] } input J { s: S } scalar S", exclude="x")
        )
        assert "scalar S" in seen


class TestRefused:
    @pytest.mark.parametrize(
        ("sdl", "include", "exclude", "code", "words"),
        [
            ("type Query { a: Int }", "x", "", Code.NO_QUERIES, "Query"),
            ('type Query @tag(name: "x") { a: Int }', "", "x", Code.NO_QUERIES, "Query"),
            (
                'type Query { a: A @tag(name: "x") } type A { b: Int }',
                "x",
                "",
                Code.REFERENCED_INACCESSIBLE,
                "Query.a",
            ),
            (
                'type Query { a(b: Int! @tag(name: "x")): Int }',
                "",
                "x",
                Code.REQUIRED_INACCESSIBLE,
                "Query.a(b:)",
            ),
            (
                'type Query { a(i: I): Int } input I { a: Int b: Int! @tag(name: "x") }',
                "",
                "x",
                Code.REQUIRED_INACCESSIBLE,
                "I.b",
            ),
            (
                'type Query { a(e: [E] = [V]): Int } enum E { V @tag(name: "x") W }',
                "",
                "x",
                Code.DEFAULT_VALUE_USES_INACCESSIBLE,
                "E.V",
            ),
            (
                "type Query { a(i: I = {j: {b: 1}}): Int } input I { j: J }"
                ' input J { a: Int b: Int @tag(name: "x") }',
                "",
                "x",
                Code.DEFAULT_VALUE_USES_INACCESSIBLE,
                "J.b",
            ),
            (
                "type Query { n: N } interface N { i: Int }"
                ' type A implements N { i: Int @tag(name: "x") j: Int }',
                "",
                "x",
                Code.IMPLEMENTED_BY_INACCESSIBLE,
                "A.i",
            ),
        ],
    )
    def test_a_contract_that_is_no_schema_says_why(
        self, sdl: str, include: str, exclude: str, code: Code, words: str
    ) -> None:
        outcome = of(sdl, include, exclude)
        assert codes(outcome) == [code]
        assert words in outcome.errors[0].message

    def test_a_required_argument_may_go_with_its_field(self) -> None:
        sdl = 'type Query { a: Int b(c: Int! @tag(name: "x")): Int @tag(name: "x") }'
        assert "b(" not in public(of(sdl, exclude="x"))

    @pytest.mark.parametrize("text", ["{", "type Query { a: Int }", "schema { query: Q } type Q { a: Int }"])
    def test_what_is_no_supergraph_is_refused(self, text: str) -> None:
        with pytest.raises(SupergraphError):
            contract(text)

    def test_tags_that_nothing_carries_are_named(self) -> None:
        outcome = of('type Query { a: Int @tag(name: "x") }', "x", "tikfout")
        assert outcome.unknown_tags == {"tikfout"}


class TestText:
    def test_the_rest_of_the_text_stays_as_it_was(self) -> None:
        sdl = composed({"a": LINK + 'type Query { a: Int b: Int @tag(name: "x") } type C { d: Int }'})
        made = contract(sdl, exclude=frozenset({"x"})).sdl or ""
        assert set(sdl.splitlines()) - set(made.splitlines()) == {
            '  b: Int @tag(name: "x")',
        }

    def test_a_contract_of_a_contract_is_the_same_text(self) -> None:
        once = of('type Query { a: Int b: B @tag(name: "x") } type B { c: Int }', exclude="x").sdl or ""
        assert contract(once, exclude=frozenset({"x"})).sdl == once

    def test_the_directive_gets_a_free_name_and_the_tag_is_known_by_its_own(self) -> None:
        sdl = SPECS + (
            "directive @inaccessible on FIELD\n"
            "directive @label(name: String!) repeatable on FIELD_DEFINITION\n"
            'type Query @join__type(graph: A) { a(b: Int): Int c: U @label(name: "x") }\n'
            "interface I { i: Int } type T implements I { i: Int } union U = T"
        )
        made = contract(sdl, exclude=frozenset({"x"})).sdl or ""
        assert "type T implements I @inaccessible2 {" in made
        assert "union U @inaccessible2 = T" in made
        assert "type Query {\n  a(b: Int): Int\n}" in print_schema(Supergraph.parse(made).public)

    def test_an_older_inaccessible_is_brought_up_to_date(self) -> None:
        sdl = SPECS.replace(
            "{ query", '@link(url: "https://specs.apollo.dev/inaccessible/v0.1", for: SECURITY) { query'
        ) + (
            "directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION\n"
            'type Query @join__type(graph: A) { a(b: Int @label(name: "x")): Int c: Int @inaccessible }'
        )
        made = contract(sdl, exclude=frozenset({"x"})).sdl or ""
        assert "inaccessible/v0.2" in made
        assert "| ARGUMENT_DEFINITION |" in made
        assert "a: Int\n}" in print_schema(Supergraph.parse(made).public)

    def test_whether_a_tag_is_carried_can_be_asked(self) -> None:
        sdl = composed({"a": LINK + 'type Query { a(b: Int @tag(name: "x")): Int }'})
        assert carries_tag(sdl, "x")
        assert not carries_tag(sdl, "y")


def test_what_is_left_out_can_still_be_fetched_for_what_stays() -> None:
    sdl = composed(
        {
            "mensen": LINK
            + 'type Query { ik: P @tag(name: "x") }'
            + ' type P @key(fields: "id") { id: ID! geheim: Int naam: Int }',
            "dossiers": LINK
            + 'type P @key(fields: "id") { id: ID! geheim: Int @external'
            + ' open: Int @requires(fields: "geheim") @tag(name: "x") }',
        }
    )
    supergraph = Supergraph.parse(contract(sdl, frozenset({"x"})).sdl or "")
    document = parse("{ ik { open } }")
    assert validate(supergraph.public, document) == []
    assert validate(supergraph.public, parse("{ ik { geheim } }")) != []
    operation = normalize(document, document.definitions[0], {}, supergraph.full)  # type: ignore[arg-type]
    plan = Planner(supergraph).plan(operation)
    assert [fetch.subgraph for fetch in plan.fetches] == ["mensen", "dossiers"]
    assert "geheim" in plan.fetches[0].document


TAGGED_ANYWHERE = """
type Query {{ a(i: I{0}, e: E = V{1}): A{2} n: N{3} u: U{4} e: E{5} s: S{6} }}
type Mutation {{ m(i: J!{7}): B{8} }}
interface N{9} {{ i: Int{10} a: A{11} }}
interface O{12} {{ j: Int{13} }}
type A implements N & O{14} {{ i: Int{15} a: A{16} j: Int{17} }}
type B implements O{18} {{ j: Int{19} }}
type C{20} {{ k: Int{21} }}
union U{22} = B | C
enum E{23} {{ V{24} W{25} }}
input I{26} {{ j: J{27} e: E = W{28} }}
input J{29} {{ x: Int!{30} y: Int{31} i: I = {{e: V}}{32} }}
scalar S{33}
"""
PLACES = 34
FEW = st.sampled_from(
    [*[""] * 20, ' @tag(name: "x")', ' @tag(name: "x")', ' @tag(name: "y")', " @inaccessible"]
)


def coordinates(schema: GraphQLSchema) -> set[str]:
    types = own_types(parse(print_schema(schema)), Links())
    return {coordinate for coordinate, _ in elements(types)}


@given(
    st.lists(FEW, min_size=PLACES, max_size=PLACES),
    st.sets(st.sampled_from("xy")),
    st.sets(st.sampled_from("xy")),
    st.booleans(),
)
@settings(deadline=None, max_examples=amount(20, 50))
def test_whatever_is_tagged_a_contract_is_a_smaller_valid_schema_or_coded_errors(
    tags: list[str], include: set[str], exclude: set[str], unreachable: bool
) -> None:
    composition = compose([SubgraphSource("a", "", LINK + TAGGED_ANYWHERE.format(*tags))])
    assume(composition.supergraph_sdl is not None)
    whole = composition.supergraph_sdl or ""
    made = contract(whole, frozenset(include), frozenset(exclude), remove_unreachable=unreachable)
    assert (made.sdl is None) == bool(made.errors)
    if made.sdl:
        seen, all_ = (Supergraph.parse(sdl).public for sdl in (made.sdl, whole))
        assert_valid_schema(build_schema(print_schema(seen)))
        assert coordinates(seen) <= coordinates(all_)
        assert (
            contract(made.sdl, frozenset(include), frozenset(exclude), remove_unreachable=unreachable) == made
        )
