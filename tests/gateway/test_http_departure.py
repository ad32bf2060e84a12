"""A client that goes away takes the calls with it that were made for it, but no mutation that was begun."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import orjson
import pytest
from harness.memory_subgraph import MemorySubgraph
from harness.served import served
from harness.small_town import SUPERGRAPH, small_town
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Scope, Send

from gateway.app import make_app
from gateway.execution.subgraph import Subgraph, SubgraphRequest, SubgraphResponse
from gateway.http.departure import until_gone
from gateway.settings import GatewaySettings
from gateway.transport.resilience import Resilience, resilient
from schema.supergraph import Supergraph

QUERY = '{ zaak(id: "z1") { omschrijving } }'
MUTATION = 'mutation { zaakSluiten(id: "z1") { id } }'


@dataclass
class Held:
    """Answers from `inner` once it is let go, and notes who gave up before."""

    inner: MemorySubgraph
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    let_go: asyncio.Event = field(default_factory=asyncio.Event)
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    client_gone: asyncio.Event = field(default_factory=asyncio.Event)
    given_up: asyncio.Event = field(default_factory=asyncio.Event)

    async def execute(self, request: SubgraphRequest) -> SubgraphResponse:
        self.begun.set()
        try:
            await self.let_go.wait()
            return await self.inner.execute(request)
        except asyncio.CancelledError:
            self.given_up.set()
            raise
        finally:
            self.answered.set()

    async def close(self) -> None:
        await self.inner.close()


@asynccontextmanager
async def town(around: Callable[[Subgraph], Subgraph]) -> AsyncIterator[tuple[str, Held]]:
    """The small town on a port, with the subgraph `zaken` held."""
    subgraphs = small_town()
    held = Held(subgraphs["zaken"])
    ways = {**subgraphs, "zaken": around(held)}
    app = make_app(GatewaySettings(), Supergraph.parse(SUPERGRAPH), ways)

    async def told(scope: Scope, receive: Receive, send: Send) -> None:
        async def noted() -> Message:
            message = await receive()
            if message["type"] == "http.disconnect":
                held.client_gone.set()
            return message

        await app(scope, noted, send)

    async with asyncio.timeout(10), served(told) as url:
        yield url, held
        held.let_go.set()


def bare(subgraph: Subgraph) -> Subgraph:
    return subgraph


def protected(subgraph: Subgraph) -> Subgraph:
    return resilient("zaken", subgraph, Resilience())


async def asks_and_goes(url: str, query: str, held: Held, method: str = "POST") -> None:
    """Sends a request and closes the connection as soon as the subgraph is asked."""
    target = httpx.URL(url).join("graphql")
    body = b"" if method == "GET" else orjson.dumps({"query": query})
    if method == "GET":
        target = target.copy_with(params={"query": query})
    _, writer = await asyncio.open_connection("127.0.0.1", target.port)
    head = f"{method} {target.raw_path.decode()} HTTP/1.1\r\nhost: gateway\r\n"
    if body:
        head += f"content-type: application/json\r\ncontent-length: {len(body)}\r\n"
    writer.write(head.encode() + b"\r\n" + body)
    await held.begun.wait()
    writer.close()
    await writer.wait_closed()


@pytest.mark.parametrize("around", [bare, protected])
@pytest.mark.parametrize("method", ["POST", "GET"])
async def test_the_calls_of_a_query_are_cancelled_when_its_client_goes(
    around: Callable[[Subgraph], Subgraph], method: str
) -> None:
    async with town(around) as (url, held):
        await asks_and_goes(url, QUERY, held, method)
        await held.given_up.wait()
        assert held.inner.calls == []


@pytest.mark.parametrize("around", [bare, protected])
async def test_a_mutation_that_was_begun_is_made_all_the_same(
    around: Callable[[Subgraph], Subgraph],
) -> None:
    async with town(around) as (url, held):
        await asks_and_goes(url, MUTATION, held)
        await held.client_gone.wait()
        await asyncio.sleep(0.05)  # whatever would end it has had its chance
        held.let_go.set()
        await held.answered.wait()
        assert not held.given_up.is_set()
        assert len(held.inner.calls) == 1


async def test_a_client_that_stays_is_answered() -> None:
    async with town(protected) as (url, held), httpx.AsyncClient() as http:
        asking = asyncio.create_task(http.post(f"{url}graphql", json={"query": QUERY}))
        await held.begun.wait()
        held.let_go.set()
        assert (await asking).json() == {"data": {"zaak": {"omschrijving": "Boom kappen"}}}


class Client:
    """What a server tells of a client: an empty body, and once it has gone that."""

    def __init__(self) -> None:
        self.gone = asyncio.Event()
        self._body: Message | None = {"type": "http.request", "body": b"", "more_body": False}

    async def receive(self) -> Message:
        if self._body:
            body, self._body = self._body, None
            return body
        await self.gone.wait()
        return {"type": "http.disconnect"}


class TestUntilGone:
    async def test_what_happens_within_is_cancelled_when_the_client_goes(self) -> None:
        client = Client()

        async def work() -> None:
            async with until_gone(client.receive):
                client.gone.set()
                await asyncio.Event().wait()

        with pytest.raises(ClientDisconnect):
            await work()
        current = asyncio.current_task()
        assert current
        assert current.cancelling() == 0

    async def test_who_is_cancelled_by_another_stays_so(self) -> None:
        client = Client()

        async def work() -> None:
            async with until_gone(client.receive):
                client.gone.set()
                try:
                    await asyncio.Event().wait()
                finally:
                    working.cancel()

        working = asyncio.create_task(work())
        await asyncio.wait((working,))
        assert working.cancelled()

    async def test_what_is_done_in_time_is_done_and_nothing_stays_behind(self) -> None:
        async def work(fails: bool) -> str:
            async with until_gone(Client().receive):
                await asyncio.sleep(0)
                if fails:
                    raise LookupError
                return "done"

        before = asyncio.all_tasks()
        assert await work(fails=False) == "done"
        with pytest.raises(LookupError):
            await work(fails=True)
        await asyncio.sleep(0)
        assert asyncio.all_tasks() == before
