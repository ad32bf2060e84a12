"""The embedded zakenbron: SQL over the tables, one statement a question."""

from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, func, or_, select

from subgraphs.service.bereik import Bereik
from subgraphs.service.database import Database
from subgraphs.service.folding import has_text
from subgraphs.service.keyset import page_of
from subgraphs.service.pagination import Page, PageRequest
from subgraphs.zaken import rows
from subgraphs.zaken import tables as t
from subgraphs.zaken.inhoud import bestand_van
from subgraphs.zaken.source import Inzage, Selectie
from subgraphs.zaken.zaak import (
    Besluit,
    Bestand,
    Document,
    Resultaat,
    Rol,
    Status,
    Statustype,
    Substatus,
    Zaak,
    Zaaktype,
)
from subgraphs.zaken.zichtbaarheid import (
    Rolsoort,
    Zichtbaarheid,
    besluit_zichtbaar,
    substatus_zichtbaar,
)
from subgraphs.zaken.zichtbare_zaken import criteria, zichtbare_zaken

T = TypeVar("T")

INITIATOR = Rolsoort.INITIATOR.value


class SqlZaken:
    """Implements `Zakenbron` on a Database."""

    def __init__(self, database: Database, regels: Zichtbaarheid | None = None) -> None:
        self._database = database
        self._regels = regels or Zichtbaarheid()

    async def zaken_van(self, inzage: Inzage, selectie: Selectie, page: PageRequest) -> Page[Zaak]:
        chosen = zichtbare_zaken(self._regels, inzage).where(*criteria(selectie))
        if selectie.zoek:
            c = t.zaak.c
            chosen = await self._met_tekst(chosen, selectie.zoek, c.id, c.identificatie, c.omschrijving)
        found = await self._rows(page_of(chosen, page, t.zaak.c.identificatie, descending=True))
        return Page.cut([rows.zaak(row) for row in found], page.first, self._counter(chosen))

    async def zaken(self, inzage: Inzage, ids: Sequence[str]) -> Mapping[str, Zaak]:
        found = await self._rows(zichtbare_zaken(self._regels, inzage).where(t.zaak.c.id.in_(ids)))
        return {row.id: rows.zaak(row) for row in found}

    async def deelzaken(self, inzage: Inzage, zaak_ids: Sequence[str]) -> Mapping[str, Sequence[Zaak]]:
        c = t.zaak.c
        chosen = zichtbare_zaken(self._regels, inzage).where(c.hoofdzaak_id.in_(zaak_ids))
        found = [rows.zaak(row) for row in await self._rows(chosen.order_by(c.identificatie.desc()))]
        return _grouped(found, lambda zaak: zaak.hoofdzaak_id or "")

    async def laatste_statussen(self, inzage: Inzage, zaak_ids: Sequence[str]) -> Mapping[str, Status]:
        found = await self.statussen(inzage, zaak_ids)
        return {zaak_id: statussen[-1] for zaak_id, statussen in found.items()}

    async def statussen(
        self,
        inzage: Inzage,  # noqa: ARG002
        zaak_ids: Sequence[str],
    ) -> Mapping[str, Sequence[Status]]:
        columns = (
            t.status.c.id,
            t.status.c.zaak_id,
            t.statustype.c.volgnummer,
            t.statustype.c.omschrijving,
            t.statustype.c.toelichting,
            t.statustype.c.is_eindstatus,
            t.status.c.datum,
        )
        chosen = select(*columns).join_from(t.status, t.statustype).where(t.status.c.zaak_id.in_(zaak_ids))
        found = await self._rows(chosen.order_by(t.status.c.datum, t.statustype.c.volgnummer))
        return _grouped((Status(*row) for row in found), lambda status: status.zaak_id)

    async def substatussen(
        self,
        inzage: Inzage,  # noqa: ARG002
        zaak_ids: Sequence[str],
    ) -> Mapping[str, Sequence[Substatus]]:
        c = t.substatus.c
        found = await self._rows(select(t.substatus).where(c.zaak_id.in_(zaak_ids)).order_by(c.tijdstip))
        shown = [row for row in found if substatus_zichtbaar(row.doelgroep)]
        by_zaak = _grouped(shown, lambda row: str(row.zaak_id))
        return {
            zaak_id: [Substatus(row.status_id, row.omschrijving, row.tijdstip) for row in each]
            for zaak_id, each in by_zaak.items()
        }

    async def resultaten(
        self,
        inzage: Inzage,  # noqa: ARG002
        zaak_ids: Sequence[str],
    ) -> Mapping[str, Resultaat]:
        soort = t.resultaattype.c
        chosen = select(t.zaak.c.id, soort.omschrijving, soort.toelichting).join_from(t.zaak, t.resultaattype)
        found = await self._rows(chosen.where(t.zaak.c.id.in_(zaak_ids)))
        return {row.id: Resultaat(*row) for row in found}

    async def rollen(self, inzage: Inzage, zaak_ids: Sequence[str]) -> Mapping[str, Sequence[Rol]]:
        klanten = await self._rows(select(t.rol).where(t.rol.c.zaak_id.in_(zaak_ids)))
        gemeente = await self._rows(select(t.behandelrol).where(t.behandelrol.c.zaak_id.in_(zaak_ids)))
        found = [rows.rol_van_klant(row, inzage.klant_id) for row in klanten]
        found += [rows.rol_van_gemeente(row) for row in gemeente]
        return _grouped(sorted(found, key=Rol.plaats), lambda rol: rol.zaak_id)

    async def documenten(
        self,
        inzage: Inzage,  # noqa: ARG002
        zaak_ids: Sequence[str],
    ) -> Mapping[str, Sequence[Document]]:
        c = t.document.c
        found = await self._documenten(_documenten().where(c.zaak_id.in_(zaak_ids)))
        return _grouped(found, lambda document: document.zaak_id)

    async def besluiten(
        self,
        inzage: Inzage,  # noqa: ARG002
        zaak_ids: Sequence[str],
        op: date,
    ) -> Mapping[str, Sequence[Besluit]]:
        c = t.besluit.c
        chosen = select(t.besluit).where(c.zaak_id.in_(zaak_ids))
        found = await self._rows(chosen.order_by(c.datum.desc(), c.identificatie.desc()))
        shown = (row for row in found if besluit_zichtbaar(row.verzenddatum, row.publicatiedatum, op))
        return _grouped((Besluit(*row) for row in shown), lambda besluit: besluit.zaak_id)

    async def besluitdocumenten(
        self,
        inzage: Inzage,  # noqa: ARG002
        besluit_ids: Sequence[str],
    ) -> Mapping[str, Sequence[str]]:
        found = await self._rows(
            select(t.besluitdocument).where(t.besluitdocument.c.besluit_id.in_(besluit_ids))
        )
        per_besluit = _grouped(found, lambda row: str(row.besluit_id))
        return {key: [row.document_id for row in each] for key, each in per_besluit.items()}

    @asynccontextmanager
    async def bestand(
        self, inzage: Inzage, document_id: str, bereik: Bereik | None = None
    ) -> AsyncIterator[Bestand | None]:
        c = t.document.c
        own = zichtbare_zaken(self._regels, inzage).with_only_columns(t.zaak.c.id)
        found = await self._documenten(_documenten().where(c.id == document_id, c.zaak_id.in_(own)))
        yield await bestand_van(self._database, document_id, found[0], bereik) if found else None

    async def zaaktypen(self, ids: Sequence[str]) -> Mapping[str, Zaaktype]:
        found = await self._rows(select(*_ZAAKTYPE).where(t.zaaktype.c.id.in_(ids)))
        return {row.id: rows.zaaktype(row) for row in found}

    async def statustypen(self, zaaktype_ids: Sequence[str]) -> Mapping[str, Sequence[Statustype]]:
        c = t.statustype.c
        found = await self._rows(
            select(t.statustype).where(c.zaaktype_id.in_(zaaktype_ids)).order_by(c.volgnummer)
        )
        return _grouped((Statustype(*row) for row in found), lambda soort: soort.zaaktype_id)

    async def catalogus(self, zoek: str | None, op: date, page: PageRequest) -> Page[Zaaktype]:
        c = t.zaaktype.c
        chosen = select(*_ZAAKTYPE).where(c.extern, *geldig(op))
        if zoek:
            chosen = await self._met_tekst(chosen, zoek, c.id, c.omschrijving, c.doel)
        found = await self._rows(page_of(chosen, page, c.omschrijving, c.id))
        return Page.cut([rows.zaaktype(row) for row in found], page.first, self._counter(chosen))

    async def _met_tekst(
        self, chosen: Select[Any], zoek: str, sleutel: ColumnElement[str], *teksten: ColumnElement[str]
    ) -> Select[Any]:
        """Of these, the ones with the text in one of the columns. It is looked for here, in the zaken of one
        customer or in the catalogue, for no two databases agree on what a letter with an accent is.
        """
        narrow: Any = chosen.with_only_columns(sleutel, *teksten)  # of a number of columns that no type tells
        found = await self._rows(narrow)
        return chosen.where(sleutel.in_([key for key, *rest in found if has_text(zoek, *rest)]))

    async def _documenten(self, chosen: Select[Any]) -> Sequence[Document]:
        """Of these, the ones that may be shown."""
        return [
            rows.document(row)
            for row in await self._rows(chosen)
            if self._regels.document(row.status, row.tonen_aan_initiator, None)
        ]

    async def _rows(self, statement: Select[Any]) -> Sequence[Any]:
        async with self._database.reading() as session:
            found: Sequence[Any] = (await session.execute(statement)).all()
            return found

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


def _documenten() -> Select[Any]:
    """All that is known of documents, but for their content; the newest first."""
    c = t.document.c
    known = [column for column in c if column.name != "inhoud"]
    heeft_inhoud = c.inhoud.is_not(None).label("heeft_inhoud")
    return select(*known, heeft_inhoud).order_by(c.creatiedatum.desc(), c.identificatie.desc())


def _grouped(values: Iterable[T], key: Callable[[T], str]) -> Mapping[str, Sequence[T]]:
    groups: dict[str, list[T]] = defaultdict(list)
    for value in values:
        groups[key(value)].append(value)
    return groups
