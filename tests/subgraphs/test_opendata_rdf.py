"""The catalogue as RDF: whole by the profile, the same in every form, by page, and cheap to come back for."""

from __future__ import annotations

import warnings
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime

import httpx
import pytest
from harness.dcat_profile import DCAT, shortcomings
from harness.statements import statements
from harness.subgraph_desk import Desk, desk_of, settings_for
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS

from subgraphs.opendata.dcat.vorm import Vorm, gevraagd
from subgraphs.opendata.service import make_service
from subgraphs.service.settings import LOCAL

HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
AT = "/openbaar/catalog"


@pytest.fixture
async def desk(catalogue_url: str) -> AsyncIterator[Desk]:
    async with desk_of(make_service, settings_for("opendata", catalogue_url)) as desk:
        yield desk


def graph_of(answer: httpx.Response) -> Graph:
    assert answer.status_code == 200, answer.text
    media_type = answer.headers["content-type"].partition(";")[0]
    with warnings.catch_warnings():
        # rdflib's own reader of JSON-LD uses what rdflib no longer wants used
        warnings.filterwarnings("ignore", "ConjunctiveGraph is deprecated", DeprecationWarning)
        return Graph().parse(data=answer.content, format=media_type)


async def test_every_page_has_what_the_profile_makes_mandatory_and_recommends(desk: Desk) -> None:
    whole, at = Graph(), f"{AT}.nt?first=25"
    pages = 0
    while at:
        page = graph_of(await desk.client.get(at))
        assert list(shortcomings(page)) == []
        view = page.value(None, RDF.type, HYDRA.PartialCollectionView)
        assert page.value(view, HYDRA.totalItems) == Literal(60)
        at = str(page.value(view, HYDRA.next) or "")
        whole += page
        pages += 1
    datasets = set(whole.objects(None, DCAT.dataset))
    assert (pages, len(datasets)) == (3, 60)
    assert datasets == set(whole.subjects(RDF.type, DCAT.Dataset))


def test_the_profile_notices_what_is_missing() -> None:
    bare = Graph()
    dataset = URIRef("https://data.example/bare")
    bare.add((dataset, RDF.type, DCAT.Dataset))
    bare.add((dataset, DCTERMS.publisher, URIRef("https://data.example/nobody")))
    found = " ".join(shortcomings(bare, recommended=False))
    assert "0 of http://purl.org/dc/terms/title" in found
    assert "nobody: is no http://xmlns.com/foaf/0.1/Agent" in found
    assert "keyword" not in found
    assert "keyword" in " ".join(shortcomings(bare))


async def test_all_forms_say_the_same(desk: Desk) -> None:
    graphs = []
    for vorm in Vorm:
        answer = await desk.client.get(f"{AT}?first=3", headers={"accept": vorm.media_type})
        assert answer.headers["content-type"] == f"{vorm.media_type}; charset=utf-8"
        assert answer.headers["vary"] == "accept"
        graphs.append(set(graph_of(answer)))
    assert len(graphs[0]) > 200
    assert all(graph == graphs[0] for graph in graphs)


@pytest.mark.parametrize("vorm", Vorm, ids=lambda vorm: vorm.extension)
async def test_an_extension_chooses_the_form_and_the_next_page_keeps_it(desk: Desk, vorm: Vorm) -> None:
    answer = await desk.client.get(f"{AT}.{vorm.extension}?first=1", headers={"accept": "image/png"})
    assert answer.headers["content-type"].startswith(vorm.media_type)
    (following,) = graph_of(answer).objects(None, HYDRA.next)
    assert f"{AT}.{vorm.extension}?first=1&after=" in following


@pytest.mark.parametrize(
    ("accept", "vorm"),
    [
        (None, Vorm.TURTLE),
        ("*/*", Vorm.TURTLE),
        ("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", Vorm.TURTLE),
        ("application/ld+json", Vorm.JSON_LD),
        ("application/json", Vorm.JSON_LD),
        ("application/rdf+xml;q=0.9, text/turtle;q=0.5", Vorm.RDF_XML),
        ("Application/N-Triples ; Q=1", Vorm.N_TRIPLES),
        ("application/*", Vorm.JSON_LD),
        ("text/turtle;q=0, application/ld+json;q=0.1", Vorm.JSON_LD),
        ("text/turtle;q=veel", None),
        ("image/png", None),
        ("", Vorm.TURTLE),
    ],
)
def test_the_form_is_what_is_accepted_most(accept: str | None, vorm: Vorm | None) -> None:
    assert gevraagd(accept) is vorm


async def test_a_form_that_there_is_not_is_refused_with_those_that_there_are(desk: Desk) -> None:
    answer = await desk.client.get(AT, headers={"accept": "image/png"})
    assert (answer.status_code, answer.json()["code"]) == (406, "NIET_LEVERBAAR")
    assert all(vorm.media_type in answer.json()["title"] for vorm in Vorm)


async def test_who_has_it_already_gets_it_no_second_time(desk: Desk) -> None:
    first = await desk.client.get(f"{AT}?first=1")
    etag, changed = first.headers["etag"], first.headers["last-modified"]
    assert first.headers["cache-control"] == "public, max-age=300"
    for known in (
        {"if-none-match": f'"iets", W/{etag}'},
        {"if-none-match": "*"},
        {"if-modified-since": changed},
    ):
        again = await desk.client.get(f"{AT}?first=1", headers=known)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    before = format_datetime(parsedate_to_datetime(changed) - timedelta(days=1), usegmt=True)
    for other in (
        {"if-none-match": '"iets"'},
        {"if-modified-since": before},
        {"if-modified-since": "gisteren"},
    ):
        assert (await desk.client.get(f"{AT}?first=1", headers=other)).status_code == 200


