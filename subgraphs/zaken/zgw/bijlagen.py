"""ZgwBijlagen: documents that something elsewhere refers to by their address in a Documenten API.

Only those in the registers of the settings are asked for: no credentials go anywhere else.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from subgraphs.service.bereik import Bereik
from subgraphs.service.register_errors import RegisterUnavailable
from subgraphs.zaken.postbus.bijlage import Bijlage
from subgraphs.zaken.source import Gelezen, Inzage
from subgraphs.zaken.zaak import Bestand
from subgraphs.zaken.zgw.documenten import ZgwDocumenten

logger = logging.getLogger(__name__)


class ZgwBijlagen:
    """Implements `Bijlagenbron` over the documents of several registers."""

    def __init__(self, registers: Sequence[ZgwDocumenten]) -> None:
        self._registers = registers

    async def bijlagen(self, inzage: Inzage, verwijzingen: Sequence[str]) -> Gelezen[Bijlage]:
        places = {url: self._register(url) for url in verwijzingen}
        if nowhere := sum(place is None for place in places.values()):
            logger.warning("%d bijlagen are in no Documenten API of the settings", nowhere)

        async def own(register: ZgwDocumenten) -> Gelezen[Bijlage]:
            urls = [url for url, place in places.items() if place is register]
            try:
                return await register.los(inzage, urls) if urls else {}
            except RegisterUnavailable as failure:
                return dict.fromkeys(urls, failure)

        answers = await asyncio.gather(*(own(register) for register in self._registers))
        return {url: each for answer in answers for url, each in answer.items()}

    @asynccontextmanager
    async def inhoud(
        self, inzage: Inzage, verwijzing: str, bereik: Bereik | None = None
    ) -> AsyncIterator[Bestand | None]:
        register = self._register(verwijzing)
        if register is None:
            yield None
            return
        async with register.los_bestand(inzage, verwijzing, bereik) as bestand:
            yield bestand

    def _register(self, url: str) -> ZgwDocumenten | None:
        return next((each for each in self._registers if each.heeft(url)), None)
