"""The embedded catalogue: the Datasetbron on SQL."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import Executable, RowMapping, func, select

from subgraphs.opendata import tables
from subgraphs.opendata.bestand import Bestand, Bestandsbegin
from subgraphs.opendata.catalogus import Catalogus
from subgraphs.opendata.datadienst import Datadienst
from subgraphs.opendata.dataset import Dataset, Datasetreeks, Distributie
from subgraphs.opendata.rows import dataset_of, distributie_of
from subgraphs.opendata.rows_catalogus import catalogus_of, dienst_of, reeks_of
from subgraphs.opendata.selectie import Facetten, Geplaatst, GeplaatsteDienst, Selectie
from subgraphs.opendata.store_selectie import PUBLISHED, facets, facetten_of, place, where
from subgraphs.opendata.woordenlijst import Thema
from subgraphs.service.database import Database
from subgraphs.service.folding import fold
from subgraphs.service.keyset import page_of
from subgraphs.service.pagination import Page, PageRequest

R = TypeVar("R")


class Datacatalogus:
    """Fulfils Datasetbron. Every reading is one statement, that of a service two."""

    sleutels = 3

    def __init__(self, database: Database) -> None:
        self._database = database

    async def catalogus(self) -> Catalogus | None:
        newest = select(func.max(tables.dataset.c.wijzigingsdatum)).where(PUBLISHED).scalar_subquery()
        rows = await self._rows(select(tables.catalogus, newest.label("wijzigingsdatum")))
        return catalogus_of(rows[0]) if rows else None

    async def datasets(self, selectie: Selectie, page: PageRequest) -> Page[Geplaatst]:
        conditions, columns = where(selectie), place(selectie)
        statement = select(tables.dataset, columns[0].label("plaats")).where(*conditions)
        rows = await self._rows(page_of(statement, page, *columns))

        async def count() -> int:
            counted = select(func.count().label("aantal")).select_from(tables.dataset).where(*conditions)
            aantal: int = (await self._rows(counted))[0]["aantal"]
            return aantal

        placed = [
            Geplaatst(dataset_of(row), (row["plaats"], row["sorteertitel"], row["dataset_id"]))
            for row in rows
        ]
        return Page.cut(placed, page.first, count)

    async def facetten(self, selectie: Selectie) -> Facetten:
        return facetten_of(await self._rows(facets(selectie)))

    async def dataset(self, ids: Sequence[str]) -> Mapping[str, Dataset]:
        rows = await self._rows(select(tables.dataset).where(tables.dataset.c.dataset_id.in_(ids), PUBLISHED))
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

    async def diensten(self, ids: Sequence[str]) -> Mapping[str, Sequence[Datadienst]]:
        rows = await self._rows(
            select(tables.dienst_dataset)
            .where(tables.dienst_dataset.c.dataset_id.in_(ids))
            .order_by(tables.dienst_dataset.c.dienst_id)
        )
        known = await self.dienst(sorted({row["dienst_id"] for row in rows}))
        return _grouped(
            [row for row in rows if row["dienst_id"] in known], lambda row: known[row["dienst_id"]]
        )

    async def datadiensten(self, zoek: str | None, page: PageRequest) -> Page[GeplaatsteDienst]:
        table = tables.dienst.c
        of_published = select(tables.dienst_dataset.c.dienst_id).join(tables.dataset).where(PUBLISHED)
        title = func.coalesce(table.sorteertitel, "")
        conditions = [
            table.dienst_id.in_(of_published),
            *(table.zoektekst.contains(word, autoescape=True) for word in fold(zoek or "").split()),
        ]
        asked = select(table.dienst_id, title.label("titel")).where(*conditions)
        rows = await self._rows(page_of(asked, page, title, table.dienst_id))

        async def count() -> int:
            counted = select(func.count().label("aantal")).select_from(tables.dienst).where(*conditions)
            aantal: int = (await self._rows(counted))[0]["aantal"]
            return aantal

        known = await self.dienst([row["dienst_id"] for row in rows])
        placed = [
            GeplaatsteDienst(known[row["dienst_id"]], (row["titel"], row["dienst_id"]))
            for row in rows
            if row["dienst_id"] in known
        ]
        return Page.cut(placed, page.first, count)

    async def dienst(self, ids: Sequence[str]) -> Mapping[str, Datadienst]:
        """A service of which no dataset is published is not there."""
        served = (
            select(tables.dienst_dataset.c.dataset_id, tables.dienst)
            .join_from(tables.dienst, tables.dienst_dataset)
            .join(tables.dataset)
            .where(tables.dienst.c.dienst_id.in_(ids), PUBLISHED)
            .order_by(tables.dienst_dataset.c.dataset_id)
        )
        of: dict[str, list[RowMapping]] = defaultdict(list)
        for row in await self._rows(served):
            of[row["dienst_id"]].append(row)
        return {
            dienst_id: dienst_of(rows[0], [row["dataset_id"] for row in rows])
            for dienst_id, rows in of.items()
        }

    async def reeksen(self, ids: Sequence[str]) -> Mapping[str, Datasetreeks]:
        rows = await self._rows(select(tables.reeks).where(tables.reeks.c.reeks_id.in_(ids)))
        return {row["reeks_id"]: reeks_of(row) for row in rows}

    async def aantallen(self) -> Mapping[Thema, int]:
        rows = await self._rows(
            select(tables.thema.c.thema, func.count().label("aantal"))
            .join_from(tables.thema, tables.dataset)
            .where(PUBLISHED)
            .group_by(tables.thema.c.thema)
        )
        return {Thema(row["thema"]): row["aantal"] for row in rows}

    async def begin(self, ids: Sequence[str], most: int) -> Mapping[str, Bestandsbegin]:
        inhoud = tables.bestand.c.inhoud
        rows = await self._rows(
            select(
                tables.bestand.c.distributie_id,
                func.substr(inhoud, 1, most, type_=inhoud.type).label("begin"),
                func.length(inhoud).label("bytes"),
            ).where(tables.bestand.c.distributie_id.in_(ids))
        )
        return {row["distributie_id"]: Bestandsbegin(row["begin"], row["bytes"] <= most) for row in rows}

    async def bestand(self, distributie_id: str) -> Bestand | None:
        rows = await self._rows(
            select(tables.bestand, tables.distributie.c.wijzigingsdatum)
            .join_from(tables.bestand, tables.distributie)
            .join(tables.dataset)
            .where(tables.bestand.c.distributie_id == distributie_id, PUBLISHED)
        )
        for row in rows:
            day, inhoud = row["wijzigingsdatum"], row["inhoud"]
            return Bestand(row["naam"], row["mediatype"], row["sha256"], day, inhoud)
        return None

    async def _rows(self, statement: Executable) -> Sequence[RowMapping]:
        async with self._database.reading() as session:
            found: Sequence[RowMapping] = (await session.execute(statement)).mappings().all()
            return found


def _grouped(rows: Sequence[RowMapping], value: Callable[[RowMapping], R]) -> Mapping[str, Sequence[R]]:
    """Values by dataset, in the order of the rows."""
    groups: dict[str, list[R]] = defaultdict(list)
    for row in rows:
        groups[row["dataset_id"]].append(value(row))
    return groups
