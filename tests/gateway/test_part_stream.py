"""Reading the parts of a multipart body, however it is cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.execution.subgraph import SubgraphFailure
from gateway.transport.part_stream import PartStream

WHOLE = (
    b"--graphql\r\ncontent-type: application/json\r\n\r\n{}\r\n--graphql\r\n\r\n"
    b'{"payload":{"data":{"a":1}}}\r\n--graphql--\r\n'
)
PARTS = [b"{}", b'{"payload":{"data":{"a":1}}}']


def read(*chunks: bytes, boundary: str = "graphql", most: int = 1_000) -> tuple[list[bytes], bool]:
    stream = PartStream(boundary, most)
    parts = [part for chunk in chunks for part in stream.feed(chunk)]
    return parts, stream.ended


def test_parts_come_without_their_headers() -> None:
    assert read(WHOLE) == (PARTS, True)


def test_a_part_is_there_as_soon_as_the_next_delimiter_is() -> None:
    start, end = WHOLE[:58], WHOLE[58:]
    assert start.endswith(b"{}\r\n--graphql")
    assert read(start) == ([b"{}"], False)
    assert read(start, end) == (PARTS, True)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"voorwoord\r\n--graphql\r\n\r\n{}\r\n--graphql--nawoord", ([b"{}"], True)),
        (b"\r\n--graphql\r\n\r\n{}\r\n--graphql  \r\na: b\r\n\r\n1\r\n--graphql--", ([b"{}", b"1"], True)),
        (b"--graphql\r\n\r\n{}\r\n--graphql\r\n--graphql--", ([b"{}"], True)),
        (b"--graphql--", ([], True)),
        (b"--graphql\r\n\r\n{}", ([], False)),
        (b"", ([], False)),
        (b"--anders\r\n\r\n{}\r\n--anders--", ([], False)),
    ],
)
def test_what_stands_around_the_parts_is_passed_over(body: bytes, expected: tuple[list[bytes], bool]) -> None:
    assert read(body) == expected


@given(st.lists(st.integers(0, len(WHOLE)), max_size=8))
def test_where_the_bytes_are_cut_makes_no_difference(cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(WHOLE)]
    chunks = [WHOLE[start:stop] for start, stop in pairwise(places)]
    assert read(*chunks) == read(*[bytes([byte]) for byte in WHOLE]) == (PARTS, True)


@pytest.mark.parametrize(
    "chunks", [[b"--graphql\r\ngeen lege regel\r\n--graphql"], [b"x" * 600, b"x" * 600], [b"x" * 1_200]]
)
def test_what_is_no_part_or_too_large_is_refused(chunks: list[bytes]) -> None:
    with pytest.raises(SubgraphFailure) as caught:
        read(*chunks)
    assert caught.value.code == "SUBGRAPH_MALFORMED_RESPONSE"
