"""The demo as a newcomer meets it: open the page, log in, ask, read the answer, log out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from harness.browser import Complaints, Explorer, browsing
from harness.demo_process import DemoProcess, demo_process

from auth.principal import Klantsoort
from gateway.http.explorer.config import Audience
from gemeentegraaf.demo_gateway import WAYS_IN
from gemeentegraaf.examples import EXAMPLES, THEIR_CASES
from subgraphs.service.voorbeeldstad import MACHTIGINGEN, PERSONAS, Machtiging, Persona

pytestmark = [pytest.mark.browser, pytest.mark.processes]

BURGER = next(one for one in PERSONAS if one.klantsoort is Klantsoort.BURGER)
OVERVIEW = (
    "query Overzicht { ik { __typename weergavenaam"
    " zaken(first: 5) { edges { node { identificatie omschrijving status { omschrijving } } } }"
    ' ... on NatuurlijkPersoon { naam { volledigeNaam } vooringevuld(formulier: "%s") { waarden } } } }'
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoProcess]:
    with demo_process(tmp_path_factory.mktemp("demo") / "data") as one:
        yield one


def a_form(base_url: str) -> str:
    query = "{ formulieren(first: 1, klantsoort: BURGER) { edges { node { id } } } }"
    answer = httpx.post(f"{base_url}/graphql", json={"query": query}).json()
    form: str = answer["data"]["formulieren"]["edges"][0]["node"]["id"]
    return form


async def choose(visit: Explorer, persona: Persona | Machtiging) -> None:
    """At the development login, and back to the explorer."""
    await visit.page.get_by_role("button", name=re.compile(f"^{re.escape(persona.naam)}")).click()
    await visit.ready()
    await visit.page.get_by_role("banner").get_by_text(persona.naam).wait_for()


async def test_a_burger_logs_in_asks_three_subgraphs_at_once_and_logs_out(demo: DemoProcess) -> None:
    async with browsing() as (page, complaints):
        visit = Explorer(page)
        await visit.open(demo.base_url)
        await visit.write(OVERVIEW % a_form(demo.base_url))
        await visit.run()
        assert '"ik": null' in await visit.answer_with("UNAUTHORIZED_FIELD_OR_TYPE")

        await visit.log_in("DigiD")
        await choose(visit, BURGER)
        await visit.write(OVERVIEW % a_form(demo.base_url))
        await visit.run()
        answer = await visit.answer_with(f'"weergavenaam": "{BURGER.naam}"')
        assert '"__typename": "NatuurlijkPersoon"' in answer
        assert '"identificatie": "ZAAK-' in answer
        assert BURGER.waarde not in await page.locator("header").inner_text()

        await visit.log_out()
        await visit.ready()
        assert BURGER.naam not in await page.locator("body").inner_text()
    assert complaints == Complaints(hosts={urlsplit(demo.base_url).netloc})


async def test_who_acts_for_another_finds_their_zaken(demo: DemoProcess) -> None:
    async with browsing() as (page, complaints):
        visit = Explorer(page)
        await visit.open(demo.base_url)
        await visit.log_in("DigiD Machtigen")
        await choose(visit, MACHTIGINGEN[0])
        await page.get_by_role("button", name=re.compile(f"^{THEIR_CASES.title}")).click()
        await visit.run()
        answer = await visit.answer_with(f'"weergavenaam": "{MACHTIGINGEN[0].machtiginggever.naam}"')
        assert "errors" not in answer
        assert '"identificatie": "ZAAK-' in answer
    assert complaints == Complaints(hosts={urlsplit(demo.base_url).netloc})


async def test_a_login_can_be_called_off(demo: DemoProcess) -> None:
    async with browsing() as (page, complaints):
        visit = Explorer(page)
        await visit.open(demo.base_url)
        await visit.log_in("DigiD")
        await page.get_by_text("Annuleren").click()
        await page.get_by_text("U hebt het inloggen afgebroken.").wait_for()
        await visit.ready()
    assert complaints == Complaints(hosts={urlsplit(demo.base_url).netloc})


@pytest.mark.parametrize("klantsoort", [Klantsoort.BURGER, Klantsoort.BEDRIJF])
async def test_the_examples_answer_the_customers_they_are_for(
    demo: DemoProcess, klantsoort: Klantsoort
) -> None:
    persona = next(one for one in PERSONAS if one.klantsoort is klantsoort)
    way_in = next(way.url for way in WAYS_IN if way.klantsoort is klantsoort)
    async with browsing() as (page, complaints):
        visit = Explorer(page)
        await page.goto(demo.base_url + way_in)
        await choose(visit, persona)
        for example in EXAMPLES:
            if example.audience in {Audience.IEDEREEN, Audience(klantsoort)}:
                await page.get_by_role("button", name=re.compile(f"^{example.title}")).click()
                await visit.run()
                assert "errors" not in await visit.answer_with('"data": {')
    assert complaints == Complaints(hosts={urlsplit(demo.base_url).netloc})
