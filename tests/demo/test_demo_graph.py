"""The whole graph in one process: which subgraphs are asked for whom, and what is left when one is down."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from graphql import parse, validate
from harness.counted_subgraph import CountedSubgraph
from harness.memory_subgraph import ScriptedSubgraph, unreachable
from harness.visitor import Visitor, running, visiting

from gateway.http.explorer.config import Example
from gemeentegraaf.data_folder import open_data_folder
from gemeentegraaf.demo import committed_supergraph, make_demo
from gemeentegraaf.examples import EXAMPLES

BASE_URL = "http://127.0.0.1:8000"
TODAY = date(2026, 3, 2)
OVERVIEW = """
  query Overzicht($formulier: ID!) {
    ik {
      __typename
      weergavenaam
      zaken(first: 3) { edges { node { identificatie status { omschrijving } } } }
      ... on NatuurlijkPersoon { naam { volledigeNaam } vooringevuld(formulier: $formulier) { waarden } }
    }
    datasets(first: 1) { edges { node { titel } } }
  }
"""
FORM = {"formulier": "parkeervergunning-aanvragen"}


@dataclass(frozen=True, slots=True)
class Town:
    """A demo that runs, someone to visit it, and what was asked of its subgraphs."""

    visitor: Visitor
    counted: dict[str, CountedSubgraph]

    @property
    def asked(self) -> dict[str, int]:
        return {name: len(one.bodies) for name, one in self.counted.items() if one.bodies}


@asynccontextmanager
async def a_town(folder: Path, **broken: ScriptedSubgraph) -> AsyncIterator[Town]:
    with open_data_folder(folder) as data:
        demo = make_demo(data, BASE_URL, TODAY)
        counted = {name: CountedSubgraph(broken.get(name, one)) for name, one in demo.subgraphs.items()}
        app = replace(demo, subgraphs=counted).app()
        async with running(app), visiting(BASE_URL, app) as visitor:
            yield Town(visitor, counted)


@pytest.fixture
async def town(filled: Path) -> AsyncIterator[Town]:
    async with a_town(filled) as town:
        yield town


async def test_a_burger_is_answered_from_four_subgraphs_at_once(town: Town) -> None:
    await town.visitor.log_in("digid", "sanne-de-vries")

    answer = await town.visitor.ask(OVERVIEW, FORM)

    assert "errors" not in answer
    assert answer["data"]["ik"]["naam"]["volledigeNaam"] == "Sanne Maria de Vries"
    assert answer["data"]["ik"]["vooringevuld"]["waarden"]["naam"] == "Sanne Maria de Vries"
    assert len(answer["data"]["ik"]["zaken"]["edges"]) == 3
    assert town.asked == {"persoonsgegevens": 1, "zaken": 1, "formulieren": 1, "opendata": 1}


async def test_for_nobody_no_private_subgraph_is_asked(town: Town) -> None:
    answer = await town.visitor.ask(OVERVIEW, FORM)

    assert answer["data"]["ik"] is None
    assert len(answer["data"]["datasets"]["edges"]) == 1
    assert [(error["path"], error["extensions"]["code"]) for error in answer["errors"]] == [
        (["ik"], "UNAUTHORIZED_FIELD_OR_TYPE")
    ]
    assert town.asked == {"opendata": 1}


async def test_no_identifier_of_a_register_goes_to_a_subgraph(town: Town) -> None:
    await town.visitor.log_in("digid", "sanne-de-vries")
    await town.visitor.ask(OVERVIEW, FORM)

    assert not any(b"999990007" in body for one in town.counted.values() for body in one.bodies)


async def test_after_logout_the_same_browser_is_nobody(town: Town) -> None:
    await town.visitor.log_in("digid", "sanne-de-vries")
    assert (await town.visitor.ask("{ ik { weergavenaam } }"))["data"]["ik"]

    await town.visitor.client.post("/auth/logout", headers={"x-gemeentegraaf": "1"})

    assert (await town.visitor.ask("{ ik { weergavenaam } }"))["data"] == {"ik": None}


async def test_a_subgraph_that_is_down_leaves_the_rest_of_the_answer(filled: Path) -> None:
    async with a_town(filled, zaken=unreachable()) as town:
        await town.visitor.log_in("digid", "sanne-de-vries")
        answer = await town.visitor.ask(OVERVIEW, FORM)

    ik = answer["data"]["ik"]
    assert (ik["zaken"], ik["naam"]["volledigeNaam"]) == (None, "Sanne Maria de Vries")
    assert len(answer["data"]["datasets"]["edges"]) == 1
    (error,) = answer["errors"]
    assert error["path"] == ["ik", "zaken"]
    assert error["extensions"]["code"] == "SUBGRAPH_UNREACHABLE"
    assert error["extensions"]["service"] == "zaken"
    assert "refused" not in error["message"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_every_example_fits_the_graph(example: Example) -> None:
    assert validate(committed_supergraph().public, parse(example.query)) == []


async def test_what_is_filled_in_wrongly_is_said_of_its_field_and_not_repeated(town: Town) -> None:
    await town.visitor.log_in("digid", "sanne-de-vries")
    answer = await town.visitor.ask(
        'mutation { contactgegevensWijzigen(input: {email: "geen adres"}) { __typename } }'
    )

    (error,) = answer["errors"]
    assert error["extensions"] == {
        "code": "ONGELDIGE_INVOER", "veld": "email", "service": "persoonsgegevens"
    }  # fmt: skip
    assert "geen adres" not in str(answer)
