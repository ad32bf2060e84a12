"""A customer hears what happens to their own zaken, whichever replica it happened at, and of no others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from harness.postbus import sql_postbus
from harness.subgraph_desk import HENDRIK, PSEUDONYM_KEY, SANNE, TODAY
from harness.until import until
from harness.zaken_melder import melder_of
from harness.zaken_rows import ZakenRows

from auth.assurance import Niveau
from auth.principal import ANONIEM
from auth.propagation import Statement
from subgraphs.service.context import Caller, Context
from subgraphs.service.database import Database
from subgraphs.service.voorbeeldstad import Persona
from subgraphs.zaken import tables as t
from subgraphs.zaken.aanlevering.proces import Aanleverproces
from subgraphs.zaken.aanlevering.store import SqlAanleveringen
from subgraphs.zaken.aanlevering.stukken import SqlStukken
from subgraphs.zaken.gebeurtenis import Soort, nieuwe_gebeurtenis
from subgraphs.zaken.gebeurtenisfeed import Achterop, Gebeurtenisfeed
from subgraphs.zaken.gebeurtenissen import BEWAARD, Gebeurtenissen
from subgraphs.zaken.melding import Melder
from subgraphs.zaken.readers import Werking, ZakenReaders
from subgraphs.zaken.register import SqlZaakregister
from subgraphs.zaken.registratie import Registratie
from subgraphs.zaken.schema import schema
from subgraphs.zaken.store import SqlZaken

BEHIND = 10
NU = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ALLES = "subscription { zaakGewijzigd { soort moment zaak { id omschrijving status { omschrijving } } } }"
EEN = "subscription ($id: ID!) { zaakGewijzigd(id: $id) { zaak { id } } }"


def caller(persona: Persona) -> Statement:
    klant_id = persona.klant_id(PSEUDONYM_KEY)
    return Statement(klant_id, klant_id, persona.klantsoort, Niveau.MIDDEN, "test")


class Replica:
    """A zaken service: what it registers, and who listens at it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.melder: Melder = melder_of(database)
        self.register = SqlZaakregister(database, self.melder)
        self.feed = Gebeurtenisfeed(Gebeurtenissen(database), lambda: NU, beat=0.02, behind=BEHIND)
        self.melder.wekt(self.feed.wake)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.feed.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def submit(self, aanvraag_id: str, persona: Persona) -> str:
        klant_id = persona.klant_id(PSEUDONYM_KEY)
        registratie = Registratie(aanvraag_id, "melding", klant_id, f"Melding {aanvraag_id}", NU, {})
        return (await self.register.registreer(registratie, date(2026, 3, 2))).zaak_id

    @asynccontextmanager
    async def heard(
        self, who: Caller, query: str = ALLES, **variables: Any
    ) -> AsyncIterator[AsyncGenerator[Any, None]]:
        """What a listener hears; it listens from the moment that this is entered."""
        zaken = SqlZaken(self.database)
        stukken, plaatsen = SqlStukken(self.database), SqlAanleveringen(self.database)
        aanlevering = Aanleverproces(zaken, stukken, plaatsen, None, lambda: NU)
        werking = Werking(self.feed, sql_postbus(self.database, NU), aanlevering)
        readers = ZakenReaders(zaken, werking, who, lambda: TODAY)
        before = self.feed.listeners
        results: Any = await schema.subscribe(query, variables, Context(who, readers))
        async with aclosing(_told(results)) as told:
            first = asyncio.create_task(anext(told))
            await until(lambda: self.feed.listeners > before or first.done())
            async with aclosing(_from(first, told)) as all_of_it:
                yield all_of_it


async def _told(results: AsyncGenerator[Any, None]) -> AsyncGenerator[Any, None]:
    async with aclosing(results):
        async for result in results:
            yield result


async def _from(first: asyncio.Task[Any], rest: AsyncGenerator[Any, None]) -> AsyncGenerator[Any, None]:
    try:
        yield await first
        async for each in rest:
            yield each
    finally:
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)


@pytest.fixture
async def replica(database: Database) -> AsyncIterator[Replica]:
    await database.create_tables(t.metadata)
    await ZakenRows(database).zaaktype("melding", id="melding-1")
    replica = Replica(database)
    async with replica.running():
        yield replica


async def hear(heard: AsyncGenerator[Any, None]) -> Mapping[str, Any]:
    async with asyncio.timeout(15):
        result = await anext(heard)
    assert result.errors is None, result.errors
    data: Mapping[str, Any] = result.data["zaakGewijzigd"]
    return data


async def test_a_customer_hears_of_an_own_zaak_as_it_is_now(replica: Replica) -> None:
    async with replica.heard(caller(SANNE)) as heard:
        zaak_id = await replica.submit("a", SANNE)
        told = await hear(heard)
    assert told == {
        "soort": "GEREGISTREERD",
        "moment": "2026-03-02T09:30:00Z",
        "zaak": {"id": zaak_id, "omschrijving": "Melding a", "status": {"omschrijving": "Ontvangen"}},
    }


