"""What one customer gets at with the ids of another: the same as with ids that do not exist.

The operations are made from the graph: every field, argument and mutation that takes an id is tried.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from graphql import parse, validate
from harness.everything import Everything
from harness.thoroughness import amount
from harness.visitor import Visitor, running, visiting
from starlette.applications import Starlette

from gateway.app import make_app
from gateway.settings import GatewaySettings, LimitSettings
from gemeentegraaf.data_folder import open_data_folder
from gemeentegraaf.demo import Demo, committed_supergraph, make_demo

pytestmark = pytest.mark.asyncio(loop_scope="module")

BASE_URL = "http://127.0.0.1:8000"
TODAY = date(2026, 3, 2)
GRAPH = committed_supergraph()
FORM = "melding-openbare-ruimte-doen"
NOBODYS = "c0ffee00-0000-4000-8000-000000000000"
EACH = amount(1, 2)
"""Ids tried of every type."""
MUTATED_BY = amount(2, 4)
"""How many of the others try every mutation."""
UNDONE = {"VerificatieMislukt", "NietToegestaan"}
"""What says that nothing was done, and nothing of whether there is such an id."""
ANSWERS = {
    "categorie": "Groen",
    "omschrijving": "Er hangt een tak over het pad.",
    "locatie": "Parklaan",
    "email": "sanne@post.example",
}


EVERYTHING = Everything(GRAPH.public, deep=bool(amount(0, 1)))
BY_ID = EVERYTHING.by_id
OVERVIEW = Everything(GRAPH.public, narrow=False).of("ik")


@dataclass(frozen=True, slots=True)
class Town:
    """Someone who has zaken, aanvragen and drafts, and others who would like to see them."""

    owner: Visitor
    others: dict[str, Visitor]
    ids: dict[str, list[str]]
    """The owner's, by type."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(filled_once: Path) -> AsyncIterator[Town]:
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(open_data_folder(filled_once))
        app = _app(make_demo(folder, BASE_URL, TODAY))
        await stack.enter_async_context(running(app))
        owner, nobody, burger, bedrijf, gemachtigde = [
            await stack.enter_async_context(visiting(BASE_URL, app)) for _ in range(5)
        ]
        await owner.log_in("digid", "sanne-de-vries")
        await burger.log_in("digid", "hendrik-van-den-berg")
        await bedrijf.log_in("eherkenning", "de-gouden-korst")
        await gemachtigde.log_in("digid_machtigen", "amira-namens-hendrik")
        await _fill(owner)
        seen = await owner.ask(OVERVIEW, {"id": NOBODYS})
        ids = defaultdict(list)
        for type_name, id_ in _private_ids(seen["data"]):
            ids[type_name].append(id_)
        others = {"nobody": nobody, "bedrijf": bedrijf, "burger": burger, "gemachtigde": gemachtigde}
        yield Town(owner, others, dict(ids))


def _app(demo: Demo) -> Starlette:
    """The demo's gateway, but for what an operation may cost: here all is asked at once."""
    services = (partial(service.router.lifespan_context, service) for service in demo.services.values())
    parts = replace(demo.parts, lifespans=(*services, *demo.parts.lifespans))
    settings = GatewaySettings(public_url=BASE_URL, limits=LimitSettings(cost=10_000_000))
    return make_app(settings, GRAPH, demo.subgraphs, parts)


async def _fill(visitor: Visitor) -> None:
    """A draft, and an aanvraag that has become a zaak."""
    for key in ("concept", "ingediend"):
        started = await visitor.ask(_started(key))
        aanvraag = started["data"]["aanvraagStarten"]["aanvraag"]["id"]
        saved = await visitor.ask(
            "mutation ($a: ID!, $g: JSON!)"
            " { aanvraagBewaren(input: {aanvraag: $a, gegevens: $g}) { gelukt } }",
            {"a": aanvraag, "g": ANSWERS},
        )
        assert saved["data"]["aanvraagBewaren"]["gelukt"]
    submitted = await visitor.ask(
        'mutation ($a: ID!) { aanvraagIndienen(input: {aanvraag: $a, idempotentiesleutel: "ingediend"})'
        " { aanvraag { zaak { id } } } }",
        {"a": aanvraag},
    )
    assert submitted["data"]["aanvraagIndienen"]["aanvraag"]["zaak"]["id"]


