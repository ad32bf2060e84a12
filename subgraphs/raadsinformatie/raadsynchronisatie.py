"""The synchroniser of the council: fills the register from OpenBesluitvorming and keeps it current.

    snapshot   all there is, a page at a time           the first time
    changes    what changed since, a page at a time     ever after
    texts      what documents say, one at a time        as many in a round as the settings allow

Each page is written in one transaction with the place of the next, so a round can be broken off at any moment
and the next goes on. Of all processes over one register one does a round at a time, under a lease. Changes
begin where the snapshot began: what changed meanwhile is written twice.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import delete, insert, select

from subgraphs.raadsinformatie import tables
from subgraphs.raadsinformatie.openbesluitvorming import Blad, OpenBesluitvorming, Record
from subgraphs.raadsinformatie.overname import Overname
from subgraphs.service.database import Database
from subgraphs.service.pacht import Pacht

TEKSTEN = 1000
"""Texts in a round: some twenty minutes, by the sixty calls a minute that are allowed."""

PACHT = "raadsynchronisatie"
"""The lease under which rounds are done."""

logger = logging.getLogger(__name__)


class AndereBronError(Exception):
    """The register was filled from another source, and two municipalities do not belong in one."""


class Fase(StrEnum):
    """What is being read."""

    MOMENTOPNAME = "momentopname"
    WIJZIGINGEN = "wijzigingen"


@dataclass(frozen=True, slots=True)
class Stand:
    """How far a source has been taken over. `wijzigingen` is where the changes begin, once that is known."""

    fase: Fase = Fase.MOMENTOPNAME
    cursor: str = ""
    wijzigingen: str = ""

    def na(self, blad: Blad) -> "Stand":
        """After that page."""
        if self.fase is Fase.WIJZIGINGEN:
            return replace(self, cursor=blad.volgende)
        begin = self.wijzigingen or blad.wijzigingen
        if blad.meer:
            return replace(self, cursor=blad.volgende, wijzigingen=begin)
        return Stand(Fase.WIJZIGINGEN, begin, begin)


@dataclass(slots=True)
class Raadsverslag:
    """What a round did, in records; `teksten` of documents, `wachtend` those whose text is still to come."""

    opgenomen: int = 0
    verwijderd: int = 0
    overgeslagen: int = 0
    onleesbaar: int = 0
    teksten: int = 0
    wachtend: int = 0

    def met(self, blad: "Raadsverslag") -> None:
        """And what came of one page."""
        self.opgenomen += blad.opgenomen
        self.verwijderd += blad.verwijderd
        self.overgeslagen += blad.overgeslagen
        self.onleesbaar += blad.onleesbaar


class Raadsynchronisatie:
    """Over the register's database."""

    def __init__(
        self,
        bron: OpenBesluitvorming,
        database: Database,
        teksten: int = TEKSTEN,
        nu: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._bron = bron
        self._database = database
        self._teksten = teksten
        self._pacht = Pacht(database, tables.pacht, PACHT, nu)

    async def ronde(self) -> Raadsverslag:
        """All that is to do. Raises AlBezig when another process is at it, PachtVerloren, RegisterUnavailable
        and RegisterRefused: what was done until then stays done. Raises AndereBronError.
        """
        async with self._pacht.gehouden():
            return await self._ronde()

    async def _ronde(self) -> Raadsverslag:
        verslag = Raadsverslag()
        stand = await self._stand()
        while stand.fase is Fase.MOMENTOPNAME:
            stand = await self._neem_over(await self._bron.momentopname(stand.cursor), stand, verslag)
        meer = True
        while meer:
            blad = await self._bron.wijzigingen(stand.cursor)
            stand, meer = await self._neem_over(blad, stand, verslag), blad.meer
        await self._lees_teksten(verslag)
        if verslag.onleesbaar:
            logger.warning("%d records of %s cannot be read", verslag.onleesbaar, self._bron.bron)
        return verslag

    async def _neem_over(self, blad: Blad, stand: Stand, verslag: Raadsverslag) -> Stand:
        """A page and the place of the next, in one transaction."""
        volgende = stand.na(blad)
        geteld = Raadsverslag()
        async with self._database.writing() as session:
            overname = Overname(session)
            for record in blad.records:
                await _tel(overname, record, geteld)
            await session.execute(delete(tables.stand).where(tables.stand.c.bron == self._bron.bron))
            await session.execute(
                insert(tables.stand).values(
                    bron=self._bron.bron,
                    fase=volgende.fase.value,
                    cursor=volgende.cursor,
                    wijzigingen=volgende.wijzigingen,
                )
            )
        verslag.met(geteld)
        return volgende

    async def _lees_teksten(self, verslag: Raadsverslag) -> None:
        for id_ in await self._wachtend(self._teksten):
            tekst = await self._bron.tekst(id_)
            async with self._database.writing() as session:
                await Overname(session).tekst(id_, tekst)
            verslag.teksten += 1
        verslag.wachtend = len(await self._wachtend(None))

    async def _wachtend(self, hoeveel: int | None) -> Sequence[str]:
        """The documents whose text is to be fetched, the latest first as far as their ids tell."""
        chosen = select(tables.tekstvraag.c.stuk_id).order_by(tables.tekstvraag.c.stuk_id.desc())
        async with self._database.reading() as session:
            return list((await session.execute(chosen.limit(hoeveel))).scalars())

    async def _stand(self) -> Stand:
        async with self._database.reading() as session:
            rows = (await session.execute(select(tables.stand))).mappings().all()
        if any(row["bron"] != self._bron.bron for row in rows):
            raise AndereBronError(f"this database was filled from {rows[0]['bron']}, not {self._bron.bron}")
        if not rows:
            return Stand()
        return Stand(Fase(rows[0]["fase"]), rows[0]["cursor"], rows[0]["wijzigingen"])


async def _tel(overname: Overname, record: Record, verslag: Raadsverslag) -> None:
    try:
        gehouden = await overname.neem_over(record)
    except ValueError:
        verslag.onleesbaar += 1
        return
    if not gehouden:
        verslag.overgeslagen += 1
    elif record.get("op") == "delete":
        verslag.verwijderd += 1
    else:
        verslag.opgenomen += 1
