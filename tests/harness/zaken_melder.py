"""A melder over a real database, for tests of what happens to zaken."""

from __future__ import annotations

from datetime import UTC, datetime

from subgraphs.service.bus.outbox import Outbox
from subgraphs.service.database import Database
from subgraphs.zaken.afhandelaar import Afhandelaar, Afhandelaars
from subgraphs.zaken.gebeurtenissen import Gebeurtenissen
from subgraphs.zaken.gebeurtenistabellen import outbox
from subgraphs.zaken.melding import Melder

NU = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def melder_of(database: Database, *afhandelaars: Afhandelaar) -> Melder:
    """It tells these handlers, and its clock stands still."""
    bron, berichten = Gebeurtenissen(database), Outbox(database, outbox)
    return Melder(bron, berichten, Afhandelaars(afhandelaars), lambda: NU)
