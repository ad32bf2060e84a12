"""RegisterServer: a register for tests, that answers what it is told to and remembers what it was asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import chain, repeat

from harness.served import served
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that came in."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class RegisterServer:
    """`answers` are given in order, the last one ever after."""

    answers: Iterable[Response]
    url: str = ""
    asked: list[Asked] = field(default_factory=list)

    def __post_init__(self) -> None:
        given = list(self.answers)
        self._next = chain(given, repeat(given[-1]))

    async def serve(self, request: Request) -> Response:
        target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        body = await request.body()
        self.asked.append(Asked(request.method, target, dict(request.headers), body))
        return next(self._next)


@asynccontextmanager
async def register_server(*answers: Response) -> AsyncIterator[RegisterServer]:
    """A RegisterServer on a port of this machine; its base URL ends in /api."""
    register = RegisterServer(answers)
    methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
    app = Starlette(routes=[Route("/{path:path}", register.serve, methods=methods)])
    async with served(app) as url:
        register.url = f"{url}api"
        yield register
