"""What the graph asks of a catalogue of open data: the embedded store, CKAN."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from subgraphs.opendata.bestand import Bestand, Bestandsbegin
from subgraphs.opendata.catalogus import Catalogus
from subgraphs.opendata.datadienst import Datadienst
from subgraphs.opendata.dataset import Dataset, Datasetreeks, Distributie
from subgraphs.opendata.selectie import Facetten, Geplaatst, GeplaatsteDienst, Selectie
from subgraphs.opendata.woordenlijst import Thema
from subgraphs.service.pagination import Page, PageRequest


class Datasetbron(Protocol):
    """Reads what the municipality has published; what it has not is not there.

    A source is made for one request, and may remember what it has read for as long.
    """

    @property
    def sleutels(self) -> int:
        """How many keys a place in the list of datasets has."""

    async def catalogus(self) -> Catalogus | None:
        """The description of the catalogue; None while it has none."""

    async def datasets(self, selectie: Selectie, page: PageRequest) -> Page[Geplaatst]:
        """A page in the order of the selection. Its cursors are made of the places."""

    async def facetten(self, selectie: Selectie) -> Facetten:
        """How many datasets of the selection have each theme, format, publisher and licence."""

    async def dataset(self, ids: Sequence[str]) -> Mapping[str, Dataset]:
        """Datasets by id."""

    async def themas(self, ids: Sequence[str]) -> Mapping[str, Sequence[Thema]]:
        """The themes by dataset, the most fitting first."""

    async def distributies(self, ids: Sequence[str]) -> Mapping[str, Sequence[Distributie]]:
        """The distributions by dataset, in the publisher's order."""

    async def diensten(self, ids: Sequence[str]) -> Mapping[str, Sequence[Datadienst]]:
        """The data services by dataset."""

    async def datadiensten(self, zoek: str | None, page: PageRequest) -> Page[GeplaatsteDienst]:
        """A page of all data services, in the source's own order: those in which, or in whose dataset, every
        word occurs.
        """

    async def dienst(self, ids: Sequence[str]) -> Mapping[str, Datadienst]:
        """Data services by id."""

    async def reeksen(self, ids: Sequence[str]) -> Mapping[str, Datasetreeks]:
        """Series by id."""

    async def aantallen(self) -> Mapping[Thema, int]:
        """How many datasets each theme has; themes without any are absent."""

    async def begin(self, ids: Sequence[str], most: int) -> Mapping[str, Bestandsbegin]:
        """The first `most` bytes of the files that the source itself holds, by distribution."""

    async def bestand(self, distributie_id: str) -> Bestand | None:
        """A whole file that the source itself holds, of a dataset that is published."""
