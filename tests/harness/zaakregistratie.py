"""A zaakregistratie in memory that can be down, slow, or lose its answer on the way back."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from subgraphs.service.bus.delivery import BEGUN, NotDelivered, Progress
from subgraphs.service.zaakregistratie.intrekking import Afloop, Intrekking
from subgraphs.service.zaakregistratie.opdracht import Opdracht
from subgraphs.service.zaakregistratie.registreren import Registreren


@dataclass
class MemoryRegistratie:
    """Implements `Zaakregistratie`. `zaken` is what it made, by aanvraag; `seen` every request, in order.

    What is `down` may have begun; what is `unreachable` has not. A request sets `reached`, waits
    until it `may_begin`, notes that and sets `begun`.
    """

    down: bool = False
    unreachable: bool = False
    loses_answers: bool = False
    afloop: Afloop = Afloop.INGETROKKEN
    hangs: bool = False
    zaken: dict[str, str] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    opdrachten: list[Opdracht] = field(default_factory=list)
    intrekkingen: list[Intrekking] = field(default_factory=list)
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    may_begin: asyncio.Event = field(default_factory=asyncio.Event)
    begun: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.may_begin.set()

    async def registreer(self, opdracht: Opdracht, progress: Progress) -> str:
        aanvraag_id = opdracht.aanvraag_id
        self.seen.append(aanvraag_id)
        self.opdrachten.append(opdracht)
        self.reached.set()
        await self.may_begin.wait()
        if not self.unreachable:
            await progress.note(BEGUN, "ja")
        self.begun.set()
        await asyncio.sleep(3600 if self.hangs else 0)
        if self.down or self.unreachable:
            raise NotDelivered("ONBEREIKBAAR")
        zaak_id = self.zaken.setdefault(aanvraag_id, f"zaak-{len(self.zaken) + 1}")
        if self.loses_answers:
            raise NotDelivered("ONBEREIKBAAR")
        return zaak_id

    async def trek_in(self, intrekking: Intrekking, progress: Progress) -> Afloop:
        self.intrekkingen.append(intrekking)
        assert intrekking.zaak_id in self.zaken.values()
        if self.down:
            raise NotDelivered("ONBEREIKBAAR")
        return self.afloop


def registering(registratie: MemoryRegistratie | None = None) -> Registreren:
    """That place for all zaaktypen."""
    place = registratie or MemoryRegistratie()
    return Registreren([], lambda _: place)
