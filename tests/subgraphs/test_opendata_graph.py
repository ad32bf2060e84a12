"""The opendata subgraph: public throughout, and cheap to list."""

from __future__ import annotations

from collections.abc import AsyncIterator
from enum import Enum, StrEnum

import pytest
from harness.statements import statements
from harness.subgraph_desk import SANNE, Desk, codes, desk_of, settings_for

from subgraphs.opendata.service import make_service
from subgraphs.opendata.types_woordenlijst import Frequentie, Thema, Toegangsrechten
from subgraphs.opendata.woordenlijst import Frequentie as Frequentiecode
from subgraphs.opendata.woordenlijst import Thema as Themacode
from subgraphs.opendata.woordenlijst import Toegangsrechten as Toegangscode


@pytest.fixture
async def desk(catalogue_url: str) -> AsyncIterator[Desk]:
    async with desk_of(make_service, settings_for("opendata", catalogue_url)) as desk:
        yield desk


async def test_the_first_datasets_come_with_their_themes(desk: Desk) -> None:
    data = await desk.data("{ datasets(first: 3) { edges { node { titel themas } } } }")
    assert [edge["node"] for edge in data["datasets"]["edges"]] == [
        {"titel": "Afvalcontainers in de openbare ruimte", "themas": ["MILIEU"]},
        {"titel": "Algoritmeregister", "themas": ["BESTUUR", "WETENSCHAP_EN_TECHNOLOGIE"]},
        {"titel": "Archeologische verwachting", "themas": ["ONDERWIJS_CULTUUR_EN_SPORT", "REGIO_EN_STAD"]},
    ]


async def test_a_login_makes_no_difference(desk: Desk) -> None:
    query = "{ datasets(first: 100) { totaal edges { node { id titel trefwoorden } } } }"
    assert await desk.data(query) == await desk.data(query, SANNE)


async def test_a_dataset_is_described_in_full(desk: Desk) -> None:
    data = await desk.data("""{ dataset(id: "bomen-in-beheer") {
      id titel beschrijving identificatie themas trefwoorden licentie toegangsrechten frequentie uitgiftedatum
      wijzigingsdatum landingspagina taal dekkingsgebied uitgever { naam uri } maker { naam uri }
      contactpunt { naam email }
      distributies { id titel formaat mediatype toegangsUrl downloadUrl licentie bytes } } }""")
    dataset = data["dataset"]
    assert (dataset["titel"], dataset["frequentie"], dataset["toegangsrechten"]) == (
        "Bomen in beheer",
        "WEKELIJKS",
        "OPENBAAR",
    )
    assert (dataset["wijzigingsdatum"], dataset["taal"]) == ("2026-03-02", "nl")
    assert dataset["maker"]["naam"] == "Openbare Ruimte, gemeente Voorbeeldstad"
    download, _, dienst = dataset["distributies"]
    assert download["mediatype"] == "text/csv"
    assert download["bytes"] > 0
    assert (dienst["formaat"], dienst["downloadUrl"], dienst["bytes"]) == ("WFS", None, None)


