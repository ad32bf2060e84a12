"""Collector: an OTLP/HTTP collector on a port of this machine, that can be slow, busy or of another mind."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from harness.served import served
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


@dataclass
class Collector:
    """`answers` are the next ones, before it takes what comes; it waits at `gate` before any."""

    answers: list[Response] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    spans: list[dict[str, Any]] = field(default_factory=list)
    resources: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    asked: int = 0
    taken: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    @property
    def app(self) -> Starlette:
        return Starlette(routes=[Route("/v1/traces", self._traces, methods=["POST"])])

    async def _traces(self, request: Request) -> Response:
        content = json.loads(await request.body())
        self.asked += 1
        await self.gate.wait()
        if self.answers:
            return self.answers.pop(0)
        self.headers.append(dict(request.headers))
        for one in content["resourceSpans"]:
            self.resources.append(one["resource"])
            self.spans += [span for scoped in one["scopeSpans"] for span in scoped["spans"]]
        self.taken.set()
        return JSONResponse({"partialSuccess": {}})


@asynccontextmanager
async def collecting(collector: Collector) -> AsyncIterator[str]:
    """The collector's root URL, for as long as it is there."""
    async with served(collector.app) as url:
        yield url
