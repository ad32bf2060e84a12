"""Nothing is kept longer than needed, and nothing that is needed is erased. On SQLite and PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from subgraphs.formulieren import tables as t
from subgraphs.formulieren.aanvraag import Aanvraag, Stand
from subgraphs.formulieren.bewaartermijn import Bewaartermijnen, Opruimer
from subgraphs.formulieren.bijlage import Bijlage
from subgraphs.formulieren.bijlagestore import SqlBijlagen
from subgraphs.formulieren.demo import fill
from subgraphs.formulieren.store import SqlAanvragen
from subgraphs.service.bus.message import Message
from subgraphs.service.database import Database

NU = datetime(2026, 3, 2, 9, tzinfo=UTC)
KLANT = "klant-eigen"


class World:
    def __init__(self, database: Database) -> None:
        self.nu = NU
        self.aanvragen, self.bijlagen = SqlAanvragen(database), SqlBijlagen(database)
        termijnen = Bewaartermijnen(timedelta(days=60), timedelta(days=30))
        self.opruimer = Opruimer(self.aanvragen, self.bijlagen, termijnen, lambda: self.nu)

    async def concept(self, aanvraag_id: str) -> Aanvraag:
        nieuw = Aanvraag(
            id=aanvraag_id,
            volgnummer=0,
            formulier_id="bezwaar-maken",
            klant_id=KLANT,
            stand=Stand.CONCEPT,
            gegevens={"kenmerk": "B-1"},
            versie=1,
            gestart_op=NU,
            gewijzigd_op=NU,
        )
        begun = await self.aanvragen.start(nieuw, aanvraag_id)
        bijlage = Bijlage(f"bij-{aanvraag_id}", aanvraag_id, "besluit", "brief.pdf", NU)
        assert await self.bijlagen.voeg_toe(begun, bijlage)
        await self.bijlagen.schrijf(bijlage.id, "p", 0, b"%PDF-", NU)
        assert await self.bijlagen.ontvangen(replace(bijlage, ontvangen_op=NU, grootte=5, poging="p"))
        return (await self.stored())[aanvraag_id]

    async def submitted(self, aanvraag_id: str) -> None:
        concept = await self.concept(aanvraag_id)
        message = Message(aanvraag_id, "zaakregistratie", {}, NU, NU)
        assert await self.aanvragen.dien_in(concept, concept.ingediend("s", NU), message)

    async def stored(self) -> dict[str, Aanvraag]:
        return dict(await self.aanvragen.aanvragen(KLANT, ["concept", "ingediend", "zaak", "weg"]))

    async def files(self, aanvraag_id: str) -> int:
        return len((await self.bijlagen.bijlagen([aanvraag_id]))[aanvraag_id])


@pytest.fixture
async def world(database: Database) -> World:
    await database.create_tables(t.metadata)
    await fill(database)
    world = World(database)
    await world.concept("concept")
    await world.submitted("ingediend")
    await world.submitted("zaak")
    await world.aanvragen.geregistreerd("zaak", "zaak-1", NU)
    weg = await world.concept("weg")
    assert await world.aanvragen.vervang(weg, weg.ingetrokken(NU))
    return world


async def test_what_is_young_stays_as_it_is(world: World) -> None:
    before = await world.stored()
    assert await world.opruimer.ronde() == 0
    assert await world.stored() == before


async def test_of_what_is_a_zaak_only_its_reference_stays(world: World) -> None:
    world.nu += timedelta(days=31)
    assert await world.opruimer.ronde() == 1
    zaak = (await world.stored())["zaak"]
    assert (zaak.gegevens, zaak.gewist_op, await world.files("zaak")) == ({}, world.nu, 0)
    assert (zaak.zaak_id, zaak.stand) == ("zaak-1", Stand.GEREGISTREERD)
    assert zaak.referentie
    assert await world.opruimer.ronde() == 0
    assert await world.files("concept") == 1


async def test_drafts_that_nobody_touches_are_forgotten_and_what_was_submitted_never_is(world: World) -> None:
    world.nu += timedelta(days=400)
    await world.opruimer.ronde()
    stored = await world.stored()
    assert stored.keys() == {"ingediend", "zaak"}
    assert stored["ingediend"].gegevens == {"kenmerk": "B-1"}
    assert await world.files("ingediend") == 1
