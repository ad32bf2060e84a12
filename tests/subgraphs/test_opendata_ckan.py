"""The subgraph over a CKAN: as many calls for many datasets as for one, and what it does when CKAN fails."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from harness.ckan_scenario import GROEPEN, another, ckan_bron, ckan_scenario
from harness.dcat_profile import DCAT, shortcomings
from harness.standin import Fault, Register, running
from harness.subgraph_desk import TODAY, Desk, codes, desk_of, settings_for
from rdflib import RDF, Graph

from standins.ckan.standin import make_standin
from subgraphs.opendata.ckan.pakket import Velden
from subgraphs.opendata.ckan.vertaling import Vertaling
from subgraphs.opendata.dataset import Contactpunt
from subgraphs.opendata.demo_catalogus import CATALOGUS
from subgraphs.opendata.selectie import Selectie
from subgraphs.opendata.service import make_service
from subgraphs.opendata.woordenlijst import NIET_OPEN, Frequentie, Thema
from subgraphs.service.errors import SourceUnavailable
from subgraphs.service.pagination import PageRequest
from subgraphs.service.settings import SettingsError

BRONNEN = """
opendata:
  ckan:
    url: {url}
    themas: {themas}
    catalogus:
      identificatie: https://data.voorbeeldstad.example/id/catalogus
      titel: Open data van Voorbeeldstad
      beschrijving: Alles wat open is.
      uitgever: {{naam: Gemeente Voorbeeldstad, uri: "https://data.voorbeeldstad.example/id/gemeente",
                 soort: "http://purl.org/adms/publishertype/LocalAuthority"}}
      contactpunt: {{naam: Team Data, email: opendata@voorbeeldstad.example}}
      homepage: https://data.voorbeeldstad.example
      gebied: {{naam: Voorbeeldstad, omhullende: [5.4, 52.3, 5.5, 52.4]}}
      uitgiftedatum: 2018-05-01
