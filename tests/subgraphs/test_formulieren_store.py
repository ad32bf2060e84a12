"""The contract of an aanvragenbron: own aanvragen, no lost changes, an outbox. On SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from subgraphs.formulieren import tables as t
from subgraphs.formulieren.aanvraag import Aanvraag, Opdracht, Stand
from subgraphs.formulieren.demo import fill
from subgraphs.formulieren.source import Aanvragenbron
from subgraphs.formulieren.store import SqlAanvragen
from subgraphs.service.database import Database
from subgraphs.service.pagination import PageRequest

NU = datetime(2026, 3, 2, 9, tzinfo=UTC)
STRAKS = NU + timedelta(seconds=30)
EIGEN, ANDER = "klant-eigen", "klant-ander"


@pytest.fixture
async def bron(database: Database) -> Aanvragenbron:
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


async def submitted(bron: Aanvragenbron, aanvraag_id: str, niet_voor: datetime = NU) -> Aanvraag:
    concept = await bron.start(nieuw(aanvraag_id), f"start-{aanvraag_id}")
    ingediend = concept.ingediend("sleutel", NU)
    assert await bron.dien_in(concept, Opdracht(ingediend, "bezwaar", "Bezwaar maken"), niet_voor)
    return ingediend


async def test_a_draft_is_stored_as_it_is(bron: Aanvragenbron) -> None:
    made = await bron.start(nieuw("a"), "sleutel")
    assert made == replace(nieuw("a"), volgnummer=made.volgnummer)
    assert await bron.aanvragen(EIGEN, ["a", "onbekend"]) == {"a": made}


async def test_starting_again_with_the_same_key_gives_the_first_draft(bron: Aanvragenbron) -> None:
    first = await bron.start(nieuw("a"), "sleutel")
    assert await bron.start(nieuw("b"), "sleutel") == first
    assert await bron.aanvragen(EIGEN, ["b"]) == {}


async def test_starting_at_the_same_moment_with_the_same_key_makes_one_draft(bron: Aanvragenbron) -> None:
    made = await asyncio.gather(*(bron.start(nieuw(f"a{number}"), "sleutel") for number in range(6)))
    assert len({aanvraag.id for aanvraag in made}) == 1


async def test_another_customer_may_use_the_same_key(bron: Aanvragenbron) -> None:
    assert (await bron.start(nieuw("a"), "sleutel")).id == "a"
    assert (await bron.start(nieuw("b", ANDER), "sleutel")).id == "b"


async def test_another_customers_aanvragen_do_not_exist(bron: Aanvragenbron) -> None:
    await submitted(bron, "a")
    await bron.geregistreerd("a", "zaak-1", NU)
    assert await bron.aanvragen(ANDER, ["a"]) == {}
    assert await bron.bij_zaken(ANDER, ["zaak-1"]) == {}
    assert (await bron.aanvragen_van(ANDER, PageRequest(10))).rows == []
    assert (await bron.bij_zaken(EIGEN, ["zaak-1"]))["zaak-1"].id == "a"


async def test_a_change_made_from_an_old_version_is_not_written(bron: Aanvragenbron) -> None:
    oud = await bron.start(nieuw("a"), "sleutel")
    assert await bron.vervang(oud, oud.bewaard({"kenmerk": "B-2"}, STRAKS))
    assert not await bron.vervang(oud, oud.bewaard({"kenmerk": "B-3"}, STRAKS))
    assert (await bron.aanvragen(EIGEN, ["a"]))["a"].gegevens == {"kenmerk": "B-2"}


async def test_submitting_an_old_version_leaves_no_order(bron: Aanvragenbron) -> None:
    oud = await bron.start(nieuw("a"), "sleutel")
    await bron.vervang(oud, oud.bewaard({}, STRAKS))
    opdracht = Opdracht(oud.ingediend("sleutel", NU), "bezwaar", "Bezwaar maken")
    assert not await bron.dien_in(oud, opdracht, NU)
    assert await bron.neem_opdrachten(STRAKS, STRAKS, 10) == []


async def test_pages_run_from_new_to_old(bron: Aanvragenbron) -> None:
    for number in range(5):
        await bron.start(nieuw(f"a{number}"), f"sleutel-{number}")
    first = await bron.aanvragen_van(EIGEN, PageRequest(3))
    rest = await bron.aanvragen_van(EIGEN, PageRequest(3, (first.rows[-1].volgnummer,)))
    assert [aanvraag.id for aanvraag in (*first.rows, *rest.rows)] == ["a4", "a3", "a2", "a1", "a0"]
    assert (first.more, rest.more, await first.count()) == (True, False, 5)


async def test_an_order_waits_until_its_time(bron: Aanvragenbron) -> None:
    ingediend = await submitted(bron, "a", niet_voor=STRAKS)
    assert await bron.neem_opdrachten(NU, STRAKS, 10) == []
    (opdracht,) = await bron.neem_opdrachten(STRAKS, STRAKS + timedelta(seconds=30), 10)
    assert (opdracht.zaaktype, opdracht.omschrijving, opdracht.pogingen) == ("bezwaar", "Bezwaar maken", 0)
    assert opdracht.aanvraag == ingediend


async def test_an_order_is_with_one_taker_at_a_time(bron: Aanvragenbron) -> None:
    for number in range(6):
        await submitted(bron, f"a{number}")
    taken = await asyncio.gather(*(bron.neem_opdrachten(NU, STRAKS, 4) for _ in range(4)))
    ids = [opdracht.aanvraag.id for part in taken for opdracht in part]
    assert sorted(ids) == [f"a{number}" for number in range(6)]


async def test_an_order_whose_taker_dies_comes_back(bron: Aanvragenbron) -> None:
    await submitted(bron, "a")
    assert len(await bron.neem_opdrachten(NU, STRAKS, 10)) == 1
    assert await bron.neem_opdrachten(NU, STRAKS, 10) == []
    assert len(await bron.neem_opdrachten(STRAKS, STRAKS, 10)) == 1


async def test_a_failed_attempt_is_counted_and_put_off(bron: Aanvragenbron) -> None:
    await submitted(bron, "a")
    await bron.mislukt("a", "ONBEREIKBAAR", STRAKS)
    assert await bron.neem_opdrachten(NU, STRAKS, 10) == []
    (opdracht,) = await bron.neem_opdrachten(STRAKS, STRAKS, 10)
    assert opdracht.pogingen == 1


async def test_with_its_zaak_an_aanvraag_leaves_the_outbox(bron: Aanvragenbron) -> None:
    ingediend = await submitted(bron, "a")
    await bron.geregistreerd("a", "zaak-1", STRAKS)
    await bron.geregistreerd("a", "zaak-1", STRAKS + timedelta(hours=1))
    assert await bron.neem_opdrachten(STRAKS + timedelta(days=1), STRAKS, 10) == []
    assert (await bron.aanvragen(EIGEN, ["a"]))["a"] == replace(
        ingediend, stand=Stand.GEREGISTREERD, zaak_id="zaak-1", gewijzigd_op=STRAKS, versie=3
    )
