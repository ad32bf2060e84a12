"""Reading `text/event-stream`, however it is cut, and however its lines end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.execution.subgraph import SubgraphFailure
from gateway.transport.event_stream import Event, EventStream

MOST = 1_000


def read(*chunks: bytes, most: int = MOST) -> list[Event]:
    stream = EventStream(most)
    return [event for chunk in chunks for event in stream.feed(chunk)]


def test_an_event_has_a_name_and_data() -> None:
    assert read(b'event: next\ndata: {"a":1}\n\n') == [Event("next", b'{"a":1}')]


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_lines_end_in_any_of_three_ways(end: bytes) -> None:
    lines = [b"event: next", b"data: een", b"data: twee", b"", b"event: complete", b"", b""]
    assert read(end.join(lines)) == [Event("next", b"een\ntwee"), Event("complete", b"")]


@pytest.mark.parametrize(
    ("text", "events"),
    [
        (b"data\n\n", [Event("message", b"")]),
        (b"data:a\n\n", [Event("message", b"a")]),
        (b"data:  a: b\n\n", [Event("message", b" a: b")]),
        (b"data:\ndata:\n\n", [Event("message", b"\n")]),
        (b":\n\n: stil\n\n", []),
        (b": stil\ndata: a\n: stil\ndata: b\n\n", [Event("message", b"a\nb")]),
        (b"id: 1\nretry: 5\nvreemd: x\n\n", []),
        (b"event: next\nid: 7\ndata: a\n\ndata: b\n\n", [Event("next", b"a"), Event("message", b"b")]),
        (b"event: complete\n\n", [Event("complete", b"")]),
        (b"event:\n\n", []),
        (b"event: next\ndata: a\n", []),
        (b"event: next\ndata: a", []),
        (b"\xef\xbb\xbfdata: a\n\n", [Event("message", b"a")]),
        (b"data: \xe2\x82\xac\r\n\r\n", [Event("message", "€".encode())]),
        (b"", []),
    ],
)
def test_the_format_is_read_as_it_is_written_down(text: bytes, events: list[Event]) -> None:
    assert read(text) == events


LINES = st.lists(
    st.sampled_from(
        [b"", b"data: a", b"data", b"event: next", b"event: complete", b": stil", b"id: 1", b"data: \xc3\xa9"]
    ),
    max_size=12,
)
ENDS = st.lists(st.sampled_from([b"\n", b"\r", b"\r\n"]), min_size=12, max_size=12)


@given(LINES, ENDS, st.booleans(), st.lists(st.integers(0, 120), max_size=8))
def test_where_the_bytes_are_cut_makes_no_difference(
    lines: list[bytes], ends: list[bytes], marked: bool, cuts: list[int]
) -> None:
    text = b"".join(line + end for line, end in zip(lines, ends, strict=False))
    text = b"\xef\xbb\xbf" * marked + text
    places = [0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]
    chunks = [text[start:stop] for start, stop in pairwise(places)]
    assert read(*chunks) == read(*[bytes([byte]) for byte in text]) == read(text)


@pytest.mark.parametrize(
    "chunks",
    [
        [b"data: " + b"x" * 2_000 + b"\n\n"],
        [b"x" * 600, b"x" * 600],
        [b"data: " + b"x" * 300 + b"\n"] * 4,
        [b": " + b"x" * 600, b"x" * 600],
    ],
)
def test_an_event_that_is_too_large_is_refused_before_it_is_kept(chunks: list[bytes]) -> None:
    with pytest.raises(SubgraphFailure) as caught:
        read(*chunks)
    assert caught.value.code == "SUBGRAPH_MALFORMED_RESPONSE"


def test_many_events_and_comments_together_may_be_larger() -> None:
    assert len(read(*[b": stil\n\ndata: " + b"x" * 600 + b"\n\n"] * 20)) == 20
