"""Text that comes in as an argument: what no database could hold or look for is a coded error."""

from __future__ import annotations

import pytest

from subgraphs.service.errors import InvalidInput
from subgraphs.service.text import LONGEST, plain


@pytest.mark.parametrize("text", [None, "", "caf\u00e9", "x" * LONGEST])
def test_ordinary_text_stays_as_it_is(text: str | None) -> None:
    assert plain(text, "zoek") == text


@pytest.mark.parametrize("text", ["\0", "\ud800", "x" * (LONGEST + 1)])
def test_other_text_is_refused_with_the_name_of_the_argument(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        plain(text, "zoek")
    assert caught.value.extensions == {"code": "ONGELDIGE_INVOER", "veld": "zoek"}
    assert text not in caught.value.message
