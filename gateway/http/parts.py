"""Parts: an answer as multipart/mixed, each part written as soon as it is there.

GraphQL over HTTP, RFC "Incremental Delivery over HTTP". Every part is followed by its boundary at once, as it
is by that that a client knows it for whole. `incrementalSpec` tells the format of the parts, as clients name
it that know several.
"""

from collections.abc import AsyncIterator, Mapping
from typing import Any, Protocol

import orjson
from starlette.types import Send

FORMAT = "v0.2"
"""That of `pending`, `incremental` and `completed`, by the version clients gave it."""

CONTENT_TYPE = f'multipart/mixed; boundary="-"; incrementalSpec={FORMAT}'

_BOUNDARY, _END = b"\r\n---\r\n", b"\r\n-----\r\n"
_HEADERS = b"content-type: application/json; charset=utf-8\r\n\r\n"


class Part(Protocol):
    """One response of an answer."""

    @property
    def body(self) -> Mapping[str, Any]: ...

    @property
    def has_next(self) -> bool: ...


async def write_parts(send: Send, headers: Mapping[str, str], parts: AsyncIterator[Part]) -> None:
    """Send an HTTP response of these parts, up to the one that says it is the last."""
    named = {**headers, "content-type": CONTENT_TYPE}
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in named.items()]
    await send({"type": "http.response.start", "status": 200, "headers": raw})
    opening = _BOUNDARY
    async for part in parts:
        content = opening + _HEADERS + orjson.dumps(part.body) + (_BOUNDARY if part.has_next else _END)
        await send({"type": "http.response.body", "body": content, "more_body": part.has_next})
        opening = b""
