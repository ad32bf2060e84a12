"""The contract of a Datasetbron: the embedded catalogue on both databases, and CKAN, of the same datasets."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import date

import pytest
from harness.ckan_scenario import ckan_bron, ckan_scenario
from harness.filled_catalogue import filled_database
from harness.standin import running
from harness.subgraph_desk import TODAY

from standins.ckan.standin import make_standin
from subgraphs.opendata.demo_catalogus import CC_BY, GEMEENTE, TEAM_DATA
from subgraphs.opendata.selectie import Selectie, Sortering
from subgraphs.opendata.source import Datasetbron
from subgraphs.opendata.store import Datacatalogus
from subgraphs.opendata.woordenlijst import Frequentie, Thema, Toegangsrechten
from subgraphs.service.database import Database
from subgraphs.service.errors import InvalidInput
from subgraphs.service.pagination import PageRequest

ALL = PageRequest(100)
SOURCES = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres), "ckan")


@pytest.fixture(scope="module", params=SOURCES)
def place(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """The URL of a database that is filled; None for CKAN."""
    if request.param == "sqlite":
        yield f"sqlite:///{request.getfixturevalue('catalogue_file')}"
    elif request.param == "postgres":
        with filled_database(request.getfixturevalue("postgres")) as url:
            yield url
    else:
        yield None


@pytest.fixture
async def bron(place: str | None) -> AsyncIterator[Datasetbron]:
    """The source of one request."""
    if place is None:
        async with running(make_standin(ckan_scenario(TODAY))) as register:
            acties, ckan = ckan_bron(register.url)
            yield ckan
            await acties.close()
    else:
        database = Database(place)
        yield Datacatalogus(database)
        await database.close()


async def titles(bron: Datasetbron, selectie: Selectie | None = None) -> list[str]:
    page = await bron.datasets(selectie or Selectie(), ALL)
    assert await page.count() == len(page.rows)
    return [found.dataset.titel for found in page.rows]


async def test_sixty_datasets_are_in_order_of_their_titles(bron: Datasetbron) -> None:
    found = await titles(bron)
    assert len(found) == len(set(found)) == 60
    assert (found[0], found[-1]) == ("Afvalcontainers in de openbare ruimte", "Zonnepanelen per buurt")


@pytest.mark.parametrize("sortering", Sortering, ids=lambda each: each.value)
async def test_pages_of_any_size_give_each_dataset_once(bron: Datasetbron, sortering: Sortering) -> None:
    selectie = Selectie(zoek="e", sortering=sortering)
    whole = await titles(bron, selectie)
    assert len(whole) == 60
    for size in (7, 20, 61):
        walked: list[str] = []
        page = await bron.datasets(selectie, PageRequest(size))
        while page.rows:
            walked += [found.dataset.titel for found in page.rows]
            assert all(len(found.plaats) == bron.sleutels for found in page.rows)
            if not page.more:
                break
            page = await bron.datasets(selectie, PageRequest(size, page.rows[-1].plaats))
        assert walked == whole


@pytest.mark.parametrize(
    ("zoek", "found"),
    [
        ("hittekaart", ["Hittekaart"]),
        ("FINANCIËN uitgaven", ["Begroting en jaarrekening"]),
        ("financien", ["Begroting en jaarrekening"]),
        ("aed reanimatie", ["Locaties van AED's"]),
        ("bestaat niet", []),
        ("verborgen", []),
    ],
)
async def test_words_are_found_without_case_and_accents(
    bron: Datasetbron, zoek: str, found: list[str]
) -> None:
    assert await titles(bron, Selectie(zoek)) == found


async def test_signs_with_a_meaning_to_a_search_engine_have_none(bron: Datasetbron) -> None:
    for zoek in ('"', "title:*", "+(", "bomen) OR (id:*", "{!func}1", "a^2~ [x TO y]", "\\", "*:*", "- ! ||"):
        assert len(await titles(bron, Selectie(zoek))) in range(61), zoek


async def test_what_fits_best_comes_first_when_that_is_asked(bron: Datasetbron) -> None:
    found = await titles(bron, Selectie("afval", sortering=Sortering.RELEVANTIE))
    assert all("afval" in titel.lower() for titel in found[:3])
    assert len(found) >= 3
    by_title = await titles(bron, Selectie(sortering=Sortering.RELEVANTIE))
    assert by_title == await titles(bron)


async def test_the_latest_come_first_when_that_is_asked(bron: Datasetbron) -> None:
    page = await bron.datasets(Selectie(sortering=Sortering.WIJZIGINGSDATUM), ALL)
    days = [found.dataset.wijzigingsdatum for found in page.rows]
    assert days == sorted(days, reverse=True)
    assert days[0] == TODAY


async def test_a_theme_chooses_the_datasets_that_have_it(bron: Datasetbron) -> None:
    aantallen = await bron.aantallen()
    assert sum(aantallen.values()) > 60
    for thema in (Thema.MILIEU, Thema.ENERGIE, Thema.LANDBOUW_EN_VOEDING):
        assert len(await titles(bron, Selectie(thema=thema))) == aantallen[thema]
    assert Thema.INTERNATIONAAL not in aantallen
    assert await titles(bron, Selectie("zonnepanelen", Thema.ENERGIE)) == ["Zonnepanelen per buurt"]
    assert await titles(bron, Selectie("zonnepanelen", Thema.JUSTITIE_EN_VEILIGHEID)) == []


async def test_each_facet_counts_what_choosing_it_gives(bron: Datasetbron) -> None:
    facetten = await bron.facetten(Selectie(thema=Thema.MILIEU))
    here = len(await titles(bron, Selectie(thema=Thema.MILIEU)))
    assert facetten.themas[0].waarde == Thema.MILIEU
    assert (facetten.themas[0].naam, facetten.themas[0].aantal) == ("Milieu", here)
    assert [(each.naam, each.aantal) for each in facetten.uitgevers] == [(GEMEENTE.naam, here)]
    for each in facetten.formaten:
        chosen = Selectie(thema=Thema.MILIEU, formaat=each.waarde)
        assert len(await titles(bron, chosen)) == each.aantal
    for each in facetten.licenties:
        chosen = Selectie(thema=Thema.MILIEU, licentie=each.waarde)
        assert len(await titles(bron, chosen)) == each.aantal
    counts = [each.aantal for each in facetten.formaten]
    assert counts == sorted(counts, reverse=True)


async def test_a_publisher_a_format_and_a_day_choose_too(bron: Datasetbron) -> None:
    (uitgever,) = (await bron.facetten(Selectie())).uitgevers
    assert len(await titles(bron, Selectie(uitgever=uitgever.waarde))) == 60
    assert await titles(bron, Selectie(uitgever='"nobody" OR "*"')) == []
    assert await titles(bron, Selectie(formaat="gtfs")) == []
    assert len(await titles(bron, Selectie(formaat="csv"))) > 40
    since = await titles(bron, Selectie(gewijzigd_sinds=TODAY))
    assert 0 < len(since) < 30
    assert await titles(bron, Selectie(gewijzigd_sinds=date(2030, 1, 1))) == []


async def test_a_dataset_is_described_as_the_profile_has_it(bron: Datasetbron) -> None:
    found = await bron.dataset(["bomen-in-beheer", "eenhoorns"])
    assert found.keys() == {"bomen-in-beheer"}
    dataset = found["bomen-in-beheer"]
    assert dataset.titel == "Bomen in beheer"
    assert dataset.identificatie == "https://data.voorbeeldstad.example/id/dataset/bomen-in-beheer"
    assert dataset.trefwoorden == ("bomen", "groen", "beheer")
    assert dataset.uitgever == GEMEENTE
    assert dataset.maker.naam == "Openbare Ruimte, gemeente Voorbeeldstad"
    assert dataset.contactpunt == TEAM_DATA
    assert (dataset.frequentie, dataset.toegangsrechten) == (Frequentie.WEKELIJKS, Toegangsrechten.OPENBAAR)
    assert dataset.licentie.startswith("https://creativecommons.org/")
    assert (dataset.wijzigingsdatum, dataset.taal) == (date(2026, 3, 2), "nl")
    assert dataset.periode is not None
    assert dataset.periode.einde == dataset.wijzigingsdatum
    assert dataset.standaarden
    assert dataset.documentatie
    assert dataset.gebied.naam == "Gemeente Voorbeeldstad"


async def test_themes_and_distributions_come_in_the_publishers_order(bron: Datasetbron) -> None:
    ids = ["bomen-in-beheer", "hittekaart", "eenhoorns"]
    themas, distributies = await bron.themas(ids), await bron.distributies(ids)
    assert {key: list(found) for key, found in themas.items()} == {
        "bomen-in-beheer": [Thema.MILIEU, Thema.REGIO_EN_STAD],
        "hittekaart": [Thema.MILIEU, Thema.GEZONDHEID],
    }
    csv, geojson, wfs = distributies["bomen-in-beheer"]
    assert (csv.formaat, csv.mediatype, geojson.formaat) == ("CSV", "text/csv", "GeoJSON")
    assert csv.download_url
    assert csv.bytes_
    assert (wfs.formaat, wfs.download_url, wfs.bytes_) == ("WFS", None, None)
    assert "eenhoorns" not in distributies


async def test_a_service_is_found_with_its_dataset_and_by_itself(bron: Datasetbron) -> None:
    (dienst,) = (await bron.diensten(["bomen-in-beheer"]))["bomen-in-beheer"]
    assert dienst.datasets == ("bomen-in-beheer",)
    assert dienst.eindpunt == "https://data.voorbeeldstad.example/dienst/bomen-in-beheer/wfs"
    assert dienst.standaarden == ("http://www.opengis.net/def/serviceType/ogc/wfs",)
    assert dienst.themas == (Thema.MILIEU, Thema.REGIO_EN_STAD)
    assert await bron.dienst([dienst.id, "eenhoorns"]) == {dienst.id: dienst}
    wfs = (await bron.distributies(["bomen-in-beheer"]))["bomen-in-beheer"][2]
    assert wfs.dienst == dienst.id


async def test_a_series_is_found_by_what_belongs_to_it(bron: Datasetbron) -> None:
    dataset = (await bron.dataset(["woz-waarden-per-buurt"]))["woz-waarden-per-buurt"]
    assert dataset.reeks == "buurtcijfers"
    reeks = (await bron.reeksen(["buurtcijfers", "eenhoorns"]))["buurtcijfers"]
    assert (reeks.titel, reeks.uitgever.naam) == ("Buurtcijfers", GEMEENTE.naam)
    assert "WOZ-waarden per buurt" in await titles(bron, Selectie(reeks="buurtcijfers"))
    assert await bron.dataset(["buurtcijfers"]) == {}


async def test_the_catalogue_says_when_it_changed_last(bron: Datasetbron) -> None:
    catalogus = await bron.catalogus()
    assert catalogus is not None
    assert (catalogus.titel, catalogus.wijzigingsdatum) == ("Open data van de gemeente Voorbeeldstad", TODAY)


async def test_an_attribution_is_asked_by_the_licence(bron: Datasetbron) -> None:
    page = await bron.datasets(Selectie(), ALL)
    assert {found.dataset.licentie for found in page.rows} <= {
        CC_BY,
        "https://creativecommons.org/publicdomain/zero/1.0/",
    }


async def test_a_cursor_of_another_list_is_refused(bron: Datasetbron) -> None:
    other = ("een tekst",) * bron.sleutels
    with pytest.raises(InvalidInput):
        await bron.datasets(Selectie(), PageRequest(5, other))


@pytest.mark.parametrize("size", [1, 4, 100])
async def test_all_services_are_found_page_after_page(bron: Datasetbron, size: int) -> None:
    walked: list[str] = []
    page = await bron.datadiensten(None, PageRequest(size))
    total = await page.count()
    while True:
        walked += [found.dienst.eindpunt for found in page.rows]
        assert all(len(found.plaats) == 2 for found in page.rows)
        if not page.more:
            break
        page = await bron.datadiensten(None, PageRequest(size, page.rows[-1].plaats))
    assert len(walked) == len(set(walked)) == total == 24


async def test_services_are_found_by_words(bron: Datasetbron) -> None:
    page = await bron.datadiensten("laadpalen", ALL)
    assert list(page.rows) == []
    page = await bron.datadiensten("bomen", ALL)
    assert [found.dienst.eindpunt for found in page.rows] == [
        "https://data.voorbeeldstad.example/dienst/bomen-in-beheer/wfs"
    ]
    assert await page.count() == 1
    with pytest.raises(InvalidInput):
        await bron.datadiensten(None, PageRequest(5, (2.5, "x")))  # type: ignore[arg-type]
