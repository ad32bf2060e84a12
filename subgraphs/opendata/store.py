"""The embedded catalogue: a Datasetbron over SQLite or PostgreSQL."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, RowMapping, Select, func, select, true

from subgraphs.opendata import tables
from subgraphs.opendata.dataset import Dataset, Distributie, Thema
from subgraphs.opendata.rows import dataset_of, distributie_of, sort_keys
from subgraphs.opendata.source import Selectie
from subgraphs.service.database import Database
from subgraphs.service.folding import fold
from subgraphs.service.keyset import page_of
from subgraphs.service.pagination import Keys, Page, PageRequest

R = TypeVar("R")

_PUBLISHED: ColumnElement[bool] = tables.dataset.c.gepubliceerd.is_(true())


class Datacatalogus:
    """Fulfils Datasetbron. Every reading is one statement."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def datasets(self, selectie: Selectie, page: PageRequest) -> Page[Dataset]:
        where = _where(selectie)
        statement = select(tables.dataset).where(*where)
        columns = tables.dataset.c.sorteertitel, tables.dataset.c.dataset_id
        rows = await self._rows(page_of(statement, page, *columns))

        async def count() -> int:
            counted = select(func.count().label("aantal")).select_from(tables.dataset).where(*where)
            aantal: int = (await self._rows(counted))[0]["aantal"]
            return aantal

        return Page.cut([dataset_of(row) for row in rows], page.first, count)

    def plaats(self, dataset: Dataset) -> Keys:
        return sort_keys(dataset)

    async def dataset(self, ids: Sequence[str]) -> Mapping[str, Dataset]:
        rows = await self._rows(
            select(tables.dataset).where(tables.dataset.c.dataset_id.in_(ids), _PUBLISHED)
        )
        return {row["dataset_id"]: dataset_of(row) for row in rows}

    async def themas(self, ids: Sequence[str]) -> Mapping[str, Sequence[Thema]]:
        thema = tables.thema.c
        rows = await self._rows(
            select(tables.thema).where(thema.dataset_id.in_(ids)).order_by(thema.volgnummer)
        )
        return _grouped(rows, lambda row: Thema(row["thema"]))

    async def distributies(self, ids: Sequence[str]) -> Mapping[str, Sequence[Distributie]]:
        distributie = tables.distributie.c
        rows = await self._rows(
            select(tables.distributie).where(distributie.dataset_id.in_(ids)).order_by(distributie.volgnummer)
        )
        return _grouped(rows, distributie_of)

    async def aantallen(self) -> Mapping[Thema, int]:
        rows = await self._rows(
            select(tables.thema.c.thema, func.count().label("aantal"))
            .join_from(tables.thema, tables.dataset)
            .where(_PUBLISHED)
            .group_by(tables.thema.c.thema)
        )
        return {Thema(row["thema"]): row["aantal"] for row in rows}

    async def _rows(self, statement: Select[Any]) -> Sequence[RowMapping]:
        async with self._database.reading() as session:
            found: Sequence[RowMapping] = (await session.execute(statement)).mappings().all()
            return found


def _where(selectie: Selectie) -> list[ColumnElement[bool]]:
    dataset, words = tables.dataset.c, fold(selectie.zoek or "").split()
    conditions = [_PUBLISHED, *(dataset.zoektekst.contains(word, autoescape=True) for word in words)]
    if selectie.thema:
        of_thema = select(tables.thema.c.dataset_id).where(tables.thema.c.thema == selectie.thema)
        conditions.append(dataset.dataset_id.in_(of_thema))
    return conditions


def _grouped(rows: Sequence[RowMapping], value: Callable[[RowMapping], R]) -> Mapping[str, Sequence[R]]:
    """Values by dataset, in the order of the rows."""
    groups: dict[str, list[R]] = defaultdict(list)
    for row in rows:
        groups[row["dataset_id"]].append(value(row))
    return groups