async def test_the_zaken_of_others_are_not_heard_of(replica: Replica) -> None:
    async with replica.heard(caller(SANNE)) as heard:
        await replica.submit("a", HENDRIK)
        own = await replica.submit("b", SANNE)
        assert (await hear(heard))["zaak"]["id"] == own


async def test_what_happens_at_another_replica_is_heard_as_well(replica: Replica, database: Database) -> None:
    async with replica.heard(caller(SANNE)) as heard:
        zaak_id = await Replica(database).submit("a", SANNE)
        assert (await hear(heard))["zaak"]["id"] == zaak_id


async def test_what_is_told_of_a_zaak_is_loaded_anew(replica: Replica, database: Database) -> None:
    async with replica.heard(caller(SANNE)) as heard:
        zaak_id = await replica.submit("a", SANNE)
        assert (await hear(heard))["zaak"]["status"]["omschrijving"] == "Ontvangen"
        await ZakenRows(database)._add(
            t.status, {"zaak_id": zaak_id, "statustype_id": "melding-1:2", "datum": NU + timedelta(hours=1)}
        )
        await Gebeurtenissen(database).ontvang(nieuwe_gebeurtenis(zaak_id, Soort.STATUS_GEZET, NU))
        told = await hear(heard)
    assert (told["soort"], told["zaak"]["status"]["omschrijving"]) == ("STATUS_GEZET", "Beoordelen")


async def test_of_one_zaak_nothing_else_is_heard(replica: Replica, database: Database) -> None:
    one, other = await replica.submit("a", SANNE), await replica.submit("b", SANNE)
    async with replica.heard(caller(SANNE), EEN, id=one) as heard:
        for zaak_id in (other, one):
            await Gebeurtenissen(database).ontvang(nieuwe_gebeurtenis(zaak_id, Soort.ANDERS, NU))
        assert (await hear(heard))["zaak"]["id"] == one


@pytest.mark.parametrize("whose", [None, HENDRIK])
async def test_a_zaak_that_is_not_ones_own_cannot_be_listened_to(
    replica: Replica, whose: Persona | None
) -> None:
    zaak_id = await replica.submit("a", whose) if whose else "no-such-zaak"
    async with replica.heard(caller(SANNE), EEN, id=zaak_id) as heard:
        result = await anext(heard)
    assert result.errors[0].extensions["code"] == "NIET_GEVONDEN"


async def test_nobody_hears_nothing(replica: Replica) -> None:
    async with replica.heard(ANONIEM) as heard:
        result = await anext(heard)
    assert result.errors[0].extensions["code"] == "UNAUTHORIZED_FIELD_OR_TYPE"


async def test_what_was_told_before_is_not_told_again(replica: Replica, database: Database) -> None:
    zaak_id, bron = await replica.submit("a", SANNE), Gebeurtenissen(database)
    one = nieuwe_gebeurtenis(zaak_id, Soort.ANDERS, NU)
    told = await asyncio.gather(*(bron.ontvang(one) for _ in range(5)))
    assert sorted(told) == [False, False, False, False, True]
    assert len(await bron.na(0, 10)) == 2


async def test_who_comes_later_hears_nothing_of_before(replica: Replica) -> None:
    await replica.submit("a", SANNE)
    async with replica.heard(caller(SANNE)) as heard:
        later = await replica.submit("b", SANNE)
        assert (await hear(heard))["zaak"]["id"] == later


async def test_who_does_not_keep_up_is_told_to_begin_again(replica: Replica, database: Database) -> None:
    async with aclosing(replica.feed.listen()) as slow:
        first = asyncio.create_task(anext(slow))
        await until(lambda: replica.feed.listeners == 1)
        async with database.writing() as session:
            for number in range(BEHIND + 2):
                one = nieuwe_gebeurtenis(f"z-{number}", Soort.ANDERS, NU)
                await Gebeurtenissen(database).schrijf(session, one)
        replica.feed.wake()
        await first
        await until(lambda: replica.feed.listeners == 0)
        with pytest.raises(Achterop):
            async for _ in slow:
                pass


async def test_what_is_long_past_is_forgotten_and_numbers_go_on(database: Database) -> None:
    await database.create_tables(t.metadata)
    bron = Gebeurtenissen(database)
    old = nieuwe_gebeurtenis("z", Soort.ANDERS, NU - BEWAARD - timedelta(seconds=1))
    await bron.ontvang(old)
    await bron.vergeet(NU)
    await bron.ontvang(replace(old, id="new", moment=NU))
    assert [each.volgnummer for each in await bron.na(0, 10)] == [2]


async def test_who_has_no_rol_in_a_zaak_is_not_even_considered(replica: Replica, database: Database) -> None:
    await replica.submit("a", SANNE)
    await Gebeurtenissen(database).ontvang(nieuwe_gebeurtenis("open-zaak~elders", Soort.ANDERS, NU))
    ours, elsewhere = await Gebeurtenissen(database).na(0, 10)
    sanne, hendrik = (persona.klant_id(PSEUDONYM_KEY) for persona in (SANNE, HENDRIK))
    assert [ours.kan_voor(each) for each in (sanne, hendrik)] == [True, False]
    assert [elsewhere.kan_voor(each) for each in (sanne, hendrik)] == [True, True]
