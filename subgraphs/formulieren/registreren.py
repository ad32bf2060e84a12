"""Registreren: by its zaaktype an aanvraag goes to the zaakregistratie that has zaken of that type."""

from collections.abc import Callable, Mapping, Sequence

from auth.principal import Identifier, Identiteit
from subgraphs.formulieren.aanvraag import Opdracht
from subgraphs.formulieren.source import IngediendeBijlagen, Zaakregistratie
from subgraphs.formulieren.zgw.verbinding import Zgwverbinding
from subgraphs.service.bus.delivery import NotDelivered, Progress
from subgraphs.service.processing import NotWrittenDown, asking
from subgraphs.service.verwerking import AANVRAGEN

Maker = Callable[[IngediendeBijlagen], Zaakregistratie]
"""Makes a zaakregistratie, given where it reads the files of aanvragen."""


class Registreren:
    """All places: `verbindingen` for their zaaktypen, and `ingebouwd` for what none of them is for."""

    def __init__(self, verbindingen: Sequence[Zgwverbinding], ingebouwd: Maker) -> None:
        self._verbindingen = verbindingen
        self._ingebouwd = ingebouwd
        self._routes = {zaaktype: each for each in verbindingen for zaaktype in each.zaaktypen}
        self._anders = next((each for each in verbindingen if not each.zaaktypen), None)

    def registratie(self, bijlagen: IngediendeBijlagen) -> Zaakregistratie:
        """All of them as one."""
        anders = self._anders.registratie(bijlagen) if self._anders else self._ingebouwd(bijlagen)
        made = {each: each.registratie(bijlagen) for each in self._verbindingen}
        return _Routes({zaaktype: made[each] for zaaktype, each in self._routes.items()}, anders)

    def met_nummer(self, zaaktype: str) -> bool:
        """Whether zaken of this type are registered where customers are known by their number."""
        return zaaktype in self._routes or self._anders is not None

    async def close(self) -> None:
        for each in self._verbindingen:
            await each.close()


class _Routes:
    """Implements `Zaakregistratie`."""

    def __init__(self, routes: Mapping[str, Zaakregistratie], anders: Zaakregistratie) -> None:
        self._routes = routes
        self._anders = anders

    async def registreer(self, opdracht: Opdracht, progress: Progress) -> str:
        registratie = self._routes.get(opdracht.zaaktype, self._anders)
        try:
            async with asking("zaakregistratie", AANVRAGEN, _aanvrager(opdracht), changes=True):
                return await registratie.registreer(opdracht, progress)
        except NotWrittenDown as exc:
            raise NotDelivered("VERWERKINGENLOG") from exc  # again later: a repeat changes nothing


def _aanvrager(opdracht: Opdracht) -> Identiteit:
    """Whose data is handed over, as the processing log knows them."""
    soort = opdracht.nummer.soort if opdracht.nummer else Identifier.PSEUDONIEM
    return Identiteit(opdracht.aanvraag.klant_id, soort)
