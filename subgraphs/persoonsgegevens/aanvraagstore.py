"""The aanvragen in the database, each written down together with the message that brings it on."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.exc import IntegrityError

from subgraphs.persoonsgegevens import tables
from subgraphs.persoonsgegevens.aanvraag import Aanvraag
from subgraphs.service.bus.message import Message
from subgraphs.service.bus.outbox import Outbox
from subgraphs.service.database import Database


class Aanvraagstore:
    """Over SQLite or PostgreSQL. Fulfils Aanvraagbron."""

    def __init__(self, database: Database, outbox: Outbox) -> None:
        self._database = database
        self._outbox = outbox

    async def aanvraag(self, aanvraag_id: str) -> Aanvraag | None:
        return await self._eerste(tables.aanvraag.c.aanvraag_id == aanvraag_id)

    async def bekend(self, klant_id: str, sleutel: str) -> Aanvraag | None:
        c = tables.aanvraag.c
        return await self._eerste(c.klant_id == klant_id, c.idempotentiesleutel == sleutel)

    async def schrijf(self, nieuw: Aanvraag, sleutel: str, message: Message) -> bool:
        try:
            async with self._database.writing() as session:
                await session.execute(insert(tables.aanvraag).values(_row(nieuw, sleutel)))
                await self._outbox.put(session, message)
        except IntegrityError:  # the same request, twice at the same moment
            return False
        return True

    async def geregistreerd(self, aanvraag_id: str, zaak_id: str) -> None:
        here = tables.aanvraag.c.aanvraag_id == aanvraag_id
        async with self._database.writing() as session:
            await session.execute(update(tables.aanvraag).where(here).values(zaak_id=zaak_id, gegevens={}))

    async def _eerste(self, *where: Any) -> Aanvraag | None:
        async with self._database.reading() as session:
            found = (await session.execute(select(tables.aanvraag).where(*where))).mappings().one_or_none()
        return None if found is None else _aanvraag(found)


def _row(aanvraag: Aanvraag, sleutel: str) -> Mapping[str, Any]:
    return {
        "aanvraag_id": aanvraag.id,
        "klant_id": aanvraag.klant_id,
        "idempotentiesleutel": sleutel,
        "zaaktype": aanvraag.zaaktype,
        "omschrijving": aanvraag.omschrijving,
        "gegevens": dict(aanvraag.gegevens),
        "ingediend_op": aanvraag.ingediend_op,
        "vingerafdruk": aanvraag.vingerafdruk,
    }


def _aanvraag(row: RowMapping) -> Aanvraag:
    return Aanvraag(
        row["aanvraag_id"],
        row["klant_id"],
        row["zaaktype"],
        row["omschrijving"],
        row["gegevens"],
        row["ingediend_op"],
        row["zaak_id"],
        row["vingerafdruk"],
    )
