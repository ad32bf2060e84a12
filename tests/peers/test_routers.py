"""Our supergraph works in routers of others: the same data, byte for byte, from the same subgraphs over HTTP.

The Apollo gateway for Node does not enforce authorization, so it rightly refuses a supergraph that links it
for security; it gets the same supergraph without, and the subgraphs still guard what is theirs.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from harness.databases import make_databases
from harness.routers import NotLoaded, answers, without_authorization
from harness.topology import Topology, topology
from harness.visitor import visiting

pytestmark = [pytest.mark.peers, pytest.mark.processes, pytest.mark.postgres]

SUBGRAPHS = ("persoonsgegevens", "zaken", "formulieren", "opendata", "website", "raadsinformatie")
QUERIES = (
    "{ datasets(first: 20) { edges { cursor node { id titel } } pageInfo { endCursor } totaal } }",
    "{ formulieren(first: 10) { totaal edges { node { id titel schema weergave } } } }",
    "{ zaaktypen(first: 20) { edges { node { id omschrijving } } } }",
    "{ a: zaaktypen(first: 1) { totaal } datasets(first: 2) { totaal __typename } b: zaaktypen(first: 2) "
    "{ edges { node { ...Z } } } } fragment Z on Zaaktype { __typename id omschrijving }",
)
PRIVATE = '{ zaak(id: "00000000-0000-0000-0000-000000000000") { omschrijving } }'


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory, postgres: str) -> Iterator[Topology]:
    asyncio.run(make_databases(postgres))
    server = postgres.rpartition("@")[2].partition("/")[0]
    with topology(tmp_path_factory.mktemp("routers"), server, {}) as started:
        started.run("keys")
        started.start(*SUBGRAPHS, "gateway")
        yield started


@pytest.fixture(scope="module")
def supergraphs(services: Topology) -> dict[str, Path]:
    """The file for each router: the committed supergraph, with the addresses of this machine."""
    whole = services.place.folder / "etc" / "gemeentegraaf" / "supergraph.graphql"
    open_ = services.place.folder / "without-authorization.graphql"
    open_.write_text(without_authorization(whole.read_text(encoding="utf-8")), encoding="utf-8")
    return {"hive": whole, "apollo": open_}


@pytest.fixture(scope="module")
def expected(services: Topology) -> Sequence[str]:
    """The data of our own gateway, as JSON."""
    return asyncio.run(ask_all(services))


async def ask_all(services: Topology) -> list[str]:
    async with visiting(services.url("gateway")) as visitor:
        return [data(await visitor.ask(query)) for query in QUERIES]


def data(answer: dict[str, object]) -> str:
    """The data in the order in which it came. The answer must be whole."""
    assert not answer.get("errors"), answer
    return json.dumps(answer["data"], ensure_ascii=False)


@pytest.mark.parametrize("router", ["apollo", "hive"])
def test_a_router_of_others_gives_the_same_data(
    router: str, supergraphs: dict[str, Path], expected: Sequence[str]
) -> None:
    given = answers(router, supergraphs[router], QUERIES)

    assert [data(one) for one in given] == expected
    assert all(len(one) > len('{"datasets": null}') for one in expected)


@pytest.mark.parametrize("router", ["apollo", "hive"])
def test_a_router_of_others_gets_nothing_private(router: str, supergraphs: dict[str, Path]) -> None:
    (answer,) = answers(router, supergraphs[router], [PRIVATE])

    assert (answer.get("data") or {"zaak": None}) == {"zaak": None}
    assert answer["errors"]


def test_a_router_that_cannot_enforce_authorization_refuses_the_supergraph(
    supergraphs: dict[str, Path],
) -> None:
    with pytest.raises(NotLoaded, match="UNSUPPORTED_LINKED_FEATURE"):
        answers("apollo", supergraphs["hive"], QUERIES[:1])
