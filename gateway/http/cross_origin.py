"""CrossOrigin: pages of other origins that the settings name may ask the gateway (CORS).

What is for everyone by plain HTTP is for pages of all origins, and answers their browsers itself.
"""

from starlette.middleware.cors import CORSMiddleware
from starlette.types import Receive, Scope, Send

PUBLIC = "/openbaar/"
GRAPH = "/openbaar/graphql"
"""Below PUBLIC, and for the named origins alone."""


class CrossOrigin(CORSMiddleware):
    """Passes what is for everyone by."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if path.startswith(PUBLIC) and path != GRAPH:
            await self.app(scope, receive, send)
            return
        await super().__call__(scope, receive, send)
