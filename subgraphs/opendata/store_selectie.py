"""A selection of datasets as SQL: what it holds to, in which order it comes, how it can be narrowed."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    RowMapping,
    Select,
    String,
    case,
    cast,
    func,
    literal,
    select,
    true,
    union_all,
)

from subgraphs.opendata import tables
from subgraphs.opendata.selectie import Facetten, Facetwaarde, Selectie, Sortering
from subgraphs.opendata.woordenlijst import Thema
from subgraphs.service.folding import fold

PUBLISHED: ColumnElement[bool] = tables.dataset.c.gepubliceerd.is_(true())
IN_TITLE, IN_KEYWORDS, IN_DESCRIPTION = 16, 4, 1
"""How much a word that was looked for counts, by where it stands."""


def where(selectie: Selectie) -> list[ColumnElement[bool]]:
    """What holds for each row of `dataset` that was selected."""
    dataset = tables.dataset.c
    conditions = [PUBLISHED]
    conditions += [dataset.zoektekst.contains(word, autoescape=True) for word in _words(selectie)]
    conditions += list(_exact(selectie))
    if selectie.thema:
        of_thema = select(tables.thema.c.dataset_id).where(tables.thema.c.thema == selectie.thema)
        conditions.append(dataset.dataset_id.in_(of_thema))
    if selectie.formaat:
        same = func.lower(tables.distributie.c.formaat) == selectie.formaat.lower()
        conditions.append(dataset.dataset_id.in_(select(tables.distributie.c.dataset_id).where(same)))
    return conditions


def _exact(selectie: Selectie) -> Iterable[ColumnElement[bool]]:
    dataset = tables.dataset.c
    if selectie.uitgever:
        yield dataset.uitgever_uri == selectie.uitgever
    if selectie.licentie:
        yield dataset.licentie == selectie.licentie
    if selectie.reeks:
        yield dataset.reeks_id == selectie.reeks
    if selectie.gewijzigd_sinds:
        yield dataset.wijzigingsdatum >= selectie.gewijzigd_sinds


def place(selectie: Selectie) -> tuple[ColumnElement[Any], ...]:
    """The three columns that the rows are ordered by, all upwards; together they are unique."""
    dataset = tables.dataset.c
    return _first_of(selectie), dataset.sorteertitel, dataset.dataset_id


def _first_of(selectie: Selectie) -> ColumnElement[int]:
    dataset, words = tables.dataset.c, _words(selectie)
    if selectie.sortering is Sortering.WIJZIGINGSDATUM:
        return func.coalesce(dataset.versheid, 0, type_=Integer)
    if selectie.sortering is Sortering.TITEL or not words:
        return literal(0)
    weight: ColumnElement[int] = literal(0)
    for word in words:
        weight = weight - case(
            (dataset.sorteertitel.contains(word, autoescape=True), IN_TITLE),
            (func.coalesce(dataset.trefwoordtekst, "").contains(word, autoescape=True), IN_KEYWORDS),
            else_=IN_DESCRIPTION,
        )
    return weight


def facets(selectie: Selectie) -> CompoundSelect[str, str, str, int]:
    """One statement with a row for each value of each facet: `facet`, `waarde`, `naam`, `aantal`."""
    dataset, chosen = tables.dataset.c, where(selectie)
    themas = _counted("thema", tables.thema.c.thema, tables.thema.c.thema)
    formaten = _counted(
        "formaat",
        tables.distributie.c.formaat,
        tables.distributie.c.formaat,
        func.distinct(dataset.dataset_id),
    )
    uitgevers = _counted("uitgever", dataset.uitgever_uri, func.min(dataset.uitgever_naam))
    licenties = _counted("licentie", dataset.licentie, dataset.licentie)
    return union_all(
        themas.join_from(tables.dataset, tables.thema).where(*chosen).group_by(tables.thema.c.thema),
        formaten.join_from(tables.dataset, tables.distributie)
        .where(*chosen)
        .group_by(tables.distributie.c.formaat),
        uitgevers.where(*chosen).group_by(dataset.uitgever_uri),
        licenties.where(*chosen).group_by(dataset.licentie),
    )


def _counted(
    facet: str, waarde: ColumnElement[Any], naam: ColumnElement[Any], of: ColumnElement[Any] | None = None
) -> Select[str, str, str, int]:
    return select(
        literal(facet).label("facet"),
        cast(waarde, String).label("waarde"),
        cast(naam, String).label("naam"),
        func.count(tables.dataset.c.dataset_id if of is None else of).label("aantal"),
    )


def facetten_of(rows: Iterable[RowMapping]) -> Facetten:
    """From the rows of `facets`."""
    found: dict[str, list[Facetwaarde]] = defaultdict(list)
    for row in rows:
        naam = Thema(row["waarde"]).naam if row["facet"] == "thema" else row["naam"]
        found[row["facet"]].append(Facetwaarde(row["waarde"], naam, row["aantal"]))
    themas, formaten, uitgevers, licenties = (
        tuple(sorted(found[facet], key=lambda each: (-each.aantal, each.naam)))
        for facet in ("thema", "formaat", "uitgever", "licentie")
    )
    return Facetten(themas, formaten, uitgevers, licenties)


def _words(selectie: Selectie) -> list[str]:
    return fold(selectie.zoek or "").split()
