"""A subgraph service tells the gateway of events, in process and over the network, and knows who listens."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import pytest
import strawberry
from harness.leftovers import nothing_left
from harness.served import served
from harness.subgraph_desk import SANNE, SIGNING_KEY, principal, settings_for
from sqlalchemy import MetaData

from auth.principal import ANONIEM, Caller
from auth.propagation import Issuer, Statement
from gateway.execution.event_source import EventSource
from gateway.execution.subgraph import SubgraphRequest, SubgraphResponse
from gateway.http.statement_headers import statement_headers
from gateway.transport.event_limits import EventLimits
from gateway.transport.http_event_source import HttpEventSource
from gateway.transport.in_process_event_source import InProcessEventSource
from gateway.transport.websocket_event_source import WebSocketEventSource
from subgraphs.service.app import Service, make_service_app
from subgraphs.service.context import Context
from subgraphs.service.database import Database
from subgraphs.service.directives import KLANT, OPENBAAR
from subgraphs.service.schema import SubgraphSchema

Info = strawberry.Info[Context[None], None]


@strawberry.type
class Query:
    @strawberry.field(directives=[OPENBAAR])
    def leeg(self) -> int:
        return 0


@strawberry.type
class Subscription:
    @strawberry.subscription(directives=[KLANT])
    async def mijn(self, info: Info) -> AsyncGenerator[str, None]:
        caller = info.context.caller
        assert isinstance(caller, Statement)
        for number in (1, 2):
            yield f"{number} voor {caller.klantsoort}"


SCHEMA = SubgraphSchema(Query, subscription=Subscription)
HEADERS = statement_headers(Issuer(SIGNING_KEY))


@asynccontextmanager
async def source_of(kind: str, folder: Path) -> AsyncIterator[EventSource]:
    url = f"sqlite:///{folder / 'proef.sqlite3'}"
    service = Service(SCHEMA, MetaData(), Database(url), lambda _: None)
    app = make_service_app(service, settings_for("proef", url))
    limits = EventLimits()
    async with served(app) as url, nothing_left():
        source: EventSource = {
            "in process": InProcessEventSource("proef", app, limits),
            "sse": HttpEventSource(f"{url}graphql", limits),
            "websocket": WebSocketEventSource(url.replace("http:", "ws:") + "graphql", limits),
        }[kind]
        yield source
        await source.close()


async def listen(source: EventSource, caller: Caller) -> list[SubgraphResponse]:
    request = SubgraphRequest(b'{"query":"subscription { mijn }"}', HEADERS(caller)("proef"), 10.0)
    async with aclosing(source.subscribe(request)) as events:
        return [event async for event in events]


@pytest.mark.parametrize("kind", ["in process", "sse", "websocket"])
async def test_a_service_tells_customers_and_nobody_else(kind: str, tmp_path: Path) -> None:
    async with source_of(kind, tmp_path) as source:
        events = await listen(source, principal(SANNE))
        [refusal] = await listen(source, ANONIEM)
    assert [event.data for event in events] == [{"mijn": "1 voor burger"}, {"mijn": "2 voor burger"}]
    assert refusal.data is None
    assert [error["extensions"]["code"] for error in refusal.errors] == ["UNAUTHORIZED_FIELD_OR_TYPE"]
