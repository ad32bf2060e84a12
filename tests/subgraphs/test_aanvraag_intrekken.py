"""What was submitted can be withdrawn: it never becomes a zaak, or the zaak that it became is withdrawn."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from harness.aanvraagwereld import GOED, LONGEST, World, codes, klant
from harness.subgraph_desk import HENDRIK

from subgraphs.formulieren import tables as t
from subgraphs.formulieren.aanvraag import Stand
from subgraphs.formulieren.demo import fill
from subgraphs.formulieren.validatie import Foutcode
from subgraphs.service.bus.letters import Letters, State
from subgraphs.service.bus.policy import Policy
from subgraphs.service.database import Database
from subgraphs.service.errors import NotFound
from subgraphs.service.zaakregistratie.intrekking import Afloop


@pytest.fixture
async def world(database: Database) -> World:
    await database.create_tables(t.metadata)
    await fill(database)
    return World(database)


async def submitted(world: World) -> str:
    aanvraag_id = await world.concept(GOED)
    assert (await world.proces.dien_in(world.klant, aanvraag_id, "indienen")).gelukt
    return aanvraag_id


async def waiting(world: World) -> list[State]:
    return [letter.state for letter in await Letters(world.database).list(dead=False, limit=10)]


async def later(world: World) -> None:
    """Everything that is due by then has had its turn."""
    for _ in range(3):
        world.nu += LONGEST
        await world.dispatcher.deliver_due()


async def test_what_nobody_began_to_register_never_becomes_a_zaak(world: World) -> None:
    world.registratie.unreachable = True
    aanvraag_id = await submitted(world)
    uitkomst = await world.proces.trek_in(world.klant, aanvraag_id)
    assert uitkomst.gelukt
    assert uitkomst.aanvraag == await world.stored(aanvraag_id)
    assert (uitkomst.aanvraag.stand, uitkomst.aanvraag.gegevens) == (Stand.INGETROKKEN, {})
    assert await waiting(world) == []
    world.registratie.unreachable = False
    await later(world)
    assert world.registratie.zaken == {}
    assert (await world.stored(aanvraag_id)).stand is Stand.INGETROKKEN


async def test_what_is_taken_back_while_a_delivery_is_on_its_way_never_becomes_a_zaak(world: World) -> None:
    world.registratie.may_begin.clear()
    aanvraag_id = await world.concept(GOED)
    submitting = asyncio.create_task(world.proces.dien_in(world.klant, aanvraag_id, "indienen"))
    await asyncio.wait_for(world.registratie.reached.wait(), 10)
    assert (await world.proces.trek_in(world.klant, aanvraag_id)).gelukt
    world.registratie.may_begin.set()
    assert (await submitting).gelukt
    assert world.registratie.zaken == {}
    await later(world)
    assert (await world.stored(aanvraag_id)).stand is Stand.INGETROKKEN


async def test_what_may_have_been_begun_becomes_a_zaak_and_is_withdrawn_then(world: World) -> None:
    world.registratie.down = True
    aanvraag_id = await submitted(world)
    uitkomst = await world.proces.trek_in(world.klant, aanvraag_id)
    assert uitkomst.gelukt
    assert (await world.stored(aanvraag_id)).stand is Stand.INTREKKING_AANGEVRAAGD
    world.registratie.down = False
    await later(world)
    (intrekking,) = world.registratie.intrekkingen
    stored = await world.stored(aanvraag_id)
    assert world.registratie.zaken == {aanvraag_id: intrekking.zaak_id} == {aanvraag_id: stored.zaak_id}
    assert (stored.stand, stored.afloop, stored.gegevens) == (Stand.INGETROKKEN, Afloop.INGETROKKEN, {})
    assert stored.gewist_op is not None
    assert await waiting(world) == []


async def test_a_registration_in_the_middle_of_which_it_is_withdrawn_comes_first(world: World) -> None:
    world.registratie.hangs = True
    aanvraag_id = await world.concept(GOED)
    submitting = asyncio.create_task(world.proces.dien_in(world.klant, aanvraag_id, "indienen"))
    await asyncio.wait_for(world.registratie.begun.wait(), 10)
    assert (await world.proces.trek_in(world.klant, aanvraag_id)).gelukt
    assert await world.dispatcher.deliver_due() == 0, "the withdrawal waits behind the registration"
    submitting.cancel()
    world.registratie.hangs = False
    await later(world)
    assert len(world.registratie.zaken) == len(world.registratie.intrekkingen) == 1
    assert (await world.stored(aanvraag_id)).stand is Stand.INGETROKKEN


async def test_a_zaak_is_withdrawn_while_the_customer_waits(world: World) -> None:
    aanvraag_id = await submitted(world)
    uitkomst = await world.proces.trek_in(world.klant, aanvraag_id)
    assert uitkomst.gelukt
    assert uitkomst.aanvraag == await world.stored(aanvraag_id)
    assert (uitkomst.aanvraag.stand, uitkomst.aanvraag.zaak_id) == (Stand.INGETROKKEN, "zaak-1")
    assert (uitkomst.aanvraag.gegevens, uitkomst.aanvraag.intrekking_op) == ({}, world.nu)


async def test_withdrawing_again_or_at_the_same_moment_asks_once(world: World) -> None:
    aanvraag_id = await submitted(world)
    done = await asyncio.gather(*(world.proces.trek_in(world.klant, aanvraag_id) for _ in range(4)))
    again = await world.proces.trek_in(world.klant, aanvraag_id)
    assert all(uitkomst.gelukt for uitkomst in (*done, again))
    assert len(world.registratie.intrekkingen) == 1


async def test_what_the_handler_decides_stays_asked(world: World) -> None:
    world.registratie.afloop = Afloop.BIJ_BEHANDELAAR
    aanvraag_id = await submitted(world)
    for _ in range(2):
        uitkomst = await world.proces.trek_in(world.klant, aanvraag_id)
        assert uitkomst.gelukt
    stored = await world.stored(aanvraag_id)
    assert (stored.stand, stored.afloop) == (Stand.INTREKKING_AANGEVRAAGD, Afloop.BIJ_BEHANDELAAR)
    assert stored.gegevens == GOED
    assert len(world.registratie.intrekkingen) == 1


async def test_a_zaak_that_has_ended_is_refused_with_a_code(world: World) -> None:
    world.registratie.afloop = Afloop.TE_LAAT
    aanvraag_id = await submitted(world)
    for _ in range(2):
        uitkomst = await world.proces.trek_in(world.klant, aanvraag_id)
        assert (uitkomst.gelukt, codes(uitkomst.fouten)) == (False, [Foutcode.ZAAK_AFGEHANDELD])
    stored = await world.stored(aanvraag_id)
    assert (stored.stand, stored.afloop, stored.gegevens) == (Stand.GEREGISTREERD, Afloop.TE_LAAT, GOED)


async def test_while_the_registration_is_down_the_withdrawal_waits(world: World) -> None:
    aanvraag_id = await submitted(world)
    world.registratie.down = True
    uitkomst = await world.proces.trek_in(world.klant, aanvraag_id)
    assert uitkomst.gelukt
    assert uitkomst.aanvraag
    assert (uitkomst.aanvraag.stand, uitkomst.aanvraag.afloop) == (Stand.INTREKKING_AANGEVRAAGD, None)
    world.registratie.down = False
    await later(world)
    assert (await world.stored(aanvraag_id)).stand is Stand.INGETROKKEN


async def test_another_customer_cannot_withdraw_it(world: World) -> None:
    aanvraag_id = await submitted(world)
    with pytest.raises(NotFound):
        await world.proces.trek_in(klant(HENDRIK), aanvraag_id)
    assert (await world.stored(aanvraag_id)).stand is Stand.GEREGISTREERD


class Operator:
    """Someone with `gemeentegraaf bus`."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._letters = Letters(world.database)
        self._hasty = world.another_dispatcher(Policy(attempts=1))

    async def bury(self) -> None:
        """The next attempt is the last."""
        self._world.nu += LONGEST
        assert await self._hasty.deliver_due() >= 1

    async def discard(self) -> None:
        """All dead letters, and the service hears of it."""
        for letter in await self._letters.list(dead=True, limit=10):
            await self._letters.discard(letter.id, self._world.nu)
        await self._hasty.deliver_due()

    async def replay(self) -> None:
        assert await self._letters.replay(None, self._world.nu) >= 1


