"""A zaakregistratie in memory that can be down, slow, or lose its answer on the way back."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from subgraphs.formulieren.aanvraag import Opdracht
from subgraphs.formulieren.registreren import Registreren
from subgraphs.service.bus.delivery import NotDelivered, Progress


@dataclass
class MemoryRegistratie:
    """Implements `Zaakregistratie`. `zaken` is what it made, by aanvraag; `seen` every request, in order."""

    down: bool = False
    loses_answers: bool = False
    hangs: bool = False
    zaken: dict[str, str] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    opdrachten: list[Opdracht] = field(default_factory=list)

    async def registreer(self, opdracht: Opdracht, progress: Progress) -> str:
        aanvraag_id = opdracht.aanvraag.id
        self.seen.append(aanvraag_id)
        self.opdrachten.append(opdracht)
        await asyncio.sleep(3600 if self.hangs else 0)
        if self.down:
            raise NotDelivered("ONBEREIKBAAR")
        zaak_id = self.zaken.setdefault(aanvraag_id, f"zaak-{len(self.zaken) + 1}")
        if self.loses_answers:
            raise NotDelivered("ONBEREIKBAAR")
        return zaak_id


def registering(registratie: MemoryRegistratie | None = None) -> Registreren:
    """That place for all zaaktypen."""
    place = registratie or MemoryRegistratie()
    return Registreren([], lambda _: place)
