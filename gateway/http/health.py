"""Health: `/health` says that the process lives, `/ready` whether it should get requests now."""

from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


class Readiness:
    """False until the gateway is up, and again from the moment it is told to stop: then load balancers look

    elsewhere while the requests under way are finished.
    """

    def __init__(self) -> None:
        self._ready = False

    def __bool__(self) -> bool:
        return self._ready

    def begin(self) -> None:
        self._ready = True

    def end(self) -> None:
        self._ready = False


Detail = Callable[[], Mapping[str, Any]]
"""What else operators are told, beside whether it is ready."""


def health_routes(ready: Callable[[], bool], detail: Detail = dict) -> list[Route]:
    """Plain JSON, never cached, nothing in it that could help an attacker. `detail` is added to `/ready`."""

    async def health(request: Request) -> JSONResponse:  # noqa: ARG001 - an endpoint's shape
        return JSONResponse({"status": "ok"}, headers=_UNCACHED)

    async def readiness(request: Request) -> JSONResponse:  # noqa: ARG001 - idem
        if ready():
            return JSONResponse({"status": "ready", **detail()}, headers=_UNCACHED)
        return JSONResponse({"status": "not ready", **detail()}, 503, headers=_UNCACHED)

    return [Route("/health", health), Route("/ready", readiness)]


_UNCACHED = {"cache-control": "no-store"}
