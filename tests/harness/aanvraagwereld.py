"""Aanvragen over a real store, with a clock that stands still and a registration that can fail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from harness.subgraph_desk import PSEUDONYM_KEY, SANNE
from harness.zaakregistratie import MemoryRegistratie

from auth.assurance import Niveau
from auth.propagation import Statement
from subgraphs.formulieren import tables as t
from subgraphs.formulieren.aanvraag import Aanvraag
from subgraphs.formulieren.aanvraagproces import Aanvraagproces, Invulling
from subgraphs.formulieren.bijlagestore import SqlBijlagen
from subgraphs.formulieren.catalogus import SqlFormulieren
from subgraphs.formulieren.store import SqlAanvragen
from subgraphs.formulieren.toegang import Toegang
from subgraphs.formulieren.validatie import Foutcode
from subgraphs.formulieren.verzending import REGISTRATIE, Aanvraagpost, Aanvraagverzending
from subgraphs.formulieren.voorinvulbewijs import Voorinvulbewijzen
from subgraphs.service.bus.dispatcher import Dispatcher
from subgraphs.service.bus.outbox import Outbox
from subgraphs.service.bus.policy import Policy
from subgraphs.service.database import Database
from subgraphs.service.voorbeeldstad import Persona

GOED = {"kenmerk": "B-1", "besluitdatum": "2026-02-01", "gronden": "Het besluit klopt niet.", "horen": True,
        "naam": "Sanne", "email": "sanne@example.nl"}  # fmt: skip


def klant(persona: Persona) -> Statement:
    klant_id = persona.klant_id(PSEUDONYM_KEY)
    return Statement(klant_id, klant_id, persona.klantsoort, Niveau.MIDDEN, "test")


BEWIJZEN = Voorinvulbewijzen(PSEUDONYM_KEY)
POLICY = Policy()
LONGEST = timedelta(seconds=POLICY.longest_wait)


class World:
    """The process over a real store, with a clock that stands still and a registration that can fail."""

    def __init__(self, database: Database) -> None:
        self.nu = datetime(2026, 3, 2, 9, tzinfo=UTC)
        self.registratie = MemoryRegistratie()
        self.bron = SqlAanvragen(database)
        self.database = database
        self.outbox = Outbox(database, t.outbox)
        self.dispatcher = self.another_dispatcher()
        self.toegang = Toegang(SqlFormulieren(database), self.bron, SqlBijlagen(database))
        self.proces = Aanvraagproces(self.toegang, Aanvraagpost(self.dispatcher), BEWIJZEN, self.clock)
        self.klant = klant(SANNE)

    def another_dispatcher(self, policy: Policy = POLICY, outbox: Outbox | None = None) -> Dispatcher:
        verzending = Aanvraagverzending(self.bron, self.registratie, self.clock)
        outbox = outbox or Outbox(self.database, t.outbox)
        return Dispatcher(outbox, {REGISTRATIE: verzending}, self.clock, policy)

    def clock(self) -> datetime:
        return self.nu

    async def concept(self, gegevens: dict[str, Any] | None = None, sleutel: str = "start") -> str:
        uitkomst = await self.proces.start(self.klant, "bezwaar-maken", sleutel)
        assert uitkomst.aanvraag
        if gegevens is not None:
            assert (await self.proces.bewaar(self.klant, uitkomst.aanvraag.id, Invulling(gegevens))).gelukt
        return uitkomst.aanvraag.id

    async def stored(self, aanvraag_id: str) -> Aanvraag:
        return (await self.bron.aanvragen(self.klant.klant, [aanvraag_id]))[aanvraag_id]


def codes(fouten: Any) -> list[Foutcode]:
    return [fout.code for fout in fouten]
