"""A page of the catalogue with all that is said about its datasets, read in as many steps however many."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from subgraphs.opendata.catalogus import Catalogus
from subgraphs.opendata.datadienst import Datadienst
from subgraphs.opendata.dataset import Dataset, Datasetreeks, Distributie
from subgraphs.opendata.selectie import Selectie
from subgraphs.opendata.source import Datasetbron
from subgraphs.opendata.woordenlijst import Thema
from subgraphs.service.pagination import PageRequest, cursor

FIRST = 50


@dataclass(frozen=True, slots=True)
class Paginavraag:
    """Which page, as it is asked for: how many datasets, after which, changed since when; or one dataset."""

    first: int = FIRST
    after: str | None = None
    gewijzigd_sinds: date | None = None
    dataset: str | None = None


@dataclass(frozen=True, slots=True)
class Beschreven:
    """A dataset with its themes and the forms it can be had in."""

    dataset: Dataset
    themas: Sequence[Thema]
    distributies: Sequence[Distributie]


@dataclass(frozen=True, slots=True)
class Cataloguspagina:
    """The catalogue, a part of its datasets, and what asks for the next part; None on the last page.

    `diensten` and `reeksen` are those of the datasets on this page; `datasets_van` the datasets of those
    services, some of which may stand on another page.
    """

    catalogus: Catalogus
    datasets: Sequence[Beschreven]
    diensten: Sequence[Datadienst]
    reeksen: Sequence[Datasetreeks]
    datasets_van: dict[str, Dataset]
    totaal: int
    deze: Paginavraag
    volgende: Paginavraag | None


async def lees_pagina(bron: Datasetbron, vraag: Paginavraag) -> Cataloguspagina | None:
    """None while the catalogue has no description, and when the one dataset is not there. Raises InvalidInput
    for a page that cannot be.
    """
    request = PageRequest.of(vraag.first, vraag.after, keys=bron.sleutels)
    catalogus = await bron.catalogus()
    part = await _part(bron, vraag, request)
    if catalogus is None or part is None:
        return None
    ids = [dataset.id for dataset in part.datasets]
    themas, distributies = await bron.themas(ids), await bron.distributies(ids)
    diensten = {each.id: each for found in (await bron.diensten(ids)).values() for each in found}
    served = sorted({of for dienst in diensten.values() for of in dienst.datasets})
    reeksen = await bron.reeksen(sorted({dataset.reeks for dataset in part.datasets if dataset.reeks}))
    return Cataloguspagina(
        catalogus=catalogus,
        datasets=[
            Beschreven(dataset, themas.get(dataset.id, ()), distributies.get(dataset.id, ()))
            for dataset in part.datasets
        ],
        diensten=[diensten[key] for key in sorted(diensten)],
        reeksen=[reeksen[key] for key in sorted(reeksen)],
        datasets_van=dict(await bron.dataset(served)),
        totaal=part.totaal,
        deze=vraag,
        volgende=part.volgende,
    )


@dataclass(frozen=True, slots=True)
class _Part:
    datasets: Sequence[Dataset]
    totaal: int
    volgende: Paginavraag | None


async def _part(bron: Datasetbron, vraag: Paginavraag, request: PageRequest) -> _Part | None:
    """The datasets that were asked for; None when it is one that is not there."""
    if vraag.dataset is not None:
        one = (await bron.dataset([vraag.dataset])).get(vraag.dataset)
        return _Part([one], 1, None) if one else None
    page = await bron.datasets(Selectie(gewijzigd_sinds=vraag.gewijzigd_sinds), request)
    volgende = replace(vraag, after=cursor(page.rows[-1].plaats)) if page.more else None
    return _Part([found.dataset for found in page.rows], await page.count(), volgende)
