"""Customers through the whole graph while the BRP fails: forms are filled in (@requires), and what other
subgraphs have of a customer is there, also when no source knows who that is.
"""

from __future__ import annotations

import json
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from harness.brp_world import IDENTIFICATION_KEY, BrpWorld, brp_section, brp_world, connected
from harness.standin import Fault
from harness.subgraph_desk import SANNE, SIGNING_KEY, principal, settings_for
from harness.visitor import Visitor, running, visiting
from starlette.applications import Starlette
from starlette.requests import Request

from auth.identification import Recipient, load_identification_key, load_recipient_key
from auth.principal import Caller
from auth.propagation import Issuer
from gateway.app import AppParts, make_app
from gateway.execution.subgraph import Subgraph, SubgraphFailure, SubgraphRequest, SubgraphResponse
from gateway.http.statement_headers import statement_headers
from gateway.settings import GatewaySettings
from gateway.transport.in_process import InProcessSubgraph
from gemeentegraaf.demo import committed_supergraph
from subgraphs.formulieren.service import make_service as make_formulieren
from subgraphs.persoonsgegevens.service import make_service as make_persoonsgegevens
from subgraphs.service.zgw_token import REGISTRATIEGEHEIM
from subgraphs.zaken.service import make_service as make_zaken

BASE_URL = "http://127.0.0.1:8000"
QUERY = """query($formulier: ID!) { ik { ... on NatuurlijkPersoon {
  vooringevuld(formulier: $formulier) { waarden ontbreekt }
  herkomst { bron authentiek uitgeweken } } } }"""
OTHERS = """{ ik { id klantsoort weergavenaam zaken(first: 2) { totaal edges { node { identificatie } } }
  ... on NatuurlijkPersoon { geslacht kinderen { leeftijd } aanvragen { totaal } } } }"""
ALONE = {"volgorde": {"burger": ["brp"]}}
FORM = {"formulier": "parkeervergunning-aanvragen"}
NAAM = "Sanne Maria de Vries"


class Absent:
    """A subgraph that nothing is asked of here."""

    async def execute(self, request: SubgraphRequest) -> SubgraphResponse:
        raise SubgraphFailure("SUBGRAPH_UNREACHABLE", "not here")

    async def close(self) -> None:
        return


async def sanne(_request: Request) -> Caller:
    return principal(SANNE)


def issuer() -> Issuer:
    """Tells persoonsgegevens numbers, and no other subgraph."""
    public = load_identification_key(IDENTIFICATION_KEY).as_dict(private=False)
    return Issuer(
        SIGNING_KEY, recipients={"persoonsgegevens": Recipient(load_recipient_key(json.dumps(public)))}
    )


@asynccontextmanager
async def the_town(
    folder: Path, section: dict[str, Any], ook: dict[str, Starlette] | None = None
) -> AsyncIterator[Visitor]:
    """A gateway in which Sanne is logged in, over both subgraphs and `ook`; her data come from where
    `section` says.
    """
    persoonsgegevens = make_persoonsgegevens(connected(folder, f"sqlite:///{folder}/p.sqlite3", section))
    settings = settings_for("formulieren", f"sqlite:///{folder}/f.sqlite3", **{REGISTRATIEGEHEIM: "g" * 32})
    formulieren = make_formulieren(settings, NoUpstream())
    there = {"persoonsgegevens": persoonsgegevens, "formulieren": formulieren, **(ook or {})}
    app = gateway_over(there)
    async with AsyncExitStack() as stack:
        for each in (*there.values(), app):
            await stack.enter_async_context(running(each))
        yield await stack.enter_async_context(visiting(BASE_URL, app))


class NoUpstream:
    """The zaken service, which prefill has no use for."""

    async def post(self, path: str, headers: object, body: bytes) -> Any:
        raise AssertionError("prefill hands nothing over")


def gateway_over(there: dict[str, Starlette]) -> Starlette:
    supergraph = committed_supergraph()
    subgraphs: dict[str, Subgraph] = {name: Absent() for name in supergraph.subgraphs}
    subgraphs |= {name: InProcessSubgraph(name, app) for name, app in there.items()}
    parts = AppParts(authenticate=sanne, headers_for=statement_headers(issuer()))
    return make_app(GatewaySettings(public_url=BASE_URL), supergraph, subgraphs, parts)


@pytest.fixture
async def world() -> AsyncIterator[BrpWorld]:
    async with brp_world() as world:
        yield world


