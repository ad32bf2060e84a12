"""Cursors are opaque, survive the round trip, and a bad one is a coded error."""

from __future__ import annotations

from base64 import urlsafe_b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from subgraphs.service.errors import InvalidInput
from subgraphs.service.pagination import DEFAULT_FIRST, MAX_FIRST, Page, PageRequest, cursor

KEYS = st.lists(st.text() | st.integers(), min_size=1, max_size=4).map(tuple)


@settings(deadline=None)
@given(KEYS)
def test_a_cursor_gives_back_the_keys_it_was_made_of(keys: tuple[str | int, ...]) -> None:
    assert PageRequest.of(5, cursor(keys), keys=len(keys)) == PageRequest(5, keys)


@settings(deadline=None)
@given(KEYS)
def test_a_cursor_is_safe_in_a_url(keys: tuple[str | int, ...]) -> None:
    assert all(sign.isascii() and (sign.isalnum() or sign in "-_") for sign in cursor(keys))


@settings(deadline=None)
@given(st.text())
def test_a_text_is_a_cursor_or_a_coded_error(text: str) -> None:
    codes = []
    try:
        PageRequest.of(None, text, keys=2)
    except InvalidInput as error:
        codes.append(error.extensions)
    assert codes in ([], [{"code": "ONGELDIGE_INVOER", "veld": "after"}])


@pytest.mark.parametrize(
    "content",
    ["[]", "[1]", "[1, null]", "[1, true]", "[1, 1.5]", '{"a": 1}', "12", "[1, [2]]", "[" * 100_000],
)
def test_a_cursor_of_another_list_is_refused(content: str) -> None:
    with pytest.raises(InvalidInput, match="geen cursor"):
        PageRequest.of(None, urlsafe_b64encode(content.encode()).decode(), keys=2)


def test_a_page_has_twenty_rows_unless_asked_otherwise() -> None:
    assert PageRequest.of(None, None, keys=1).first == DEFAULT_FIRST


@pytest.mark.parametrize("first", [-1, 0, MAX_FIRST + 1])
def test_a_page_has_at_least_one_row_and_at_most_a_hundred(first: int) -> None:
    with pytest.raises(InvalidInput) as caught:
        PageRequest.of(first, None, keys=1)
    assert caught.value.extensions == {"code": "ONGELDIGE_INVOER", "veld": "first"}


@pytest.mark.parametrize(
    ("found", "rows", "more"), [([], [], False), ([1, 2], [1, 2], False), ([1, 2, 3], [1, 2], True)]
)
def test_the_extra_row_only_says_that_there_is_more(found: list[int], rows: list[int], more: bool) -> None:
    async def count() -> int:
        return len(found)

    page = Page.cut(found, 2, count)
    assert (list(page.rows), page.more) == (rows, more)
