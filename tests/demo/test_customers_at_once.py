"""Two hundred customers and nobody, at once over one gateway: each is answered as if there were no others.

Everyone of the town is among them, and people of whom the registers know nothing. What several ask of a
subgraph at the same moment is asked once, and plans and statements are remembered.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import chain, islice
from pathlib import Path

from harness.thoroughness import amount
from harness.visitor import Visitor, running, visiting
from starlette.applications import Starlette
from starlette.requests import Request

from auth.assurance import Niveau
from auth.principal import ANONIEM, Caller, Identifier, Identiteit, Klantsoort, Principal
from auth.pseudonym import pseudonym
from gateway.app import make_app
from gateway.settings import GatewaySettings
from gateway.transport.in_process import InProcessSubgraph
from gateway.transport.sharing import Sharing
from gemeentegraaf.data_folder import open_data_folder
from gemeentegraaf.demo import Demo, committed_supergraph, make_demo
from gemeentegraaf.keys import open_keys
from subgraphs.service.elfproef import nummers
from subgraphs.service.voorbeeldstad import voorbeeldstad

BASE_URL = "http://127.0.0.1:8000"
TODAY = date(2026, 3, 2)
PATIENCE = 600
CUSTOMERS = 200
TOO_LOW = 5
"""One in so many has logged in at a level that opens nothing."""
CURIOUS = amount(9, 1)
"""One in so many asks more than who they are."""
ALONE = amount(18, 7)
"""One in so many asks everything again, alone."""
NEWCOMERS = "99997"
"""How the numbers begin of those whom the registers do not know."""
WHO = "x-wie"
"""A header that stands for a login: what a login is worth is tested elsewhere."""
QUERIES = (
    "{ ik { id weergavenaam } }",
    "{ a: ik { id contactgegevens { email } }"
    " b: ik { zaken(first: 3) { edges { node { identificatie documenten { id } aanvraag { id } } } } } }",
    "{ ik { id ... on NatuurlijkPersoon { burgerservicenummer naam { volledigeNaam } }"
    " ... on Onderneming { kvkNummer statutaireNaam } ... on Instelling { rsin } } }",
    '{ ik { ... on NatuurlijkPersoon { vooringevuld(formulier: "parkeervergunning-aanvragen") { waarden } } }'
    " datasets(first: 2) { edges { node { titel } } } }",
)


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer: the header that is theirs, and who they are."""

    number: str
    principal: Principal

    @property
    def marks(self) -> tuple[bytes, ...]:
        """What stands in no answer but theirs."""
        return self.principal.subject.id.encode(), f'"{self.principal.subject.waarde}"'.encode()


def _customers(key: bytes) -> Iterator[Customer]:
    town = voorbeeldstad(TODAY)
    organisaties = [(one.klantsoort, *one.identificatie) for one in town.organisaties]
    burgers = [(Klantsoort.BURGER, Identifier.BSN, one.bsn) for one in town.inwoners]
    newcomers = ((Klantsoort.BURGER, Identifier.BSN, number) for number in nummers(NEWCOMERS))
    everyone = islice(chain(organisaties, burgers, newcomers), CUSTOMERS)
    for number, (klantsoort, soort, waarde) in enumerate(everyone):
        who = Identiteit(pseudonym(key, soort, waarde), soort, waarde)
        niveau = Niveau.BASIS if number % TOO_LOW == 0 else Niveau.SUBSTANTIEEL
        yield Customer(str(number), Principal(who, who, klantsoort, "test", niveau))


@dataclass(frozen=True, slots=True)
class Door:
    """Lets in whoever the header says; nobody without it."""

    customers: Mapping[str, Customer]

    async def __call__(self, request: Request) -> Caller:
        number = request.headers.get(WHO)
        return self.customers[number].principal if number else ANONIEM


@dataclass(frozen=True, slots=True)
class Town:
    visitor: Visitor
    customers: Mapping[str, Customer]

    async def answer(self, number: str, query: str) -> bytes:
        headers = {WHO: number} if number else {}
        response = await self.visitor.client.post("/graphql", json={"query": query}, headers=headers)
        return response.content


@asynccontextmanager
async def _town(folder: Path) -> AsyncIterator[Town]:
    async with AsyncExitStack() as stack:
        data = stack.enter_context(open_data_folder(folder))
        key = open_keys(data.keys).pseudonym_key.encode()
        customers = {one.number: one for one in _customers(key)}
        demo = make_demo(data, BASE_URL, TODAY)
        app = _app(demo, Door(customers))
        await stack.enter_async_context(running(app))
        yield Town(await stack.enter_async_context(visiting(BASE_URL, app)), customers)


def _app(demo: Demo, door: Door) -> Starlette:
    """The demo's gateway, but for who comes in and how much time there is: the machine may be busy."""
    services = (partial(service.router.lifespan_context, service) for service in demo.services.values())
    parts = replace(demo.parts, authenticate=door, lifespans=(*services, *demo.parts.lifespans))
    settings = GatewaySettings(public_url=BASE_URL, timeout_seconds=PATIENCE)
    subgraphs = {name: Sharing(InProcessSubgraph(name, one)) for name, one in demo.services.items()}
    return make_app(settings, committed_supergraph(), subgraphs, parts)


def _queries(number: str) -> tuple[str, ...]:
    """The first, by which one is known, and of the curious two more."""
    turn = int(number or 0)
    first, *others = QUERIES
    if turn % CURIOUS != 1 % CURIOUS:
        return (first,)
    turn //= CURIOUS
    return first, others[turn % len(others)], others[(turn + 1) % len(others)]


async def _at_once(town: Town, asked: Sequence[tuple[str, str]]) -> list[bytes]:
    """As many requests under way as there are customers; more would only wait for each other."""
    places = asyncio.Semaphore(CUSTOMERS)

    async def answer(number: str, query: str) -> bytes:
        async with places:
            return await town.answer(number, query)

    return await asyncio.gather(*(answer(*each) for each in asked))


async def test_each_is_answered_as_when_alone(filled: Path) -> None:
    async with _town(filled) as town:
        customers = town.customers
        asked = [(number, query) for number in ("", *customers) for query in _queries(number)]
        shuffled = random.Random(20260302).sample(asked, len(asked))
        together = dict(zip(shuffled, await _at_once(town, shuffled), strict=True))
    async with _town(filled) as town:
        chosen = [each for each in asked if not each[0] or int(each[0]) % ALONE == 1]
        alone = {each: await town.answer(*each) for each in chosen}

    assert len(customers) == CUSTOMERS
    assert [each for each, found in alone.items() if together[each] != found] == []
    for (number, _), found in together.items():
        assert {one for one, who in customers.items() if any(mark in found for mark in who.marks)} <= {number}
    told = {number for number in customers if customers[number].marks[0] in together[number, QUERIES[0]]}
    assert told == {number for number in customers if int(number) % TOO_LOW}
