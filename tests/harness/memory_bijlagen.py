"""The files of aanvragen, in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from subgraphs.service.zaakregistratie.bestand import Bestand

CHUNK = 1000


@dataclass
class MemoryBijlagen:
    """Implements `IngediendeBestanden`. `bestanden` are the contents, by the id of the bijlage."""

    bestanden: dict[str, bytes] = field(default_factory=dict)

    async def ingediend(self, aanvraag_id: str) -> Sequence[Bestand]:
        return [
            Bestand(
                bijlage_id, f"{bijlage_id} é.png", "image/png", len(inhoud), partial(self._inhoud, bijlage_id)
            )
            for bijlage_id, inhoud in self.bestanden.items()
        ]

    async def _inhoud(self, bijlage_id: str) -> AsyncIterator[bytes]:
        whole = self.bestanden[bijlage_id]
        for start in range(0, len(whole), CHUNK):
            yield whole[start : start + CHUNK]
