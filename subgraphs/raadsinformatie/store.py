"""Raadsregister: the council's meetings and documents in SQL."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, func, select

from subgraphs.raadsinformatie import tables
from subgraphs.raadsinformatie.fragment import fragment
from subgraphs.raadsinformatie.rows import (
    AGENDAPUNT,
    ORGAAN,
    STEMMING,
    STUK,
    VERGADERING,
    Soort,
    T,
    moment_text,
    zonder_tekst,
)
from subgraphs.raadsinformatie.source import Selectie, Vondst
from subgraphs.raadsinformatie.stemming import Stemming
from subgraphs.raadsinformatie.stuk import Stuk
from subgraphs.raadsinformatie.vergadering import Agendapunt, Orgaan, Vergadering
from subgraphs.service.database import Database
from subgraphs.service.folding import fold
from subgraphs.service.keyset import page_of
from subgraphs.service.pagination import Page, PageRequest

_ITEM = tables.item.c


class Raadsregister:
    """Fulfils Raadsbron. Every reading is one statement."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def vergaderingen(
        self, selectie: Selectie, page: PageRequest, *, oplopend: bool
    ) -> Page[Vondst[Vergadering]]:
        return await self._page(VERGADERING, selectie, page, descending=not oplopend)

    async def stukken(self, selectie: Selectie, page: PageRequest) -> Page[Vondst[Stuk]]:
        found = await self._page(STUK, selectie, page, descending=True)
        rows = [
            Vondst(zonder_tekst(row.item), row.sleutels, fragment(row.item.tekst, selectie.zoek))
            for row in found.rows
        ]
        return Page(rows, found.more, found.count)

    async def vergadering(self, ids: Sequence[str]) -> Mapping[str, Vergadering]:
        return await self._items(VERGADERING, ids)

    async def agendapunt(self, ids: Sequence[str]) -> Mapping[str, Agendapunt]:
        return await self._items(AGENDAPUNT, ids)

    async def stuk(self, ids: Sequence[str]) -> Mapping[str, Stuk]:
        return {id_: zonder_tekst(item) for id_, item in (await self._items(STUK, ids)).items()}

    async def stemming(self, ids: Sequence[str]) -> Mapping[str, Stemming]:
        return await self._items(STEMMING, ids)

    async def orgaan(self, ids: Sequence[str]) -> Mapping[str, Orgaan]:
        return await self._items(ORGAAN, ids)

    async def close(self) -> None:
        """The database is the service's, which closes it."""

    async def _items(self, soort: Soort[T], ids: Sequence[str]) -> Mapping[str, T]:
        chosen = select(_ITEM.item_id, _ITEM.inhoud).where(_ITEM.soort == soort.naam, _ITEM.item_id.in_(ids))
        return {
            row["item_id"]: soort.inhoud.validate_python(row["inhoud"]) for row in await self._rows(chosen)
        }

    async def _page(
        self, soort: Soort[T], selectie: Selectie, page: PageRequest, *, descending: bool
    ) -> Page[Vondst[T]]:
        where = _where(soort.naam, selectie)
        statement = select(_ITEM.moment, _ITEM.item_id, _ITEM.inhoud).where(*where)
        rows = await self._rows(page_of(statement, page, _ITEM.moment, _ITEM.item_id, descending=descending))
        found = [
            Vondst(soort.inhoud.validate_python(row["inhoud"]), (row["moment"], row["item_id"]))
            for row in rows
        ]

        async def count() -> int:
            counted = select(func.count().label("aantal")).select_from(tables.item).where(*where)
            aantal: int = (await self._rows(counted))[0]["aantal"]
            return aantal

        return Page.cut(found, page.first, count)

    async def _rows(self, statement: Select[Any]) -> Sequence[RowMapping]:
        async with self._database.reading() as session:
            found: Sequence[RowMapping] = (await session.execute(statement)).mappings().all()
            return found


def _where(soort: str, selectie: Selectie) -> list[ColumnElement[bool]]:
    words = fold(selectie.zoek or "").split()
    conditions: list[ColumnElement[bool]] = [
        _ITEM.soort == soort,
        *(_ITEM.tekst.contains(word, autoescape=True) for word in words),
    ]
    if selectie.orgaan is not None:
        conditions.append(_ITEM.orgaan == selectie.orgaan)
    if selectie.vanaf or selectie.tot:
        conditions.append(_ITEM.moment != "")
    if selectie.vanaf:
        conditions.append(_ITEM.moment >= moment_text(selectie.vanaf))
    if selectie.tot:
        conditions.append(_ITEM.moment < moment_text(selectie.tot))
    return conditions
