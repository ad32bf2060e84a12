"""EventStream: reads `text/event-stream` (WHATWG HTML, section 9.2.6) as it comes in, in whatever pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from gateway.execution.subgraph import SubgraphFailure
from gateway.transport.wire import MALFORMED

_LINE_END = re.compile(rb"\r\n|\r|\n")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its `name` ("message" where none was given) and its lines of data, joined by newlines."""

    name: str
    data: bytes = field(repr=False)


class EventStream:
    """The reader of one stream. Comments, `id` and `retry` are passed over.

    Other than a browser it knows an event that has a name and no data: that is how servers complete
    (GraphQL over SSE, "Distinct connections mode"). An event that the end of the stream cuts off is none.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._buffer = bytearray()
        self._began = False
        self._after_return = False
        self._name: str | None = None
        self._data: list[bytes] = []
        self._size = 0

    def feed(self, chunk: bytes) -> Iterator[Event]:
        """The events that `chunk` completes. Raises SubgraphFailure when one has more than `most` bytes."""
        scanned = len(self._buffer) if self._began else 0
        self._buffer += chunk
        if not self._begin():
            return
        if self._after_return and self._buffer:
            # a line that ended with the last chunk may turn out to have ended in CR LF
            self._after_return = False
            if self._buffer[0] == ord("\n"):
                del self._buffer[0]
        start = 0
        while end := _LINE_END.search(self._buffer, max(scanned, start)):
            self._after_return = end[0] == b"\r" and end.end() == len(self._buffer)
            if (event := self._line(bytes(self._buffer[start : end.start()]))) is not None:
                yield event
            start = end.end()
        del self._buffer[:start]
        self._check_size(len(self._buffer))

    def _begin(self) -> bool:
        """Drop the byte order mark; false while it cannot be told whether there is one."""
        if not self._began:
            if len(self._buffer) < 3 and _BYTE_ORDER_MARK.startswith(self._buffer):
                return False
            self._began = True
            if self._buffer.startswith(_BYTE_ORDER_MARK):
                del self._buffer[:3]
        return True

    def _line(self, line: bytes) -> Event | None:
        if not line:
            return self._dispatch()
        name, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if name == b"data":
            self._data.append(value)
            self._size += len(value) + 1
            self._check_size(0)
        elif name == b"event":
            self._name = value.decode("utf-8", "replace")
        return None

    def _dispatch(self) -> Event | None:
        name, data = self._name, self._data
        self._name, self._data, self._size = None, [], 0
        return Event(name or "message", b"\n".join(data)) if name or data else None

    def _check_size(self, unread: int) -> None:
        if self._size + unread > self._most:
            raise SubgraphFailure(MALFORMED, f"an event of more than {self._most} bytes")
