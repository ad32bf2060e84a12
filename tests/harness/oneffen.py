"""Oneffen: a stand-in some of whose answers are odd, as of a register that was filled long ago, or by hand.

odd = Oneffen(rows)
odd.maak("/zaken/_zoek", lambda zaak: zaak | {"registratiedatum": None})
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Json = dict[str, Any]


class Oneffen:
    """An ASGI application that changes the items of lists in the answers of another."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._odd: dict[str, Callable[[Json], Json]] = {}

    def maak(self, path: str, change: Callable[[Json], Json]) -> None:
        """Each item of the lists at addresses that end with `path`, as `change` makes it."""
        self._odd[path] = change

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        change = next((self._odd[path] for path in self._odd if scope.get("path", "").endswith(path)), None)
        if change is None:
            await self._app(scope, receive, send)
            return
        parts: list[Message] = []

        async def kept(message: Message) -> None:
            parts.append(message)

        await self._app(scope, receive, kept)
        start, body = parts[0], b"".join(part.get("body", b"") for part in parts[1:])
        content = orjson.loads(body)
        content["results"] = [change(item) for item in content["results"]]
        headers = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
        await send({**start, "headers": headers})
        await send({"type": "http.response.body", "body": orjson.dumps(content)})
