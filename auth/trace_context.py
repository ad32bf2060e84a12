"""TraceContext: where in a trace something happens, as W3C Trace Context (`traceparent`) passes it on.

The gateway begins a trace for every request: what a client sends is not believed, or anyone could write into
another's trace. Subgraphs believe the gateway, and pass it on to whom they ask.
"""

import re
import secrets
from dataclasses import dataclass, field

HEADER = "traceparent"
PROCESSOR = "traceparent-processor"
"""The URL of who calls, for `dpl.core.foreign_operation.processor`. The standard has no header for it yet;
this is the one that the reference library of MoZa reads.
"""
_VERSION_0 = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")


@dataclass(frozen=True, slots=True)
class TraceContext:
    """`trace_id`: 16 bytes, `span_id`: 8 bytes, both as lower-case hexadecimals and never all zero."""

    trace_id: str
    span_id: str = field(default_factory=lambda: _nonzero(8))

    @classmethod
    def fresh(cls) -> "TraceContext":
        """The beginning of a new trace."""
        return cls(_nonzero(16))

    @classmethod
    def read(cls, header: str | None) -> "TraceContext | None":
        """What a header says; None for one that is missing or malformed, which starts anew."""
        found = _VERSION_0.fullmatch(header or "")
        if found is None or not (int(found[1], 16) and int(found[2], 16)):
            return None
        return cls(found[1], found[2])

    def child(self) -> "TraceContext":
        """A new span in the same trace."""
        return TraceContext(self.trace_id)

    @property
    def header(self) -> str:
        """The value of `traceparent`; sampled, as processing logs always are."""
        return f"00-{self.trace_id}-{self.span_id}-01"


def _nonzero(size: int) -> str:
    while not int(text := secrets.token_hex(size), 16):
        pass  # one in 2**64 at most
    return text
