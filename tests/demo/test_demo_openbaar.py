"""The public contract of the demo, asked by someone who is logged in."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from graphql import GraphQLObjectType, is_introspection_type
from harness.visitor import running, visiting

from gemeentegraaf.data_folder import open_data_folder
from gemeentegraaf.demo import committed_supergraph, make_demo
from schema.access import Access
from schema.supergraph import Supergraph

BASE_URL = "http://127.0.0.1:8000"
SCHEMA = Path(__file__).parents[2] / "schema"


async def test_open_data_is_there_and_private_data_is_not_even_for_who_is_logged_in(filled: Path) -> None:
    with open_data_folder(filled) as folder:
        app = make_demo(folder, BASE_URL, date(2026, 3, 2)).app()
        async with running(app), visiting(BASE_URL, app) as visitor:
            await visitor.log_in("digid", "sanne-de-vries")
            assert (await visitor.ask("{ ik { weergavenaam } }"))["data"]["ik"]

            async def ask(query: str) -> dict[str, object]:
                found: dict[str, object] = (
                    await visitor.client.post("/openbaar/graphql", json={"query": query})
                ).json()
                return found

            open_ = await ask(
                "{ datasets(first: 1) { edges { node { titel } } } __schema { queryType { name } } }"
            )
            private = await ask("{ ik { weergavenaam } }")
            catalogue = await visitor.client.get("/openbaar/catalog/bomen-in-beheer")
            (download,) = set(re.findall(rf"{BASE_URL}(/openbaar/bestanden/[\w-]+-csv)", catalogue.text))
            file = await visitor.client.get(download)
    assert "errors" not in open_
    assert "data" not in private
    assert catalogue.headers["content-type"] == "text/turtle; charset=utf-8"
    assert "Bomen in beheer" in catalogue.text
    assert file.text.startswith("boom,soort,plantjaar")


async def test_what_one_subgraph_refuses_costs_the_answers_of_no_other(filled: Path) -> None:
    with open_data_folder(filled) as folder:
        app = make_demo(folder, BASE_URL, date(2026, 3, 2)).app()
        async with running(app), visiting(BASE_URL, app) as visitor:
            answer = await visitor.ask(
                "{ datasets { totaal } formulieren(first: 0) { totaal } zaaktypen(first: 0) { totaal } }"
            )
    assert answer["data"] == {"datasets": {"totaal": 60}, "formulieren": None, "zaaktypen": None}
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"ONGELDIGE_INVOER"}


def test_nothing_in_the_public_contract_asks_for_a_login() -> None:
    public = Supergraph.parse((SCHEMA / "openbaar.graphql").read_text()).public
    access = committed_supergraph().access
    gated = [
        coordinate
        for name, type_ in public.type_map.items()
        if isinstance(type_, GraphQLObjectType) and not is_introspection_type(type_)
        for coordinate in (name, *(f"{name}.{field}" for field in type_.fields))
        if access.get(coordinate, Access()) != Access()
    ]
    assert gated == []
