"""Webinhoud: the content of the website in SQL."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, exists, func, select, true

from subgraphs.service.database import Database
from subgraphs.service.folding import fold
from subgraphs.service.keyset import page_of
from subgraphs.service.pagination import Page, PageRequest
from subgraphs.website import tables
from subgraphs.website.geometrie import Rechthoek
from subgraphs.website.soort import SOORT_VAN, Soort, T
from subgraphs.website.source import Selectie, Vondst

_ITEM = tables.item.c
_GEPUBLICEERD: ColumnElement[bool] = _ITEM.gepubliceerd.is_(true())


class Webinhoud:
    """Fulfils Websitebron. Every reading is one statement."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def lijst(self, soort: Soort[T], selectie: Selectie, page: PageRequest) -> Page[T]:
        where = [_ITEM.soort == soort.naam, *_where(selectie)]
        statement = select(_ITEM.inhoud).where(*where)
        paged = page_of(statement, page, _volgorde(selectie), _ITEM.item_id, descending=soort.aflopend)
        rows = [soort.lees(row["inhoud"]) for row in await self._rows(paged)]
        return Page.cut(rows, page.first, lambda: self._count(where))

    async def items(self, soort: Soort[T], ids: Sequence[str]) -> Mapping[str, T]:
        chosen = select(_ITEM.item_id, _ITEM.inhoud).where(
            _ITEM.soort == soort.naam, _ITEM.item_id.in_(ids), _GEPUBLICEERD
        )
        return {row["item_id"]: soort.lees(row["inhoud"]) for row in await self._rows(chosen)}

    async def zoek(self, zoek: str, page: PageRequest) -> Page[Vondst]:
        where = _where(Selectie(zoek))
        statement = select(_ITEM.soort, _ITEM.inhoud).where(*where)
        found = [
            Vondst(soort := SOORT_VAN[row["soort"]], soort.lees(row["inhoud"]))
            for row in await self._rows(page_of(statement, page, _ITEM.soort, _ITEM.item_id))
        ]
        return Page.cut(found, page.first, lambda: self._count(where))

    async def close(self) -> None:
        """The database is the service's, which closes it."""

    async def _count(self, where: Sequence[ColumnElement[bool]]) -> int:
        counted = select(func.count().label("aantal")).select_from(tables.item).where(*where)
        aantal: int = (await self._rows(counted))[0]["aantal"]
        return aantal

    async def _rows(self, statement: Select[Any]) -> Sequence[RowMapping]:
        async with self._database.reading() as session:
            found: Sequence[RowMapping] = (await session.execute(statement)).mappings().all()
            return found


def _where(selectie: Selectie) -> list[ColumnElement[bool]]:
    words = fold(selectie.zoek or "").split()
    conditions = [_GEPUBLICEERD, *(_ITEM.tekst.contains(word, autoescape=True) for word in words)]
    if selectie.categorie is not None:
        categorie = tables.categorie.c
        conditions.append(_has(tables.categorie, categorie.categorie == selectie.categorie))
    if within := _within(selectie):
        conditions.append(_has(tables.periode, *within))
    if selectie.gebied:
        conditions += _touching(selectie.gebied)
    return conditions


def _within(selectie: Selectie) -> list[ColumnElement[bool]]:
    periode = tables.periode.c
    return [
        *([periode.einde > selectie.vanaf] if selectie.vanaf else []),
        *([periode.begin < selectie.tot] if selectie.tot else []),
    ]


def _volgorde(selectie: Selectie) -> ColumnElement[Any]:
    """As Kenmerken.sleutels: of what is chosen by period, the first that is in it."""
    within = _within(selectie)
    if not within:
        return _ITEM.volgorde
    periode = tables.periode.c
    own = and_(periode.soort == _ITEM.soort, periode.item_id == _ITEM.item_id)
    return select(func.min(periode.volgorde)).where(own, *within).scalar_subquery()


def _has(table: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    own = and_(table.c.soort == _ITEM.soort, table.c.item_id == _ITEM.item_id)
    return exists(select(table.c.item_id).where(own, *conditions))


def _touching(gebied: Rechthoek) -> list[ColumnElement[bool]]:
    return [
        _ITEM.west <= gebied.oost,
        _ITEM.oost >= gebied.west,
        _ITEM.zuid <= gebied.noord,
        _ITEM.noord >= gebied.zuid,
    ]