async def test_a_walk_along_the_cursors_sees_everything_once(desk: Desk) -> None:
    query = """query($after: String) { datasets(first: 25, after: $after) {
      totaal edges { cursor node { id } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""
    pages, after = [], None
    while True:
        page = (await desk.data(query, variables={"after": after}))["datasets"]
        pages.append(page)
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert [len(page["edges"]) for page in pages] == [25, 25, 10]
    assert [page["totaal"] for page in pages] == [60] * 3
    assert [page["pageInfo"]["hasPreviousPage"] for page in pages] == [False, True, True]
    assert len({edge["node"]["id"] for page in pages for edge in page["edges"]}) == 60
    assert pages[0]["pageInfo"]["startCursor"] == pages[0]["edges"][0]["cursor"]


async def test_nothing_found_is_an_empty_page(desk: Desk) -> None:
    query = """{ datasets(zoek: "eenhoorn") {
      totaal edges { cursor } pageInfo { hasNextPage startCursor endCursor } } }"""
    assert (await desk.data(query))["datasets"] == {
        "totaal": 0,
        "pageInfo": {"hasNextPage": False, "startCursor": None, "endCursor": None},
        "edges": [],
    }


async def test_search_and_theme_narrow_the_list_together(desk: Desk) -> None:
    query = '{ datasets(zoek: "Gezondheid verkeer", thema: MILIEU) { edges { node { titel } } } }'
    edges = (await desk.data(query))["datasets"]["edges"]
    assert [edge["node"]["titel"] for edge in edges] == ["Geluidbelasting wegverkeer"]


async def test_a_search_for_thousands_of_words_is_refused_before_the_database_is_asked(desk: Desk) -> None:
    answer = await desk.ask(
        "query ($z: String) { datasets(zoek: $z) { totaal } }", variables={"z": "a " * 5000}
    )
    assert [error["extensions"] for error in answer["errors"]] == [
        {"code": "ONGELDIGE_INVOER", "veld": "zoek"}
    ]


async def test_themes_say_how_many_datasets_they_have(desk: Desk) -> None:
    themas = (await desk.data("{ themas { thema naam uri aantal } }"))["themas"]
    assert themas[0] == {
        "thema": "LANDBOUW_EN_VOEDING",
        "naam": "Landbouw en voeding",
        "uri": "http://publications.europa.eu/resource/authority/data-theme/AGRI",
        "aantal": 1,
    }
    assert "INTERNATIONAAL" not in [each["thema"] for each in themas]


@pytest.mark.parametrize(
    ("arguments", "veld"), [("first: 0", "first"), ("first: 101", "first"), ('after: "onzin"', "after")]
)
async def test_bad_paging_is_a_coded_error(desk: Desk, arguments: str, veld: str) -> None:
    answer = await desk.ask(f"{{ datasets({arguments}) {{ totaal }} }}")
    assert answer["data"] == {"datasets": None}
    assert answer["errors"][0]["extensions"] == {"code": "ONGELDIGE_INVOER", "veld": veld}


async def test_a_dataset_that_is_not_there_is_not_found(desk: Desk) -> None:
    answer = await desk.ask('{ dataset(id: "eenhoorns") { titel } }')
    assert (answer["data"], codes(answer)) == ({"dataset": None}, ["NIET_GEVONDEN"])


async def test_a_hundred_datasets_cost_as_many_statements_as_one(database_url: str) -> None:
    query = """query($n: Int) { datasets(first: $n) {
      totaal edges { node { titel themas distributies { formaat } } } } }"""
    async with desk_of(make_service, settings_for("opendata", database_url)) as desk:
        with statements() as for_one:
            await desk.data(query, variables={"n": 1})
        with statements() as for_all:
            data = await desk.data(query, variables={"n": 100})
    assert len(data["datasets"]["edges"]) == 60
    assert len(for_one) == 4, for_one
    assert len(for_all) == len(for_one), for_all


@pytest.mark.parametrize(
    ("shown", "codes"),
    [(Thema, Themacode), (Frequentie, Frequentiecode), (Toegangsrechten, Toegangscode)],
    ids=lambda enum: enum.__name__,
)
def test_the_vocabularies_of_the_graph_are_those_of_the_catalogue(
    shown: type[Enum], codes: type[StrEnum]
) -> None:
    assert {member.name: member.value for member in shown} == {code.name: code.value for code in codes}


def test_every_theme_has_a_name() -> None:
    assert all(code.naam for code in Themacode)


async def test_the_services_are_a_list_of_their_own(desk: Desk) -> None:
    query = """query($n: Int, $a: String) { datadiensten(first: $n, after: $a) {
      totaal edges { node { id titel eindpunt } } pageInfo { hasNextPage endCursor } } }"""
    with statements() as for_one:
        page = (await desk.data(query, variables={"n": 1}))["datadiensten"]
    with statements() as for_all:
        whole = (await desk.data(query, variables={"n": 100}))["datadiensten"]
    assert len(for_all) == len(for_one) == 3, for_all
    assert (whole["totaal"], len(whole["edges"])) == (24, 24)
    assert page["edges"] == whole["edges"][:1]
    rest = await desk.data(query, variables={"n": 100, "a": page["pageInfo"]["endCursor"]})
    assert rest["datadiensten"]["edges"] == whole["edges"][1:]
    one = await desk.data(
        "query($id: ID!) { datadienst(id: $id) { titel } }", variables={"id": page["edges"][0]["node"]["id"]}
    )
    assert one["datadienst"]["titel"] == page["edges"][0]["node"]["titel"]
    assert codes(await desk.ask('{ datadienst(id: "eenhoorns") { titel } }')) == ["NIET_GEVONDEN"]
    assert codes(await desk.ask('{ datasetreeks(id: "eenhoorns") { titel } }')) == ["NIET_GEVONDEN"]
