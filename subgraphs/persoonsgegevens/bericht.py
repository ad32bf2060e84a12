"""Messages to customers: what is sent, by whom, and how it gets there.

A message is written down with what it is about, sealed, and brought by the bus (subgraphs.service.bus): it
arrives also when the sender was down at that moment. What stands in it is never logged.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import insert, select

from subgraphs.persoonsgegevens import tables
from subgraphs.persoonsgegevens.contact import Kanaal
from subgraphs.service.database import Database

BERICHTEN = "berichten"
"""The destination on the bus of messages to customers."""


@dataclass(frozen=True, slots=True)
class Bericht:
    """A message by mail or telephone (SMS). Where it goes and what is in it stay out of `repr`."""

    kanaal: Kanaal
    adres: str = field(repr=False)
    onderwerp: str
    tekst: str = field(repr=False)

    def inhoud(self) -> dict[str, Any]:
        """As JSON holds it."""
        return asdict(self)

    @classmethod
    def van(cls, inhoud: Mapping[str, Any]) -> "Bericht":
        return cls(Kanaal(inhoud["kanaal"]), inhoud["adres"], inhoud["onderwerp"], inhoud["tekst"])


class Berichtverzender(Protocol):
    """Who brings messages to customers."""

    async def verzend(self, bericht: Bericht, kenmerk: str) -> None:
        """Send it; a repeat with the same `kenmerk` is the same message. Raises NotDelivered."""
        ...


class Postvak:
    """Fulfils Berichtverzender where nothing is really sent: a letterbox in the database, to look into."""

    def __init__(self, database: Database, nu: Callable[[], datetime]) -> None:
        self._database = database
        self._nu = nu

    async def verzend(self, bericht: Bericht, kenmerk: str) -> None:
        async with self._database.writing() as session:
            known = select(tables.bericht.c.bericht_id).where(tables.bericht.c.bericht_id == kenmerk)
            if (await session.execute(known)).first() is None:
                row = {"bericht_id": kenmerk, "bezorgd_op": self._nu(), **bericht.inhoud()}
                await session.execute(insert(tables.bericht).values(row))

    async def berichten(self) -> list[Bericht]:
        """All that was brought, the oldest first."""
        c = tables.bericht.c
        chosen = select(c.kanaal, c.adres, c.onderwerp, c.tekst).order_by(c.bezorgd_op, c.bericht_id)
        async with self._database.reading() as session:
            return [Bericht.van(dict(row)) for row in (await session.execute(chosen)).mappings()]