"""
LIST = """query($n: Int) { datasets(first: $n) { totaal edges { node {
  titel themas reeks { titel } datadiensten { titel } distributies { formaat dienst { titel } } } } } }"""


@asynccontextmanager
async def town(tmp_path: Path, more: str = "") -> AsyncIterator[tuple[Desk, Register]]:
    """The subgraph, and the CKAN that its settings name."""
    async with running(make_standin(ckan_scenario(TODAY))) as register:
        themas = "{" + ", ".join(f"{name}: {thema.value}" for name, thema in GROEPEN.items()) + "}"
        file = tmp_path / "bronnen.yaml"
        file.write_text(BRONNEN.format(url=register.url, themas=themas) + more, encoding="utf-8")
        settings = settings_for("opendata", f"sqlite:///{tmp_path / 'leeg.sqlite3'}")
        async with desk_of(make_service, replace(settings, bronnen=file, demo=False)) as desk:
            yield desk, register


async def test_a_hundred_datasets_cost_as_many_calls_as_one(tmp_path: Path) -> None:
    async with town(tmp_path) as (desk, register):
        await desk.data(LIST, variables={"n": 1})
        for_one = list(register.calls)
        register.calls.clear()
        data = await desk.data(LIST, variables={"n": 100})
        for_all = list(register.calls)
    assert len(data["datasets"]["edges"]) == 60
    assert len(for_one) == 1, for_one
    assert len(for_all) == 2, for_all  # and their series, of which the first dataset has none


async def test_the_public_questions_are_answered_from_ckan(tmp_path: Path) -> None:
    async with town(tmp_path) as (desk, _):
        data = await desk.data(
            """{ datasets(first: 2, zoek: "bomen", volgorde: RELEVANTIE) { totaal edges { node { titel } }
                 facetten { themas { thema aantal } formaten { waarde aantal } } }
                 themas { thema aantal }
                 datacatalogus { titel wijzigingsdatum }
                 dataset(id: "bomen-in-beheer") { titel maker { naam } } }"""
        )
    assert data["datasets"]["edges"][0]["node"]["titel"] == "Bomen in beheer"
    assert {"thema": "MILIEU", "aantal": 1} in data["datasets"]["facetten"]["themas"]
    assert data["datacatalogus"] == {"titel": "Open data van Voorbeeldstad", "wijzigingsdatum": "2026-03-02"}
    assert data["dataset"]["maker"]["naam"] == "Openbare Ruimte, gemeente Voorbeeldstad"


async def test_the_rdf_of_a_ckan_has_what_the_profile_makes_mandatory(tmp_path: Path) -> None:
    async with town(tmp_path) as (desk, register):
        answer = await desk.client.get("/openbaar/catalog.nt?first=100")
        graph = Graph().parse(data=answer.content, format="nt")
        calls = list(register.calls)
    assert list(shortcomings(graph, recommended=False)) == []
    assert len(set(graph.subjects(RDF.type, DCAT.Dataset))) == 60
    assert len(calls) == 3, calls  # the catalogue, its page, and their series


async def test_while_ckan_is_down_that_is_said(tmp_path: Path) -> None:
    async with town(tmp_path) as (desk, register):
        register.fault = Fault(502)
        answer = await desk.ask("{ datasets { totaal } themas { thema } }")
        assert answer["data"] == {"datasets": None, "themas": None}
        assert codes(answer) == ["BRON_NIET_BESCHIKBAAR"] * 2
        catalogue = await desk.client.get("/openbaar/catalog")
        assert (catalogue.status_code, catalogue.headers["retry-after"]) == (503, "30")
        assert catalogue.json()["code"] == "BRON_NIET_BESCHIKBAAR"


async def test_what_was_read_before_is_still_there_while_ckan_is_down(tmp_path: Path) -> None:
    async with town(tmp_path) as (desk, register):
        before = await desk.data(LIST, variables={"n": 5})
        register.fault = Fault(500)
        assert await desk.data(LIST, variables={"n": 5}) == before


@pytest.mark.parametrize(
    "body",
    [
        b"<html>",
        b"[]",
        b'"tekst"',
        b'{"success": false, "error": {"__type": "Authorization Error"}}',
        b'{"success": true}',
        b'{"success": true, "result": {"count": "veel", "results": []}}',
        b'{"success": true, "result": {"count": 1, "results": [3]}}',
        b'{"success": true, "result": {"count": 1, "results": [], "search_facets": {"a": {"items": [1]}}}}',
    ],
)
async def test_an_answer_that_is_none_of_ckan_is_an_unavailable_source(body: bytes) -> None:
    async with running(make_standin({})) as register:
        register.fault = Fault(200, body, "application/json")
        acties, bron = ckan_bron(register.url)
        with pytest.raises(SourceUnavailable):
            await bron.datasets(Selectie(), PageRequest(5))
        await acties.close()


async def test_what_ckan_should_not_have_shown_is_not_passed_on() -> None:
    shown = {"name": "x", "title": "X", "metadata_created": "2024-01-01T00:00:00", "state": "active"}
    results = [
        {**shown, "id": "prive", "private": True},
        {**shown, "id": "weg", "state": "deleted"},
        {**shown, "id": "open", "private": False},
    ]
    body = json.dumps({"success": True, "result": {"count": 3, "results": results}}).encode()
    async with running(make_standin({})) as register:
        register.fault = Fault(200, body, "application/json")
        acties, bron = ckan_bron(register.url)
        page = await bron.datasets(Selectie(), PageRequest(5))
        assert [found.dataset.id for found in page.rows] == ["open"]
        await acties.close()


async def test_many_ids_go_by_post_and_come_back_whole() -> None:
    async with running(make_standin(ckan_scenario(TODAY))) as register:
        acties, bron = ckan_bron(register.url)
        page = await bron.datasets(Selectie(), PageRequest(100))
        ids = [found.dataset.id for found in page.rows]
        register.calls.clear()
        assert (await another(acties, register.url).dataset(ids)).keys() == set(ids)
        assert register.calls == ["POST /api/3/action/package_search"]
        strange = await bron.dataset(['x" OR id:*', "\\", "a b"])
        assert strange == {}
        await acties.close()


def translated(**fields: Any) -> tuple[Vertaling, Velden]:
    pakket = {"id": "1", "name": "een", "title": "Een", "metadata_created": "2024-05-06T07:08:09", **fields}
    return Vertaling("https://ckan.example", CATALOGUS, {"wegen": Thema.VERKEER_EN_VERVOER}), Velden(pakket)


def test_a_bare_package_gets_what_is_mandatory_from_the_catalogue() -> None:
    vertaling, pakket = translated()
    dataset = vertaling.dataset(pakket)
    assert dataset.uitgever == dataset.maker == CATALOGUS.uitgever
    assert (dataset.contactpunt, dataset.gebied, dataset.taal) == (
        CATALOGUS.contactpunt,
        CATALOGUS.gebied,
        CATALOGUS.taal,
    )
    assert (dataset.licentie, dataset.frequentie) == (NIET_OPEN, Frequentie.ONBEKEND)
    assert dataset.wijzigingsdatum == dataset.uitgiftedatum
    assert dataset.landingspagina == "https://ckan.example/dataset/een"
    assert vertaling.themas_van(pakket) == ()
    fallen_back = replace(vertaling, standaardthema=Thema.BESTUUR)
    assert fallen_back.themas_van(pakket) == (Thema.BESTUUR,)


def test_a_person_behind_a_package_is_no_contact_point() -> None:
    vertaling, pakket = translated(
        author="J. Jansen", author_email="j@voorbeeldstad.example", maintainer="P."
    )
    assert vertaling.dataset(pakket).contactpunt == CATALOGUS.contactpunt
    named, pakket = translated(
        contact=[{"name": "Team Groen", "email": "mailto:groen@voorbeeldstad.example"}]
    )
    assert named.dataset(pakket).contactpunt == Contactpunt("Team Groen", "groen@voorbeeldstad.example")


@pytest.mark.parametrize(
    "fields",
    [
        {"theme": ["http://publications.europa.eu/resource/authority/data-theme/TRAN"]},
        {"extras": [{"key": "theme", "value": '["TRAN", "onbekend"]'}]},
        {"theme": "TRAN", "extras": "geen lijst"},
        {"groups": [{"name": "wegen"}, {"name": "onbekend"}]},
    ],
    ids=["scheming", "extras", "text", "group"],
)
def test_a_theme_is_found_wherever_ckan_keeps_it(fields: dict[str, Any]) -> None:
    vertaling, pakket = translated(**fields)
    assert vertaling.themas_van(pakket) == (Thema.VERKEER_EN_VERVOER,)


def test_an_address_in_a_resource_is_only_one_on_the_web() -> None:
    urls = ["/openbaar/bestanden/bomen-in-beheer-csv", "file:///etc/passwd", "javascript:alert(1)", None]
    vertaling, pakket = translated(
        resources=[{"id": str(index), "format": "CSV", "url": url} for index, url in enumerate(urls)]
    )
    for distributie in vertaling.distributies(pakket):
        assert distributie.download_url is None
        assert distributie.toegangs_url == "https://ckan.example/dataset/een"


def test_a_service_is_described_as_ckanext_dcat_does() -> None:
    service = {"title": "Wegen-API", "endpoint_url": ["https://api.example/v1"], "endpoint_description": "x"}
    resource = {"id": "r", "format": "JSON", "url": "https://api.example/v1", "access_services": [service]}
    vertaling, pakket = translated(resources=[resource], groups=[{"name": "wegen"}])
    (dienst,) = vertaling.diensten(pakket)
    assert (dienst.titel, dienst.eindpunt) == ("Wegen-API", "https://api.example/v1")
    assert dienst.eindpuntbeschrijving == "https://api.example/v1"
    assert dienst.themas == (Thema.VERKEER_EN_VERVOER,)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("  voorbeelden: {herkomsten: ['https://data.example/pad']}", "opendata.voorbeelden.herkomsten.0"),
        ("  voorbeelden: {netwerken: ['10.0.0.1/8']}", "opendata.voorbeelden.netwerken.0"),
        ("  voorbeelden: {seconden: 0}", "opendata.voorbeelden.seconden"),
        ("  onbekend: 1", "opendata.onbekend"),
    ],
)
async def test_settings_that_cannot_be_are_refused_by_their_key(
    tmp_path: Path, wrong: str, told: str
) -> None:
    with pytest.raises(SettingsError, match=told):
        async with town(tmp_path, wrong):
            pass
