"""Fills an empty catalogue with the sixty datasets of Voorbeeldstad."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import insert, select

from subgraphs.opendata import tables
from subgraphs.opendata.dataset import (
    Contactpunt,
    Dataset,
    Distributie,
    Frequentie,
    Instantie,
    Toegangsrechten,
)
from subgraphs.opendata.demo_datasets import Beschrijving
from subgraphs.opendata.demo_datasets_samenleving import SAMENLEVING
from subgraphs.opendata.demo_datasets_stad import STAD
from subgraphs.opendata.rows import dataset_row, distributie_row
from subgraphs.service.database import Database
from subgraphs.service.folding import fold

PORTAAL = "https://data.voorbeeldstad.example"
GEMEENTE = Instantie("Gemeente Voorbeeldstad", f"{PORTAAL}/id/organisatie/gemeente")
CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"

FORMATEN = {
    "CSV": "text/csv",
    "JSON": "application/json",
    "GeoJSON": "application/geo+json",
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "PDF": "application/pdf",
    "GPKG": "application/geopackage+sqlite3",
    "GTFS": "application/zip",
    "WFS": "application/gml+xml",
    "WMS": "image/png",
    "API": "application/json",
}
DIENSTEN = frozenset({"WFS", "WMS", "API"})


async def fill_if_empty(database: Database, today: date) -> None:
    """Does nothing when there are datasets already."""
    async with database.writing() as session:
        if (await session.execute(select(tables.dataset.c.dataset_id).limit(1))).first():
            return
        beschreven = [(dataset_van(each, today), each) for each in (*STAD, *SAMENLEVING)]
        await session.execute(insert(tables.dataset), [dataset_row(dataset) for dataset, _ in beschreven])
        await session.execute(
            insert(tables.thema),
            [
                {"dataset_id": dataset.id, "thema": thema, "volgnummer": volgnummer}
                for dataset, beschrijving in beschreven
                for volgnummer, thema in enumerate(beschrijving.themas)
            ],
        )
        await session.execute(
            insert(tables.distributie),
            [
                distributie_row(dataset.id, volgnummer, distributie)
                for dataset, beschrijving in beschreven
                for volgnummer, distributie in enumerate(distributies_van(dataset, beschrijving))
            ],
        )


def dataset_van(beschrijving: Beschrijving, today: date) -> Dataset:
    """The dataset, as last refreshed on or before `today`."""
    slug = "-".join("".join(sign if sign.isalnum() else " " for sign in fold(beschrijving.titel)).split())
    team = "-".join(fold(beschrijving.team).split())
    toeval = random.Random(slug)  # noqa: S311
    gewijzigd = _laatste(beschrijving.frequentie, today, toeval)
    return Dataset(
        id=slug,
        titel=beschrijving.titel,
        beschrijving=beschrijving.tekst,
        identificatie=f"{PORTAAL}/id/dataset/{slug}",
        trefwoorden=beschrijving.trefwoorden,
        uitgever=GEMEENTE,
        maker=Instantie(f"{beschrijving.team}, gemeente Voorbeeldstad", f"{PORTAAL}/id/organisatie/{team}"),
        contactpunt=Contactpunt("Team Data", "opendata@voorbeeldstad.example"),
        licentie=CC_BY if beschrijving.naamsvermelding else CC0,
        toegangsrechten=Toegangsrechten.OPENBAAR,
        frequentie=beschrijving.frequentie,
        uitgiftedatum=gewijzigd.replace(day=1, year=gewijzigd.year - toeval.randint(1, 7)),
        wijzigingsdatum=gewijzigd,
        landingspagina=f"{PORTAAL}/dataset/{slug}",
        taal="nl",
        dekkingsgebied="Gemeente Voorbeeldstad",
    )


def distributies_van(dataset: Dataset, beschrijving: Beschrijving) -> Iterator[Distributie]:
    """One for each format: a service has only an access URL, a file also a download URL and a size."""
    toeval = random.Random(f"bytes:{dataset.id}")  # noqa: S311
    for formaat in beschrijving.formaten.split():
        dienst = formaat in DIENSTEN
        adres = f"{PORTAAL}/{'dienst' if dienst else 'download'}/{dataset.id}/{formaat.lower()}"
        yield Distributie(
            id=f"{dataset.id}-{formaat.lower()}",
            titel=f"{dataset.titel} ({formaat})",
            formaat=formaat,
            mediatype=FORMATEN[formaat],
            toegangs_url=adres if dienst else dataset.landingspagina,
            download_url=None if dienst else adres,
            licentie=dataset.licentie,
            bytes_=None if dienst else toeval.randint(4_000, 48_000_000),
        )


def _laatste(frequentie: Frequentie, today: date, toeval: random.Random) -> date:
    """The last day on which a dataset of this frequency was due."""
    if frequentie in {Frequentie.CONTINU, Frequentie.DAGELIJKS}:
        return today
    if frequentie is Frequentie.WEKELIJKS:
        return today - timedelta(days=today.weekday())
    if frequentie is Frequentie.MAANDELIJKS:
        return today.replace(day=1)
    if frequentie is Frequentie.PER_KWARTAAL:
        return today.replace(month=today.month - (today.month - 1) % 3, day=1)
    if frequentie is Frequentie.JAARLIJKS:
        return date(today.year - 1, toeval.randint(1, 12), toeval.randint(1, 28))
    return today - timedelta(days=toeval.randint(40, 900))
