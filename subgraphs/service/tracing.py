"""Tracing: the trace that a request belongs to, from the gateway to whomever the service asks in turn."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from auth.trace_context import HEADER, TraceContext

_current: ContextVar[TraceContext | None] = ContextVar("gemeentegraaf_trace", default=None)


def follow(traceparent: str | None) -> None:
    """What is done from here on belongs to this trace; to none, when the header says none."""
    _current.set(TraceContext.read(traceparent))


def child() -> TraceContext:
    """A span within the one that something is done in here; the first of a new trace, outside any."""
    current = _current.get()
    return current.child() if current else TraceContext.fresh()


@contextmanager
def within(span: TraceContext) -> Iterator[None]:
    """What is done in this block is done in this span."""
    before = _current.set(span)
    try:
        yield
    finally:
        _current.reset(before)


def current() -> TraceContext | None:
    """The span that something is done in here."""
    return _current.get()


def onward() -> Mapping[str, str]:
    """The header for a service that is asked now; nothing outside a trace."""
    span = _current.get()
    return {HEADER: span.header} if span else {}
