"""With docker/registers.yaml over docker/compose.yaml every connector has someone to ask."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import pytest
from harness.databases import make_databases
from harness.topology import REGISTERS, Topology, topology
from harness.visitor import Visitor, visiting

pytestmark = [pytest.mark.processes, pytest.mark.postgres, pytest.mark.slow]

STANDINS = ("brp", "kvk", "zaakafhandeling", "zgw", "objecten", "openklant", "ckan", "cms", "ori")
SUBGRAPHS = ("persoonsgegevens", "zaken", "formulieren", "opendata", "website", "raadsinformatie")
EVERYTHING = """{
    ik {
        ... on NatuurlijkPersoon { naam { volledigeNaam } herkomst { bron } }
        zaken(first: 10) { totaal edges { node { id identificatie } } }
        taken(first: 5) { totaal }
        berichten(first: 5) { totaal }
        contactmomenten(first: 5) { totaal }
    }
    datasets(first: 5) { totaal }
    producten(first: 5) { totaal }
    vergaderingen(first: 5) { edges { node { naam } } }
}"""


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory, postgres: str) -> Iterator[Topology]:
    """Everything that both files start, on PostgreSQL."""
    asyncio.run(make_databases(postgres))
    server = postgres.rpartition("@")[2].partition("/")[0]
    with topology(tmp_path_factory.mktemp("registers"), server, {}, [REGISTERS]) as started:
        started.run("keys")
        started.start(*STANDINS)  # not all at once: there are sixteen
        started.start(*SUBGRAPHS, "gateway")
        started.run("abonnement")
        yield started


@pytest.fixture
async def sanne(services: Topology) -> AsyncIterator[Visitor]:
    async with visiting(services.url("gateway")) as visitor:
        await visitor.log_in("digid", "sanne-de-vries")
        yield visitor


async def test_one_page_asks_every_register(sanne: Visitor) -> None:
    answer = await sanne.ask(EVERYTHING)

    assert "errors" not in answer, answer["errors"]
    ik = answer["data"].pop("ik")
    assert ik["herkomst"]["bron"] == "BRP"
    assert all(edge["node"]["id"].startswith("open-zaak~") for edge in ik["zaken"]["edges"])
    for name in ("zaken", "taken", "berichten", "contactmomenten"):
        assert ik[name]["totaal"], name
    assert all(found.get("totaal") or found.get("edges") for found in answer["data"].values()), answer


async def test_what_is_submitted_is_registered_in_the_zaakregistratie(sanne: Visitor) -> None:
    started = await sanne.ask(
        'mutation { aanvraagStarten(input: {formulier: "melding-openbare-ruimte-doen",'
        ' idempotentiesleutel: "registers-1"}) { aanvraag { id } } }'
    )
    given = {"aanvraag": started["data"]["aanvraagStarten"]["aanvraag"]["id"]}
    await sanne.ask(
        "mutation ($aanvraag: ID!) { aanvraagBewaren(input: {aanvraag: $aanvraag, gegevens: {"
        'categorie: "Groen", omschrijving: "Er hangt een tak over het pad.", locatie: "Parklaan",'
        ' email: "sanne@post.example"}}) { gelukt } }',
        given,
    )
    submitted = await sanne.ask(
        "mutation ($aanvraag: ID!) { aanvraagIndienen(input: {aanvraag: $aanvraag,"
        ' idempotentiesleutel: "registers-2"}) { aanvraag { stand zaak { id } } } }',
        given,
    )

    aanvraag = submitted["data"]["aanvraagIndienen"]["aanvraag"]
    assert aanvraag["stand"] == "GEREGISTREERD", submitted
    assert aanvraag["zaak"]["id"].startswith("open-zaak~")


async def test_a_move_is_registered_in_the_zaakregistratie(sanne: Visitor) -> None:
    given = {
        "straatnaam": "Molenweg", "huisnummer": 8, "postcode": "1236 KL", "woonplaats": "Voorbeeldstad",
        "verhuisdatum": datetime.now(UTC).date().isoformat(), "idempotentiesleutel": "registers-3",
    }  # fmt: skip
    told = await sanne.ask(
        "mutation ($input: AdreswijzigingInput!) { adreswijzigingDoorgeven(input: $input) {"
        " ... on AanvraagIngediend { zaak } } }",
        {"input": given},
    )

    assert told["data"]["adreswijzigingDoorgeven"]["zaak"].startswith("open-zaak~"), told


async def test_the_registers_that_were_asked_are_in_the_processing_log(
    services: Topology, sanne: Visitor
) -> None:
    await sanne.ask(EVERYTHING)

    asked = {line["name"] for line in services.lines("zaken")}
    assert {"Raadplegen: open-zaak"} <= asked, asked
