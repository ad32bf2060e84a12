"""One subgraph as an ASGI application: GraphQL at /graphql, /health, and a lifespan that readies its
database.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import MetaData
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL, GRAPHQL_TRANSPORT_WS_PROTOCOL

from auth.principal import ANONIEM
from subgraphs.service.context import Caller, Context, verifier_of
from subgraphs.service.database import Database, DatabaseUnavailable
from subgraphs.service.deadline import HEADER as TIMEOUT
from subgraphs.service.deadline import seconds_left
from subgraphs.service.processing import Proceedings, proceed
from subgraphs.service.processing_parts import OpenLog, open_log
from subgraphs.service.reception import Reception
from subgraphs.service.schema import SubgraphSchema
from subgraphs.service.settings import ServiceSettings

logger = logging.getLogger(__name__)

T = TypeVar("T")
Task = Callable[[], Awaitable[None]]


async def _nothing() -> None:
    return None


def _no_routes(_reception: Reception) -> Sequence[BaseRoute]:
    return ()


@dataclass(frozen=True, slots=True)
class Service(Generic[T]):
    """What makes one subgraph.

    `own` makes the source and DataLoaders for one request. `prepare` runs after the tables are there (demo
    data); each of `background` runs from then until the application stops, which cancels it. `closing` runs
    last: the clients of registers. `personal` makes the routes beside /graphql that people ask, by way of the
    gateway: each of those receives its request first.
    """

    schema: SubgraphSchema
    metadata: MetaData
    database: Database
    own: Callable[[Caller], T]
    prepare: Task = _nothing
    background: Sequence[Task] = ()
    closing: Sequence[Task] = ()
    routes: Sequence[BaseRoute] = ()
    personal: Callable[[Reception], Sequence[BaseRoute]] = _no_routes


def make_service_app(service: Service[T], settings: ServiceSettings) -> Starlette:
    """The application. Raises SettingsError when the settings' keys or log cannot be used."""
    log = open_log(settings.processing, settings.name) if settings.processing else None
    reception = Reception(verifier_of(settings), log.rules if log else None)
    endpoint = _Endpoint(service, reception)
    return Starlette(
        routes=[
            Route("/graphql", endpoint, methods=["POST"]),
            WebSocketRoute("/graphql", endpoint),
            Route("/health", _health(service.database)),
            *service.routes,
            *service.personal(reception),
        ],
        lifespan=_lifespan(service, log),
    )


class _Endpoint(GraphQL[Context[T], None]):
    def __init__(self, service: Service[T], reception: Reception) -> None:
        super().__init__(
            service.schema,
            graphql_ide=None,
            allow_queries_via_get=False,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL, GRAPHQL_SSE_PROTOCOL),
        )
        self._own = service.own
        self._reception = reception

    def parse_json(self, data: str | bytes) -> Any:
        try:
            body = super().parse_json(data)
        except (UnicodeDecodeError, RecursionError) as exc:
            raise HTTPException(400, "Unable to parse request body as JSON") from exc
        if not isinstance(body, dict):
            raise HTTPException(400, "The request body must be a JSON object")
        return body

    async def get_context(
        self,
        request: Request | WebSocket,
        response: Response | WebSocket,  # noqa: ARG002
    ) -> Context[T]:
        caller = self._reception.receive(request.headers)
        return Context(caller, self._own(caller), seconds_left(request.headers.get(TIMEOUT)))


def _health(database: Database) -> Callable[[Request], Awaitable[Response]]:
    async def health(_request: Request) -> Response:
        try:
            await database.ping()
        except DatabaseUnavailable as exc:
            logger.warning("%s", exc)
            return JSONResponse({"status": "storing"}, status_code=503)
        return JSONResponse({"status": "ok"})

    return health


def _lifespan(
    service: Service[T], log: OpenLog | None
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with _written_down(log):
            try:
                await service.database.create_tables(service.metadata)
                await service.prepare()
                tasks = [asyncio.ensure_future(task()) for task in service.background]
                try:
                    yield
                finally:
                    for task in tasks:
                        task.cancel()
                    await asyncio.gather(*tasks, return_exceptions=True)
            finally:
                for close in service.closing:
                    await close()
                await service.database.close()

    return lifespan


@asynccontextmanager
async def _written_down(log: OpenLog | None) -> AsyncIterator[None]:
    """What the service does of its own accord is written down as well; the log is closed after all else."""
    proceed(Proceedings(log.rules, ANONIEM) if log else None)
    if log is None:
        yield
        return
    async with log.running():
        yield
