"""An ASGI application on a port of this machine, for a client that needs a real one."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.types import ASGIApp


@asynccontextmanager
async def served(app: ASGIApp) -> AsyncIterator[str]:
    """The URL, ending in a slash, under which `app` answers for as long as this lasts."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        async with served_at(listener, app):
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/"


@asynccontextmanager
async def served_at(listener: socket.socket, app: ASGIApp) -> AsyncIterator[None]:
    """Likewise, at a port that is taken already: for what has to know its own address."""
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
    server.config.load()
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        while not server.started:
            if serving.done():
                raise RuntimeError("the server did not start")
            await asyncio.sleep(0.01)
        yield
    finally:
        server.should_exit = True
        await serving
