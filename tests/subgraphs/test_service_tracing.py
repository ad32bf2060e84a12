"""A service passes on the trace of the request that it works for."""

from __future__ import annotations

import asyncio

from auth.trace_context import HEADER, TraceContext
from subgraphs.service.tracing import child, follow, onward, within
from subgraphs.service.upstream import json_headers


async def test_who_is_asked_in_turn_hears_of_the_same_trace() -> None:
    begun = TraceContext.fresh()
    follow(begun.header)
    told = TraceContext.read(json_headers({"authorization": "x"})[HEADER])
    assert told == begun


async def test_what_is_asked_within_a_span_hangs_below_that_span() -> None:
    begun = TraceContext.fresh()
    follow(begun.header)
    span = child()
    with within(span):
        assert TraceContext.read(onward()[HEADER]) == span
    assert span.trace_id == begun.trace_id
    assert span.span_id != begun.span_id
    assert TraceContext.read(onward()[HEADER]) == begun


async def test_outside_a_trace_nothing_is_said() -> None:
    follow(None)
    assert onward() == {}
    follow("onzin")
    assert HEADER not in json_headers({})


async def test_requests_at_once_keep_to_their_own_trace() -> None:
    async def work() -> bool:
        begun = TraceContext.fresh()
        follow(begun.header)
        await asyncio.sleep(0)
        told = TraceContext.read(onward()[HEADER])
        return told is not None and told.trace_id == begun.trace_id

    assert all(await asyncio.gather(*(work() for _ in range(20))))
