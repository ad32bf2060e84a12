"""The embedded zakenbron: SQL over the tables, one statement a question."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, exists, func, or_, select

from subgraphs.service.database import Database
from subgraphs.service.keyset import page_of
from subgraphs.service.pagination import Page, PageRequest
from subgraphs.zaken import tables as t
from subgraphs.zaken.source import Inzage, Selectie
from subgraphs.zaken.zaak import Besluit, Document, Fase, Resultaat, Status, Statustype, Zaak, Zaaktype

T = TypeVar("T")

INITIATOR = "initiator"
VRIJGEGEVEN = ("definitief", "gearchiveerd")
"""The statuses in which a document may be shown at all (Documenten API)."""


class SqlZaken:
    """Implements `Zakenbron` on a Database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def zaken_van(self, inzage: Inzage, selectie: Selectie, page: PageRequest) -> Page[Zaak]:
        chosen = _zichtbaar(inzage).where(*_criteria(selectie))
        rows = await self._rows(page_of(chosen, page, t.zaak.c.identificatie, descending=True))
        return Page.cut([_zaak(row) for row in rows], page.first, self._counter(chosen))

    async def zaken(self, inzage: Inzage, ids: Sequence[str]) -> Mapping[str, Zaak]:
        rows = await self._rows(_zichtbaar(inzage).where(t.zaak.c.id.in_(ids)))
        return {row.id: _zaak(row) for row in rows}

    async def statussen(self, zaak_ids: Sequence[str]) -> Mapping[str, Sequence[Status]]:
        columns = (
            t.status.c.zaak_id,
            t.statustype.c.volgnummer,
            t.statustype.c.omschrijving,
            t.statustype.c.toelichting,
            t.statustype.c.is_eindstatus,
            t.status.c.datum,
        )
        chosen = select(*columns).join_from(t.status, t.statustype).where(t.status.c.zaak_id.in_(zaak_ids))
        rows = await self._rows(chosen.order_by(t.status.c.datum, t.statustype.c.volgnummer))
        return _grouped((Status(*row) for row in rows), lambda status: status.zaak_id)

    async def documenten(self, zaak_ids: Sequence[str]) -> Mapping[str, Sequence[Document]]:
        c = t.document.c
        columns = (
            c.id,
            c.zaak_id,
            c.identificatie,
            c.titel,
            c.documenttype,
            c.bestandsnaam,
            c.formaat,
            c.omvang,
            c.creatiedatum,
        )
        released = (c.status.in_(VRIJGEGEVEN), c.tonen_aan_initiator)
        chosen = select(*columns).where(c.zaak_id.in_(zaak_ids), *released)
        rows = await self._rows(chosen.order_by(c.creatiedatum.desc(), c.identificatie.desc()))
        return _grouped((Document(*row) for row in rows), lambda document: document.zaak_id)

    async def besluiten(self, zaak_ids: Sequence[str]) -> Mapping[str, Sequence[Besluit]]:
        c = t.besluit.c
        chosen = select(t.besluit).where(c.zaak_id.in_(zaak_ids), c.verzenddatum.is_not(None))
        rows = await self._rows(chosen.order_by(c.datum.desc(), c.identificatie.desc()))
        return _grouped((Besluit(*row) for row in rows), lambda besluit: besluit.zaak_id)

    async def zaaktypen(self, ids: Sequence[str]) -> Mapping[str, Zaaktype]:
        rows = await self._rows(select(*_ZAAKTYPE).where(t.zaaktype.c.id.in_(ids)))
        return {row.id: _zaaktype(row) for row in rows}

    async def statustypen(self, zaaktype_ids: Sequence[str]) -> Mapping[str, Sequence[Statustype]]:
        c = t.statustype.c
        rows = await self._rows(
            select(t.statustype).where(c.zaaktype_id.in_(zaaktype_ids)).order_by(c.volgnummer)
        )
        return _grouped((Statustype(*row) for row in rows), lambda soort: soort.zaaktype_id)

    async def catalogus(self, zoek: str | None, op: date, page: PageRequest) -> Page[Zaaktype]:
        c = t.zaaktype.c
        chosen = select(*_ZAAKTYPE).where(c.extern, *geldig(op))
        if zoek:
            chosen = chosen.where(_bevat(zoek, c.omschrijving, c.doel))
        rows = await self._rows(page_of(chosen, page, c.omschrijving, c.id))
        return Page.cut([_zaaktype(row) for row in rows], page.first, self._counter(chosen))

    async def _rows(self, statement: Select[Any]) -> Sequence[Any]:
        async with self._database.reading() as session:
            rows: Sequence[Any] = (await session.execute(statement)).all()
            return rows

    def _counter(self, statement: Select[Any]) -> Callable[[], Any]:
        async def count() -> int:
            async with self._database.reading() as session:
                counted = select(func.count()).select_from(statement.order_by(None).subquery())
                return (await session.execute(counted)).scalar_one()

        return count


