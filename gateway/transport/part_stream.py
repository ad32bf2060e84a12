"""PartStream: reads the parts of a `multipart/mixed` body (RFC 2046, section 5.1) as it comes in."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.execution.subgraph import SubgraphFailure
from gateway.transport.wire import MALFORMED

_BLANK_LINE = b"\r\n\r\n"


class PartStream:
    """The reader of one body. `ended` is true once the closing delimiter has come.

    A part is complete with the delimiter that follows it; what comes before the first one is no part.
    """

    def __init__(self, boundary: str, most: int) -> None:
        self._delimiter = f"\r\n--{boundary}".encode("latin-1", "replace")
        self._most = most
        # so that a delimiter on the first line is one like the others
        self._buffer = bytearray(b"\r\n")
        self._scanned = 0
        self._inside = False
        self.ended = False

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """The content of the parts that `chunk` completes, without their headers. Raises SubgraphFailure."""
        self._buffer += chunk
        while not self._is_over():
            end = self._buffer.find(self._delimiter, self._scanned)
            if end < 0:
                break
            part, inside = bytes(self._buffer[:end]), self._inside
            del self._buffer[: end + len(self._delimiter)]
            self._scanned, self._inside = 0, True
            if inside and part:  # some servers end with a delimiter, and then the closing one
                yield _content(part)
        self._scanned = max(0, len(self._buffer) - len(self._delimiter))
        if len(self._buffer) > self._most:
            raise SubgraphFailure(MALFORMED, f"a part of more than {self._most} bytes")

    def _is_over(self) -> bool:
        if self._inside and self._buffer.startswith(b"--"):
            self.ended = True
        return self.ended


def _content(part: bytes) -> bytes:
    """After the rest of the delimiter's line come headers, if any, and a blank line."""
    _, blank, content = part.partition(_BLANK_LINE)
    if not blank:
        raise SubgraphFailure(MALFORMED, "a part without a blank line after its headers")
    return content
