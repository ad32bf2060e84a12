"""AllowedHosts: requests are for the names that this gateway goes by, and for no other.

A page of someone else's whose name suddenly leads here (DNS rebinding), or a cache that keys on a name that
the client made up, gets no answer.
"""

import re
from collections.abc import Iterable
from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

CODE = "HOST_NOT_ALLOWED"
UNNAMED = frozenset({"/health", "/ready", "/metrics"})
"""What the machinery around us asks by address, and what tells nothing to anyone else."""
_HOST = re.compile(r"(?:\[(?P<address>[0-9a-f:.]+)\]|(?P<name>[a-z0-9._-]+))(?::\d+)?")


class AllowedHosts:
    """`hosts` are names without a port, `*.voorbeeldstad.nl` standing for every name under it. This machine's
    own names are always allowed.
    """

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str]) -> None:
        self._app = app
        self._exact = frozenset(host.lower() for host in hosts if not host.startswith("*."))
        self._under = tuple(host[1:].lower() for host in hosts if host.startswith("*."))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or scope["path"] in UNNAMED or self._is_ours(scope):
            await self._app(scope, receive, send)
            return
        message = "This server does not go by that name."
        error = {"message": message, "extensions": {"code": CODE}}
        await JSONResponse({"errors": [error]}, 421, {"cache-control": "no-store"})(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        names = Headers(scope=scope).getlist("host")
        given = _HOST.fullmatch(names[0].lower()) if len(names) == 1 else None
        if given is None:
            return False
        host = (given["address"] or given["name"]).rstrip(".")
        return host in self._exact or host.endswith(self._under) or _is_this_machine(host)


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
