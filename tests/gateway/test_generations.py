"""A new supergraph takes over while requests go on: none is lost, none is of two; the old one is freed."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import orjson
import pytest
from harness.raw_server import answers, raw_server
from harness.raw_server import http as http_answer
from harness.reloaded import QUERY, Versions, schemas, version
from harness.served import served

from gateway.app import GRAPHQL_AT, OPENBAAR_AT, AppParts, make_following_app
from gateway.connections import Connections, NoWayError, Ways
from gateway.generation import Schemas
from gateway.generations import GenerationRules, Generations
from gateway.settings import GatewaySettings
from gateway.transport.http_client import HttpLimits, HttpSubgraph
from schema.supergraph import Supergraph, SupergraphError


class Held:
    """Follows nothing: the test has the generations in its own hands."""

    generations: Generations

    @asynccontextmanager
    async def __call__(self, generations: Generations) -> AsyncIterator[None]:
        self.generations = generations
        yield


@asynccontextmanager
async def gateway(versions: Versions, settings: str = "") -> AsyncIterator[tuple[str, Generations]]:
    """The URL of a gateway on a port of its own, at version 0, and its generations."""
    held = Held()
    app = make_following_app(GatewaySettings.load(settings, {}), schemas(0), versions.ways, AppParts(), held)
    async with served(app) as url:
        yield url, held.generations


async def ask(http: httpx.AsyncClient, url: str, query: str = QUERY) -> Any:
    return (await http.post(f"{url}graphql", json={"query": query})).json()


async def replace(generations: Generations, number: int) -> None:
    await generations.replace(lambda: schemas(number))


class Asking:
    """Many clients, each with a connection of its own, that ask without a pause until told to stop."""

    def __init__(self, url: str, clients: int) -> None:
        self.answers: Counter[bytes] = Counter()
        self.under_way = 0
        self.changed = asyncio.Condition()
        self._port = httpx.URL(url).port
        self._stop = False
        self._tasks = [asyncio.create_task(self._ask()) for _ in range(clients)]

    async def saw(self, number: int) -> None:
        """Returns when a client has an answer of this version."""
        mark = f'"first":{number},'.encode()
        async with self.changed:
            await self.changed.wait_for(lambda: any(mark in answer for answer in self.answers))

    async def stop(self) -> None:
        self._stop = True
        await asyncio.gather(*self._tasks)

    async def _ask(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        body = orjson.dumps({"query": QUERY})
        head = [
            "POST /graphql HTTP/1.1",
            "host: gateway",
            "content-type: application/json",
            f"content-length: {len(body)}",
        ]
        while not self._stop:
            self.under_way += 1
            writer.write("\r\n".join((*head, "", "")).encode() + body)
            answered = await reader.readuntil(b"\r\n\r\n")
            assert answered.startswith(b"HTTP/1.1 200 "), answered
            [length] = [line[15:] for line in answered.split(b"\r\n") if line.startswith(b"content-length:")]
            self.answers[await reader.readexactly(int(length))] += 1
            self.under_way -= 1
            async with self.changed:
                self.changed.notify_all()
        writer.close()
        await writer.wait_closed()


async def test_no_request_is_lost_or_answered_by_two_generations() -> None:
    versions, reloads = Versions(pause=0.02), 24
    async with gateway(versions) as (url, generations):
        asking = Asking(url, clients=150)
        await asking.saw(0)
        most = 0
        for number in range(1, reloads + 1):
            await asyncio.sleep(0.03)
            await replace(generations, number)
            most = max(most, asking.under_way)
        await asking.saw(reloads)
        await asking.stop()
        answers = {body: orjson.loads(body) for body in asking.answers}
        assert most == 150
        seen = set()
        for body, answer in answers.items():
            assert answer.keys() == {"data"}, body
            [number] = set(answer["data"]["thing"].values()) - {answer["data"]["thing"]["id"]}
            assert answer["data"]["thing"]["id"] == str(number)
            seen.add(number)
        assert {0, reloads} <= seen
        assert generations.current.number == reloads + 1
    assert sorted(versions.opened) == sorted(versions.closed)
    assert len(versions.opened) == 2 * (reloads + 1)


class TestTakingOver:
    async def test_what_the_old_one_was_asked_most_is_prepared_before_and_planned_no_more(self) -> None:
        async with gateway(Versions()) as (url, generations), httpx.AsyncClient() as http:
            rare, gone = "{ thing { id } }", '{ thing { odd: __typename } __type(name: "Weg") { name } }'
            for query in (rare, gone, QUERY, QUERY, gone):
                await ask(http, url, query)
            assert planned(generations) == 3
            await replace(generations, 1)
            assert planned(generations) == 3
            assert (await ask(http, url))["data"]["thing"]["first"] == 1
            assert planned(generations) == 3
            await replace(generations, 2)
            assert planned(generations) == 3

    async def test_the_budget_of_operations_goes_to_the_most_used(self) -> None:
        settings = "reload: {warm_up: {operations: 1}}"
        async with gateway(Versions(), settings) as (url, generations), httpx.AsyncClient() as http:
            for query in ("{ thing { id } }", QUERY, QUERY):
                await ask(http, url, query)
            await replace(generations, 1)
            assert planned(generations) == 1
            await ask(http, url)
            assert planned(generations) == 1
            await ask(http, url, "{ thing { id } }")
            assert planned(generations) == 2

    @pytest.mark.parametrize("budget", ["seconds: 0", "bytes: 0", "operations: 0"])
    async def test_without_a_budget_nothing_is_prepared(self, budget: str) -> None:
        settings = f"reload: {{warm_up: {{{budget}}}}}"
        async with gateway(Versions(), settings) as (url, generations), httpx.AsyncClient() as http:
            await ask(http, url)
            await replace(generations, 1)
            assert planned(generations) == 0
            assert (await ask(http, url))["data"]["thing"]["second"] == 1

    async def test_what_the_new_one_has_no_longer_is_left_out(self) -> None:
        async with gateway(Versions()) as (url, generations), httpx.AsyncClient() as http:
            await ask(http, url)
            await ask(http, url, "{ thing { first } }")
            text = version(1).replace("second: Int", "zweite: Int")
            await generations.replace(lambda: Schemas(Supergraph.parse(text)))
            assert planned(generations) == 1
            assert (await ask(http, url))["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"

    async def test_the_public_contract_comes_and_goes_with_it(self) -> None:
        async with gateway(Versions()) as (url, generations), httpx.AsyncClient() as http:
            public = f"{url.rstrip('/')}{OPENBAAR_AT}"
            assert (await http.post(public, json={"query": QUERY})).status_code == 404
            both = Schemas(schemas(1).supergraph, schemas(1).supergraph)
            await generations.replace(lambda: both)
            assert (await http.post(public, json={"query": QUERY})).json()["data"]["thing"]["second"] == 1
            await replace(generations, 2)
            assert (await http.post(public, json={"query": QUERY})).status_code == 404

    async def test_operators_are_told_which_one_serves(self) -> None:
        async with gateway(Versions()) as (url, generations), httpx.AsyncClient() as http:
            await replace(generations, 7)
            told = (await http.get(f"{url}ready")).json()
            assert (told["supergraph"]["generation"], told["supergraph"]["id"]) == (2, "7")
            generations.problem = "INVALID_SUPERGRAPH"
            response = await http.get(f"{url}ready")
            assert response.status_code == 200
            assert response.json()["supergraph"]["problem"] == "INVALID_SUPERGRAPH"


class TestBrokenSupergraphs:
    async def test_one_that_cannot_be_read_changes_nothing(self) -> None:
        versions = Versions()
        async with gateway(versions) as (url, generations), httpx.AsyncClient() as http:
            with pytest.raises(SupergraphError):
                await generations.replace(lambda: Schemas(Supergraph.parse("type Query {")))
            assert (await ask(http, url))["data"]["thing"]["first"] == 0
            assert generations.current.number == 1
            await replace(generations, 1)
            assert generations.current.number == 2

    async def test_one_whose_subgraphs_cannot_be_reached_changes_nothing(self) -> None:
        versions = Versions(unreachable="http://second.test/1/graphql")
        async with gateway(versions) as (url, generations), httpx.AsyncClient() as http:
            with pytest.raises(NoWayError):
                await replace(generations, 1)
            assert (await ask(http, url))["data"]["thing"]["second"] == 0
            await replace(generations, 2)
        never_used = ("first", "http://first.test/1/graphql")
        assert sorted(versions.opened) == sorted([*versions.closed, never_used])


class TestTheOldOne:
    async def test_it_ends_its_requests_and_then_lets_its_connections_go(self) -> None:
        versions = Versions()
        async with gateway(versions) as (url, generations), httpx.AsyncClient() as http:
            versions.gate.clear()
            asked = asyncio.create_task(ask(http, url))
            await versions.waiting.wait()
            await replace(generations, 1)
            assert (versions.closed, generations.leaving) == ([], 1)
            versions.gate.set()
            assert set((await asked)["data"]["thing"].values()) == {"0", 0}
            await generations.old_ones_end()
            assert {url.split("/")[3] for _, url in versions.closed} == {"0"}

    async def test_it_waits_no_longer_than_its_time_for_who_is_still_at_it(self) -> None:
        versions = Versions()
        connections = Connections(versions.ways)
        rules = GenerationRules(drain_seconds=0.01, last_seconds=0.01)
        generations = Generations(schemas(0), connections, lambda *_: {}, rules)
        with generations.current.in_use():
            await replace(generations, 1)
            assert not any(source.closed for source in versions.sources)
            async with asyncio.timeout(5):
                await generations.old_ones_end()
            assert len(versions.closed) == 2
            assert [source.closed for source in versions.sources] == [True, True, False, False]
        await generations.close()
        assert len(connections) == 0

    async def test_a_gateway_that_stops_waits_for_none(self) -> None:
        versions = Versions()
        generations = Generations(schemas(0), Connections(versions.ways), lambda *_: {}, GenerationRules())
        with generations.current.in_use():
            await replace(generations, 1)
            await generations.close()
        assert sorted(versions.opened) == sorted(versions.closed)
        assert all(source.closed for source in versions.sources)

    async def test_connections_that_both_have_stay_open(self) -> None:
        versions = Versions()
        async with gateway(versions) as (url, generations), httpx.AsyncClient() as http:
            for _ in range(3):
                await generations.replace(lambda: Schemas(Supergraph.parse(version(0) + "\n")))
            text = version(0).replace("second.test/0/", "second.test/5/")
            await generations.replace(lambda: Schemas(Supergraph.parse(text)))
            assert (await ask(http, url))["data"]["thing"] == {"id": "0", "first": 0, "second": 5}
            await generations.old_ones_end()
            assert versions.closed == [("second", "http://second.test/0/graphql")]
        assert sorted(versions.opened) == sorted(versions.closed)

    async def test_over_real_sockets_no_connection_is_opened_twice_or_left_open(self) -> None:
        ended = asyncio.Event()

        async def behaviour(_request: bytes, writer: asyncio.StreamWriter) -> None:
            writer.write(http_answer(b'{"data":{"thing":{"id":"1"}}}'))
            task = asyncio.ensure_future(writer.wait_closed())
            task.add_done_callback(lambda _: ended.set())

        async with (
            raw_server(behaviour) as one,
            raw_server(answers(http_answer(b'{"data":{"thing":null}}'))) as other,
        ):
            ways = Ways(lambda _name, url: HttpSubgraph(url, HttpLimits()))
            text = version(0).replace("http://first.test/0/graphql", one.url)
            app = make_following_app(GatewaySettings(), of(text), ways, AppParts(), held := Held())
            async with served(app) as url, httpx.AsyncClient() as client:
                for number in range(3):
                    assert (await ask(client, url, "{ thing { id } }"))["data"] == {"thing": {"id": "1"}}
                    await held.generations.replace(lambda extra=number: of(text + f"# {extra}"))
                assert (one.connections, len(one.requests), ended.is_set()) == (1, 3, False)
                await held.generations.replace(lambda: of(text.replace(one.url, other.url)))
                assert (await ask(client, url, "{ thing { id } }"))["data"] == {"thing": None}
                await ended.wait()

    async def test_nothing_of_it_stays_in_memory(self) -> None:
        async with gateway(Versions()) as (url, generations), httpx.AsyncClient() as http:
            old = []
            for number in range(1, 4):
                await ask(http, url)
                await ask(http, url, "{ __schema { types { name } } }")
                current = generations.current
                old += [weakref.ref(current), weakref.ref(current.schemas.supergraph)]
                old += [weakref.ref(service.pipeline) for service in current.services.values()]
                del current
                await replace(generations, number)
            await generations.old_ones_end()
            gc.collect()
            assert [one() for one in old] == [None] * 9

    async def test_a_large_one_is_freed_at_once(self) -> None:
        rules = GenerationRules(large=1)
        generations = Generations(schemas(0), Connections(Versions().ways), lambda *_: {}, rules)
        old = weakref.ref(generations.current.schemas.supergraph)
        await replace(generations, 1)
        assert old() is None
        await generations.close()


def of(text: str) -> Schemas:
    return Schemas(Supergraph.parse(text))


def planned(generations: Generations) -> int:
    """How many operations the current generation has planned."""
    return generations.current.services[GRAPHQL_AT].pipeline.preparation.planned
