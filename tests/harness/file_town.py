"""A town whose subgraph `zaken` has files, behind a gateway on a real port; by HTTP or in this process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from harness.served import served
from harness.small_town import SUPERGRAPH, small_town
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from gateway.app import AppParts, make_app
from gateway.file_processing import ACTIVITY
from gateway.settings import GatewaySettings
from gateway.transport.file_server import FilePatience, FileServer
from gateway.transport.http_files import HttpFiles
from gateway.transport.in_process_files import InProcessFiles
from schema.supergraph import Supergraph

Transport = Literal["http", "in process"]
INZAGE = "https://voorbeeldstad.example/verwerkingsactiviteiten/inzage/1"
CHUNK = b"x" * 65_536


@dataclass
class Cabinet:
    """The files of the subgraph: what it has, what came in, and how it was asked."""

    taken: dict[str, bytes] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)
    sent: int = 0
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    answer: Callable[[Request], Awaitable[Response]] | None = None

    async def answered(self, request: Request) -> Response:
        self.asked.append(request)
        if self.answer is not None:
            return await self.answer(request)
        if request.method != "GET":
            return await self.take(request)
        headers = {"content-disposition": 'attachment; filename="besluit.pdf"', ACTIVITY: INZAGE}
        return Response(b"%PDF-1.7 besluit", 200, headers, "application/pdf")

    async def take(self, request: Request) -> Response:
        body = bytearray()
        try:
            async for chunk in request.stream():
                body += chunk
        except ClientDisconnect:
            self.gone.set()
            raise
        self.taken[request.path_params["name"]] = bytes(body)
        return JSONResponse({"grootte": len(body)}, 201, {ACTIVITY: INZAGE})

    async def endless(self, request: Request) -> Response:
        """A file without an end, of which is counted what was sent."""
        return _Endless(self)


class _Endless(Response):
    def __init__(self, cabinet: Cabinet) -> None:
        super().__init__(headers={ACTIVITY: INZAGE})
        del self.headers["content-length"]
        self._cabinet = cabinet

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        listening = asyncio.create_task(self._listen(receive))
        try:
            while not listening.done():
                await send({"type": "http.response.body", "body": CHUNK, "more_body": True})
                self._cabinet.sent += len(CHUNK)
                await asyncio.sleep(0)
        finally:
            listening.cancel()
            self._cabinet.gone.set()

    @staticmethod
    async def _listen(receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass


@asynccontextmanager
async def file_town(
    cabinet: Cabinet, transport: Transport = "http", settings: str = "", **parts: Any
) -> AsyncIterator[str]:
    """The gateway's address, ending in a slash."""
    loaded = GatewaySettings.load(settings, {})
    methods = ["GET", "PUT", "POST"]
    subgraph = Starlette(routes=[Route("/bestanden/{name}", cabinet.answered, methods=methods)])
    patience = FilePatience(silence=loaded.files.silence_seconds)
    if transport == "in process":
        async with town_over(InProcessFiles("zaken", subgraph, patience), loaded, **parts) as url:
            yield url
        return
    async with (
        served(subgraph) as behind,
        town_over(HttpFiles(f"{behind}bestanden/", patience), loaded, **parts) as url,
    ):
        yield url


@asynccontextmanager
async def town_over(
    files: FileServer, settings: GatewaySettings | None = None, **parts: Any
) -> AsyncIterator[str]:
    """The same, over files of one's own."""
    graph = Supergraph.parse(SUPERGRAPH)
    own = AppParts(files={"zaken": files}, **parts)
    async with served(make_app(settings or GatewaySettings(), graph, small_town(), own)) as url:
        yield url
