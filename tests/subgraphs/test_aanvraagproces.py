"""What a customer does with an aanvraag can be repeated without harm, and is never lost or done twice."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from harness.aanvraagwereld import BEWIJZEN, GOED, LONGEST, POLICY, World, codes, klant
from harness.subgraph_desk import BAKKERIJ, HENDRIK

from subgraphs.formulieren import tables as t
from subgraphs.formulieren.aanvraag import Stand
from subgraphs.formulieren.aanvraagproces import Aanvraagproces, Invulling
from subgraphs.formulieren.demo import fill
from subgraphs.formulieren.validatie import Foutcode
from subgraphs.formulieren.verzending import Aanvraagpost
from subgraphs.service.bus.message import Message
from subgraphs.service.bus.outbox import Outbox
from subgraphs.service.bus.policy import Policy
from subgraphs.service.database import Database
from subgraphs.service.errors import NotFound


@pytest.fixture
async def world(database: Database) -> World:
    await database.create_tables(t.metadata)
    await fill(database)
    return World(database)


async def test_from_start_to_zaak(world: World) -> None:
    aanvraag_id = await world.concept(GOED)
    uitkomst = await world.proces.dien_in(world.klant, aanvraag_id, "indienen")
    assert uitkomst.gelukt
    assert uitkomst.aanvraag == await world.stored(aanvraag_id)
    assert (uitkomst.aanvraag.stand, uitkomst.aanvraag.zaak_id) == (Stand.GEREGISTREERD, "zaak-1")
    (opdracht,) = world.registratie.opdrachten
    assert (opdracht.zaaktype, opdracht.gegevens) == ("bezwaar", GOED)


async def test_submitting_again_answers_the_same_and_sends_nothing(world: World) -> None:
    aanvraag_id = await world.concept(GOED)
    first = await world.proces.dien_in(world.klant, aanvraag_id, "indienen")
    again = await world.proces.dien_in(world.klant, aanvraag_id, "indienen")
    assert (again.gelukt, again.aanvraag) == (first.gelukt, first.aanvraag)
    assert world.registratie.seen == [aanvraag_id]


async def test_submitting_twice_at_the_same_moment_makes_one_zaak(world: World) -> None:
    aanvraag_id = await world.concept(GOED)
    done = await asyncio.gather(
        *(world.proces.dien_in(world.klant, aanvraag_id, "indienen") for _ in range(5))
    )
    assert all(uitkomst.gelukt for uitkomst in done)
    assert world.registratie.seen == [aanvraag_id]


async def test_another_key_after_submission_is_told_that_it_is_done(world: World) -> None:
    aanvraag_id = await world.concept(GOED)
    await world.proces.dien_in(world.klant, aanvraag_id, "indienen")
    other = await world.proces.dien_in(world.klant, aanvraag_id, "een andere sleutel")
    assert (other.gelukt, codes(other.fouten)) == (False, [Foutcode.NIET_MEER_TE_WIJZIGEN])


async def test_starting_again_gives_the_same_draft_and_another_form_is_refused(world: World) -> None:
    assert await world.concept() == await world.concept()
    other = await world.proces.start(world.klant, "woo-verzoek-indienen", "start")
    assert (other.gelukt, codes(other.fouten)) == (False, [Foutcode.SLEUTEL_HERGEBRUIKT])


@pytest.mark.parametrize("sleutel", ["", "x" * 129, "\0"])
async def test_a_key_that_cannot_be_one_is_refused(world: World, sleutel: str) -> None:
    start = await world.proces.start(world.klant, "bezwaar-maken", sleutel)
    assert (start.aanvraag, codes(start.fouten)) == (None, [Foutcode.ONGELDIGE_SLEUTEL])
    indienen = await world.proces.dien_in(world.klant, await world.concept(GOED), sleutel)
    assert (indienen.gelukt, codes(indienen.fouten)) == (False, [Foutcode.ONGELDIGE_SLEUTEL])


async def test_a_form_for_others_is_refused(world: World) -> None:
    start = await world.proces.start(klant(BAKKERIJ), "verhuizing-doorgeven", "start")
    assert (start.aanvraag, codes(start.fouten)) == (None, [Foutcode.NIET_VOOR_KLANTSOORT])


async def test_a_draft_is_saved_with_gaps_and_mistakes_which_are_reported(world: World) -> None:
    aanvraag_id = await world.concept()
    saved = await world.proces.bewaar(world.klant, aanvraag_id, Invulling({"email": "s@post.example"}))
    assert (saved.gelukt, codes(saved.fouten)) == (True, [])
    saved = await world.proces.bewaar(world.klant, aanvraag_id, Invulling({"email": "sanne", "horen": "ja"}))
    assert saved.gelukt
    assert [(fout.code, fout.veld) for fout in saved.fouten] == [
        (Foutcode.ONGELDIG_FORMAAT, "/email"),
        (Foutcode.ONGELDIG_TYPE, "/horen"),
    ]
    assert (await world.stored(aanvraag_id)).gegevens == {"email": "sanne", "horen": "ja"}


async def test_a_field_that_the_form_does_not_have_is_not_stored(world: World) -> None:
    aanvraag_id = await world.concept(GOED)
    refused = await world.proces.bewaar(world.klant, aanvraag_id, Invulling({**GOED, "bsn": "999990007"}))
    assert (refused.gelukt, codes(refused.fouten)) == (False, [Foutcode.ONBEKEND_VELD])
    assert (await world.stored(aanvraag_id)).gegevens == GOED


async def test_what_is_not_complete_is_not_submitted(world: World) -> None:
    aanvraag_id = await world.concept({"kenmerk": "B-1"})
    refused = await world.proces.dien_in(world.klant, aanvraag_id, "indienen")
    assert (refused.gelukt, set(codes(refused.fouten))) == (False, {Foutcode.VERPLICHT})
    assert (await world.stored(aanvraag_id)).stand is Stand.CONCEPT
    assert world.registratie.seen == []
    await world.proces.bewaar(world.klant, aanvraag_id, Invulling(GOED))
    assert (await world.proces.dien_in(world.klant, aanvraag_id, "indienen")).gelukt


async def test_a_draft_is_withdrawn_for_good(world: World) -> None:
    aanvraag_id = await world.concept(GOED)
    for _ in range(2):
        assert (await world.proces.trek_in(world.klant, aanvraag_id)).gelukt
    assert (await world.stored(aanvraag_id)).gegevens == {}
    for uitkomst in (
        await world.proces.bewaar(world.klant, aanvraag_id, Invulling(GOED)),
        await world.proces.dien_in(world.klant, aanvraag_id, "indienen"),
    ):
        assert codes(uitkomst.fouten) == [Foutcode.NIET_MEER_TE_WIJZIGEN]


async def test_what_was_submitted_cannot_be_changed(world: World) -> None:
    aanvraag_id = await world.concept(GOED)
    await world.proces.dien_in(world.klant, aanvraag_id, "indienen")
    refused = await world.proces.bewaar(world.klant, aanvraag_id, Invulling({}))
    assert (refused.gelukt, codes(refused.fouten)) == (False, [Foutcode.NIET_MEER_TE_WIJZIGEN])
    assert (await world.stored(aanvraag_id)).gegevens == GOED


@pytest.mark.parametrize("aanvraag_id", [None, "no-such-aanvraag", "\0"])
async def test_another_customers_aanvraag_does_not_exist(world: World, aanvraag_id: str | None) -> None:
    target = aanvraag_id or await world.concept(GOED)
    for act in (
        world.proces.bewaar(klant(HENDRIK), target, Invulling({})),
        world.proces.dien_in(klant(HENDRIK), target, "indienen"),
        world.proces.dien_in(klant(HENDRIK), target, ""),
        world.proces.trek_in(klant(HENDRIK), target),
    ):
        with pytest.raises(NotFound):
            await act


@pytest.mark.parametrize("formulier", ["no-such-form", "\0"])
async def test_an_unknown_form_is_not_found(world: World, formulier: str) -> None:
    with pytest.raises(NotFound):
        await world.proces.start(world.klant, formulier, "start")


async def test_what_cannot_be_registered_now_is_registered_later(world: World) -> None:
    world.registratie.down = True
    aanvraag_id = await world.concept(GOED)
    uitkomst = await world.proces.dien_in(world.klant, aanvraag_id, "indienen")
    assert uitkomst.gelukt
    assert (await world.stored(aanvraag_id)).stand is Stand.INGEDIEND
    for poging in range(1, 6):
        assert await world.dispatcher.deliver_due() == 0, "too soon"
        world.nu += POLICY.full_wait(poging)
        assert await world.dispatcher.deliver_due() == 1
    world.registratie.down = False
    world.nu += LONGEST
    assert await world.dispatcher.deliver_due() == 1
    assert (await world.stored(aanvraag_id)).stand is Stand.GEREGISTREERD
    world.nu += timedelta(days=1)
    assert await world.dispatcher.deliver_due() == 0
    assert world.registratie.zaken == {aanvraag_id: "zaak-1"}


async def test_an_answer_that_was_lost_makes_no_second_zaak(world: World) -> None:
    world.registratie.loses_answers = True
    aanvraag_id = await world.concept(GOED)
    await world.proces.dien_in(world.klant, aanvraag_id, "indienen")
    world.registratie.loses_answers = False
    world.nu += LONGEST
    await world.dispatcher.deliver_due()
    assert world.registratie.zaken == {aanvraag_id: "zaak-1"}
    assert (await world.stored(aanvraag_id)).zaak_id == "zaak-1"


async def test_a_customer_does_not_wait_for_a_registration_that_hangs(world: World) -> None:
    world.registratie.hangs = True
    aanvraag_id = await world.concept(GOED)
    hasty = Aanvraagproces(world.toegang, Aanvraagpost(world.dispatcher), BEWIJZEN, world.clock, geduld=0.05)
    uitkomst = await hasty.dien_in(world.klant, aanvraag_id, "indienen")
    assert uitkomst.aanvraag
    assert uitkomst.aanvraag.stand is Stand.INGEDIEND
    world.registratie.hangs = False
    assert await world.dispatcher.deliver_due() == 0, "the order is still the request's"
    world.nu += POLICY.lease_time
    assert await world.dispatcher.deliver_due() == 1
    assert (await world.stored(aanvraag_id)).stand is Stand.GEREGISTREERD


async def test_many_aanvragen_all_become_one_zaak_each_when_the_registration_recovers(world: World) -> None:
    world.registratie.down = True
    ids = [await world.concept(GOED, f"start-{number}") for number in range(25)]
    for aanvraag_id in ids:
        await world.proces.dien_in(world.klant, aanvraag_id, "indienen")
    world.registratie.down = False
    world.nu += LONGEST
    other = world.another_dispatcher()
    for _ in range(3):
        await asyncio.gather(world.dispatcher.deliver_due(), other.deliver_due())
    assert world.registratie.zaken.keys() == set(ids)
    standen = [(await world.stored(aanvraag_id)).stand for aanvraag_id in ids]
    assert standen == [Stand.GEREGISTREERD] * 25
    assert len(world.registratie.seen) == 50


class Faltering(Outbox):
    """An outbox that cannot be reached the first time it is asked for messages."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, t.outbox)
        self.asked = 0
        self.done = asyncio.Event()

    async def take(self, now: datetime, until: datetime, amount: int) -> Sequence[Message]:
        self.asked += 1
        if self.asked == 1:
            raise ConnectionError
        return await super().take(now, until, amount)

    async def delivered(self, message: Message) -> None:
        await super().delivered(message)
        self.done.set()


async def test_the_dispatcher_goes_on_after_a_failure_of_the_store(
    world: World, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    world.registratie.down = True
    aanvraag_id = await world.concept(GOED)
    await world.proces.dien_in(world.klant, aanvraag_id, "indienen")
    world.registratie.down = False
    world.nu += LONGEST
    outbox = Faltering(database)
    running = asyncio.create_task(world.another_dispatcher(Policy(beat=0.01), outbox).run())
    await asyncio.wait_for(outbox.done.wait(), 10)
    running.cancel()
    assert (await world.stored(aanvraag_id)).stand is Stand.GEREGISTREERD
    assert "could not be emptied: ConnectionError" in caplog.text
    assert world.klant.klant not in caplog.text
