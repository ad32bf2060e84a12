"""A postbus in an Objects API and an Open Klant: what only those bring with them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from harness.postbus_elders import TAAK
from harness.postbus_rows import NU
from harness.postbus_wereld import Wereld, elders_wereld
from harness.standin import Fault
from harness.zaken_wereld import EIGEN, inzage
from harness.zgw_rows import NAAM

from auth.principal import Identifier, Identiteit
from subgraphs.service.pagination import PageRequest
from subgraphs.service.register_errors import RegisterUnavailable
from subgraphs.zaken.postbus.bericht import Berichtsoort
from subgraphs.zaken.postbus.objecten_taken import GEDULD
from subgraphs.zaken.postbus.taak import Afloop, Antwoord, Taakkeuze, Taaksoort, Taakstand
from subgraphs.zaken.source import Inzage

ZELF = inzage(EIGEN)
PAGE = PageRequest(100)
ALLE = Taakkeuze()
ZAAK = "8e1d4f8e-0000-4000-8000-000000000001"


@pytest.fixture
async def wereld(sqlite_url: str) -> AsyncIterator[Wereld]:
    async with elders_wereld(sqlite_url) as wereld:
        yield wereld


def antwoord(taak_id: str, sleutel: str = "een") -> Antwoord:
    return Antwoord(taak_id, sleutel, {"antwoord": "ja"}, "ja")


async def test_a_list_takes_as_many_calls_whatever_its_length(wereld: Wereld) -> None:
    objecten, klant = wereld.registers
    for number in range(6):
        await wereld.rows.taak(EIGEN, f"taak {number}")
        await wereld.rows.bericht(EIGEN, f"bericht {number}")
        await wereld.rows.contactmoment(EIGEN, f"contact {number}", zaak=ZAAK)
    objecten.calls.clear()
    klant.calls.clear()
    assert len((await wereld.taken.taken_van(ZELF, ALLE, NU, PAGE)).rows) == 6
    assert len((await wereld.berichten.berichten_van(ZELF, None, NU, PAGE)).rows) == 6
    assert len((await wereld.contactmomenten.contactmomenten_van(ZELF, PAGE)).rows) == 6
    assert objecten.calls == ["POST /api/v2/objects/search"] * 2
    root = "/klantinteracties/api/v1"
    assert klant.calls == [f"GET {root}/partijen", f"GET {root}/klantcontacten"]


async def test_things_know_the_zaak_that_they_are_for(wereld: Wereld) -> None:
    await wereld.rows.taak(EIGEN, "met zaak", zaak=ZAAK)
    await wereld.rows.contactmoment(EIGEN, "over een zaak", zaak=ZAAK)
    (taak,) = (await wereld.taken.taken_van(ZELF, ALLE, NU, PAGE)).rows
    (contact,) = (await wereld.contactmomenten.contactmomenten_van(ZELF, PAGE)).rows
    assert taak.zaak_id == contact.zaak_id == f"{NAAM}~{ZAAK}"


async def test_a_taak_elsewhere_says_where(wereld: Wereld) -> None:
    await wereld.rows.taak(EIGEN, "afspraak", soort="url", url={"uri": "https://afspraken.test/"})
    await wereld.rows.taak(EIGEN, "dag", 9, verloopdatum="2026-03-02")
    dag, afspraak = (await wereld.taken.taken_van(ZELF, ALLE, NU, PAGE)).rows
    assert (afspraak.soort, afspraak.url) == (Taaksoort.LINK, "https://afspraken.test/")
    await wereld.rows.taak(EIGEN, "script", 11, soort="url", url={"uri": "javascript:alert(1)"})
    script = (await wereld.taken.taken_van(ZELF, ALLE, NU, PAGE)).rows[-1]
    assert (script.titel, script.url) == ("script", None)
    assert (dag.formulierkenmerk, dag.stand) == ("aanvulling", Taakstand.OPEN)
    assert dag.verloopdatum
    assert dag.verloopdatum.isoformat() == "2026-03-02T23:59:59+01:00"


async def test_what_cannot_be_read_is_left_out(wereld: Wereld) -> None:
    for wrong in (
        {"soort": "dans"},
        {"verloopdatum": "ooit"},
        {"portaalformulier": "geen"},
        {"status": None},
    ):
        await wereld.rows.taak(EIGEN, "kapot", **wrong)
    await wereld.rows.bericht(EIGEN, "kapot", publicatiedatum="ooit")
    await wereld.rows.taak(EIGEN, "heel")
    assert [each.titel for each in (await wereld.taken.taken_van(ZELF, ALLE, NU, PAGE)).rows] == ["heel"]
    assert (await wereld.berichten.berichten_van(ZELF, None, NU, PAGE)).rows == []


async def test_a_bericht_of_an_unknown_kind_is_a_bericht_all_the_same(
    wereld: Wereld, caplog: pytest.LogCaptureFixture
) -> None:
    for soort in ("Ansichtkaart", "telegram", "UITNODIGING"):
        await wereld.rows.bericht(EIGEN, soort, berichtType=soort)
    with caplog.at_level("INFO"):
        found = (await wereld.berichten.berichten_van(ZELF, None, NU, PAGE)).rows
    assert {each.onderwerp: each.soort for each in found} == {
        "Ansichtkaart": Berichtsoort.OVERIG,
        "telegram": Berichtsoort.OVERIG,
        "UITNODIGING": Berichtsoort.UITNODIGING,
    }
    told = [record for record in caplog.records if "OVERIG" in record.getMessage()]
    assert len(told) == 1
    assert "telegram" not in caplog.text


async def test_the_end_of_what_a_bericht_asks_is_a_day_here(wereld: Wereld) -> None:
    for einde in ("2026-03-09", "2026-03-09T22:59:00Z", "2026-03-09T23:30:00Z", ""):
        await wereld.rows.bericht(EIGEN, einde, einddatumHandelingstermijn=einde)
    found = (await wereld.berichten.berichten_van(ZELF, None, NU, PAGE)).rows
    assert {each.onderwerp: str(each.uiterlijk_op) for each in found} == {
        "2026-03-09": "2026-03-09",
        "2026-03-09T22:59:00Z": "2026-03-09",
        "2026-03-09T23:30:00Z": "2026-03-10",
        "": "None",
    }


async def test_an_answer_that_got_lost_on_the_way_back_is_not_given_twice(wereld: Wereld) -> None:
    objecten, _ = wereld.registers
    taak_id = await wereld.rows.taak(EIGEN, "iets")
    objecten.fault = Fault(503)
    with pytest.raises(RegisterUnavailable):
        await wereld.taken.beantwoord(ZELF, antwoord(taak_id), NU)
    objecten.fault = None
    assert await wereld.taken.beantwoord(ZELF, antwoord(taak_id), NU) is Afloop.BEANTWOORD
    objecten.calls.clear()
    assert await wereld.taken.beantwoord(ZELF, antwoord(taak_id), NU) is Afloop.BEANTWOORD
    assert objecten.calls == []


async def test_an_answer_that_came_to_nothing_holds_others_up_for_a_while(wereld: Wereld) -> None:
    objecten, _ = wereld.registers
    taak_id = await wereld.rows.taak(EIGEN, "iets")
    writing = asyncio.ensure_future(wereld.taken.beantwoord(ZELF, antwoord(taak_id), NU))
    while not any(call.startswith("GET") for call in objecten.calls):  # noqa: ASYNC110 - there is no event
        await asyncio.sleep(0)
    objecten.fault = Fault(503)  # between reading and writing
    with pytest.raises(RegisterUnavailable):
        await writing
    objecten.fault = None
    ander = antwoord(taak_id, "twee")
    assert await wereld.taken.beantwoord(ZELF, ander, NU) is Afloop.WORDT_BEANTWOORD
    later = NU + GEDULD + timedelta(seconds=1)
    assert await wereld.taken.beantwoord(ZELF, ander, later) is Afloop.BEANTWOORD


async def test_who_acts_for_some_diensten_and_who_has_no_such_number_sees_nothing(wereld: Wereld) -> None:
    taak_id = await wereld.rows.taak(EIGEN, "iets")
    await wereld.rows.contactmoment(EIGEN, "iets")
    nummer = Identiteit(EIGEN, Identifier.PSEUDONIEM, "iemand")
    for wie in (inzage(EIGEN, frozenset({"zorg"})), Inzage(EIGEN, None, None, nummer, Identifier.PSEUDONIEM)):
        assert (await wereld.taken.taken_van(wie, ALLE, NU, PAGE)).rows == []
        assert await wereld.taken.beantwoord(wie, antwoord(taak_id), NU) is Afloop.NIET_OPEN
        assert (await wereld.contactmomenten.contactmomenten_van(wie, PAGE)).rows == []


async def test_a_number_that_the_gateway_does_not_tell_is_a_mistake(wereld: Wereld) -> None:
    wie = Inzage(EIGEN, soort=Identifier.BSN)
    with pytest.raises(LookupError):
        await wereld.taken.taken_van(wie, ALLE, NU, PAGE)
    with pytest.raises(LookupError):
        await wereld.contactmomenten.contactmomenten_van(wie, PAGE)


async def test_a_register_that_refuses_is_not_reached(wereld: Wereld) -> None:
    for register in wereld.registers:
        register.fault = Fault(403, b"{}", "application/json")
    with pytest.raises(RegisterUnavailable):
        await wereld.taken.taken_van(ZELF, ALLE, NU, PAGE)
    with pytest.raises(RegisterUnavailable):
        await wereld.contactmomenten.contactmomenten_van(ZELF, PAGE)


async def test_an_id_that_is_no_uuid_is_not_asked_for(wereld: Wereld) -> None:
    objecten, _ = wereld.registers
    assert await wereld.taken.taken(ZELF, ["../partijen", ""], NU) == {}
    assert await wereld.berichten.lees(ZELF, f"{TAAK}?", NU) is None
    assert objecten.calls == []
