"""Running: a stand-in on a port of this machine, watched, counted, and as ill-behaved as a test wants it.

async with running(make_standin(scenario), {"/zaken/api/v1": "open-zaak-zaken"}) as register:
    ... register.url                     "http://127.0.0.1:54321", without a slash at the end
    ... register.calls                   ["GET /zaken/api/v1/zaken", ...], without what stood in the query
    ... register.fault = Fault(503)      every answer from now on; Fault(delay=2.0) is late, and right
    ... register.fault = None            well again
Leaving fails when a request or an answer broke the published interface description (`harness.openapi`).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from harness.openapi import Watched
from harness.served import served
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: with a `status`, that and `body` are all it answers; `delay` seconds go before any.

    It is wrong with addresses that begin with `under`.
    """

    status: int | None = None
    body: bytes = b""
    media_type: str = "text/html"
    delay: float = 0.0
    under: str = "/"


@dataclass
class Register:
    """A stand-in that runs. `calls` may be cleared; `fault` may be set at any moment."""

    app: ASGIApp
    url: str = ""
    calls: list[str] = field(default_factory=list)
    fault: Fault | None = None
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            self.calls.append(f"{scope['method']} {scope['path']}")
            if (fault := self.fault) is not None and scope["path"].startswith(fault.under):
                await self._late(fault.delay)
                if fault.status is not None:
                    return await Response(fault.body, fault.status, media_type=fault.media_type)(
                        scope, receive, send
                    )
        return await self.app(scope, receive, send)

    async def _late(self, seconds: float) -> None:
        """Returns at once when the test is over: its end does not wait for an answer that nobody wants."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.over.wait()


@asynccontextmanager
async def running(app: ASGIApp, interfaces: Mapping[str, str] | None = None) -> AsyncIterator[Register]:
    """The stand-in, served until this ends.

    `interfaces` has, by root path, the name of the description to watch it by (`harness.openapi.Watched`).
    """
    watched = Watched(app, interfaces or {})
    register = Register(watched)
    async with served(register) as url:
        register.url = url.rstrip("/")
        try:
            yield register
        finally:
            register.over.set()
    if watched.violations:
        raise AssertionError("\n".join(watched.violations))
