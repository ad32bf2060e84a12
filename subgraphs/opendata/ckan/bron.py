"""The Datasetbron on CKAN. Made for one request: what a search gave is not asked for again."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from subgraphs.opendata.bestand import Bestand, Bestandsbegin
from subgraphs.opendata.catalogus import Catalogus
from subgraphs.opendata.ckan.actie import Acties, Pakketgegevens, Vondst, Zoekopdracht, geciteerd
from subgraphs.opendata.ckan.pakket import Velden
from subgraphs.opendata.ckan.vertaling import Vertaling
from subgraphs.opendata.datadienst import SOORTEN, Datadienst
from subgraphs.opendata.dataset import Dataset, Datasetreeks, Distributie
from subgraphs.opendata.selectie import (
    Facetten,
    Facetwaarde,
    Geplaatst,
    GeplaatsteDienst,
    Selectie,
    Sortering,
)
from subgraphs.opendata.woordenlijst import Thema
from subgraphs.service.pagination import Keys, Page, PageRequest, bad_cursor

SORT = {
    Sortering.TITEL: "title_string asc, id asc",
    Sortering.RELEVANTIE: "score desc, title_string asc, id asc",
    Sortering.WIJZIGINGSDATUM: "metadata_modified desc, title_string asc, id asc",
}
_DATASETS = "dataset_type:dataset"
_SERIES = "dataset_series"
_FURTHEST = 1_000_000
_MOST = 1000
"""Packages that CKAN gives at a time."""
_NAMES = sorted({name for kind in SOORTEN for name in (kind, kind.upper(), kind.capitalize())})
_SERVICES = f"res_format:({' OR '.join(map(geciteerd, _NAMES))})"
_SIGNS = str.maketrans(dict.fromkeys('+-&|!(){}[]^"~*?:\\/', " "))
"""What means something in Solr's query language; as words they would be parted there just so."""


