"""An answer in parts over HTTP: which clients get it so, how it is written, and what breaks it off."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson
import pytest
from harness.memory_subgraph import MemorySubgraph
from harness.served import served
from harness.small_town import SUPERGRAPH, small_town

from gateway.app import make_app
from gateway.execution.subgraph import Subgraph, SubgraphRequest, SubgraphResponse
from gateway.http.media_type import takes_parts
from gateway.http.parts import FORMAT
from gateway.settings import GatewaySettings
from schema.supergraph import Supergraph

LATER = '{ zaak(id: "z1") { id ... @defer(label: "wie") { aanvrager { naam } } } }'
FIRST = {
    "data": {"zaak": {"id": "z1"}},
    "pending": [{"id": "0", "path": ["zaak"], "label": "wie"}],
    "hasNext": True,
}
REST = {
    "incremental": [{"id": "0", "data": {"aanvrager": {"naam": "Anneke"}}}],
    "completed": [{"id": "0"}],
    "hasNext": False,
}
WHOLE = {"data": {"zaak": {"id": "z1", "aanvrager": {"naam": "Anneke"}}}}


Town = tuple[httpx.AsyncClient, dict[str, MemorySubgraph]]


@asynccontextmanager
async def town(settings: str = "", **instead: Subgraph) -> AsyncIterator[Town]:
    """A real server over the small town."""
    subgraphs = small_town()
    ways = {**subgraphs, **instead}
    app = make_app(GatewaySettings.load(settings, {}), Supergraph.parse(SUPERGRAPH), ways)
    async with asyncio.timeout(15), served(app) as url, httpx.AsyncClient(base_url=url) as client:
        yield client, subgraphs


def asked(query: str, accept: str) -> dict[str, Any]:
    return {"json": {"query": query}, "headers": {"accept": accept}}


async def parts_of(response: httpx.Response) -> AsyncIterator[dict[str, Any]]:
    """The parts as a client sees them: each when its boundary has come."""
    unread = b""
    async for chunk in response.aiter_raw():
        unread += chunk
        while (end := unread.find(b"\r\n---", 5)) != -1:
            part, unread = unread[:end], unread[end:]
            head, _, body = part.removeprefix(b"\r\n---\r\n").partition(b"\r\n\r\n")
            assert head == b"content-type: application/json; charset=utf-8"
            yield orjson.loads(body)
    assert unread == b"\r\n-----\r\n"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("multipart/mixed", True),
        ("Multipart/Mixed; boundary=x", True),
        (
            "multipart/mixed;incrementalSpec=v0.2,application/graphql-response+json,application/json;q=0.9",
            True,
        ),
        ('application/json, multipart/mixed; incrementalSpec="v0.2"; q=0.5', True),
        ("multipart/mixed;deferSpec=20220824,multipart/mixed;incrementalSpec=v0.2", True),
        ("multipart/mixed;deferSpec=20220824,application/json", False),
        ("multipart/mixed;incrementalSpec=v0.1", False),
        ("multipart/mixed;subscriptionSpec=1.0", False),
        ("multipart/mixed;q=0, application/json", False),
        ("multipart/*, */*", False),
        ("application/json", False),
        (None, False),
    ],
)
def test_the_accept_header_says_whether_parts_are_taken(accept: str | None, expected: bool) -> None:
    assert takes_parts(accept, FORMAT) is expected


async def test_parts_are_written_as_multipart_mixed() -> None:
    async with town() as (client, _):
        response = await client.post("graphql", **asked(LATER, "multipart/mixed, application/json"))
    assert response.status_code == 200
    assert response.headers["content-type"] == 'multipart/mixed; boundary="-"; incrementalSpec=v0.2'
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["vary"] == "Accept, Origin"
    assert response.headers["transfer-encoding"] == "chunked"
    header = b"content-type: application/json; charset=utf-8\r\n\r\n"
    assert response.content == b"".join(
        (
            b"\r\n---\r\n" + header + orjson.dumps(FIRST),
            b"\r\n---\r\n" + header + orjson.dumps(REST),
            b"\r\n-----\r\n",
        )
    )


async def test_the_first_part_is_there_before_what_is_deferred() -> None:
    async with town() as (client, subgraphs):
        subgraphs["personen"].gate = asyncio.Event()
        async with client.stream("POST", "graphql", **asked(LATER, "multipart/mixed")) as response:
            parts = parts_of(response)
            assert await anext(parts) == FIRST
            subgraphs["personen"].gate.set()
            assert [part async for part in parts] == [REST]


async def test_an_answer_without_parts_is_json_as_ever() -> None:
    accept = "multipart/mixed, application/graphql-response+json"
    async with town() as (client, _):
        response = await client.post("graphql", **asked('{ zaak(id: "z1") { id } }', accept))
        refused = await client.post("graphql", **asked("{ fout }", accept))
    assert response.headers["content-type"] == "application/graphql-response+json; charset=utf-8"
    assert response.json() == {"data": {"zaak": {"id": "z1"}}}
    assert refused.status_code == 400


@pytest.mark.parametrize("accept", ["application/json", "*/*", "multipart/mixed;deferSpec=20220824, */*"])
async def test_a_client_that_takes_no_parts_gets_the_whole_answer_at_once(accept: str) -> None:
    async with town() as (client, _):
        response = await client.post("graphql", **asked(LATER, accept))
    assert response.headers["content-type"].startswith("application/json")
    assert response.json() == WHOLE


async def test_a_client_that_takes_nothing_but_parts_gets_one() -> None:
    async with town() as (client, _):
        async with client.stream(
            "POST", "graphql", **asked('{ zaak(id: "z1") { id } }', "multipart/mixed")
        ) as it:
            assert [part async for part in parts_of(it)] == [{"data": {"zaak": {"id": "z1"}}}]
        async with client.stream("POST", "graphql", **asked("{ fout }", "multipart/mixed")) as it:
            (refused,) = [part async for part in parts_of(it)]
    assert refused["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


async def test_parts_come_by_get_as_well() -> None:
    async with town() as (client, _):
        headers = {"accept": "multipart/mixed", "x-gemeentegraaf": "1"}
        async with client.stream("GET", "graphql", params={"query": LATER}, headers=headers) as response:
            assert [part async for part in parts_of(response)] == [FIRST, REST]


@dataclass
class Held:
    """A Subgraph that does nothing until it is let go, and then breaks; it notes who gave up before."""

    let_go: asyncio.Event = field(default_factory=asyncio.Event)
    given_up: asyncio.Event = field(default_factory=asyncio.Event)

    async def execute(self, request: SubgraphRequest) -> SubgraphResponse:
        try:
            await self.let_go.wait()
        except asyncio.CancelledError:
            self.given_up.set()
            raise
        raise RuntimeError("bsn 999990019 is odd")

    async def close(self) -> None:
        """Nothing to end."""


async def test_what_is_under_way_ends_when_the_client_leaves() -> None:
    held = Held()
    async with town(personen=held) as (client, _):
        async with client.stream("POST", "graphql", **asked(LATER, "multipart/mixed")) as response:
            assert await anext(parts_of(response)) == FIRST
        await held.given_up.wait()


async def test_what_nobody_foresaw_leaves_the_answer_without_its_end(
    caplog: pytest.LogCaptureFixture,
) -> None:
    held = Held()
    async with (
        town(personen=held) as (client, _),
        client.stream("POST", "graphql", **asked(LATER, "multipart/mixed")) as response,
    ):
        parts = parts_of(response)
        assert await anext(parts) == FIRST
        held.let_go.set()
        with pytest.raises(httpx.RemoteProtocolError):
            await anext(parts)
    assert "failed with ExceptionGroup" in caplog.text
    assert "999990019" not in caplog.text


async def test_the_setting_takes_the_directives_out_of_the_schema() -> None:
    introspection = "{ __schema { directives { name } } }"
    async with town("incremental_delivery: false") as (client, _):
        names = (await client.post("graphql", **asked(introspection, "application/json"))).json()
        refused = await client.post("graphql", **asked(LATER, "multipart/mixed, application/json"))
    known = {one["name"] for one in names["data"]["__schema"]["directives"]}
    assert known.isdisjoint({"defer", "stream"})
    assert refused.json()["errors"][0]["message"] == "Unknown directive '@defer'."


async def test_how_often_an_operation_defers_can_be_set() -> None:
    async with town("limits: {deferrals: 1}") as (client, _):
        twice = '{ ... @defer { datasets { titel } } ... @defer { zaak(id: "z1") { id } } }'
        refused = await client.post("graphql", **asked(twice, "multipart/mixed, application/json"))
    assert refused.json()["errors"][0]["extensions"]["code"] == "OPERATION_LIMIT_EXCEEDED"
