"""The contract of an aanvragenbron and a verzendbron: no lost changes. On SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from subgraphs.formulieren import tables as t
from subgraphs.formulieren.aanvraag import Aanvraag, Stand
from subgraphs.formulieren.demo import fill
from subgraphs.formulieren.source import Terugname
from subgraphs.formulieren.store import SqlAanvragen
from subgraphs.service.bus.delivery import BEGUN
from subgraphs.service.bus.message import Message
from subgraphs.service.bus.outbox import Outbox
from subgraphs.service.database import Database
from subgraphs.service.pagination import PageRequest
from subgraphs.service.zaakregistratie.intrekking import Afloop

NU = datetime(2026, 3, 2, 9, tzinfo=UTC)
STRAKS = NU + timedelta(seconds=30)
EIGEN, ANDER = "klant-eigen", "klant-ander"


@pytest.fixture
async def bron(database: Database) -> SqlAanvragen:
    await database.create_tables(t.metadata)
    await fill(database)
    return SqlAanvragen(database)


def nieuw(aanvraag_id: str, klant_id: str = EIGEN) -> Aanvraag:
    return Aanvraag(
        id=aanvraag_id,
        volgnummer=0,
        formulier_id="bezwaar-maken",
        klant_id=klant_id,
        stand=Stand.CONCEPT,
        gegevens={"kenmerk": "B-1"},
        versie=1,
        gestart_op=NU,
        gewijzigd_op=NU,
    )


def bericht(aanvraag_id: str) -> Message:
    return Message(aanvraag_id, "zaakregistratie", {"zaaktype": "bezwaar"}, NU, NU)


async def submitted(bron: SqlAanvragen, aanvraag_id: str) -> Aanvraag:
    concept = await bron.start(nieuw(aanvraag_id), f"start-{aanvraag_id}")
    ingediend = concept.ingediend("sleutel", NU)
    assert await bron.dien_in(concept, ingediend, bericht(aanvraag_id))
    return ingediend


async def test_a_draft_is_stored_as_it_is(bron: SqlAanvragen) -> None:
    made = await bron.start(nieuw("a"), "sleutel")
    assert made == replace(nieuw("a"), volgnummer=made.volgnummer)
    assert await bron.aanvragen(EIGEN, ["a", "onbekend"]) == {"a": made}


async def test_starting_again_with_the_same_key_gives_the_first_draft(bron: SqlAanvragen) -> None:
    first = await bron.start(nieuw("a"), "sleutel")
    assert await bron.start(nieuw("b"), "sleutel") == first
    assert await bron.aanvragen(EIGEN, ["b"]) == {}


async def test_starting_at_the_same_moment_with_the_same_key_makes_one_draft(bron: SqlAanvragen) -> None:
    made = await asyncio.gather(*(bron.start(nieuw(f"a{number}"), "sleutel") for number in range(6)))
    assert len({aanvraag.id for aanvraag in made}) == 1


async def test_another_customer_may_use_the_same_key(bron: SqlAanvragen) -> None:
    assert (await bron.start(nieuw("a"), "sleutel")).id == "a"
    assert (await bron.start(nieuw("b", ANDER), "sleutel")).id == "b"


async def test_another_customers_aanvragen_do_not_exist(bron: SqlAanvragen) -> None:
    await submitted(bron, "a")
    await bron.geregistreerd("a", "zaak-1", NU)
    assert await bron.aanvragen(ANDER, ["a"]) == {}
    assert await bron.bij_zaken(ANDER, ["zaak-1"]) == {}
    assert (await bron.aanvragen_van(ANDER, PageRequest(10))).rows == []
    assert (await bron.bij_zaken(EIGEN, ["zaak-1"]))["zaak-1"].id == "a"


async def test_a_change_made_from_an_old_version_is_not_written(bron: SqlAanvragen) -> None:
    oud = await bron.start(nieuw("a"), "sleutel")
    assert await bron.vervang(oud, oud.bewaard({"kenmerk": "B-2"}, STRAKS))
    assert not await bron.vervang(oud, oud.bewaard({"kenmerk": "B-3"}, STRAKS))
    assert (await bron.aanvragen(EIGEN, ["a"]))["a"].gegevens == {"kenmerk": "B-2"}


async def test_a_submission_and_its_message_are_written_together(
    bron: SqlAanvragen, database: Database
) -> None:
    ingediend = await submitted(bron, "a")
    assert await bron.ingediende("a") == ingediend
    (message,) = await Outbox(database, t.outbox).take(NU, STRAKS, 10)
    assert (message.id, message.content) == ("a", {"zaaktype": "bezwaar"})


async def test_submitting_an_old_version_leaves_no_message(bron: SqlAanvragen, database: Database) -> None:
    oud = await bron.start(nieuw("a"), "sleutel")
    await bron.vervang(oud, oud.bewaard({}, STRAKS))
    assert not await bron.dien_in(oud, oud.ingediend("sleutel", NU), bericht("a"))
    assert await Outbox(database, t.outbox).take(STRAKS, STRAKS, 10) == []


async def test_pages_run_from_new_to_old(bron: SqlAanvragen) -> None:
    for number in range(5):
        await bron.start(nieuw(f"a{number}"), f"sleutel-{number}")
    first = await bron.aanvragen_van(EIGEN, PageRequest(3))
    rest = await bron.aanvragen_van(EIGEN, PageRequest(3, (first.rows[-1].volgnummer,)))
    assert [aanvraag.id for aanvraag in (*first.rows, *rest.rows)] == ["a4", "a3", "a2", "a1", "a0"]
    assert (first.more, rest.more, await first.count()) == (True, False, 5)


async def test_with_its_zaak_an_aanvraag_waits_no_longer(bron: SqlAanvragen) -> None:
    ingediend = await submitted(bron, "a")
    await bron.geregistreerd("a", "zaak-1", STRAKS)
    await bron.geregistreerd("a", "zaak-1", STRAKS + timedelta(hours=1))
    assert await bron.ingediende("a") is None
    assert (await bron.aanvragen(EIGEN, ["a"]))["a"] == replace(
        ingediend, stand=Stand.GEREGISTREERD, zaak_id="zaak-1", gewijzigd_op=STRAKS, versie=3
    )


async def test_what_nobody_began_is_taken_back_with_its_message(
    bron: SqlAanvragen, database: Database
) -> None:
    ingediend = await submitted(bron, "a")
    assert await bron.neem_terug(ingediend, ingediend.ingetrokken(STRAKS)) is Terugname.GELUKT
    assert await Outbox(database, t.outbox).take(STRAKS, STRAKS, 10) == []
    assert (await bron.aanvragen(EIGEN, ["a"]))["a"].stand is Stand.INGETROKKEN


async def test_what_was_begun_or_changed_is_not_taken_back(bron: SqlAanvragen, database: Database) -> None:
    ingediend, outbox = await submitted(bron, "a"), Outbox(database, t.outbox)
    oud = replace(ingediend, versie=ingediend.versie - 1)
    assert await bron.neem_terug(oud, oud.ingetrokken(STRAKS)) is Terugname.GEWIJZIGD
    (message,) = await outbox.take(NU, STRAKS, 10)
    await outbox.note(message, BEGUN, "ja")
    assert await bron.neem_terug(ingediend, ingediend.ingetrokken(STRAKS)) is Terugname.BEGONNEN
    assert (await bron.aanvragen(EIGEN, ["a"]))["a"] == ingediend
    assert [each.id for each in await outbox.take(STRAKS, STRAKS, 10)] == ["a"]


async def test_a_zaak_that_comes_after_its_withdrawal_is_noted_and_still_to_be_withdrawn(
    bron: SqlAanvragen,
) -> None:
    ingediend = await submitted(bron, "a")
    nieuw = ingediend.intrekking_aangevraagd(STRAKS)
    assert await bron.vraag_intrekking(ingediend, nieuw, bericht("intrekking"))
    assert not await bron.vraag_intrekking(ingediend, nieuw, bericht("nog een"))
    assert await bron.ingediende("a") == nieuw
    await bron.geregistreerd("a", "zaak-1", STRAKS)
    waiting = await bron.in_te_trekken("a")
    assert waiting == replace(nieuw, zaak_id="zaak-1", versie=nieuw.versie + 1)
    await bron.intrekking_verwerkt("a", Afloop.INGETROKKEN, STRAKS)
    await bron.intrekking_verwerkt("a", Afloop.TE_LAAT, STRAKS)
    stored = (await bron.aanvragen(EIGEN, ["a"]))["a"]
    assert (stored.stand, stored.afloop, stored.gegevens) == (Stand.INGETROKKEN, Afloop.INGETROKKEN, {})


async def test_a_draft_does_not_wait_for_a_zaak(bron: SqlAanvragen) -> None:
    await bron.start(nieuw("a"), "sleutel")
    assert await bron.ingediende("a") is None