_ZAAKTYPE = (
    t.zaaktype.c.id,
    t.zaaktype.c.identificatie,
    t.zaaktype.c.omschrijving,
    t.zaaktype.c.doel,
    t.zaaktype.c.aanleiding,
    t.zaaktype.c.doorlooptijd,
    t.zaaktype.c.servicenorm,
    t.zaaktype.c.trefwoorden,
)


def geldig(op: date) -> tuple[ColumnElement[bool], ...]:
    """Conditions for the version of a zaaktype that is in force on a day."""
    c = t.zaaktype.c
    return (c.begin_geldigheid <= op, or_(c.einde_geldigheid.is_(None), c.einde_geldigheid > op))


def _zichtbaar(inzage: Inzage) -> Select[Any]:
    """Every zaak that may be seen, with its resultaat: the one place that decides."""
    is_initiator = exists().where(
        t.rol.c.zaak_id == t.zaak.c.id,
        t.rol.c.klant_id == inzage.klant_id,
        t.rol.c.omschrijving_generiek == INITIATOR,
    )
    visible = (
        select(
            t.zaak,
            t.resultaattype.c.omschrijving.label("resultaat"),
            t.resultaattype.c.toelichting.label("resultaat_toelichting"),
        )
        .join_from(t.zaak, t.zaaktype)
        .outerjoin(t.resultaattype, t.zaak.c.resultaattype_id == t.resultaattype.c.id)
        .where(is_initiator, t.zaaktype.c.extern, exists().where(t.status.c.zaak_id == t.zaak.c.id))
    )
    return visible if inzage.diensten is None else visible.where(t.zaaktype.c.dienst.in_(inzage.diensten))


def _criteria(selectie: Selectie) -> Iterable[ColumnElement[bool]]:
    if selectie.fase is not None:
        einde = t.zaak.c.einddatum
        yield einde.is_(None) if selectie.fase is Fase.LOPEND else einde.is_not(None)
    if selectie.zaaktype_id is not None:
        yield t.zaak.c.zaaktype_id == selectie.zaaktype_id
    if selectie.zoek:
        yield _bevat(selectie.zoek, t.zaak.c.identificatie, t.zaak.c.omschrijving)


def _bevat(zoek: str, *columns: ColumnElement[str]) -> ColumnElement[bool]:
    return or_(*(column.icontains(zoek, autoescape=True) for column in columns))


def _zaaktype(row: Any) -> Zaaktype:
    return Zaaktype(
        id=row.id,
        identificatie=row.identificatie,
        omschrijving=row.omschrijving,
        doel=row.doel,
        aanleiding=row.aanleiding,
        doorlooptijd=row.doorlooptijd,
        servicenorm=row.servicenorm,
        trefwoorden=tuple(row.trefwoorden),
    )


def _zaak(row: Any) -> Zaak:
    return Zaak(
        id=row.id,
        identificatie=row.identificatie,
        omschrijving=row.omschrijving,
        zaaktype_id=row.zaaktype_id,
        registratiedatum=row.registratiedatum,
        startdatum=row.startdatum,
        einddatum=row.einddatum,
        einddatum_gepland=row.einddatum_gepland,
        uiterlijke_einddatum=row.uiterlijke_einddatum,
        resultaat=Resultaat(row.resultaat, row.resultaat_toelichting) if row.resultaat else None,
    )


def _grouped(values: Iterable[T], key: Callable[[T], str]) -> Mapping[str, Sequence[T]]:
    groups: dict[str, list[T]] = defaultdict(list)
    for value in values:
        groups[key(value)].append(value)
    return groups
