"""The embedded bijlagen: documents of our own zaken that berichten refer to by their id."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import select

from subgraphs.service.bereik import Bereik
from subgraphs.service.database import Database
from subgraphs.zaken import tables as t
from subgraphs.zaken.inhoud import bestand_van
from subgraphs.zaken.postbus.bijlage import Bijlage
from subgraphs.zaken.source import Inzage
from subgraphs.zaken.zaak import Bestand
from subgraphs.zaken.zichtbaarheid import Zichtbaarheid


class SqlBijlagen:
    """Implements `Bijlagenbron` on a Database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._regels = Zichtbaarheid()

    async def bijlagen(self, inzage: Inzage, verwijzingen: Sequence[str]) -> Mapping[str, Bijlage]:  # noqa: ARG002
        c = t.document.c
        heeft_inhoud = c.inhoud.is_not(None).label("heeft_inhoud")
        known = [column for column in c if column.name != "inhoud"]
        async with self._database.reading() as session:
            rows = (await session.execute(select(*known, heeft_inhoud).where(c.id.in_(verwijzingen)))).all()
        return {
            row.id: _bijlage(row)
            for row in rows
            if self._regels.document(row.status, row.tonen_aan_initiator, None)
        }

    @asynccontextmanager
    async def inhoud(
        self, inzage: Inzage, verwijzing: str, bereik: Bereik | None = None
    ) -> AsyncIterator[Bestand | None]:
        found = (await self.bijlagen(inzage, [verwijzing])).get(verwijzing)
        yield await bestand_van(self._database, verwijzing, found, bereik) if found else None


def _bijlage(row: Any) -> Bijlage:
    return Bijlage(
        id=row.id,
        titel=row.titel,
        bestandsnaam=row.bestandsnaam,
        formaat=row.formaat,
        omvang=row.omvang,
        heeft_inhoud=row.heeft_inhoud,
    )
