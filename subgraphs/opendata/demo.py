"""Fills an empty catalogue with the sixty datasets of Voorbeeldstad, their services and their files."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import Table, insert, select

from subgraphs.opendata import tables
from subgraphs.opendata.bestand import PAD
from subgraphs.opendata.dataset import Dataset, Distributie
from subgraphs.opendata.demo_bestanden import bestand_van
from subgraphs.opendata.demo_catalogus import CATALOGUS, REEKSEN, dataset_van, dienst_van, distributies_van
from subgraphs.opendata.demo_datasets import Beschrijving
from subgraphs.opendata.demo_datasets_samenleving import SAMENLEVING
from subgraphs.opendata.demo_datasets_stad import STAD
from subgraphs.opendata.rows import dataset_row, distributie_row
from subgraphs.opendata.rows_catalogus import catalogus_row, dienst_row, reeks_row
from subgraphs.service.database import Database

Row = dict[str, Any]


async def fill_if_empty(database: Database, today: date) -> None:
    """Does nothing when there are datasets already."""
    async with database.writing() as session:
        if (await session.execute(select(tables.dataset.c.dataset_id).limit(1))).first():
            return
        rows = _rows(today)
        for table in tables.metadata.sorted_tables:
            if table in rows:
                await session.execute(insert(table), rows[table])


def _rows(today: date) -> dict[Table, list[Row]]:
    """The rows of each table."""
    rows: dict[Table, list[Row]] = defaultdict(list)
    rows[tables.catalogus].append(catalogus_row(CATALOGUS))
    rows[tables.reeks] += [reeks_row(reeks) for reeks in REEKSEN]
    for beschrijving in (*STAD, *SAMENLEVING):
        dataset = dataset_van(beschrijving, today)
        rows[tables.dataset].append(dataset_row(dataset))
        rows[tables.thema] += _theme_rows(dataset, beschrijving)
        _add_distributions(rows, dataset, beschrijving)
    return rows


def _theme_rows(dataset: Dataset, beschrijving: Beschrijving) -> list[Row]:
    return [
        {"dataset_id": dataset.id, "thema": thema, "volgnummer": volgnummer}
        for volgnummer, thema in enumerate(beschrijving.themas)
    ]


def _add_distributions(rows: dict[Table, list[Row]], dataset: Dataset, beschrijving: Beschrijving) -> None:
    """The forms of one dataset, with the services behind them and the files that are held."""
    for volgnummer, distributie in enumerate(distributies_van(dataset, beschrijving)):
        if distributie.dienst:
            rows[tables.dienst].append(dienst_row(dienst_van(dataset, distributie, beschrijving.themas)))
            link = {"dienst_id": distributie.dienst, "dataset_id": dataset.id}
            rows[tables.dienst_dataset].append(link)
        inhoud = bestand_van(dataset.titel, distributie.formaat, dataset.wijzigingsdatum)
        held = distributie if inhoud is None else _held(distributie, inhoud)
        rows[tables.distributie].append(distributie_row(dataset.id, volgnummer, held))
        if inhoud is not None:
            rows[tables.bestand].append(_file_row(dataset, held, inhoud))


def _held(distributie: Distributie, inhoud: bytes) -> Distributie:
    """The distribution of a file that lies here."""
    return replace(
        distributie,
        download_url=f"{PAD}/{distributie.id}",
        bytes_=len(inhoud),
        sha256=sha256(inhoud).hexdigest(),
    )


def _file_row(dataset: Dataset, distributie: Distributie, inhoud: bytes) -> Row:
    return {
        "distributie_id": distributie.id,
        "naam": f"{dataset.id}.{distributie.formaat.lower()}",
        "mediatype": distributie.mediatype,
        "sha256": distributie.sha256,
        "inhoud": inhoud,
    }
