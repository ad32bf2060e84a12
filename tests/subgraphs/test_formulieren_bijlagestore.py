"""The contract of a bijlagenbron: a file counts once it is whole, and only with a draft. On SQLite and
PostgreSQL.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from subgraphs.formulieren import tables as t
from subgraphs.formulieren.aanvraag import Aanvraag, Stand
from subgraphs.formulieren.bijlage import Bijlage
from subgraphs.formulieren.bijlagestore import SqlBijlagen
from subgraphs.formulieren.demo import fill
from subgraphs.formulieren.store import SqlAanvragen
from subgraphs.service.bus.message import Message
from subgraphs.service.database import Database

NU = datetime(2026, 3, 2, 9, tzinfo=UTC)
EIGEN, ANDER = "klant-eigen", "klant-ander"


class World:
    def __init__(self, database: Database) -> None:
        self.aanvragen, self.bron = SqlAanvragen(database), SqlBijlagen(database)

    async def concept(self, aanvraag_id: str = "a") -> Aanvraag:
        nieuw = Aanvraag(
            id=aanvraag_id,
            volgnummer=0,
            formulier_id="bezwaar-maken",
            klant_id=EIGEN,
            stand=Stand.CONCEPT,
            gegevens={},
            versie=1,
            gestart_op=NU,
            gewijzigd_op=NU,
        )
        return await self.aanvragen.start(nieuw, f"start-{aanvraag_id}")

    async def now(self, aanvraag_id: str = "a") -> Aanvraag:
        return (await self.aanvragen.aanvragen(EIGEN, [aanvraag_id]))[aanvraag_id]

    async def added(self, bijlage_id: str = "b") -> Bijlage:
        bijlage = Bijlage(bijlage_id, "a", "bewijs", "brief.pdf", NU)
        assert await self.bron.voeg_toe(await self.now(), bijlage)
        return bijlage

    async def received(self, bijlage: Bijlage, poging: str, *parts: bytes) -> Bijlage:
        for nummer, part in enumerate(parts):
            await self.bron.schrijf(bijlage.id, poging, nummer, part, NU)
        size = sum(map(len, parts))
        return replace(
            bijlage, formaat="application/pdf", grootte=size, sha256="0" * 64, ontvangen_op=NU, poging=poging
        )

    async def content(self, bijlage: Bijlage) -> bytes:
        return b"".join([part async for part in self.bron.inhoud(bijlage)])

    async def submit(self) -> None:
        concept = await self.now()
        message = Message("a", "zaakregistratie", {}, NU, NU)
        assert await self.aanvragen.dien_in(concept, concept.ingediend("sleutel", NU), message)


@pytest.fixture
async def world(database: Database) -> World:
    await database.create_tables(t.metadata)
    await fill(database)
    world = World(database)
    await world.concept()
    return world


async def test_a_file_counts_from_when_it_is_whole(world: World) -> None:
    bijlage = await world.added()
    whole = await world.received(bijlage, "p1", b"een", b"twee")
    assert await world.bron.ingediend("a") == []
    assert await world.bron.ontvangen(whole)
    (bestand,) = await world.bron.ingediend("a")
    assert (bestand.id, bestand.formaat, bestand.grootte) == ("b", "application/pdf", 7)
    assert b"".join([part async for part in bestand.inhoud()]) == b"eentwee"
    assert await world.content(whole) == b"eentwee"
    found = await world.bron.bijlage(EIGEN, "b")
    assert found == (whole, await world.now())


async def test_another_customer_has_no_such_bijlage(world: World) -> None:
    await world.added()
    assert await world.bron.bijlage(ANDER, "b") is None


async def test_of_two_uploads_the_first_that_is_whole_is_the_file(world: World) -> None:
    bijlage = await world.added()
    first = await world.received(bijlage, "p1", b"eerste")
    second = await world.received(bijlage, "p2", b"tweede")
    assert await world.bron.ontvangen(first)
    assert not await world.bron.ontvangen(second)
    assert (await world.bron.bijlagen(["a"]))["a"] == [first]
    assert await world.content(first) == b"eerste"
    assert await world.content(second) == b""


async def test_every_change_of_bijlagen_is_one_of_the_aanvraag(world: World) -> None:
    before = await world.now()
    bijlage = await world.added()
    assert not await world.bron.voeg_toe(before, replace(bijlage, id="te-laat"))
    assert await world.bron.ontvangen(await world.received(bijlage, "p1", b"x"))
    assert (await world.now()).versie == before.versie + 2
    assert not await world.bron.verwijder(before, "b", NU)
    assert await world.bron.verwijder(await world.now(), "b", NU)
    assert (await world.bron.bijlagen(["a"]))["a"] == []


async def test_nothing_is_added_to_what_was_submitted(world: World) -> None:
    bijlage = await world.added()
    whole = await world.received(bijlage, "p1", b"x")
    await world.submit()
    submitted = await world.now()
    assert not await world.bron.ontvangen(whole)
    assert not await world.bron.voeg_toe(submitted, replace(bijlage, id="te-laat"))
    assert not await world.bron.verwijder(submitted, "b", NU)
    assert await world.bron.ingediend("a") == []


async def test_a_submission_that_did_not_see_a_change_of_bijlagen_does_not_count(world: World) -> None:
    concept = await world.now()
    await world.added()
    message = Message("a", "zaakregistratie", {}, NU, NU)
    assert not await world.aanvragen.dien_in(concept, concept.ingediend("sleutel", NU), message)


async def test_what_is_withdrawn_has_no_bijlagen_any_more(world: World) -> None:
    whole = await world.received(await world.added(), "p1", b"x")
    assert await world.bron.ontvangen(whole)
    concept = await world.now()
    assert await world.aanvragen.vervang(concept, concept.ingetrokken(NU))
    assert (await world.bron.bijlagen(["a"]))["a"] == []
    assert await world.content(whole) == b""


async def test_parts_of_uploads_that_broke_off_are_swept_away_and_no_others(world: World) -> None:
    whole = await world.received(await world.added("b"), "p1", b"heel")
    assert await world.bron.ontvangen(whole)
    half = await world.received(await world.added("c"), "p2", b"half")
    assert await world.bron.ruim_op(NU) == 0
    assert await world.bron.ruim_op(NU + timedelta(days=1)) == 1
    assert await world.content(half) == b""
    assert await world.content(whole) == b"heel"


async def test_a_broken_upload_can_be_forgotten_at_once(world: World) -> None:
    half = await world.received(await world.added(), "p1", b"half")
    await world.bron.vergeet("b", "p1")
    assert await world.content(half) == b""
