"""Bijlagen: the documents of berichten, for who may see the bericht, and for nobody by any other way."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from subgraphs.service.bereik import Bereik
from subgraphs.service.register_errors import RegisterUnavailable
from subgraphs.zaken.postbus.bericht import Bericht
from subgraphs.zaken.postbus.bijlage import Bijlage, Bijlagekenmerk
from subgraphs.zaken.postbus.source import Berichtenbron, Bijlagenbron
from subgraphs.zaken.source import Gelezen, Inzage
from subgraphs.zaken.zaak import Bestand


class Bijlagen:
    """`bron` has the documents that berichten of `berichten` refer to; `nu` tells what time it is."""

    def __init__(self, berichten: Berichtenbron, bron: Bijlagenbron, nu: Callable[[], datetime]) -> None:
        self._berichten = berichten
        self._bron = bron
        self._nu = nu

    async def van(self, inzage: Inzage, berichten: Sequence[Bericht]) -> Gelezen[Sequence[Bijlage]]:
        """The bijlagen of berichten that who looks was given, by the id of the bericht and in its order.

        What may not be shown or is gone is left out. Of a bericht one of whose bijlagen cannot be reached,
        that is the answer.
        """
        wanted = sorted({each for bericht in berichten for each in bericht.bijlagen})
        found = await self._bron.bijlagen(inzage, wanted) if wanted else {}
        return {bericht.id: _alle(found, bericht.bijlagen) for bericht in berichten}

    @asynccontextmanager
    async def inhoud(
        self, inzage: Inzage, kenmerk: Bijlagekenmerk, bereik: Bereik | None = None
    ) -> AsyncIterator[Bestand | None]:
        """The content of a bijlage of a bericht that who looks may see; None without one. What comes before
        `bereik` may be left out. Raises RegisterUnavailable, and Onbereikbaar.
        """
        bericht = await self._berichten.bericht(inzage, kenmerk.bericht_id, self._nu())
        verwijzingen = bericht.bijlagen if bericht else ()
        verwijzing = next((each for each in verwijzingen if kenmerk.is_van(each)), None)
        if verwijzing is None:
            yield None
            return
        async with self._bron.inhoud(inzage, verwijzing, bereik) as bestand:
            yield bestand


def _alle(found: Gelezen[Bijlage], verwijzingen: Sequence[str]) -> Sequence[Bijlage] | RegisterUnavailable:
    own = [found[each] for each in verwijzingen if each in found]
    failure = next((each for each in own if isinstance(each, RegisterUnavailable)), None)
    return failure or [each for each in own if isinstance(each, Bijlage)]