def _started(key: str) -> str:
    return (
        f'mutation {{ aanvraagStarten(input: {{formulier: "{FORM}", idempotentiesleutel: "{key}"}})'
        " { gelukt aanvraag { id gegevens } } }"
    )


def _private_ids(value: Any) -> Iterator[tuple[str, str]]:
    """Each object's type and id, but for types that anyone may see."""
    if isinstance(value, list):
        for each in value:
            yield from _private_ids(each)
    elif isinstance(value, dict):
        type_name = value.get("__typename", "")
        if "id" in value and type_name in GRAPH.access:
            yield type_name, value["id"]
        for each in value.values():
            yield from _private_ids(each)


def _tried(town: Town) -> Iterator[str]:
    for ids in town.ids.values():
        yield from list(dict.fromkeys(ids))[:EACH]


async def test_the_operations_that_are_tried_are_valid_and_take_every_id_there_is(town: Town) -> None:
    for text in (OVERVIEW, BY_ID, *EVERYTHING.mutations.values()):
        assert validate(GRAPH.public, parse(text)) == []
    assert BY_ID.count("$id") > 10
    assert {"aanvraagBewaren", "aanvraagIndienen", "aanvraagIntrekken"} <= EVERYTHING.mutations.keys()
    assert {"NatuurlijkPersoon", "Zaak", "Aanvraag", "Zaakdocument", "Besluit"} <= town.ids.keys()


async def test_to_its_owner_an_id_opens_something(town: Town) -> None:
    unknown = (await town.owner.ask(BY_ID, {"id": NOBODYS}))["data"]
    for type_name, field in (("Zaak", "zaak"), ("Aanvraag", "aanvraag")):
        found = (await town.owner.ask(BY_ID, {"id": town.ids[type_name][0]}))["data"]
        assert (unknown[field], found[field]["id"]) == (None, town.ids[type_name][0])


@pytest.mark.parametrize("who", ["nobody", "burger", "bedrijf", "gemachtigde"])
async def test_no_query_tells_an_id_of_another_from_one_that_does_not_exist(town: Town, who: str) -> None:
    unknown = (await town.others[who].send(BY_ID, {"id": NOBODYS})).content

    for id_ in _tried(town):
        assert (await town.others[who].send(BY_ID, {"id": id_})).content == unknown
    assert not any(id_.encode() in unknown for ids in town.ids.values() for id_ in ids)


@pytest.mark.parametrize("mutation", EVERYTHING.mutations)
async def test_no_mutation_does_anything_with_an_id_of_another(town: Town, mutation: str) -> None:
    text = EVERYTHING.mutations[mutation]
    before = (await town.owner.send(OVERVIEW, {"id": NOBODYS})).content

    for other in list(town.others.values())[-MUTATED_BY:]:
        unknown = (await other.send(text, {"id": NOBODYS})).content
        assert _nothing_done(json.loads(unknown)["data"][mutation])
        for id_ in _tried(town):
            assert (await other.send(text, {"id": id_})).content == unknown

    assert (await town.owner.send(OVERVIEW, {"id": NOBODYS})).content == before


def _nothing_done(outcome: Any) -> bool:
    return outcome is None or outcome["__typename"] in UNDONE


async def test_an_idempotency_key_of_another_gives_no_aanvraag_of_theirs(town: Town) -> None:
    own = (await town.owner.ask(_started("ingediend")))["data"]["aanvraagStarten"]
    other = (await town.others["burger"].ask(_started("ingediend")))["data"]["aanvraagStarten"]

    assert own["aanvraag"]["gegevens"] == ANSWERS
    assert other["gelukt"]
    assert other["aanvraag"]["id"] not in town.ids["Aanvraag"]
    assert other["aanvraag"]["gegevens"] == {}
