"""The dispatcher of the outbox: every submitted aanvraag becomes a zaak, now or as soon as the
zaakregistratie can.

Nothing is lost: an aanvraag leaves the outbox only with its zaak. Nothing is made twice: an order is with one
sender at a time, and the zaakregistratie knows an aanvraag it has seen before.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from subgraphs.formulieren.aanvraag import Opdracht
from subgraphs.formulieren.source import Aanvragenbron, RegistratieMislukt, Zaakregistratie

logger = logging.getLogger(__name__)

PACHT = timedelta(seconds=30)
"""How long an order belongs to who took it: well over the time that an attempt can last."""
EERSTE_WACHTTIJD = timedelta(seconds=2)
LANGSTE_WACHTTIJD = timedelta(hours=1)
TEGELIJK = 10
"""Orders taken at a time."""
POLSSLAG = 2.0
"""Seconds between two looks at the outbox."""

Clock = Callable[[], datetime]


def wachttijd(pogingen: int) -> timedelta:
    """How long to wait after this many failed attempts: doubling, up to an hour."""
    doublings = max(0, min(pogingen - 1, 20))
    return min(LANGSTE_WACHTTIJD, EERSTE_WACHTTIJD * (1 << doublings))


class Verzender:
    """Sends orders to the zaakregistratie and writes down what came of it."""

    def __init__(
        self,
        bron: Aanvragenbron,
        registratie: Zaakregistratie,
        clock: Clock,
        polsslag: float = POLSSLAG,
    ) -> None:
        self._bron = bron
        self._registratie = registratie
        self._clock = clock
        self._polsslag = polsslag

    async def verzend(self, opdracht: Opdracht) -> bool:
        """One attempt; whether the aanvraag has its zaak. Who calls holds the order."""
        aanvraag_id = opdracht.aanvraag.id
        try:
            zaak_id = await self._registratie.registreer(opdracht)
        except RegistratieMislukt as exc:
            pogingen = opdracht.pogingen + 1
            logger.warning("aanvraag %s: attempt %d to register failed: %s", aanvraag_id, pogingen, exc.code)
            await self._bron.mislukt(aanvraag_id, exc.code, self._clock() + wachttijd(pogingen))
            return False
        await self._bron.geregistreerd(aanvraag_id, zaak_id, self._clock())
        return True

    async def verzend_wachtende(self) -> int:
        """Attempt each order that is due; how many there were."""
        nu = self._clock()
        opdrachten = await self._bron.neem_opdrachten(nu, nu + PACHT, TEGELIJK)
        attempts = (self.verzend(opdracht) for opdracht in opdrachten)
        for outcome in await asyncio.gather(*attempts, return_exceptions=True):
            if isinstance(outcome, BaseException):
                raise outcome
        return len(opdrachten)

    async def run(self) -> None:
        """Empty the outbox, time and again, until cancelled."""
        while True:
            try:
                taken = await self.verzend_wachtende()
            except Exception as exc:  # the outermost handler of this task: the next beat tries again
                logger.error("the outbox could not be emptied: %s", type(exc).__name__)  # noqa: TRY400
                taken = 0
            if taken < TEGELIJK:
                await asyncio.sleep(self._polsslag)