async def test_a_discarded_submission_is_told_to_its_customer(world: World) -> None:
    world.registratie.down = True
    aanvraag_id, operator = await submitted(world), Operator(world)
    await operator.bury()
    assert (await world.stored(aanvraag_id)).stand is Stand.INGEDIEND
    await operator.discard()
    stored = await world.stored(aanvraag_id)
    assert (stored.stand, stored.gegevens) == (Stand.NIET_VERWERKT, GOED)
    assert await waiting(world) == []
    assert (await world.proces.trek_in(world.klant, aanvraag_id)).gelukt
    assert (await world.stored(aanvraag_id)).stand is Stand.INGETROKKEN


async def test_a_dead_submission_that_is_replayed_becomes_a_zaak_and_is_withdrawn(world: World) -> None:
    world.registratie.down = True
    aanvraag_id, operator = await submitted(world), Operator(world)
    await operator.bury()
    assert (await world.proces.trek_in(world.klant, aanvraag_id)).gelukt
    await later(world)
    assert (await world.stored(aanvraag_id)).stand is Stand.INTREKKING_AANGEVRAAGD
    world.registratie.down = False
    await operator.replay()
    await later(world)
    assert (await world.stored(aanvraag_id)).stand is Stand.INGETROKKEN
    assert len(world.registratie.intrekkingen) == 1


async def test_who_asked_to_withdraw_a_submission_that_is_discarded_has_withdrawn_it(world: World) -> None:
    world.registratie.down = True
    aanvraag_id, operator = await submitted(world), Operator(world)
    await operator.bury()
    await world.proces.trek_in(world.klant, aanvraag_id)
    await operator.discard()
    await later(world)
    stored = await world.stored(aanvraag_id)
    assert (stored.stand, stored.gegevens, stored.zaak_id) == (Stand.INGETROKKEN, {}, None)
    assert await waiting(world) == []


async def test_a_discarded_withdrawal_can_be_asked_again(world: World) -> None:
    aanvraag_id, operator = await submitted(world), Operator(world)
    world.registratie.down = True
    await world.proces.trek_in(world.klant, aanvraag_id)
    await operator.bury()
    await operator.discard()
    stored = await world.stored(aanvraag_id)
    assert (stored.stand, stored.afloop) == (Stand.GEREGISTREERD, Afloop.NIET_VERWERKT)
    world.registratie.down = False
    assert (await world.proces.trek_in(world.klant, aanvraag_id)).gelukt
    assert (await world.stored(aanvraag_id)).stand is Stand.INGETROKKEN


async def test_what_was_withdrawn_as_a_zaak_keeps_its_reference(world: World) -> None:
    aanvraag_id = await submitted(world)
    await world.proces.trek_in(world.klant, aanvraag_id)
    straks = world.nu + timedelta(days=100)
    assert await world.bron.vergeet_voor(straks) == 0
    assert (await world.stored(aanvraag_id)).referentie
