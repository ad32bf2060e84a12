"""What the graph asks of the system behind the website: the embedded store, a CMS over JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from subgraphs.service.pagination import Page, PageRequest
from subgraphs.website.geometrie import Rechthoek
from subgraphs.website.soort import Inhoud, Soort

T = TypeVar("T", bound=Inhoud)


@dataclass(frozen=True, slots=True)
class Selectie:
    """Which items: those in which every word of `zoek` occurs, of this category (folded), with a period that

    lasts beyond `vanaf` and begins before `tot` (both aware), and a place that touches `gebied`.
    """

    zoek: str | None = None
    categorie: str | None = None
    vanaf: datetime | None = None
    tot: datetime | None = None
    gebied: Rechthoek | None = None


@dataclass(frozen=True, slots=True)
class Vondst:
    """An item that a search of the whole website came upon, and its kind."""

    soort: Soort[Any]
    item: Inhoud


class Websitebron(Protocol):
    """Reads what is published; what is not is not there. May raise RegisterUnavailable, RegisterRefused."""

    async def lijst(self, soort: Soort[T], selectie: Selectie, page: PageRequest) -> Page[T]:
        """A page in the order of the kind. Its cursors are made of the item's Kenmerken.sleutels."""
        ...

    async def items(self, soort: Soort[T], ids: Sequence[str]) -> Mapping[str, T]:
        """Items of one kind by id."""
        ...

    async def zoek(self, zoek: str, page: PageRequest) -> Page[Vondst]:
        """Items of every kind in which all words occur, by kind and then id: the cursor's keys."""
        ...

    async def close(self) -> None:
        """Let go of what was opened to read with."""
        ...
