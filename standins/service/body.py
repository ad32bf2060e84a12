"""The body of a request, read no further than it may be long."""

from typing import Any

import orjson
from starlette.requests import Request

from standins.service.refusal import Refuse

MAX_BYTES = 10 * 1024 * 1024


async def read_body(request: Request, refuse: Refuse, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes. Raises Refusal 413 past `max_bytes`."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > max_bytes:
            raise refuse(413, f"The body is longer than {max_bytes} bytes.")
    return bytes(body)


async def read_object(request: Request, refuse: Refuse, max_bytes: int = MAX_BYTES) -> dict[str, Any]:
    """The JSON object. Raises Refusal 415 for another media type, 400 for what is no object, and 413."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise refuse(415, "Ongeldig media type in aanvraag.")
    try:
        found = orjson.loads(await read_body(request, refuse, max_bytes))
    except orjson.JSONDecodeError as exc:
        raise refuse(400, "JSON parse error") from exc
    if not isinstance(found, dict):
        raise refuse(400, "Ongeldige data. Er wordt een object verwacht.")
    return found