async def prefilled(visitor: Visitor) -> dict[str, Any]:
    answer = await visitor.ask(QUERY, FORM)
    assert "errors" not in answer, answer["errors"]
    found: dict[str, Any] = answer["data"]["ik"]
    assert found["vooringevuld"]["waarden"]["naam"] == NAAM
    herkomst: dict[str, Any] = found["herkomst"]
    return herkomst


async def test_prefill_comes_from_the_brp_in_one_question(world: BrpWorld, tmp_path: Path) -> None:
    async with the_town(tmp_path, {"brp": brp_section(world.url)}) as visitor:
        herkomst = await prefilled(visitor)
    assert herkomst == {"bron": "BRP", "authentiek": True, "uitgeweken": False}
    assert len(world.heard.bodies) == 1
    assert "naam.volledigeNaam" in world.heard.bodies[0]["fields"]
    assert not [field for field in world.heard.bodies[0]["fields"] if field.startswith("kinderen")]


@pytest.mark.parametrize("fault", [Fault(503), Fault(200, b"<h1>onderhoud</h1>")], ids=["down", "wrong"])
async def test_prefill_goes_on_from_the_magazijn(world: BrpWorld, tmp_path: Path, fault: Fault) -> None:
    world.register.fault = fault
    async with the_town(tmp_path, {"brp": brp_section(world.url)}) as visitor:
        assert await prefilled(visitor) == {"bron": "MAGAZIJN", "authentiek": False, "uitgeweken": True}


async def test_what_the_register_no_longer_keeps_is_asked_for(world: BrpWorld, tmp_path: Path) -> None:
    reden = {"code": "M", "omschrijving": "ministerieel besluit"}
    sanne = {**world.people.personen[SANNE.waarde], "opschortingBijhouding": {"reden": reden}}
    world.people.wijzig(sanne, "2026-03-01")
    async with the_town(tmp_path, {"brp": brp_section(world.url)}) as visitor:
        answer = await visitor.ask(QUERY, FORM)
    ingevuld = answer["data"]["ik"]["vooringevuld"]
    assert "naam" in ingevuld["ontbreekt"]
    assert ingevuld["waarden"].keys() == {"email", "telefoonnummer"}


async def test_prefill_waits_no_longer_than_the_budget(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:  # takes connections, and never says a word
        section = {
            "brp": brp_section(f"http://127.0.0.1:{listener.getsockname()[1]}"),
            "budget_seconden": 0.2,
        }
        async with the_town(tmp_path, section) as visitor:
            assert (await prefilled(visitor))["uitgeweken"]


async def test_while_no_source_knows_the_customer_the_rest_of_the_page_is_there(
    world: BrpWorld, tmp_path: Path
) -> None:
    world.register.fault = Fault(503)
    zaken = make_zaken(
        settings_for("zaken", f"sqlite:///{tmp_path}/z.sqlite3", **{REGISTRATIEGEHEIM: "g" * 32})
    )
    section = {"brp": brp_section(world.url), **ALONE}
    async with the_town(tmp_path, section, {"zaken": zaken}) as visitor:
        answer = await visitor.ask(OTHERS)
    ik = answer["data"]["ik"]
    assert (ik["id"], ik["klantsoort"]) == (principal(SANNE).subject.id, "BURGER")
    assert (ik["weergavenaam"], ik["geslacht"], ik["kinderen"]) == (None, None, None)
    assert ik["zaken"]["totaal"] > len(ik["zaken"]["edges"]) == 2
    assert ik["aanvragen"] == {"totaal": 0}
    told = {tuple(error["path"]): error["extensions"]["code"] for error in answer["errors"]}
    fields = ("weergavenaam", "geslacht", "kinderen")
    assert told == {("ik", field): "BRON_NIET_BESCHIKBAAR" for field in fields}
    assert len(answer["errors"]) == len(told)


async def test_while_no_source_knows_the_customer_prefill_says_so(world: BrpWorld, tmp_path: Path) -> None:
    world.register.fault = Fault(503)
    async with the_town(tmp_path, {"brp": brp_section(world.url), **ALONE}) as visitor:
        answer = await visitor.ask(QUERY, FORM)
    assert answer["data"] == {"ik": {"vooringevuld": None, "herkomst": None}}
    assert [error["path"] for error in answer["errors"]] == [["ik", "vooringevuld"], ["ik", "herkomst"]]
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"BRON_NIET_BESCHIKBAAR"}
