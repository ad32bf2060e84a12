"""The services of docker/compose.yaml, as processes over HTTP, answer as the single process: byte for byte.

Same keys, same calendar, same demo data. On one side SQLite and calls within a process, on the other
PostgreSQL and HTTP.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest
from harness.databases import make_databases
from harness.topology import PATIENCE, Topology, topology
from harness.visitor import Visitor, running, visiting

from gemeentegraaf.data_folder import open_data_folder
from gemeentegraaf.demo import Registers, make_demo

pytestmark = [pytest.mark.processes, pytest.mark.postgres]

TODAY = date(2026, 3, 2)
BASE_URL = "http://127.0.0.1:8000"
STANDINS = ("brp", "kvk", "zaakafhandeling")
SUBGRAPHS = ("persoonsgegevens", "zaken", "formulieren", "opendata", "website", "raadsinformatie")

PUBLIC = {
    "datasets": "{ datasets(first: 20) { edges { cursor node { id titel } } pageInfo { endCursor } } }",
    "forms": "{ formulieren(first: 10) { totaal edges { node { id titel schema weergave } } } }",
    "zaaktypen": "{ zaaktypen(first: 20) { edges { node { id omschrijving } } } }",
    "products": "{ producten(first: 20) { edges { cursor node { id titel kosten { bedrag } } } } }",
    "events": "{ evenementen { totaal edges { node { titel perioden { begin einde } } } } }",
    "projects": "{ bouwprojecten { edges { node { titel geometrie } } } }",
    "opening hours": "{ openingstijden { edges { node { naam nuOpen volgendeWisseling { op open } } } } }",
    "meetings": """{ vergaderingen(first: 5) { edges { cursor node { naam begin orgaan { naam } agendapunten {
        titel agendapunten { titel stukken { titel } stemmingen { voor tegen } } } } } } }""",
    "documents": '{ raadsdocumenten(zoek: "park") { totaal edges { fragment node { titel } } } }',
    "two subgraphs": "{ zaaktypen(first: 1) { totaal } datasets(first: 1) { totaal } }",
    "denied": "{ ik { id zaken(first: 1) { totaal } } datasets(first: 1) { totaal } }",
    "a zaak that is not there": '{ zaak(id: "nee") { id } }',
    "introspection": "{ __schema { queryType { name } types { name kind } } }",
    "syntax error": "{ datasets(first: 1 { totaal } }",
    "unknown field": "{ datasets(first: 1) { nietsVanDitAlles } }",
    "bad argument": "{ datasets(first: -5) { totaal } }",
}
PRIVATE = {
    "who": "{ ik { __typename id klantsoort weergavenaam contactgegevens { email telefoonnummer } } }",
    "three subgraphs": """{ ik {
        weergavenaam
        zaken(first: 30) { totaal edges { cursor node {
            id identificatie omschrijving startdatum zaaktype { omschrijving } status { omschrijving datum }
            statussen { omschrijving datum } voortgang { aantalAfgerond stappen { omschrijving stand } }
            documenten { titel } besluiten { datum } aanvraag { id }
        } } }
        ... on NatuurlijkPersoon { naam { volledigeNaam } geboorte { datum } verblijfplaats { __typename }
            vooringevuld(formulier: "verhuizing-doorgeven") { waarden ontbreekt }
            aanvragen(first: 3) { totaal } }
        ... on Onderneming { kvkNummer vooringevuld(formulier: "subsidie-aanvragen") { waarden } }
        ... on Instelling { rsin vooringevuld(formulier: "subsidie-aanvragen") { waarden } }
    } }""",
    "a zaak of nobody": '{ zaak(id: "00000000-0000-0000-0000-000000000000") { omschrijving } }',
}
PERSONAS = {
    "digid": ("sanne-de-vries", "amira-el-amrani"),
    "eherkenning": ("de-gouden-korst", "muziekschool-voorbeeldstad"),
}


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory, postgres: str) -> Iterator[Topology]:
    """Everything that compose.yaml starts, on PostgreSQL."""
    asyncio.run(make_databases(postgres))
    server = postgres.rpartition("@")[2].partition("/")[0]
    folder = tmp_path_factory.mktemp("topology")
    with topology(folder, server, {"GEMEENTEGRAAF_VANDAAG": TODAY.isoformat()}) as started:
        started.run("keys")
        started.start(*STANDINS)
        started.start(*SUBGRAPHS, "gateway")
        yield started


@pytest.fixture
async def pair(services: Topology, tmp_path: Path) -> AsyncIterator[tuple[Visitor, Visitor]]:
    """One visitor of the services and one of the single process: the same keys, the same registers."""
    shutil.copytree(services.place.folder / "keys", tmp_path / "keys")
    with open_data_folder(tmp_path) as data:
        app = make_demo(data, BASE_URL, TODAY, Registers(services.bronnen, services.secrets)).app()
        async with (
            running(app),
            visiting(BASE_URL, app) as within,
            visiting(services.url("gateway")) as over_http,
        ):
            yield over_http, within


def beside_its_address(answer: httpx.Response) -> bytes:
    """The content, whatever the address of the gateway that logs one in."""
    return answer.content.replace(f"http://{answer.request.url.netloc.decode()}/".encode(), b"/")


async def test_everyone_gets_the_same_bytes(pair: tuple[Visitor, Visitor]) -> None:
    for name, query in PUBLIC.items():
        there, here = [await visitor.send(query) for visitor in pair]

        assert there.status_code == here.status_code, name
        assert beside_its_address(there) == beside_its_address(here), name
        assert there.headers["content-type"] == here.headers["content-type"], name


@pytest.mark.parametrize(
    ("middel", "persona"), [(m, one) for m, people in PERSONAS.items() for one in people]
)
async def test_a_customer_gets_the_same_bytes(
    pair: tuple[Visitor, Visitor], middel: str, persona: str
) -> None:
    for visitor in pair:
        await visitor.log_in(middel, persona)

    for name, query in (PRIVATE | PUBLIC).items():
        there, here = [await visitor.send(query) for visitor in pair]

        assert (there.status_code, there.content) == (here.status_code, here.content), name
        assert there.json().get("data", {}) != {"ik": None}, name


async def test_a_harvester_gets_the_same_catalogue_and_files(pair: tuple[Visitor, Visitor]) -> None:
    for path in ("/openbaar/catalog.jsonld?first=3", "/openbaar/bestanden/bomen-in-beheer-csv"):
        there, here = [await visitor.client.get(path) for visitor in pair]

        assert there.status_code == here.status_code == 200, path
        assert beside_its_address(there) == beside_its_address(here), path
        assert there.headers["content-type"] == here.headers["content-type"], path


async def test_an_aanvraag_becomes_a_zaak_over_http_too(services: Topology) -> None:
    async with visiting(services.url("gateway")) as visitor:
        await visitor.log_in("digid", "hendrik-van-den-berg")
        started = await visitor.ask(
            'mutation { aanvraagStarten(input: {formulier: "melding-openbare-ruimte-doen",'
            ' idempotentiesleutel: "topologie-1"}) { aanvraag { id } } }'
        )
        given = {"aanvraag": started["data"]["aanvraagStarten"]["aanvraag"]["id"]}
        saved = await visitor.ask(
            "mutation ($aanvraag: ID!) { aanvraagBewaren(input: {aanvraag: $aanvraag, gegevens: {"
            'categorie: "Groen", omschrijving: "Er hangt een tak over het pad.", locatie: "Parklaan",'
            ' email: "hendrik@post.example"}}) { gelukt fouten { melding } } }',
            given,
        )
        submitted = await visitor.ask(
            "mutation ($aanvraag: ID!) { aanvraagIndienen(input: {aanvraag: $aanvraag,"
            ' idempotentiesleutel: "topologie-2"}) { aanvraag { stand zaak { identificatie } } } }',
            given,
        )
        newest = await visitor.ask("{ ik { zaken(first: 1) { edges { node { identificatie } } } } }")

    assert saved["data"]["aanvraagBewaren"]["gelukt"], saved
    aanvraag = submitted["data"]["aanvraagIndienen"]["aanvraag"]
    assert aanvraag["stand"] == "GEREGISTREERD"
    assert newest["data"]["ik"]["zaken"]["edges"] == [{"node": aanvraag["zaak"]}]


async def test_a_move_becomes_a_zaak_over_http_too(services: Topology) -> None:
    async with visiting(services.url("gateway")) as visitor:
        await visitor.log_in("digid", "hendrik-van-den-berg")
        moved = await visitor.ask(
            'mutation { adreswijzigingDoorgeven(input: {straatnaam: "Molenweg", huisnummer: 8,'
            ' postcode: "1236KL", woonplaats: "Voorbeeldstad", verhuisdatum: "2026-03-20",'
            ' idempotentiesleutel: "topologie-3"}) { ... on AanvraagIngediend { zaaktype zaak } } }'
        )

    found = moved["data"]["adreswijzigingDoorgeven"]
    assert found["zaaktype"] == "verhuizing", moved
    assert found["zaak"]


async def test_the_registers_are_asked_and_what_is_read_is_written_down(services: Topology) -> None:
    async with visiting(services.url("gateway")) as visitor:
        await visitor.log_in("digid", "sanne-de-vries")
        person = await visitor.ask(
            "{ ik { ... on NatuurlijkPersoon { naam { volledigeNaam } herkomst { bron }"
            " partners { naam { volledigeNaam } } } } }"
        )
        await visitor.log_in("eherkenning", "de-gouden-korst")
        company = await visitor.ask("{ ik { ... on Onderneming { statutaireNaam herkomst { bron } } } }")

    assert person["data"]["ik"]["herkomst"]["bron"] == "BRP", person
    assert company["data"]["ik"]["herkomst"]["bron"] == "KVK", company
    below = services.lines("persoonsgegevens")
    names = [line["name"] for line in below]
    assert {"Raadplegen: BRP", "Raadplegen: KvK"} <= set(names), names
    spans = {line["span_id"] for line in (*services.lines("gateway"), *below)}
    assert all(line["parent_span_id"] in spans for line in below)


async def test_who_handles_a_zaak_is_told_and_takes_it_forward(services: Topology) -> None:
    query = "{ ik { zaken(first: 1) { edges { node { identificatie voortgang { aantalAfgerond } } } } } }"
    async with visiting(services.url("gateway")) as visitor:
        await visitor.log_in("digid", "amira-el-amrani")
        begun = await visitor.ask(
            'mutation { adreswijzigingDoorgeven(input: {straatnaam: "Molenweg", huisnummer: 8,'
            ' postcode: "1236KL", woonplaats: "Voorbeeldstad", verhuisdatum: "2026-03-20",'
            ' idempotentiesleutel: "topologie-4"}) { ... on AanvraagIngediend { zaak } } }'
        )
        assert begun["data"]["adreswijzigingDoorgeven"]["zaak"], begun
        first = await visitor.ask(query)
        async with asyncio.timeout(PATIENCE):
            while await visitor.ask(query) == first:  # noqa: ASYNC110 - nothing announces it
                await asyncio.sleep(0.5)


async def test_a_subgraph_refuses_who_comes_without_the_gateway(services: Topology) -> None:
    async with visiting(services.url("zaken")) as visitor:
        answer = await visitor.ask('{ zaak(id: "1") { omschrijving } }')

    assert answer["data"] == {"zaak": None}
    assert answer["errors"][0]["extensions"]["code"] == "UNAUTHORIZED_FIELD_OR_TYPE"


async def test_a_service_that_stops_leaves_a_partial_answer_and_ends_in_good_order(
    services: Topology,
) -> None:
    query = "{ datasets(first: 1) { totaal } zaaktypen(first: 1) { totaal } }"
    async with visiting(services.url("gateway")) as visitor:
        code = services.stop("opendata")
        partial = await visitor.ask(query)
        services.start("opendata")
        whole = await visitor.ask(query)

    assert code == 0
    assert partial["data"]["zaaktypen"] == whole["data"]["zaaktypen"]
    assert partial["errors"][0]["extensions"]["code"] == "SUBGRAPH_UNREACHABLE"
    assert "errors" not in whole
