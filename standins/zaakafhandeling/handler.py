"""The handler: it knows which zaken are its to take forward, and takes each a step at a time."""

import asyncio
import logging
from hashlib import sha256

import httpx

from standins.zaakafhandeling.event import Event
from standins.zaakafhandeling.zaken_door import Dossier, ZakenDoor

logger = logging.getLogger(__name__)

BEGUN = "nl.overheid.zaken.zaak-geregistreerd"
AFGEROND = "afgerond"
WITHDRAWN = "Ingetrokken"
"""The resultaat that is the customer's to ask for."""
_AFSCHEID = ("Uw zaak is afgerond", "Bij uw zaak vindt u hoe die is afgelopen, en de documenten.")
REMEMBERED = 10_000
"""How many events it knows again."""


class Handler:
    """Takes zaken forward, over the door of the zaken service. `heard` has the types of the last events."""

    def __init__(self, door: ZakenDoor) -> None:
        self._door = door
        self.heard: dict[tuple[str, str], str] = {}
        self.zaken: dict[str, None] = {}

    def hear(self, event: Event) -> None:
        """A zaak began, or something else happened. Of a repeat nothing comes."""
        if event.key in self.heard:
            return
        self.heard[event.key] = event.type
        if len(self.heard) > REMEMBERED:
            del self.heard[next(iter(self.heard))]
        if event.type == BEGUN and event.subject:
            self.zaken[event.subject] = None

    async def catch_up(self) -> None:
        """The zaken that it should know of, also those it was told of in an earlier life."""
        for zaak_id in await self._door.open_zaken():
            self.zaken[zaak_id] = None

    async def step(self) -> None:
        """Take every zaak one step further. One that cannot be now, is at the next."""
        for zaak_id in tuple(self.zaken):
            try:
                if await self._forward(await self._door.dossier(zaak_id)):
                    self.zaken.pop(zaak_id, None)
            except httpx.HTTPError as exc:
                logger.warning("zaak %s could not be taken forward: %s", zaak_id, type(exc).__name__)

    async def run(self, tempo: float) -> None:
        """A step every `tempo` seconds, until cancelled."""
        caught_up = False
        while True:
            await asyncio.sleep(tempo)
            try:
                if not caught_up:
                    await self.catch_up()
                    caught_up = True
            except httpx.HTTPError as exc:
                logger.warning("the zaken service does not answer: %s", type(exc).__name__)
            await self.step()

    async def close(self) -> None:
        await self._door.close()

    async def _forward(self, dossier: Dossier) -> bool:
        """One step; whether it was the last."""
        following = [stap for stap in dossier.stappen if stap > dossier.stap]
        if dossier.gesloten or not following:
            return True
        last = len(following) == 1
        if last and dossier.resultaat is None and dossier.resultaten:
            await self._door.stel_resultaat_vast(dossier.zaak_id, _ending(dossier))
        if last:  # before the end: what is over is not taken up again, so the bericht would not be either
            await self._door.bericht(dossier.zaak_id, AFGEROND, *_AFSCHEID)
        await self._door.zet_status(dossier.zaak_id, following[0])
        return last


def _ending(dossier: Dossier) -> str:
    """Which resultaat a zaak gets: always the same for one zaak, and not the same for all."""
    chosen = int.from_bytes(sha256(dossier.zaak_id.encode()).digest()[:4])
    possible = sorted(set(dossier.resultaten) - {WITHDRAWN}) or [WITHDRAWN]
    return possible[chosen % len(possible)]
