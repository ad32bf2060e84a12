"""The files of aanvragen, in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from subgraphs.formulieren.bijlage import Bijlage

NU = datetime(2026, 3, 2, 9, tzinfo=UTC)
CHUNK = 1000


@dataclass
class MemoryBijlagen:
    """Implements `IngediendeBijlagen`. `bestanden` are the contents, by the id of the bijlage."""

    bestanden: dict[str, bytes] = field(default_factory=dict)

    async def ingediend(self, aanvraag_id: str) -> Sequence[Bijlage]:
        return [
            Bijlage(
                bijlage_id, aanvraag_id, "foto", f"{bijlage_id} é.png", NU, "image/png", len(inhoud),
                ontvangen_op=NU,
            )
            for bijlage_id, inhoud in self.bestanden.items()
        ]  # fmt: skip

    async def inhoud(self, bijlage: Bijlage) -> AsyncIterator[bytes]:
        whole = self.bestanden[bijlage.id]
        for start in range(0, len(whole), CHUNK):
            yield whole[start : start + CHUNK]
