"""What a new supergraph changes for clients: each kind of change, by coordinate and severity."""

from __future__ import annotations

import pytest
from graphql import build_schema, find_breaking_changes, find_schema_changes
from harness.composed import composed
from harness.thoroughness import amount
from hypothesis import given, settings
from hypothesis import strategies as st

from schema.change import Change, ChangeCode, Severity
from schema.check import check

LINK = (
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@tag",'
    ' "@inaccessible", "@authenticated", "@requiresScopes", "@policy", "@composeDirective"])\n'
)


def changed(old: str, new: str) -> tuple[Change, ...]:
    """The changes between the supergraphs of two subgraphs."""
    return check(*(composed({"a": LINK + sdl}) for sdl in (old, new)))


def found(old: str, new: str) -> set[str]:
    return {f"{change.code} {change.coordinate}" for change in changed(old, new)}


B, D, S = Severity.BREAKING, Severity.DANGEROUS, Severity.SAFE
Q = "type Query { q: Int } "
STRUCTURE = [
    (Q + "type Mutation { m: Int }", Q, B, {"ROOT_REMOVED Mutation", "TYPE_REMOVED Mutation"}),
    (Q, Q + "type Mutation { m: Int }", S, {"ROOT_ADDED Mutation", "TYPE_ADDED Mutation"}),
    ("type Query { q: Int a: Int }", Q, B, {"FIELD_REMOVED Query.a"}),
    (Q, "type Query { q: Int a: Int }", S, {"FIELD_ADDED Query.a"}),
    (Q, "type Query { q: String }", B, {"FIELD_TYPE_CHANGED Query.q"}),
    ("type Query { q: Int! }", Q, B, {"FIELD_TYPE_CHANGED Query.q"}),
    ("type Query { q: [Int] }", "type Query { q: [Int!]! }", S, {"FIELD_TYPE_NARROWED Query.q"}),
    ("type Query { q: Int }", "type Query { q: [Int] }", B, {"FIELD_TYPE_CHANGED Query.q"}),
    (
        "type Query { q: T } type T { i: Int }",
        "type Query { q: T } interface T { i: Int } type U implements T { i: Int }",
        None,
        {"TYPE_KIND_CHANGED T", "TYPE_ADDED U"},
    ),
    ("type Query { q(a: Int): Int }", Q, B, {"ARGUMENT_REMOVED Query.q(a:)"}),
    (Q, "type Query { q(a: Int): Int }", D, {"ARGUMENT_ADDED Query.q(a:)"}),
    (Q, "type Query { q(a: Int! = 1): Int }", D, {"ARGUMENT_ADDED Query.q(a:)"}),
    (Q, "type Query { q(a: Int!): Int }", B, {"REQUIRED_ARGUMENT_ADDED Query.q(a:)"}),
    (
        "type Query { q(a: Int!): Int }",
        "type Query { q(a: Int): Int }",
        S,
        {"ARGUMENT_TYPE_WIDENED Query.q(a:)"},
    ),
    (
        "type Query { q(a: Int): Int }",
        "type Query { q(a: ID): Int }",
        B,
        {"ARGUMENT_TYPE_CHANGED Query.q(a:)"},
    ),
    (
        "type Query { q(a: Int! = 1): Int }",
        "type Query { q(a: Int!): Int }",
        B,
        {"ARGUMENT_BECAME_REQUIRED Query.q(a:)"},
    ),
    (
        "type Query { q(a: Int = 1): Int }",
        "type Query { q(a: Int = 2): Int }",
        D,
        {"DEFAULT_CHANGED Query.q(a:)"},
    ),
    (
        "type Query { q(i: I): Int } input I { a: Int }",
        "type Query { q(i: I): Int } input I { b: Int! }",
        B,
        {"INPUT_FIELD_REMOVED I.a", "REQUIRED_INPUT_FIELD_ADDED I.b"},
    ),
    (
        "type Query { q(i: I): Int } input I { a: Int }",
        "type Query { q(i: I): Int } input I { a: Int b: [Int!] }",
        D,
        {"INPUT_FIELD_ADDED I.b"},
    ),
    (
        "type Query { q(i: I): Int } input I { a: [Int!]! b: Int c: Int! = 1 }",
        "type Query { q(i: I): Int } input I { a: [Int] b: Int! c: Int! }",
        None,
        {"INPUT_FIELD_TYPE_WIDENED I.a", "INPUT_FIELD_TYPE_CHANGED I.b", "INPUT_FIELD_BECAME_REQUIRED I.c"},
    ),
    (
        "type Query { q(i: I): Int } input I { a: Int }",
        "type Query { q(i: I): Int } input I @oneOf { a: Int }",
        B,
        {"ONE_OF_ADDED I"},
    ),
    (
        "type Query { q(i: I): Int } input I @oneOf { a: Int }",
        "type Query { q(i: I): Int } input I { a: Int }",
        S,
        {"ONE_OF_REMOVED I"},
    ),
    (
        "type Query { e: E } enum E { A B }",
        "type Query { e: E } enum E { B C }",
        None,
        {"ENUM_VALUE_REMOVED E.A", "ENUM_VALUE_ADDED E.C"},
    ),
    (
        "type Query { u: U } union U = A | B type A { i: Int } type B { i: Int } type C { i: Int }",
        "type Query { u: U } union U = A | C type A { i: Int } type B { i: Int } type C { i: Int }",
        None,
        {"UNION_MEMBER_REMOVED U", "UNION_MEMBER_ADDED U"},
    ),
    (
        "type Query { a: A } interface I { i: Int } interface J { i: Int } type A implements I { i: Int }",
        "type Query { a: A } interface I { i: Int } interface J { i: Int } type A implements J { i: Int }",
        None,
        {"INTERFACE_REMOVED A", "INTERFACE_ADDED A"},
    ),
    (
        'type Query { s: S } scalar S @specifiedBy(url: "https://a")',
        'type Query { s: S } scalar S @specifiedBy(url: "https://b")',
        D,
        {"SPECIFIED_BY_CHANGED S"},
    ),
    (Q, 'type Query { q: Int @deprecated(reason: "oud") }', S, {"DEPRECATED Query.q"}),
    ('type Query { q: Int @deprecated(reason: "oud") }', Q, S, {"DEPRECATION_REMOVED Query.q"}),
    (
        'type Query { q: Int @deprecated(reason: "a") }',
        'type Query { q: Int @deprecated(reason: "b") }',
        S,
        {"DEPRECATION_REASON_CHANGED Query.q"},
    ),
    (Q, 'type Query { "Hoeveel." q: Int }', S, {"DESCRIPTION_CHANGED Query.q"}),
    (Q + "directive @d on FIELD", Q, B, {"DIRECTIVE_REMOVED @d"}),
    (Q, Q + "directive @d on FIELD", S, {"DIRECTIVE_ADDED @d"}),
    (
        Q + "directive @d(a: Int) on FIELD | QUERY",
        Q + "directive @d(b: Int) repeatable on FIELD | MUTATION",
        None,
        {
            "ARGUMENT_REMOVED @d(a:)",
            "ARGUMENT_ADDED @d(b:)",
            "DIRECTIVE_LOCATION_REMOVED @d",
            "DIRECTIVE_LOCATION_ADDED @d",
            "DIRECTIVE_BECAME_REPEATABLE @d",
        },
    ),
    (
        Q + "directive @d repeatable on FIELD",
        Q + "directive @d on FIELD",
        B,
        {"DIRECTIVE_NO_LONGER_REPEATABLE @d"},
    ),
]
F = "type Query { f: Int %s g: Int }"
T = "type Query { t: T } type T %s { a: Int %s b: Int }"
LOGIN, BURGER = "@authenticated", '@requiresScopes(scopes: [["burger"]])'
EITHER, BOTH = (
    '@requiresScopes(scopes: [["burger"], ["bedrijf"]])',
    '@requiresScopes(scopes: [["burger", "hoog"]])',
)
ACCESS = [
    (F % "", F % LOGIN, B, {"REQUIREMENT_TIGHTENED Query.f"}),
    (F % LOGIN, F % "", D, {"REQUIREMENT_LOOSENED Query.f"}),
    (F % LOGIN, F % BURGER, B, {"REQUIREMENT_TIGHTENED Query.f"}),
    (F % BURGER, F % (BURGER + LOGIN), None, set()),
    (F % BURGER, F % EITHER, D, {"REQUIREMENT_LOOSENED Query.f"}),
    (F % BURGER, F % BOTH, B, {"REQUIREMENT_TIGHTENED Query.f"}),
    (F % EITHER, F % '@requiresScopes(scopes: [["burger"], ["x"]])', B, {"REQUIREMENT_CHANGED Query.f"}),
    (
        F % '@policy(policies: [["p"]])',
        F % '@policy(policies: [["p"], ["q"]])',
        D,
        {"REQUIREMENT_LOOSENED Query.f"},
    ),
    (T % ("", ""), T % (LOGIN, ""), B, {"REQUIREMENT_TIGHTENED T"}),
    (T % (LOGIN, ""), T % ("", LOGIN), D, {"REQUIREMENT_LOOSENED T.b"}),
    (T % (LOGIN, ""), T % (LOGIN, LOGIN), None, set()),
    (T % (BURGER, EITHER), T % (EITHER, BURGER), D, {"REQUIREMENT_LOOSENED T.b"}),
    (
        "type Query { s: S } scalar S",
        "type Query { s: S } scalar S @authenticated",
        B,
        {"REQUIREMENT_TIGHTENED S"},
    ),
]
TAGS = [
    (F % "", F % '@tag(name: "x")', D, {"TAG_ADDED Query.f"}),
    (F % '@tag(name: "x")', F % '@tag(name: "y")', D, {"TAG_ADDED Query.f", "TAG_REMOVED Query.f"}),
    (
        "type Query { f(a: Int): Int }",
        'type Query { f(a: Int @tag(name: "x")): Int }',
        D,
        {"TAG_ADDED Query.f(a:)"},
    ),
    (
        "type Query { e: E } enum E { V }",
        'type Query { e: E } enum E { V @tag(name: "x") }',
        D,
        {"TAG_ADDED E.V"},
    ),
    (
        "type Query { f: Int h: Int @inaccessible }",
        'type Query { f: Int h: Int @inaccessible @tag(name: "x") }',
        None,
        set(),
    ),
]


