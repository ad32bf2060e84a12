"""What the graph asks of a catalogue of open data: the embedded store, CKAN."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from subgraphs.opendata.dataset import Dataset, Distributie, Thema
from subgraphs.service.pagination import Keys, Page, PageRequest


@dataclass(frozen=True, slots=True)
class Selectie:
    """Which datasets: those in which every word of `zoek` occurs, of this theme."""

    zoek: str | None = None
    thema: Thema | None = None


class Datasetbron(Protocol):
    """Reads what the municipality has published; what it has not is not there."""

    async def datasets(self, selectie: Selectie, page: PageRequest) -> Page[Dataset]:
        """A page by title. Its cursors are made of `plaats`."""

    def plaats(self, dataset: Dataset) -> Keys:
        """The two sort keys of a dataset."""

    async def dataset(self, ids: Sequence[str]) -> Mapping[str, Dataset]:
        """Datasets by id."""

    async def themas(self, ids: Sequence[str]) -> Mapping[str, Sequence[Thema]]:
        """The themes by dataset, the most fitting first."""

    async def distributies(self, ids: Sequence[str]) -> Mapping[str, Sequence[Distributie]]:
        """The distributions by dataset, in the publisher's order."""

    async def aantallen(self) -> Mapping[Thema, int]:
        """How many datasets each theme has; themes without any are absent."""
