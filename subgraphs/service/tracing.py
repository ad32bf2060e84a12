"""Tracing: the trace that a request belongs to, from the gateway to whomever the service asks in turn."""

from collections.abc import Mapping
from contextvars import ContextVar

from auth.trace_context import HEADER, TraceContext

_current: ContextVar[TraceContext | None] = ContextVar("gemeentegraaf_trace", default=None)


def follow(traceparent: str | None) -> None:
    """What is done from here on belongs to this trace; to none, when the header says none."""
    _current.set(TraceContext.read(traceparent))


def onward() -> Mapping[str, str]:
    """The header for a service that is asked now, as a new span; nothing outside a trace."""
    current = _current.get()
    return {HEADER: current.child().header} if current else {}
