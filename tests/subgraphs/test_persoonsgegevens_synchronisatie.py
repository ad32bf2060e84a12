"""The synchroniser fills the magazijn and keeps it current, whatever it is interrupted by."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from harness.brp_world import BrpWorld, brp_world
from harness.standin import Fault
from harness.subgraph_desk import HENDRIK, PSEUDONYM_KEY, SANNE
from harness.vragen import vraag_over
from sqlalchemy import func, select

from auth.principal import Identifier, Identiteit
from auth.pseudonym import pseudonym
from standins.brp.standin import DOELBINDING, SLEUTEL
from subgraphs.persoonsgegevens import tables
from subgraphs.persoonsgegevens.brp import SYNCHRONISATIE, BrpBron, Verantwoording
from subgraphs.persoonsgegevens.brp_velden import MAGAZIJN_VELDEN
from subgraphs.persoonsgegevens.brp_wijzigingen import BrpWijzigingen
from subgraphs.persoonsgegevens.contact import Contactwijziging
from subgraphs.persoonsgegevens.klant import Persoon
from subgraphs.persoonsgegevens.source import BronOnbeschikbaar
from subgraphs.persoonsgegevens.store import Gegevensmagazijn
from subgraphs.persoonsgegevens.synchronisatie import PACHT, Synchronisatie, Verslag
from subgraphs.persoonsgegevens.werklijst import Werklijst
from subgraphs.service.database import Database
from subgraphs.service.pacht import AlBezig, Pacht
from subgraphs.service.register_client import RegisterClient, RegisterRules, RegisterTarget
from subgraphs.service.verwerking import GEGEVENSMAGAZIJN

BEGIN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
GEDULD = RegisterRules(attempts=1)


@dataclass
class Time:
    """A clock that never stands still, as the real one."""

    moment: datetime = BEGIN

    def __call__(self) -> datetime:
        self.moment += timedelta(milliseconds=1)
        return self.moment


@dataclass
class Town:
    """A BRP, an empty magazijn, and what brings the one to the other."""

    world: BrpWorld
    database: Database
    time: Time = field(default_factory=Time)
    clients: list[RegisterClient] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.magazijn = Gegevensmagazijn(self.database, self.time)
        self.brp = BrpBron(self._client(self.world.url), Verantwoording(DOELBINDING), self.time)
        headers = Verantwoording(DOELBINDING).van(GEGEVENSMAGAZIJN.activiteit, SYNCHRONISATIE)
        self.feed = BrpWijzigingen(self._client(self.world.volgen_url), headers)
        lijst = Werklijst(self.database)
        pacht = Pacht(self.database, tables.pacht, PACHT, self.time)
        self.werk = Synchronisatie(self.brp, lijst, self.feed, PSEUDONYM_KEY, self.time, pacht, tegelijk=4)

    def _client(self, url: str) -> RegisterClient:
        self.clients.append(RegisterClient(RegisterTarget("brp", url, {"x-api-key": SLEUTEL}), GEDULD))
        return self.clients[-1]

    @property
    def everyone(self) -> list[str]:
        return list(self.world.people.personen)

    async def in_magazijn(self, bsn: str) -> Persoon | None:
        found = await self.magazijn.klant(vraag_over(id_of(bsn), *MAGAZIJN_VELDEN))
        return found if isinstance(found, Persoon) else None

    async def in_brp(self, bsn: str) -> Persoon:
        (found,) = await self.brp.personen([Identiteit(id_of(bsn), Identifier.BSN, bsn)])
        return found

    async def is_current(self) -> bool:
        """Whether the magazijn has everyone as the BRP has them, and nobody else."""
        for begin in range(0, len(self.everyone), 20):
            stuk = self.everyone[begin : begin + 20]
            people = [Identiteit(id_of(bsn), Identifier.BSN, bsn) for bsn in stuk]
            for persoon in await self.brp.personen(people):
                if plain(await self.in_magazijn(persoon.burgerservicenummer)) != plain(persoon):
                    return False
        async with self.database.reading() as session:
            count = (await session.execute(select(func.count()).select_from(tables.persoon))).scalar_one()
        return count == len(self.everyone)

    def change(self, bsn: str, **changes: Any) -> None:
        self.world.people.wijzig({**self.world.people.personen[bsn], **changes}, "2026-03-02")

    def asked(self) -> list[str]:
        """Whose data were asked since the last time."""
        found = [bsn for body in self.world.heard.bodies for bsn in body.get("burgerservicenummer", [])]
        self.world.heard.bodies.clear()
        return found


def id_of(bsn: str) -> str:
    return pseudonym(PSEUDONYM_KEY, Identifier.BSN, bsn)


def plain(persoon: Persoon | None) -> object:
    """The person, whatever source they come from."""
    if persoon is None:
        return None
    naam = (persoon.naam.voornamen, persoon.naam.voorvoegsel, persoon.naam.geslachtsnaam)
    verwanten = [
        (each.relatie, each.naam.volledig, each.geslacht, each.geboorte, each.verbintenis, each.sinds)
        for each in persoon.verwanten
    ]
    apart = {"naam", "verwanten", "herkomst", "adressering", "leeftijd"}
    rest = {name: getattr(persoon, name) for name in Persoon.__dataclass_fields__ if name not in apart}
    return naam, verwanten, rest


@pytest.fixture
async def town(database: Database) -> AsyncIterator[Town]:
    await database.create_tables(tables.metadata)
    async with brp_world(most=5) as world:
        town = Town(world, database)
        yield town
        for client in town.clients:
            await client.close()


async def test_an_empty_magazijn_is_filled(town: Town) -> None:
    verslag = await town.werk.ronde(town.everyone)
    count = len(town.everyone)
    assert verslag == Verslag(gevolgd=count, bijgewerkt=count)
    assert await town.is_current()


async def test_of_two_rounds_at_once_one_is_done(town: Town) -> None:
    rounds = await asyncio.gather(*(town.werk.ronde(town.everyone) for _ in range(2)), return_exceptions=True)
    (done,) = (each for each in rounds if isinstance(each, Verslag))
    (refused,) = (each for each in rounds if not isinstance(each, Verslag))
    assert isinstance(refused, AlBezig)
    assert done.bijgewerkt == len(town.everyone)
    assert await town.is_current()
    assert await town.werk.ronde() == Verslag()


async def test_there_is_nothing_to_do_twice(town: Town) -> None:
    await town.werk.ronde(town.everyone)
    town.asked()
    assert await town.werk.ronde(town.everyone) == Verslag()
    assert town.asked() == []


async def test_who_changed_is_read_again_and_nobody_else(town: Town) -> None:
    await town.werk.ronde(town.everyone)
    town.asked()
    town.change(SANNE.waarde, geheimhoudingPersoonsgegevens=True)
    verslag = await town.werk.ronde()
    assert (verslag.gewijzigd, verslag.bijgewerkt) == (1, 1)
    assert town.asked() == [SANNE.waarde]
    found = await town.in_magazijn(SANNE.waarde)
    assert found
    assert found.geheimhouding


async def test_relatives_who_are_gone_are_gone(town: Town) -> None:
    await town.werk.ronde(town.everyone)
    town.change(SANNE.waarde, kinderen=[])
    await town.werk.ronde()
    assert await town.is_current()


async def test_how_customers_want_to_be_reached_is_left_as_it_is(town: Town) -> None:
    await town.werk.ronde([SANNE.waarde])
    wijziging = Contactwijziging(email="sanne@post.example")
    before = await town.magazijn.contactgegevens_wijzigen(id_of(SANNE.waarde), wijziging)
    town.change(SANNE.waarde, geheimhoudingPersoonsgegevens=True)
    await town.werk.ronde()
    assert (await town.magazijn.contactgegevens([id_of(SANNE.waarde)]))[id_of(SANNE.waarde)] == before


async def test_without_a_feed_who_was_read_long_ago_is_read_again(town: Town) -> None:
    werk = replace(town.werk, wijzigingen=None)
    await werk.ronde([SANNE.waarde])
    town.time.moment += timedelta(days=20)
    assert (await werk.ronde([HENDRIK.waarde])).bijgewerkt == 1
    town.time.moment += timedelta(days=11)
    town.asked()
    assert (await werk.ronde()).gewijzigd == 1
    assert town.asked() == [SANNE.waarde]


async def test_who_is_not_in_the_brp_is_told_of(town: Town) -> None:
    verslag = await town.werk.ronde([SANNE.waarde, "999990081"[::-1]])
    assert (verslag.bijgewerkt, verslag.onbekend) == (1, 1)


@dataclass
class Sieve:
    """A source that cannot read some people, and counts who it is asked for."""

    bron: BrpBron
    unreadable: frozenset[str]

    async def personen(self, mensen: Sequence[Identiteit]) -> Sequence[Persoon]:
        if self.unreadable.intersection(one.waarde for one in mensen):
            raise BronOnbeschikbaar("unreadable")
        return await self.bron.personen(mensen)


async def test_one_whose_data_cannot_be_read_does_not_hold_up_the_others(town: Town) -> None:
    sieve = replace(town.werk, bron=Sieve(town.brp, frozenset({SANNE.waarde})))
    verslag = await sieve.ronde(town.everyone)
    assert (verslag.bijgewerkt, verslag.uitgesteld) == (len(town.everyone) - 1, 1)
    assert (await town.werk.ronde()).bijgewerkt == 0
    town.time.moment += timedelta(hours=1)
    assert (await town.werk.ronde()).bijgewerkt == 1
    assert await town.is_current()


async def test_a_register_that_is_down_ends_the_round_and_loses_nothing(town: Town) -> None:
    town.world.register.fault = Fault(500)
    with pytest.raises(BronOnbeschikbaar):
        await town.werk.ronde(town.everyone)
    town.world.register.fault = None
    await town.werk.ronde()
    assert await town.is_current()


async def test_who_changes_while_being_read_is_read_again(town: Town) -> None:
    @dataclass
    class Meanwhile:
        """Someone changes, and the other round has heard of it, between the answer and its writing."""

        async def personen(self, mensen: Sequence[Identiteit]) -> Sequence[Persoon]:
            found = await town.brp.personen(mensen)
            if not changed:
                changed.append(True)
                town.change(SANNE.waarde, geheimhoudingPersoonsgegevens=True)
                await Werklijst(town.database).gewijzigd([SANNE.waarde], BEGIN.date(), town.time())
            return found

    changed: list[bool] = []
    await replace(town.werk, bron=Meanwhile()).ronde(town.everyone)
    assert await town.is_current()


@pytest.mark.parametrize("seed", range(3))
async def test_broken_off_anywhere_nothing_is_lost_and_nothing_double(town: Town, seed: int) -> None:
    chance = random.Random(seed)
    everyone = town.everyone
    for _ in range(5):
        round_ = asyncio.ensure_future(town.werk.ronde(everyone))
        await asyncio.sleep(chance.random() * 0.15)
        round_.cancel()
        with suppress(asyncio.CancelledError):
            await round_
        someone = chance.choice(everyone)
        town.change(someone, geheimhoudingPersoonsgegevens=chance.random() < 0.5)
    await town.werk.ronde()
    assert await town.is_current()
