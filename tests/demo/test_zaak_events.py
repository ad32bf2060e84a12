"""What happens to a zaak goes from the zaken service to the gateway, in process and over the network."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable
from contextlib import aclosing, asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import orjson
import pytest
from harness.served import served
from harness.subgraph_desk import HENDRIK, SANNE, SIGNING_KEY, principal
from harness.zaken_and_handler import Office, office
from starlette.types import ASGIApp, Receive, Scope, Send

from auth.propagation import Issuer
from gateway.execution.event_source import EventSource
from gateway.execution.subgraph import SubgraphRequest, SubgraphResponse
from gateway.http.statement_headers import statement_headers
from gateway.transport.event_limits import EventLimits
from gateway.transport.http_event_source import HttpEventSource
from gateway.transport.in_process_event_source import InProcessEventSource
from gateway.transport.websocket_event_source import WebSocketEventSource
from subgraphs.service.voorbeeldstad import Persona

HEADERS = statement_headers(Issuer(SIGNING_KEY))
QUERY = "subscription { zaakGewijzigd { soort zaak { id status { omschrijving } } } }"


@asynccontextmanager
async def source_of(kind: str, town: Office) -> AsyncIterator[EventSource]:
    limits = EventLimits()
    async with served(_started(town.app)) as url:
        source: EventSource = {
            "in process": InProcessEventSource("zaken", town.app, limits),
            "sse": HttpEventSource(f"{url}graphql", limits),
            "websocket": WebSocketEventSource(url.replace("http:", "ws:") + "graphql", limits),
        }[kind]
        yield source
        await source.close()


def _started(app: ASGIApp) -> ASGIApp:
    """An application that runs already, for a server that would start it again."""

    async def asked(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        else:
            await app(scope, receive, send)

    return asked


async def _lifespan(receive: Receive, send: Send) -> None:
    for state in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{state}.complete"})


def listening(source: EventSource, who: Persona) -> AsyncGenerator[SubgraphResponse, None]:
    request = SubgraphRequest(orjson.dumps({"query": QUERY}), HEADERS(principal(who))("zaken"), 10.0)
    return source.subscribe(request)


@pytest.mark.parametrize("kind", ["in process", "sse", "websocket"])
async def test_a_customer_follows_a_zaak_and_no_other_customer_does(kind: str, tmp_path: Path) -> None:
    async with (
        office(f"sqlite:///{tmp_path / 'zaken.sqlite3'}") as town,
        source_of(kind, town) as source,
        aclosing(listening(source, SANNE)) as own,
        aclosing(listening(source, HENDRIK)) as others,
    ):
        heard, nothing = asyncio.create_task(anext(own)), asyncio.create_task(anext(others))
        begun = await _begun(town, heard)
        zaak_id = begun["zaak"]["id"]
        await town.behandel("POST", f"/{zaak_id}/statussen", {"volgnummer": 2})
        while (further := await _told(anext(own)))["soort"] == "GEREGISTREERD":
            pass
        assert not nothing.done(), "the zaak of another was heard of"
        nothing.cancel()
        await asyncio.gather(nothing, return_exceptions=True)
    assert (begun["soort"], begun["zaak"]["status"]["omschrijving"]) == ("GEREGISTREERD", "Ontvangen")
    assert (further["soort"], further["zaak"]["id"]) == ("STATUS_GEZET", zaak_id)
    assert further["zaak"]["status"]["omschrijving"] != "Ontvangen"


async def _begun(town: Office, heard: asyncio.Task[SubgraphResponse]) -> dict[str, Any]:
    """The first that is heard. Nothing says from when on one listens: so aanvragen come until then."""
    for number in count():
        await town.register(f"aanvraag-{number}")
        if (await asyncio.wait({heard}, timeout=0.1))[0]:
            break
    return await _told(heard)


async def _told(event: Awaitable[SubgraphResponse]) -> dict[str, Any]:
    async with asyncio.timeout(15):
        response = await event
    assert response.data is not None, response.errors
    told: dict[str, Any] = response.data["zaakGewijzigd"]
    return told
