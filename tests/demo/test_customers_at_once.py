"""Fifty customers and nobody, all at once over one gateway: each is answered as if there were no others."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from harness.visitor import Visitor, running, visiting
from starlette.requests import Request

from auth.assurance import Niveau
from auth.principal import ANONIEM, Caller, Identifier, Identiteit, Klantsoort, Principal
from auth.pseudonym import pseudonym
from gemeentegraaf.data_folder import open_data_folder
from gemeentegraaf.demo import make_demo
from gemeentegraaf.keys import open_keys
from subgraphs.service.voorbeeldstad import voorbeeldstad

BASE_URL = "http://127.0.0.1:8000"
TODAY = date(2026, 3, 2)
CUSTOMERS = 50
TOO_LOW = 5
"""One in so many has logged in at a level that opens nothing."""
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
    """One of the town: the header that is theirs, and who they are."""

    number: str
    principal: Principal


def _customers(key: bytes) -> Iterator[Customer]:
    town = voorbeeldstad(TODAY)
    organisaties = [(one.klantsoort, *one.identificatie) for one in town.organisaties]
    burgers = [(Klantsoort.BURGER, Identifier.BSN, one.bsn) for one in town.inwoners]
    chosen = [*organisaties, *burgers][:CUSTOMERS]
    for number, (klantsoort, soort, waarde) in enumerate(chosen):
        who = Identiteit(pseudonym(key, soort, waarde), soort)
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
        app = replace(demo, parts=replace(demo.parts, authenticate=Door(customers))).app()
        await stack.enter_async_context(running(app))
        yield Town(await stack.enter_async_context(visiting(BASE_URL, app)), customers)


async def _at_once(town: Town, asked: Sequence[tuple[str, str]]) -> list[bytes]:
    """As many requests under way as there are customers; more would only wait for each other."""
    places = asyncio.Semaphore(CUSTOMERS)

    async def answer(number: str, query: str) -> bytes:
        async with places:
            return await town.answer(number, query)

    return await asyncio.gather(*(answer(*each) for each in asked))


async def test_each_is_answered_as_when_alone(tmp_path: Path) -> None:
    async with _town(tmp_path) as town:
        customers = town.customers
        asked = [(number, query) for number in ("", *customers) for query in QUERIES]
        shuffled = random.Random(20260302).sample(asked, len(asked))
        together = await _at_once(town, shuffled)
    async with _town(tmp_path) as town:
        alone = {each: await town.answer(*each) for each in asked}

    assert len(customers) == CUSTOMERS
    assert [each for each, found in zip(shuffled, together, strict=True) if found != alone[each]] == []
    ids = {number: customer.principal.subject.id.encode() for number, customer in customers.items()}
    for (number, _), found in alone.items():
        assert {one for one, id_ in ids.items() if id_ in found} <= {number}
    told = {number for number in customers if ids[number] in alone[number, QUERIES[0]]}
    assert told == {number for number in customers if int(number) % TOO_LOW}
