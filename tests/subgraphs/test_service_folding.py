"""Folded text is what people mean when they search."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from subgraphs.service.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Financiën  en BELASTINGEN", "financien en belastingen"),
        ("Yılmaz", "yilmaz"),
        ("Gartenstraße", "gartenstrasse"),
        ("Łódź", "lodz"),
        ("  ", ""),
    ],
)
def test_case_accents_and_spacing_do_not_matter(text: str, folded: str) -> None:
    assert fold(text) == folded


@settings(deadline=None)
@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
