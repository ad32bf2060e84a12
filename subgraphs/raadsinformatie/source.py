"""What the graph asks of the council's register: the embedded store, Open Raadsinformatie."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from subgraphs.raadsinformatie.stemming import Stemming
from subgraphs.raadsinformatie.stuk import Stuk
from subgraphs.raadsinformatie.vergadering import Agendapunt, Orgaan, Vergadering
from subgraphs.service.pagination import Keys, Page, PageRequest

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Selectie:
    """Which meetings or documents: those in which every word of `zoek` occurs, from `vanaf` on and before

    `tot` (both aware): the beginning of a meeting, when a document was last discussed. `orgaan` is the id of
    a body, for meetings alone: registers do not tell whose a document is.
    """

    zoek: str | None = None
    orgaan: str | None = None
    vanaf: datetime | None = None
    tot: datetime | None = None


@dataclass(frozen=True, slots=True)
class Vondst(Generic[T]):
    """A row of a list: what was found, the sort keys of its place, and words around what was looked for."""

    item: T
    sleutels: Keys
    fragment: str | None = None


class Raadsbron(Protocol):
    """Reads what the council has published. All raise RegisterUnavailable and RegisterRefused."""

    async def vergaderingen(
        self, selectie: Selectie, page: PageRequest, *, oplopend: bool
    ) -> Page[Vondst[Vergadering]]:
        """Meetings by beginning and then id, the latest first unless `oplopend`. Two keys."""
        ...

    async def stukken(self, selectie: Selectie, page: PageRequest) -> Page[Vondst[Stuk]]:
        """Documents by when they were last discussed and then id, the latest first. Two keys.

        Those that were never discussed come last, and are left out by `vanaf` and `tot`.
        """
        ...

    async def vergadering(self, ids: Sequence[str]) -> Mapping[str, Vergadering]:
        """Meetings by id."""
        ...

    async def agendapunt(self, ids: Sequence[str]) -> Mapping[str, Agendapunt]:
        """Agenda items by id."""
        ...

    async def stuk(self, ids: Sequence[str]) -> Mapping[str, Stuk]:
        """Documents by id, without their text."""
        ...

    async def stemming(self, ids: Sequence[str]) -> Mapping[str, Stemming]:
        """Votes by id."""
        ...

    async def orgaan(self, ids: Sequence[str]) -> Mapping[str, Orgaan]:
        """Bodies by id."""
        ...

    async def close(self) -> None:
        """Let go of what was opened to read with."""
        ...