@dataclass(slots=True)
class Ckan:
    """Fulfils Datasetbron. A page of datasets with all that is in them is one call.

    A place is how many datasets come before the next: what appears or goes between two pages moves the second
    one, since CKAN pages by number. `themaveld` is the field of its index that themes are counted by.
    """

    acties: Acties
    vertaling: Vertaling
    themaveld: str = "groups"
    _known: dict[str, Velden] = field(default_factory=dict)

    sleutels = 1

    async def catalogus(self) -> Catalogus | None:
        opdracht = Zoekopdracht(fq=(_DATASETS,), sort=SORT[Sortering.WIJZIGINGSDATUM], rows=1)
        newest = self._noted((await self.acties.zoek(opdracht)).pakketten)
        changed = self.vertaling.dataset(newest[0]).wijzigingsdatum if newest else None
        return replace(self.vertaling.catalogus, wijzigingsdatum=changed)

    async def datasets(self, selectie: Selectie, page: PageRequest) -> Page[Geplaatst]:
        start = _start(page.after)
        opdracht = replace(self._opdracht(selectie), rows=page.first + 1, start=start)
        vondst = await self.acties.zoek(opdracht)

        async def count() -> int:
            return vondst.aantal

        placed = [
            Geplaatst(self.vertaling.dataset(pakket), (start + index + 1,))
            for index, pakket in enumerate(self._noted(vondst.pakketten))
        ]
        return Page.cut(placed, page.first, count)

    async def facetten(self, selectie: Selectie) -> Facetten:
        fields = (self.themaveld, "res_format", "organization", "license_id")
        vondst = await self.acties.zoek(replace(self._opdracht(selectie), facetten=fields))
        _, formaten, uitgevers, licenties = (
            tuple(Facetwaarde(*counted) for counted in vondst.facetten.get(name, ())) for name in fields
        )
        themas = sorted(self._themas(vondst).items(), key=lambda item: (-item[1], item[0].naam))
        return Facetten(
            tuple(Facetwaarde(thema.value, thema.naam, aantal) for thema, aantal in themas),
            formaten,
            uitgevers,
            licenties,
        )

    async def dataset(self, ids: Sequence[str]) -> Mapping[str, Dataset]:
        found = await self._pakketten(ids)
        return {key: self.vertaling.dataset(pakket) for key, pakket in found.items()}

    async def themas(self, ids: Sequence[str]) -> Mapping[str, Sequence[Thema]]:
        found = await self._pakketten(ids)
        return {key: self.vertaling.themas_van(pakket) for key, pakket in found.items()}

    async def distributies(self, ids: Sequence[str]) -> Mapping[str, Sequence[Distributie]]:
        found = await self._pakketten(ids)
        return {key: list(self.vertaling.distributies(pakket)) for key, pakket in found.items()}

    async def diensten(self, ids: Sequence[str]) -> Mapping[str, Sequence[Datadienst]]:
        found = await self._pakketten(ids)
        return {key: list(self.vertaling.diensten(pakket)) for key, pakket in found.items()}

    async def datadiensten(self, zoek: str | None, page: PageRequest) -> Page[GeplaatsteDienst]:
        """By the titles of their datasets. A place is how many datasets, and how many services of the next,
        come before. To count them all, all of their datasets are read.
        """
        start, passed = _start(page.after), _passed(page.after)
        opdracht = self._opdracht(Selectie(zoek))
        opdracht = replace(opdracht, fq=(*opdracht.fq, _SERVICES), rows=page.first + 1, start=start)
        placed = [found async for found in self._placed(opdracht, page.first + 1 + passed)][passed:]

        async def count() -> int:
            whole = replace(opdracht, rows=_MOST, start=0)
            return len([found async for found in self._placed(whole, _FURTHEST)])

        return Page.cut(placed, page.first, count)

    async def _placed(self, opdracht: Zoekopdracht, most: int) -> AsyncIterator[GeplaatsteDienst]:
        """The services from a place on, until there are so many: as many searches as that takes."""
        start, given, aantal = opdracht.start, 0, opdracht.start + 1
        while start < aantal and given < most:
            vondst = await self.acties.zoek(replace(opdracht, start=start))
            aantal = vondst.aantal
            for index, pakket in enumerate(self._noted(vondst.pakketten)):
                for number, dienst in enumerate(self.vertaling.diensten(pakket)):
                    yield GeplaatsteDienst(dienst, (start + index, number + 1))
                    given += 1
            start += opdracht.rows

    async def dienst(self, ids: Sequence[str]) -> Mapping[str, Datadienst]:
        served = await self.diensten(sorted({key.partition("~")[0] for key in ids}))
        found = {dienst.id: dienst for each in served.values() for dienst in each}
        return {key: found[key] for key in ids if key in found}

    async def reeksen(self, ids: Sequence[str]) -> Mapping[str, Datasetreeks]:
        found = await self._pakketten(ids, reeksen=True)
        return {key: self.vertaling.reeks(pakket) for key, pakket in found.items()}

    async def aantallen(self) -> Mapping[Thema, int]:
        return self._themas(await self.acties.zoek(Zoekopdracht(fq=(_DATASETS,), facetten=(self.themaveld,))))

    async def begin(self, ids: Sequence[str], most: int) -> Mapping[str, Bestandsbegin]:  # noqa: ARG002
        """Nothing: the files of CKAN are on the web, and are read there."""
        return {}

    async def bestand(self, distributie_id: str) -> Bestand | None:  # noqa: ARG002
        """Likewise."""
        return None

    def _opdracht(self, selectie: Selectie) -> Zoekopdracht:
        words = (selectie.zoek or "").translate(_SIGNS).split()
        ranked = bool(words) or selectie.sortering is not Sortering.RELEVANTIE
        return Zoekopdracht(
            q=" ".join(f"+{word}" for word in words),
            fq=(_DATASETS, *self._filters(selectie)),
            sort=SORT[selectie.sortering if ranked else Sortering.TITEL],
        )

    def _filters(self, selectie: Selectie) -> Iterator[str]:
        exact = {
            "res_format": selectie.formaat,
            "organization": selectie.uitgever,
            "license_id": selectie.licentie,
            "extras_in_series": selectie.reeks,
        }
        yield from (f"{name}:{geciteerd(value)}" for name, value in exact.items() if value)
        if selectie.thema:
            yield self._of_theme(selectie.thema)
        if selectie.gewijzigd_sinds:
            yield f"metadata_modified:[{selectie.gewijzigd_sinds.isoformat()}T00:00:00Z TO *]"

    def _of_theme(self, thema: Thema) -> str:
        """By the values that stand for it in the field for themes, or as the extra of ckanext-dcat."""
        own = [value for value, meant in self.vertaling.themas.items() if meant is thema]
        values = " OR ".join(map(geciteerd, [*own, thema.value, thema.uri]))
        return f"({self.themaveld}:({values}) OR extras_theme:{geciteerd(thema.uri)})"

    def _themas(self, vondst: Vondst) -> Mapping[Thema, int]:
        counted: Counter[Thema] = Counter()
        for value, _, aantal in vondst.facetten.get(self.themaveld, ()):
            if thema := self.vertaling.thema(value):
                counted[thema] += aantal
        return counted

    async def _pakketten(self, ids: Sequence[str], *, reeksen: bool = False) -> Mapping[str, Velden]:
        """What is there of these; what was read before in this request is not asked for again."""
        self._noted(await self.acties.haal([key for key in ids if key not in self._known]))
        found = {key: self._known[key] for key in ids if key in self._known}
        return {key: each for key, each in found.items() if (each.tekst("type") == _SERIES) is reeksen}

    def _noted(self, pakketten: Iterable[Pakketgegevens]) -> Sequence[Velden]:
        read = [Velden(each) for each in pakketten]
        self._known |= {key: each for each in read for key in [each.tekst("id")] if key}
        return read


def _start(after: Keys | None) -> int:
    """How many come before the page. Raises InvalidInput for a cursor of another list."""
    return _number(after[0] if after else 0)


def _passed(after: Keys | None) -> int:
    """How many services of the first dataset come before the page. Raises InvalidInput likewise."""
    return _number(after[1] if after else 0)


def _number(key: str | int) -> int:
    if not isinstance(key, int) or not 0 <= key <= _FURTHEST:
        raise bad_cursor()
    return key
