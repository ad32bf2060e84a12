"""The embedded catalogue of forms."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Select, func, select

from auth.principal import Klantsoort
from subgraphs.formulieren import tables as t
from subgraphs.formulieren.formulier import Bijlagesoort, Formulier, Gegeven, Stap
from subgraphs.service.database import Database
from subgraphs.service.folding import has_words
from subgraphs.service.keyset import page_of
from subgraphs.service.pagination import Page, PageRequest

_VOOR = {
    Klantsoort.BURGER: t.formulier.c.voor_burger,
    Klantsoort.BEDRIJF: t.formulier.c.voor_bedrijf,
    Klantsoort.INSTELLING: t.formulier.c.voor_instelling,
}


class SqlFormulieren:
    """Implements `Formulierenbron` on a Database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def formulieren(self, ids: Sequence[str]) -> Mapping[str, Formulier]:
        rows = await self._rows(select(t.formulier).where(t.formulier.c.id.in_(ids)))
        return {row.id: _formulier(row) for row in rows}

    async def catalogus(
        self, zoek: str | None, klantsoort: Klantsoort | None, page: PageRequest
    ) -> Page[Formulier]:
        c = t.formulier.c
        chosen = select(t.formulier)
        if klantsoort is not None:
            chosen = chosen.where(_VOOR[klantsoort])
        if zoek:
            chosen = chosen.where(c.id.in_(await self._met_woorden(zoek)))
        rows = await self._rows(page_of(chosen, page, c.titel, c.id))

        async def count() -> int:
            async with self._database.reading() as session:
                total = select(func.count()).select_from(chosen.subquery())
                return (await session.execute(total)).scalar_one()

        return Page.cut([_formulier(row) for row in rows], page.first, count)

    async def _met_woorden(self, zoek: str) -> list[str]:
        """The ids of the forms in which all words occur. A municipality has some hundreds at most, and no two
        databases agree on what a letter with an accent is.
        """
        c = t.formulier.c
        rows = await self._rows(select(c.id, c.titel, c.omschrijving, c.trefwoorden))
        return [row.id for row in rows if has_words(zoek, row.titel, row.omschrijving, *row.trefwoorden)]

    async def _rows(self, statement: Select[Any]) -> Sequence[Any]:
        async with self._database.reading() as session:
            rows: Sequence[Any] = (await session.execute(statement)).all()
            return rows


def formulier_row(formulier: Formulier) -> dict[str, Any]:
    """The row of a form."""
    return {
        "id": formulier.id,
        "titel": formulier.titel,
        "omschrijving": formulier.omschrijving,
        "zaaktype": formulier.zaaktype,
        "voor_burger": Klantsoort.BURGER in formulier.klantsoorten,
        "voor_bedrijf": Klantsoort.BEDRIJF in formulier.klantsoorten,
        "voor_instelling": Klantsoort.INSTELLING in formulier.klantsoorten,
        "trefwoorden": list(formulier.trefwoorden),
        "schema": formulier.schema,
        "weergave": formulier.weergave,
        "stappen": [asdict(stap) for stap in formulier.stappen],
        "voorinvullen": dict(formulier.voorinvullen),
        "vast": sorted(formulier.vast),
        "voorwaarden": formulier.voorwaarden,
        "bijlagen": [asdict(soort) for soort in formulier.bijlagen],
        "bevestiging": formulier.bevestiging,
    }


def _formulier(row: Any) -> Formulier:
    return Formulier(
        id=row.id,
        titel=row.titel,
        omschrijving=row.omschrijving,
        zaaktype=row.zaaktype,
        klantsoorten=frozenset(soort for soort, column in _VOOR.items() if getattr(row, column.name)),
        trefwoorden=tuple(row.trefwoorden),
        schema=row.schema,
        weergave=row.weergave,
        stappen=tuple(
            Stap(stap["titel"], tuple(stap["velden"]), tuple(stap.get("bijlagen", ())))
            for stap in row.stappen
        ),
        voorinvullen={veld: Gegeven(gegeven) for veld, gegeven in row.voorinvullen.items()},
        vast=frozenset(row.vast or ()),
        voorwaarden=row.voorwaarden or {},
        bijlagen=tuple(
            Bijlagesoort(**{**soort, "formaten": tuple(soort["formaten"])}) for soort in row.bijlagen or ()
        ),
        bevestiging=row.bevestiging,
    )
