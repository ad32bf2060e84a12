"""SecurityHeaders: what every answer of the gateway tells a browser, whichever part gave it."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

DEFAULTS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "content-security-policy": (
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    ),
}
TRANSPORT_SECURITY = "max-age=31536000; includeSubDomains"


class SecurityHeaders:
    """Adds each header that the answer does not state itself: a page with scripts brings its own policy.

    With `https` browsers are told to come by TLS only (RFC 6797).
    """

    def __init__(self, app: ASGIApp, *, https: bool = False) -> None:
        self._app = app
        headers = {**DEFAULTS, **({"strict-transport-security": TRANSPORT_SECURITY} if https else {})}
        self._headers = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                stated = list(message.get("headers", ()))
                names = {name for name, _ in stated}
                message["headers"] = stated + [each for each in self._headers if each[0] not in names]
            await send(message)

        await self._app(scope, receive, send_with_headers)
