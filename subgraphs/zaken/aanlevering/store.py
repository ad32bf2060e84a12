"""SqlAanleveringen: the places for documents, in our own database."""

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from subgraphs.service.database import Database
from subgraphs.zaken.aanlevering.aanlevering import Aanlevering
from subgraphs.zaken.aanlevering.tabel import aanlevering as t


class SqlAanleveringen:
    """Every act is safe to repeat."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def maak(self, nieuw: Aanlevering) -> Aanlevering:
        """The place; the one that is there already under this id."""
        values = {name: getattr(nieuw, name) for name in Aanlevering.__slots__}
        try:
            async with self._database.writing() as session:
                await session.execute(insert(t).values(values))
        except IntegrityError:
            found = await self.vind(nieuw.klant_id, nieuw.id)
            if found is None:
                raise
            return found
        return nieuw

    async def vind(self, klant_id: str, aanlevering_id: str) -> Aanlevering | None:
        """A place of this customer; None for that of another."""
        chosen = select(t).where(t.c.id == aanlevering_id, t.c.klant_id == klant_id)
        async with self._database.reading() as session:
            row = (await session.execute(chosen)).one_or_none()
        return None if row is None else Aanlevering(*row)

    async def aantal(self, klant_id: str, zaak_id: str) -> int:
        """How many places this customer has for this zaak."""
        counted = select(func.count()).where(t.c.zaak_id == zaak_id, t.c.klant_id == klant_id)
        async with self._database.reading() as session:
            return await session.scalar(counted) or 0

    async def ontvangen(self, aanlevering_id: str, document_id: str, sha256: str) -> None:
        async with self._database.writing() as session:
            done = update(t).where(t.c.id == aanlevering_id)
            await session.execute(done.values(document_id=document_id, sha256=sha256))