async def test_one_dataset_can_be_had_by_itself(desk: Desk) -> None:
    answer = await desk.client.get(f"{AT}/bomen-in-beheer", headers={"accept": "application/n-triples"})
    graph = graph_of(answer)
    assert list(shortcomings(graph)) == []
    (dataset,) = graph.subjects(RDF.type, DCAT.Dataset)
    assert str(dataset) == "https://data.voorbeeldstad.example/id/dataset/bomen-in-beheer"
    assert len(set(graph.subjects(RDF.type, DCAT.Distribution))) == 3
    assert (None, RDF.type, HYDRA.PartialCollectionView) not in graph
    missing = await desk.client.get(f"{AT}/eenhoorns")
    assert (missing.status_code, missing.json()["title"]) == (404, "Deze dataset is niet gevonden.")


async def test_each_form_and_each_page_has_an_etag_of_its_own(desk: Desk) -> None:
    asked = [f"{AT}.{vorm.extension}?first={first}" for vorm in Vorm for first in (1, 2)]
    etags = [(await desk.client.get(at)).headers["etag"] for at in asked]
    assert len(set(etags)) == len(asked)


async def test_the_same_catalogue_has_the_same_etag_in_another_process(catalogue_url: str) -> None:
    etags = set()
    for _ in range(2):
        async with desk_of(make_service, settings_for("opendata", catalogue_url)) as desk:
            etags.add((await desk.client.get(f"{AT}.jsonld?first=2")).headers["etag"])
    assert len(etags) == 1


async def test_addresses_are_those_by_which_the_visitor_came(desk: Desk) -> None:
    forwarded = {"x-forwarded-proto": "https", "x-forwarded-host": "mijn.voorbeeldstad.example:8443"}
    answer = await desk.client.get(f"{AT}.nt?first=1", headers=forwarded)
    graph = graph_of(answer)
    base = "https://mijn.voorbeeldstad.example:8443/openbaar"
    (following,) = graph.objects(None, HYDRA.next)
    assert following.startswith(f"{base}/catalog.nt?first=1&after=")
    downloads = {str(url) for url in graph.objects(None, DCAT.downloadURL)}
    assert f"{base}/bestanden/afvalcontainers-in-de-openbare-ruimte-csv" in downloads


@pytest.mark.parametrize("host", ["boef.example/pad", "a b", "", '"><script>'])
async def test_a_host_that_is_none_is_refused(desk: Desk, host: str) -> None:
    answer = await desk.client.get(AT, headers={"x-forwarded-host": host})
    assert (answer.status_code, answer.json()["code"]) == (400, "ONGELDIGE_INVOER")


@pytest.mark.parametrize(
    "query", ["first=0", "first=101", "first=tien", "first=²", "after=onzin", "gewijzigdSinds=gisteren"]
)
async def test_a_page_that_cannot_be_is_a_coded_error(desk: Desk, query: str) -> None:
    answer = await desk.client.get(f"{AT}?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "ONGELDIGE_INVOER")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"


async def test_a_harvester_can_ask_for_what_changed(desk: Desk) -> None:
    graph = graph_of(await desk.client.get(f"{AT}.nt?gewijzigdSinds=2026-03-02"))
    changed = set(graph.subjects(RDF.type, DCAT.Dataset))
    assert 0 < len(changed) < 30
    assert {str(graph.value(each, DCTERMS.modified)) for each in changed} == {"2026-03-02"}


async def test_a_page_costs_as_many_statements_however_many_datasets_it_has(database_url: str) -> None:
    async with desk_of(make_service, settings_for("opendata", database_url)) as desk:
        with statements() as for_one:
            await desk.client.get(f"{AT}?first=1")
        with statements() as for_many:
            await desk.client.get(f"{AT}?first=60")
        with statements() as for_none:
            await desk.client.get(f"{AT}?first=60")
    assert len(for_one) == len(for_many) == 9, for_one
    assert for_none == []


async def test_a_file_of_the_catalogue_can_be_downloaded(desk: Desk) -> None:
    data = await desk.data(
        '{ dataset(id: "bomen-in-beheer") { distributies { downloadUrl bytes sha256 wijzigingsdatum } } }'
    )
    file = data["dataset"]["distributies"][0]
    answer = await desk.client.get(file["downloadUrl"])
    assert (answer.status_code, len(answer.content)) == (200, file["bytes"])
    assert answer.headers["content-type"] == "text/csv"
    assert answer.headers["content-disposition"] == 'attachment; filename="bomen-in-beheer.csv"'
    assert answer.headers["cache-control"].startswith("public")
    assert answer.headers["etag"] == f'"{file["sha256"][:32]}"'
    changed = parsedate_to_datetime(answer.headers["last-modified"])
    assert changed.astimezone(LOCAL).date().isoformat() == file["wijzigingsdatum"]
    again = await desk.client.get(file["downloadUrl"], headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (await desk.client.get("/openbaar/bestanden/eenhoorns")).status_code == 404


async def test_a_catalogue_without_a_description_is_not_there(sqlite_url: str) -> None:
    bare = replace(settings_for("opendata", sqlite_url), demo=False)
    async with desk_of(make_service, bare) as desk:
        answer = await desk.client.get(AT)
        assert (answer.status_code, answer.json()["code"]) == (404, "NIET_GEVONDEN")
        assert await desk.data("{ datacatalogus { titel } }") == {"datacatalogus": None}
