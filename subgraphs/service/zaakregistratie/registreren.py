"""Registreren: by its zaaktype an aanvraag goes to the zaakregistratie that has zaken of that type."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager

from auth.principal import Identifier, Identiteit
from subgraphs.service.bus.delivery import NotDelivered, Progress
from subgraphs.service.processing import NotWrittenDown, asking
from subgraphs.service.verwerking import AANVRAGEN
from subgraphs.service.zaakregistratie.bestand import IngediendeBestanden
from subgraphs.service.zaakregistratie.intrekking import Afloop, Intrekking
from subgraphs.service.zaakregistratie.opdracht import Opdracht
from subgraphs.service.zaakregistratie.zaakregistratie import Zaakregistratie
from subgraphs.service.zaakregistratie.zgw.verbinding import Zgwverbinding

Maker = Callable[[IngediendeBestanden], Zaakregistratie]
"""Makes a zaakregistratie, given where it reads the files of aanvragen."""


class Registreren:
    """All places: `verbindingen` for their zaaktypen, and `ingebouwd`, if there is one, for what none of them
    is for.
    """

    def __init__(self, verbindingen: Sequence[Zgwverbinding], ingebouwd: Maker | None) -> None:
        self._verbindingen = verbindingen
        self._ingebouwd = ingebouwd
        self._routes = {zaaktype: each for each in verbindingen for zaaktype in each.zaaktypen}
        self._anders = next((each for each in verbindingen if not each.zaaktypen), None)

    def registratie(self, bestanden: IngediendeBestanden) -> Zaakregistratie:
        """All of them as one."""
        made: dict[str, Zaakregistratie] = {
            each.naam: each.registratie(bestanden) for each in self._verbindingen
        }
        if self._ingebouwd is not None:
            made[_INGEBOUWD] = self._ingebouwd(bestanden)
        routes = {zaaktype: each.naam for zaaktype, each in self._routes.items()}
        return _Routes(made, routes, self._anders.naam if self._anders else _INGEBOUWD)

    def met_nummer(self, zaaktype: str) -> bool:
        """Whether zaken of this type are registered where customers are known by their number."""
        return zaaktype in self._routes or self._anders is not None

    def neemt(self, zaaktype: str) -> bool:
        """Whether there is a place for zaken of this type."""
        return self._ingebouwd is not None or self.met_nummer(zaaktype)

    async def close(self) -> None:
        for each in self._verbindingen:
            await each.close()


_INGEBOUWD = ""
"""The name of the embedded place."""


class _Routes:
    """Implements `Zaakregistratie` over the `places`, by name. `routes` says which has a zaaktype."""

    def __init__(self, places: Mapping[str, Zaakregistratie], routes: Mapping[str, str], anders: str) -> None:
        self._places = places
        self._routes = routes
        self._anders = anders

    async def registreer(self, opdracht: Opdracht, progress: Progress) -> str:
        place = self._place(self._routes.get(opdracht.zaaktype, self._anders))
        async with _written_down(_aanvrager(opdracht)):
            return await place.registreer(opdracht, progress)

    async def trek_in(self, intrekking: Intrekking, progress: Progress) -> Afloop:
        naam, is_elders, _ = intrekking.zaak_id.partition("~")
        place = self._place(naam if is_elders else _INGEBOUWD)
        async with _written_down(Identiteit(intrekking.klant_id, Identifier.PSEUDONIEM)):
            return await place.trek_in(intrekking, progress)

    def _place(self, naam: str) -> Zaakregistratie:
        place = self._places.get(naam)
        if place is None:
            raise NotDelivered("ONBEKEND_REGISTER")  # which an operator can put in the settings again
        return place


@asynccontextmanager
async def _written_down(klant: Identiteit) -> AsyncIterator[None]:
    """In the processing log: that data of a customer are handed over."""
    try:
        async with asking("zaakregistratie", AANVRAGEN, klant, changes=True):
            yield
    except NotWrittenDown as exc:
        raise NotDelivered("VERWERKINGENLOG") from exc  # again later: a repeat changes nothing


def _aanvrager(opdracht: Opdracht) -> Identiteit:
    """Whose data is handed over, as the processing log knows them."""
    soort = opdracht.nummer.soort if opdracht.nummer else Identifier.PSEUDONIEM
    return Identiteit(opdracht.klant_id, soort)
