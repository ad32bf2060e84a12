"""A range of bytes is read as RFC 9110 says, and what is cut is exactly that."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subgraphs.service.bereik import Bereik, Deel, Onbereikbaar, knip


@pytest.mark.parametrize(
    ("range_", "begin", "einde"),
    [
        ("bytes=0-3", 0, 4),
        ("bytes=2-", 2, 10),
        ("bytes=9-9", 9, 10),
        ("bytes=4-1000", 4, 10),
        ("bytes=-3", 7, 10),
        ("bytes=-1000", 0, 10),
        ("BYTES=0-0", 0, 1),
    ],
)
def test_one_range_is_heeded(range_: str, begin: int, einde: int) -> None:
    bereik = Bereik.lees({"range": range_})
    assert bereik is not None
    assert bereik.van(10, None) == Deel(begin, einde, 10)


@pytest.mark.parametrize(
    "range_", ["", "bytes=", "bytes=-", "bytes=3-1", "bytes=0-1,3-4", "lines=0-1", "bytes=a-b", "bytes=1.5-2"]
)
def test_what_cannot_be_read_is_as_if_not_asked(range_: str) -> None:
    assert Bereik.lees({"range": range_}) is None


@pytest.mark.parametrize("range_", ["bytes=10-", "bytes=11-12", "bytes=-0"])
def test_a_range_past_the_end_is_told_the_length(range_: str) -> None:
    bereik = Bereik.lees({"range": range_})
    assert bereik is not None
    with pytest.raises(Onbereikbaar) as refused:
        bereik.van(10, None)
    assert refused.value.content_range == "bytes */10"


@pytest.mark.parametrize(
    ("mits", "etag", "heeded"),
    [('"a"', '"a"', True), ('"a"', '"b"', False), ('W/"a"', '"a"', False), ('"a"', None, False)],
)
def test_of_another_version_no_part_is_given(mits: str, etag: str | None, heeded: bool) -> None:
    bereik = Bereik.lees({"range": "bytes=0-3", "if-range": mits})
    assert bereik is not None
    assert (bereik.van(10, etag) is not None) is heeded


@given(st.binary(min_size=1, max_size=60), st.data())
async def test_what_is_cut_is_that_part_however_it_comes(content: bytes, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(content) - 1))
    einde = data.draw(st.integers(begin + 1, len(content)))
    vanaf = data.draw(st.integers(0, begin))
    size = data.draw(st.integers(1, 20))

    async def chunks() -> AsyncIterator[bytes]:
        for start in range(vanaf, len(content), size):
            yield content[start : start + size]

    found = [each async for each in knip(chunks(), vanaf, Deel(begin, einde, len(content)))]
    assert b"".join(found) == content[begin:einde]
    assert all(found)
