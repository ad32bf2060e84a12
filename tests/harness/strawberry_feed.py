"""A subgraph that subscribes its callers to what a test publishes: strawberry's own servers of every kind."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any

import strawberry
from graphql import GraphQLError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL

Info = strawberry.Info[Any, None]


@dataclass
class Feed:
    """What is published reaches who listens at that moment."""

    listeners: list[asyncio.Queue[str | None]] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def listen(self) -> AsyncGenerator[str, None]:
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self.listeners.append(queue)
        self.changed.set()
        try:
            while (text := await queue.get()) is not None:
                yield text
        finally:
            self.listeners.remove(queue)
            self.changed.set()

    def publish(self, *texts: str | None) -> None:
        """None is the end."""
        for queue in list(self.listeners):
            for text in texts:
                queue.put_nowait(text)

    async def listened_to_by(self, count: int) -> None:
        """Wait until there are just so many listeners."""
        async with asyncio.timeout(10):
            while len(self.listeners) != count:
                self.changed.clear()
                await self.changed.wait()


@strawberry.type
class Bericht:
    tekst: str
    lezer: str | None

    @strawberry.field
    def stuk(self) -> str | None:
        raise GraphQLError("dit kan niet", extensions={"code": "STUK"})


@strawberry.type
class Query:
    leeg: int | None


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def berichten(self, info: Info) -> AsyncGenerator[Bericht, None]:
        async for text in info.context["feed"].listen():
            yield Bericht(tekst=text, lezer=info.context["lezer"])

    @strawberry.subscription
    async def tellen(self, tot: int) -> AsyncGenerator[int, None]:
        for number in range(tot):
            yield number

    @strawberry.subscription
    async def verboden(self) -> AsyncGenerator[int, None]:
        raise GraphQLError("niet voor u", extensions={"code": "VERBODEN"})
        yield 1

    @strawberry.subscription
    async def halverwege(self) -> AsyncGenerator[int, None]:
        yield 1
        raise GraphQLError("het ging mis", extensions={"code": "MIS"})


class _Endpoint(GraphQL[dict[str, Any], None]):
    """The header `lezer` says who is asking."""

    def __init__(self, feed: Feed, **options: Any) -> None:
        super().__init__(strawberry.Schema(Query, subscription=Subscription), **options)
        self._feed = feed

    async def get_context(
        self, request: Request | WebSocket, response: Response | WebSocket
    ) -> dict[str, Any]:
        return {"feed": self._feed, "lezer": request.headers.get("lezer")}


def feed_service(feed: Feed, *protocols: str) -> Starlette:
    """The application, with GraphQL at /graphql."""
    endpoint = _Endpoint(feed, subscription_protocols=protocols)
    return Starlette(routes=[Route("/graphql", endpoint), WebSocketRoute("/graphql", endpoint)])
