"""Every code that an author of subgraphs can cause is shown, and points to where the cause is."""

import pytest
from harness.federated import codes, federated, sources
from harness.rejected_newer import FEDERATION_1, NEWER_ALONE, NEWER_TOGETHER
from harness.rejected_sets import TOGETHER
from harness.rejected_subgraphs import ALONE, LINKS

from schema.compose import compose
from schema.errors import Code

_NOWHERE = {"NO_QUERIES", "INVALID_SUBGRAPH_NAME"}
"""What no line of any SDL is to blame for; a merged schema that contradicts itself has no line either."""

ALONE_CASES = [
    (code, what, sdl) for code, cases in (*ALONE.items(), *NEWER_ALONE.items()) for what, sdl in cases.items()
]
LINK_CASES = [(code, what, links) for code, cases in LINKS.items() for what, links in cases.items()]
TOGETHER_CASES = [
    (code, what, sdls)
    for code, cases in (*TOGETHER.items(), *NEWER_TOGETHER.items())
    for what, sdls in cases.items()
]
FEDERATION_1_CASES = [
    (code, what, sdls) for code, cases in FEDERATION_1.items() for what, sdls in cases.items()
]


@pytest.mark.parametrize(("code", "what", "sdl"), ALONE_CASES)
def test_a_subgraph_that_does_not_stand_is_refused_at_its_place(code: str, what: str, sdl: str) -> None:
    composition = compose(federated(a=sdl))
    assert composition.supergraph_sdl is None
    assert code in codes(composition)
    assert all(
        error.subgraph == "a" and error.line >= 1 and error.column >= 1 for error in composition.errors
    )


@pytest.mark.parametrize(("code", "what", "links"), LINK_CASES)
def test_a_link_that_cannot_be_followed_is_refused(code: str, what: str, links: str) -> None:
    composition = compose(sources(a=f"type Query {{ x: Int }} extend schema {links}"))
    assert codes(composition) == [code]
    assert composition.errors[0].line == 1


@pytest.mark.parametrize(("code", "what", "sdls"), TOGETHER_CASES)
def test_subgraphs_that_do_not_go_together_are_refused(code: str, what: str, sdls: dict[str, str]) -> None:
    composition = compose(federated(**sdls))
    assert composition.supergraph_sdl is None
    assert code in codes(composition)
    assert code in _NOWHERE or what.startswith("an implementation wider") or composition.errors[0].line == 2


@pytest.mark.parametrize(("code", "what", "sdls"), FEDERATION_1_CASES)
def test_subgraphs_of_federation_1_that_mean_nothing_are_refused(
    code: str, what: str, sdls: dict[str, str]
) -> None:
    composition = compose(sources(**sdls))
    assert codes(composition) == [code]
    assert composition.errors[0].line == 1


def test_a_name_that_supergraphs_cannot_hold_is_refused() -> None:
    assert codes(compose(federated(_="type Query { x: Int }"))) == ["INVALID_SUBGRAPH_NAME"]


def test_a_field_that_is_neither_public_nor_gated_is_refused_when_closed_by_default() -> None:
    sdl = """
    type Query { open: Int @tag(name: "openbaar") gated: Int @authenticated forgotten: Int
                 i: I @authenticated }
    interface I { x: Int }
    type T implements I @requiresScopes(scopes: [["s"]]) { x: Int }
    """
    composition = compose(federated(a=sdl), closed_by_default=True)
    assert codes(composition) == ["CLOSED_BY_DEFAULT"]
    assert "Query.forgotten" in composition.errors[0].message
    assert compose(federated(a=sdl)).supergraph_sdl is not None


def test_all_errors_come_at_once() -> None:
    composition = compose(
        federated(
            a='type Query { p: P } type P @key(fields: "y") { x: Int @external }',
            b='type Query { q: Int @override(from: "b") }',
        )
    )
    assert codes(composition) == ["KEY_INVALID_FIELDS", "EXTERNAL_UNUSED", "OVERRIDE_FROM_SELF_ERROR"]
    assert [error.subgraph for error in composition.errors] == ["a", "a", "b"]


def test_every_code_is_shown_here() -> None:
    shown = ALONE.keys() | LINKS.keys() | TOGETHER.keys() | NEWER_ALONE.keys() | NEWER_TOGETHER.keys()
    shown |= FEDERATION_1.keys() | {"INVALID_SUBGRAPH_NAME", "CLOSED_BY_DEFAULT"}
    assert {str(code) for code in Code} - shown == set()