@pytest.mark.parametrize(("old", "new", "severity", "changes"), STRUCTURE + ACCESS + TAGS)
def test_each_change_has_its_coordinate_and_severity(
    old: str, new: str, severity: Severity | None, changes: set[str]
) -> None:
    assert found(old, new) == changes
    if severity:
        assert {change.severity for change in changed(old, new)} == {severity}


def test_every_code_is_shown_above() -> None:
    shown = {change.split()[0] for _, _, _, changes in STRUCTURE + ACCESS + TAGS for change in changes}
    assert {*ChangeCode} - shown == set()


def test_hiding_a_field_removes_it_for_clients_and_moving_it_to_another_subgraph_changes_nothing() -> None:
    assert found("type Query { q: Int h: Int }", "type Query { q: Int h: Int @inaccessible }") == {
        "FIELD_REMOVED Query.h"
    }
    one = composed({"a": "type Query { a: Int b: Int }", "b": "type Query { c: Int }"})
    other = composed({"a": "type Query { a: Int }", "b": "type Query { c: Int b: Int }"})
    assert check(one, other) == ()


def test_the_worst_comes_first_and_then_the_coordinate() -> None:
    changes = changed(
        "type Query { q: Int b: Int a: Int c: E } enum E { V }", "type Query { q: Int! c: E } enum E { V W }"
    )
    assert [(one.severity, one.coordinate) for one in changes] == [
        (B, "Query.a"),
        (B, "Query.b"),
        (D, "E.W"),
        (S, "Query.q"),
    ]


