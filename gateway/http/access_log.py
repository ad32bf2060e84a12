"""AccessLog: one line for each request, without anything that says who asked or what.

No query string, no headers, no address of the client; and no path either when nothing of ours answered at it,
since anything at all can be typed into one: a BSN, or a line break and a line that we never wrote.
"""

import logging
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger("gateway.access")

NOT_FOUND, NOT_ALLOWED, SLASH_TOO_MANY = 404, 405, 307
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})


class AccessLog:
    """Logs method, path, status, and milliseconds until the last byte, at level INFO.

    The status is 0 when nothing was sent, because the client had gone.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not logger.isEnabledFor(logging.INFO):
            await self._app(scope, receive, send)
            return
        status = 0

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        began = perf_counter()
        try:
            await self._app(scope, receive, send_and_note)
        finally:
            path = scope["path"] if _is_ours(scope, status) else "(unknown)"
            method = scope["method"] if scope["method"] in _METHODS else "(other)"
            logger.info("%s %s %d %.1f ms", method, path, status, (perf_counter() - began) * 1000)


def _is_ours(scope: Scope, status: int) -> bool:
    """Whether something of ours answered. The router refuses a method before anyone looked at what stands in
    the parameters of the path.
    """
    if status == NOT_ALLOWED:
        return not scope.get("path_params")
    return status not in (NOT_FOUND, SLASH_TOO_MANY)
