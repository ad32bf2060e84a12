"""Verzameling: everything that is published of one kind, at hand, to choose from and page through."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Self, TypeVar

from subgraphs.service.folding import fold
from subgraphs.service.pagination import Page, PageRequest, bad_cursor
from subgraphs.website.soort import Inhoud, Kenmerken, Soort, duurt
from subgraphs.website.source import Selectie

R = TypeVar("R")
T = TypeVar("T", bound=Inhoud)


@dataclass(frozen=True, slots=True)
class Verzameling(Generic[T]):
    """In the order of the kind, each with its Kenmerken."""

    rijen: tuple[tuple[Kenmerken, T], ...] = ()

    @classmethod
    def van(cls, soort: Soort[T], items: Iterable[T]) -> Self:
        """Of several items with one id the last is kept."""
        per_id = {kenmerken.id: (kenmerken, item) for item in items for kenmerken in [soort.kenmerken(item)]}
        return cls(tuple(sorted(per_id.values(), key=lambda rij: rij[0].sleutels(), reverse=soort.aflopend)))

    def gekozen(self, selectie: Selectie) -> Sequence[tuple[Kenmerken, T]]:
        woorden = fold(selectie.zoek or "").split()
        return [rij for rij in self.rijen if _past(rij[0], selectie, woorden)]

    def met(self, ids: Iterable[str]) -> Mapping[str, T]:
        per_id = {kenmerken.id: item for kenmerken, item in self.rijen}
        return {id_: per_id[id_] for id_ in ids if id_ in per_id}


def bladzijde(
    rijen: Sequence[tuple[tuple[str, str], R]], page: PageRequest, *, aflopend: bool = False
) -> Page[R]:
    """A page of rows in the order of their keys. Raises InvalidInput for a cursor of another list."""
    vanaf = 0
    if page.after is not None:
        na = _sleutels(page.after)
        vanaf = sum((sleutels >= na) if aflopend else (sleutels <= na) for sleutels, _ in rijen)

    async def tel() -> int:
        return len(rijen)

    return Page.cut([item for _, item in rijen[vanaf : vanaf + page.first + 1]], page.first, tel)


def _sleutels(after: Sequence[str | int]) -> tuple[str, str]:
    match tuple(after):
        case (str() as volgorde, str() as id_):
            return volgorde, id_
    raise bad_cursor()


def _past(kenmerken: Kenmerken, selectie: Selectie, woorden: Sequence[str]) -> bool:
    if not all(woord in kenmerken.tekst for woord in woorden):
        return False
    if selectie.categorie is not None and selectie.categorie not in kenmerken.categorieen:
        return False
    if selectie.gebied and not (kenmerken.gebied and kenmerken.gebied.raakt(selectie.gebied)):
        return False
    if selectie.vanaf is None and selectie.tot is None:
        return True
    return any(duurt(begin, einde, selectie.vanaf, selectie.tot) for begin, einde in kenmerken.perioden)
