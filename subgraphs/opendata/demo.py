"""Fills an empty catalogue with the sixty datasets of Voorbeeldstad, their services and their files."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import Table, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

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
        described = [(dataset_van(each, today), each) for each in (*STAD, *SAMENLEVING)]
        await _insert(session, tables.catalogus, [catalogus_row(CATALOGUS)])
        await _insert(session, tables.reeks, [reeks_row(reeks) for reeks in REEKSEN])
        await _insert(session, tables.dataset, [dataset_row(dataset) for dataset, _ in described])
        await _insert(session, tables.thema, [row for each in described for row in _theme_rows(*each)])
        for dataset, beschrijving in described:
            await _distributions(session, dataset, beschrijving)


def _theme_rows(dataset: Dataset, beschrijving: Beschrijving) -> list[Row]:
    return [
        {"dataset_id": dataset.id, "thema": thema, "volgnummer": volgnummer}
        for volgnummer, thema in enumerate(beschrijving.themas)
    ]


async def _distributions(session: AsyncSession, dataset: Dataset, beschrijving: Beschrijving) -> None:
    """The forms of one dataset, with the services behind them and the files that are held."""
    rows, files, services = [], [], []
    for volgnummer, distributie in enumerate(distributies_van(dataset, beschrijving)):
        if distributie.dienst:
            services.append(dienst_row(dienst_van(dataset, distributie, beschrijving.themas)))
        inhoud = bestand_van(dataset.titel, distributie.formaat, dataset.wijzigingsdatum)
        held = distributie if inhoud is None else _held(distributie, inhoud)
        rows.append(distributie_row(dataset.id, volgnummer, held))
        if inhoud is not None:
            files.append(_file_row(dataset, held, inhoud))
    await _insert(session, tables.distributie, rows)
    await _insert(session, tables.bestand, files)
    await _insert(session, tables.dienst, services)
    links = [{"dienst_id": each["dienst_id"], "dataset_id": dataset.id} for each in services]
    await _insert(session, tables.dienst_dataset, links)


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


async def _insert(session: AsyncSession, table: Table, rows: Sequence[Row]) -> None:
    if rows:
        await session.execute(insert(table), rows)
