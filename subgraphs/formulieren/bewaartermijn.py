"""Bewaartermijn: nothing that a customer filled in is kept here longer than it is needed.

a draft that nobody touched             is forgotten, with its bijlagen
what became a zaak                      keeps its reference; data and bijlagen are erased, the zaak has them
what was withdrawn                      is forgotten
parts of an upload that broke off       are swept away
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from subgraphs.formulieren.bijlagestore import SqlBijlagen
from subgraphs.formulieren.store import SqlAanvragen

logger = logging.getLogger(__name__)

RONDE = 3600.0
"""Seconds between two rounds."""
AFGEBROKEN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bewaartermijnen:
    """How long, from the last change on."""

    concept: timedelta = timedelta(days=60)
    geregistreerd: timedelta = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Opruimer:
    """Does the rounds. Every replica may: what one erased, another does not find."""

    aanvragen: SqlAanvragen
    bijlagen: SqlBijlagen
    termijnen: Bewaartermijnen
    clock: Callable[[], datetime]

    async def ronde(self) -> int:
        """One round; of how many aanvragen something was erased."""
        nu = self.clock()
        vergeten = await self.aanvragen.vergeet_voor(nu - self.termijnen.concept)
        gewist = await self.aanvragen.wis_geregistreerde(nu - self.termijnen.geregistreerd, nu)
        await self.bijlagen.ruim_op(nu - AFGEBROKEN)
        if vergeten or gewist:
            logger.info("bewaartermijn: %d aanvragen forgotten, of %d the data erased", vergeten, gewist)
        return vergeten + gewist

    async def run(self) -> None:
        """Round after round, until cancelled."""
        while True:
            try:
                await self.ronde()
            except Exception as exc:  # the outermost handler of this task: the next round tries again
                logger.error("bewaartermijn: a round failed: %s", type(exc).__name__)  # noqa: TRY400
            await asyncio.sleep(RONDE)