def test_a_removed_field_that_was_deprecated_says_so() -> None:
    [change] = changed('type Query { q: Int a: Int @deprecated(reason: "zie q") }', Q)
    assert "deprecated: zie q" in change.message


def test_a_requirement_says_for_whom_it_opens_and_did() -> None:
    [change] = changed(F % BURGER, F % BOTH)
    assert change.message == "opens for the scopes burger and hoog; it did for the scopes burger"


TYPES = st.sampled_from(["Int", "Int!", "[Int]", "[Int!]", "[Int!]!", "String", "E", "E!"])
ARGUMENTS = st.sampled_from(["", "(x: Int)", "(x: Int!)", "(x: Int! = 1)", "(x: [Int!] = [2])", "(y: ID)"])
VALUES = st.sampled_from(["V", "V W", "W"])


@st.composite
def schemas(draw: st.DrawFn) -> str:
    fields = "".join(
        f" {name}{draw(ARGUMENTS)}: {draw(TYPES)}" for name in draw(st.sets(st.sampled_from("abc")))
    )
    return f"type Query {{ q: E{fields} }} enum E {{ {draw(VALUES)} }}"


@settings(max_examples=amount(40, 100))
@given(schemas(), schemas())
def test_a_break_is_found_wherever_graphql_core_finds_one(old: str, new: str) -> None:
    before, after = build_schema(old), build_schema(new)
    ours = changed(old, new)
    breaking = [change for change in ours if change.severity is B]
    assert breaking or not find_breaking_changes(before, after)
    assert bool(ours) == bool(find_schema_changes(before, after))
