"""The public contract at `/openbaar/graphql`: for everyone alike, whoever they are."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import httpx
import pytest
from harness.composed import composed
from harness.memory_subgraph import MemorySubgraph
from harness.small_town import SUPERGRAPH, small_town

from auth.assurance import Niveau
from auth.principal import ANONIEM, Caller, Identifier, Identiteit, Klantsoort, Principal
from gateway.app import AppParts, make_app
from gateway.execution.executor import Executor
from gateway.execution.failures import ErrorPolicy
from gateway.operation.request import GraphQLRequest
from gateway.pipeline import Pipeline
from gateway.settings import GatewaySettings
from schema.contracts import contract
from schema.supergraph import Supergraph

TAGGED = (
    SUPERGRAPH.replace("{ query:", '@link(url: "https://specs.apollo.dev/tag/v0.3") { query:')
    .replace(
        "): [Dataset!]! @join__field(graph: DATA)",
        ') : [Dataset!]! @tag(name: "openbaar") @join__field(graph: DATA)',
    )
    .replace(
        "type Dataset @join__type(graph: DATA)",
        'type Dataset @tag(name: "openbaar") @join__type(graph: DATA)',
    )
    .replace("personen: [Persoon!]!", 'personen: [Persoon!]! @tag(name: "openbaar")')
    .replace("inkomen: Int", 'inkomen: Int @tag(name: "openbaar")')
)
SOMEONE = Identiteit("p1", Identifier.PSEUDONIEM)
BURGER = Principal(SOMEONE, SOMEONE, Klantsoort.BURGER, "digid", Niveau.HOOG)


async def everyone_is_a_burger(request: object) -> Caller:
    return BURGER


def told(caller: Caller):  # type: ignore[no-untyped-def]
    return lambda subgraph: {"gemeentegraaf-identiteit": type(caller).__name__}


@asynccontextmanager
async def town(settings: str = "", *, openbaar: bool = True) -> AsyncIterator[Town]:
    subgraphs = small_town()
    made = contract(TAGGED, frozenset({"openbaar"}))
    assert made.sdl is not None, made.errors
    parts = AppParts(
        authenticate=everyone_is_a_burger,
        headers_for=told,
        openbaar=Supergraph.parse(made.sdl) if openbaar else None,
    )
    app = make_app(GatewaySettings.load(settings, {}), Supergraph.parse(TAGGED), subgraphs, parts)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://stad") as client,
    ):
        yield Town(client, subgraphs)


class Town:
    """A gateway where everyone is logged in, and its subgraphs."""

    def __init__(self, client: httpx.AsyncClient, subgraphs: Mapping[str, MemorySubgraph]) -> None:
        self.client = client
        self.subgraphs = subgraphs

    async def ask(self, query: str, path: str = "/openbaar/graphql") -> dict[str, object]:
        response = await self.client.post(path, json={"query": query}, headers={"authorization": "Bearer x"})
        answer = response.json()
        assert isinstance(answer, dict)
        return answer


async def test_what_is_public_is_answered() -> None:
    async with town() as here:
        assert await here.ask("{ datasets(eerste: 1) { titel } }") == {
            "data": {"datasets": [{"titel": "Bomen"}]}
        }
        found = await here.client.get("/openbaar/graphql", params={"query": "{ datasets { titel } }"})
        assert found.status_code == 200


@pytest.mark.parametrize(
    "query", ["{ ik { naam } }", "{ personen { naam } }", "mutation { zaakSluiten(id: 1) { id } }"]
)
async def test_what_is_not_public_does_not_exist_even_for_who_is_logged_in(query: str) -> None:
    async with town() as here:
        answer = await here.ask(query)
        assert "data" not in answer
        assert "GRAPHQL_VALIDATION_FAILED" in str(answer["errors"])
        assert not any(subgraph.calls for subgraph in here.subgraphs.values())


async def test_a_gate_on_a_public_field_stays_closed_to_a_session() -> None:
    async with town() as here:
        query = "{ personen { inkomen } }"
        assert "30000" in str(await here.ask(query, "/graphql"))
        answer = await here.ask(query)
        assert "30000" not in str(answer)
        assert "UNAUTHORIZED_FIELD_OR_TYPE" in str(answer["errors"])


async def test_subgraphs_hear_nothing_of_who_asks() -> None:
    async with town() as here:
        await here.ask("{ datasets { titel } }")
        await here.ask("{ datasets { titel } }", "/graphql")
        open_, closed = here.subgraphs["data"].calls
        assert "gemeentegraaf-identiteit" not in open_.headers
        assert "gemeentegraaf-identiteit" in closed.headers


async def test_its_schema_is_open_where_that_of_the_whole_is_not() -> None:
    query = "{ __schema { types { name } } }"
    async with town("introspection: false") as here:
        assert "errors" in await here.ask(query, "/graphql")
        seen = str(await here.ask(query))
    assert "Dataset" in seen
    assert "Zaak" not in seen


async def test_without_a_contract_there_is_no_such_place() -> None:
    async with town(openbaar=False) as here:
        assert (await here.client.get("/openbaar/graphql")).status_code == 404


HIDING = """
type Query { dingen: [Ding] soort: Soort }
union Ding = Open | Dicht
type Open { i: Int }
type Dicht { i: Int }
enum Soort { BEKEND GEHEIM }
"""


async def test_types_and_values_that_a_contract_hides_are_null_and_stay_unnamed() -> None:
    link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@tag"])\n'
    tagged = HIDING.replace("type Dicht", 'type Dicht @tag(name: "x")').replace(
        "GEHEIM", 'GEHEIM @tag(name: "x")'
    )
    made = contract(composed({"a": link + tagged}), exclude=frozenset({"x"}))
    assert made.sdl is not None, made.errors
    things = [{"__typename": "Open", "i": 1}, {"__typename": "Dicht", "i": 2}]
    subgraph = MemorySubgraph(
        HIDING, resolvers={"Query.dingen": lambda *_: things, "Query.soort": lambda *_: "GEHEIM"}
    )
    pipeline = Pipeline(Supergraph.parse(made.sdl), Executor({"a": subgraph}, ErrorPolicy()))
    request = GraphQLRequest("{ dingen { __typename ... on Open { i } } soort }", None, {})
    response = await pipeline.answer(request, ANONIEM)
    assert response.data == {"dingen": [{"__typename": "Open", "i": 1}, None], "soort": None}
    assert "GEHEIM" not in str(response.errors)
    assert "Dicht" not in str(response.errors)
