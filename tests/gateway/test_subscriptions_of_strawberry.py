"""Subscriptions through the whole gateway, over subgraphs that others' software makes and serves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager

import pytest
from harness.composed import composed
from harness.leftovers import nothing_left
from harness.served import served
from harness.strawberry_town import SCHEMAS, town_service

from auth.principal import ANONIEM
from gateway.execution.event_source import EventSource
from gateway.execution.executor import Executor
from gateway.execution.failures import ErrorPolicy
from gateway.operation.request import GraphQLRequest
from gateway.pipeline import Pipeline
from gateway.transport.event_limits import EventLimits
from gateway.transport.http_client import HttpLimits, HttpSubgraph
from gateway.transport.http_event_source import HttpEventSource
from gateway.transport.websocket_event_source import WebSocketEventSource
from schema.supergraph import Supergraph

QUERY = """
subscription Wijzigingen($vanaf: Int!, $met: Boolean!) {
  g: gebeurtenissen(vanaf: $vanaf) {
    soort: __typename
    moment
    ... on StatusGezet {
      zaak { status documenten @include(if: $met) aanvrager { naam } }
    }
    ... on Storing { oorzaak }
  }
}
"""


pytestmark = pytest.mark.parametrize("transport", ["websocket", "sse"])


@asynccontextmanager
async def gateway(transport: str) -> AsyncIterator[Pipeline]:
    """Nothing is left of it when it is closed."""
    supergraph = Supergraph.parse(composed({name: schema.as_str() for name, schema in SCHEMAS.items()}))
    async with served(town_service()) as url, nothing_left():
        subgraphs = {name: HttpSubgraph(url + name, HttpLimits()) for name in SCHEMAS}
        source: EventSource = (
            HttpEventSource(f"{url}zaken", EventLimits())
            if transport == "sse"
            else WebSocketEventSource(url.replace("http:", "ws:") + "zaken", EventLimits())
        )
        yield Pipeline(supergraph, Executor(subgraphs, ErrorPolicy(), {"zaken": source}))
        for each in (source, *subgraphs.values()):
            await each.close()


async def test_events_are_completed_from_two_other_subgraphs(transport: str) -> None:
    request = GraphQLRequest(QUERY, variables={"vanaf": 0, "met": True})
    async with (
        asyncio.timeout(10),
        gateway(transport) as pipeline,
        aclosing(pipeline.subscribe(request, ANONIEM)) as responses,
    ):
        first, second, third, fourth = [response.body async for response in responses]
    assert first == {
        "data": {
            "g": {
                "soort": "StatusGezet",
                "moment": "9:00",
                "zaak": {
                    "status": "open",
                    "documenten": ["brief bij z1"],
                    "aanvrager": {"naam": "Anneke"},
                },
            }
        }
    }
    assert second == {"data": {"g": {"soort": "Storing", "moment": "9:05", "oorzaak": None}}}
    assert third["data"]["g"]["zaak"] == {
        "status": "dicht",
        "documenten": ["brief bij z2"],
        "aanvrager": None,
    }
    # a person whom nobody knows any more: a null with an error, where the client can see it
    assert fourth["data"]["g"]["zaak"]["aanvrager"] is None
    assert [error["path"][:3] for error in fourth["errors"]] == [["g", "zaak", "aanvrager"]]


async def test_variables_arguments_and_conditions_reach_the_subgraph(transport: str) -> None:
    request = GraphQLRequest(QUERY, variables={"vanaf": 2, "met": False})
    async with (
        asyncio.timeout(10),
        gateway(transport) as pipeline,
        aclosing(pipeline.subscribe(request, ANONIEM)) as responses,
    ):
        first, _ = [response.body async for response in responses]
    assert first["data"]["g"]["zaak"] == {"status": "dicht", "aanvrager": None}


async def test_many_clients_at_once_each_get_all_events(transport: str) -> None:
    request = GraphQLRequest(QUERY, variables={"vanaf": 0, "met": True})

    async def moments(pipeline: Pipeline) -> list[str]:
        async with aclosing(pipeline.subscribe(request, ANONIEM)) as responses:
            return [response.data["g"]["moment"] async for response in responses if response.data]

    async with asyncio.timeout(20), gateway(transport) as pipeline:
        found = await asyncio.gather(*[moments(pipeline) for _ in range(10)])
    assert found == [["9:00", "9:05", "9:10", "9:15"]] * 10


async def test_a_client_that_leaves_after_one_event_leaves_nothing_behind(transport: str) -> None:
    request = GraphQLRequest(QUERY, variables={"vanaf": 0, "met": True})
    async with asyncio.timeout(20), gateway(transport) as pipeline:
        for _ in range(4):
            async with aclosing(pipeline.subscribe(request, ANONIEM)) as responses:
                await anext(responses)
