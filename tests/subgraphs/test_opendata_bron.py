"""The embedded catalogue on both databases: what only it has, beside the contract of a Datasetbron."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from harness.subgraph_desk import TODAY
from sqlalchemy import delete, insert, update

from subgraphs.opendata import tables
from subgraphs.opendata.dataset import Contactpunt, Dataset, Gebied, Instantie
from subgraphs.opendata.demo import fill_if_empty
from subgraphs.opendata.rows import dataset_row
from subgraphs.opendata.selectie import Selectie, Sortering
from subgraphs.opendata.source import Datasetbron
from subgraphs.opendata.store import Datacatalogus
from subgraphs.opendata.woordenlijst import Frequentie, Thema, Toegangsrechten
from subgraphs.service.database import Database
from subgraphs.service.pagination import PageRequest

ALL = PageRequest(100)
ACTUEEL = Dataset(
    id="proef",
    titel="100% Proef_stuk",
    beschrijving="Een dataset voor de proef.",
    identificatie="https://data.example/proef",
    trefwoorden=("proef",),
    uitgever=Instantie("Gemeente", "https://data.example/gemeente"),
    maker=Instantie("Team", "https://data.example/team"),
    contactpunt=Contactpunt("Team Data", "data@post.example"),
    licentie="https://creativecommons.org/publicdomain/zero/1.0/",
    toegangsrechten=Toegangsrechten.OPENBAAR,
    frequentie=Frequentie.JAARLIJKS,
    uitgiftedatum=date(2020, 1, 1),
    wijzigingsdatum=date(2025, 1, 1),
    landingspagina="https://data.example/proef",
    taal="nl",
    gebied=Gebied("Gemeente"),
)


@pytest.fixture
async def bron(database: Database) -> Datasetbron:
    await database.create_tables(tables.metadata)
    await fill_if_empty(database, TODAY)
    return Datacatalogus(database)


async def titles(bron: Datasetbron, zoek: str | None = None, thema: Thema | None = None) -> list[str]:
    page = await bron.datasets(Selectie(zoek, thema), ALL)
    assert await page.count() == len(page.rows)
    return [found.dataset.titel for found in page.rows]


async def test_a_page_holds_while_datasets_come_and_go(bron: Datasetbron, database: Database) -> None:
    first = await bron.datasets(Selectie(), PageRequest(5))
    expected = (await titles(bron))[5:10]
    async with database.writing() as session:
        await session.execute(insert(tables.dataset).values(dataset_row(replace(ACTUEEL, titel="Aap"))))
        here = tables.dataset.c.dataset_id.in_([found.dataset.id for found in first.rows])
        await session.execute(delete(tables.dataset).where(here))
    second = await bron.datasets(Selectie(), PageRequest(5, first.rows[-1].plaats))
    assert [found.dataset.titel for found in second.rows] == expected


async def test_signs_with_a_meaning_in_sql_are_only_signs(bron: Datasetbron, database: Database) -> None:
    async with database.writing() as session:
        await session.execute(insert(tables.dataset).values(dataset_row(ACTUEEL)))
    assert await titles(bron, "%") == ["100% Proef_stuk"]
    assert await titles(bron, "f_s") == ["100% Proef_stuk"]
    assert await titles(bron, "\\") == []
    assert await titles(bron, "'; DROP TABLE dataset; --") == []


async def test_what_is_not_published_is_not_there(bron: Datasetbron, database: Database) -> None:
    async with database.writing() as session:
        await session.execute(insert(tables.dataset).values(dataset_row(ACTUEEL, gepubliceerd=False)))
        await session.execute(insert(tables.thema).values(dataset_id="proef", thema="INTR", volgnummer=0))
    assert await titles(bron, "proef_stuk") == []
    assert await bron.dataset(["proef"]) == {}
    assert Thema.INTERNATIONAAL not in await bron.aantallen()


async def test_a_dataset_comes_back_as_it_was_published(bron: Datasetbron, database: Database) -> None:
    async with database.writing() as session:
        await session.execute(insert(tables.dataset).values(dataset_row(ACTUEEL)))
    assert await bron.dataset(["proef", "niets"]) == {"proef": ACTUEEL}


async def test_filling_again_adds_nothing(bron: Datasetbron, database: Database) -> None:
    await fill_if_empty(database, TODAY)
    assert len(await titles(bron)) == 60


async def test_rows_of_an_earlier_version_are_still_read(bron: Datasetbron, database: Database) -> None:
    later = {column.name: None for column in tables.dataset.columns if column.nullable}
    of_files = {column.name: None for column in tables.distributie.columns if column.nullable}
    async with database.writing() as session:
        await session.execute(update(tables.dataset).values(later))
        await session.execute(update(tables.distributie).values(of_files))
    for sortering in Sortering:
        page = await bron.datasets(Selectie("bomen", sortering=sortering), ALL)
        assert "Bomen in beheer" in [found.dataset.titel for found in page.rows]
    dataset = (await bron.dataset(["bomen-in-beheer"]))["bomen-in-beheer"]
    assert (dataset.periode, dataset.gebied.omhullende, dataset.standaarden) == (None, None, ())
    assert len((await bron.distributies(["bomen-in-beheer"]))["bomen-in-beheer"]) == 3
