"""Hints: what composes, yet deserves a look. Each is shown, and points to where."""

import pytest
from harness.federated import federated
from harness.hinted_sets import HINTED

from schema.compose import compose
from schema.errors import HintCode


@pytest.mark.parametrize(("code", "sdls"), HINTED.items(), ids=HINTED.keys())
def test_what_deserves_a_look_gets_a_hint_at_its_place(code: str, sdls: dict[str, str]) -> None:
    hints = [hint for hint in compose(federated(**sdls)).hints if hint.code == code]
    assert hints
    assert all(hint.line == 2 for hint in hints)


def test_every_hint_is_shown_here() -> None:
    assert {str(code) for code in HintCode} == HINTED.keys()


def test_a_subgraph_that_nobody_knows_is_told_from_the_one_that_was_meant() -> None:
    sdls = HINTED["FROM_SUBGRAPH_DOES_NOT_EXIST"]
    composition = compose(federated(**sdls))
    assert composition.supergraph_sdl is not None
    assert "Did you mean zaken?" in composition.hints[0].message


def test_subgraphs_that_agree_get_no_hint() -> None:
    composition = compose(federated(a='"one" type Query { x: Int }', b='"one" type Query { y: Int }'))
    assert composition.hints == ()
