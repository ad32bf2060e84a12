"""The contract of the sources of the postbus: taken, berichten and contactmomenten of the customer alone.

Held on SQLite, on PostgreSQL, and on the connectors over stand-ins of the Objects API and Open Klant.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from harness.postbus_rows import NAAM, NU
from harness.postbus_wereld import Wereld, elders_wereld, sql_wereld
from harness.zaken_wereld import ANDER, EIGEN, inzage

from subgraphs.service.errors import InvalidInput
from subgraphs.service.pagination import PageRequest
from subgraphs.zaken.postbus.bericht import Handelingsperspectief
from subgraphs.zaken.postbus.taak import Afloop, Antwoord, Taak, Taakkeuze, Taakstand

ZELF = inzage(EIGEN)
PAGE = PageRequest(100)
ALLE = Taakkeuze()
ZAAK = "9e3d8f4e-5c1b-4f6c-8a9d-7b2e1f0c3d4a"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres), "elders"])
def soort(request: pytest.FixtureRequest) -> str:
    """What stands behind the sources: a database, or stand-ins."""
    found: str = request.param
    return found


@pytest.fixture
def database_url(request: pytest.FixtureRequest, soort: str, tmp_path: Path) -> str:
    """An empty database; beside the stand-ins one for the claims."""
    if soort == "postgres":
        url: str = request.getfixturevalue("postgres_url")
        return url
    return f"sqlite:///{tmp_path / 'store.sqlite3'}"


@pytest.fixture
async def wereld(soort: str, database_url: str) -> AsyncIterator[Wereld]:
    made = elders_wereld(database_url) if soort == "elders" else sql_wereld(database_url)
    async with made as wereld:
        yield wereld


async def taken(wereld: Wereld, stand: Taakstand | None = None) -> list[str]:
    return [taak.titel for taak in (await wereld.taken.taken_van(ZELF, Taakkeuze(stand), NU, PAGE)).rows]


async def taak(wereld: Wereld, taak_id: str) -> Taak:
    return (await wereld.taken.taken(ZELF, [taak_id], NU))[taak_id]


def antwoord(taak_id: str, sleutel: str = "een", inhoud: str = "ja") -> Antwoord:
    return Antwoord(taak_id, sleutel, {"antwoord": inhoud}, inhoud)


async def test_taken_come_in_the_order_in_which_they_end(wereld: Wereld) -> None:
    await wereld.rows.taak(EIGEN, "zonder einde", None)
    await wereld.rows.taak(EIGEN, "later", 9)
    await wereld.rows.taak(EIGEN, "eerst", 2)
    await wereld.rows.taak(ANDER, "van een ander")
    assert await taken(wereld) == ["eerst", "later", "zonder einde"]


async def test_pages_of_taken_follow_each_other(wereld: Wereld) -> None:
    for titel in ("a", "b", "c"):
        await wereld.rows.taak(EIGEN, titel, 5)
    first = await wereld.taken.taken_van(ZELF, ALLE, NU, PageRequest(2))
    last = first.rows[-1]
    second = await wereld.taken.taken_van(ZELF, ALLE, NU, PageRequest(2, (last.volgorde, last.id)))
    assert sorted(each.titel for each in (*first.rows, *second.rows)) == ["a", "b", "c"]
    assert (first.more, second.more, await first.count()) == (True, False, 3)
    with pytest.raises(InvalidInput):
        await wereld.taken.taken_van(ZELF, ALLE, NU, PageRequest(2, (1, last.id)))


async def test_taken_are_found_by_how_far_they_are(wereld: Wereld) -> None:
    await wereld.rows.taak(EIGEN, "open", 1)
    await wereld.rows.taak(EIGEN, "te laat", -1)
    await wereld.rows.taak(EIGEN, "gedaan", -2, stand="ingediend")
    await wereld.rows.taak(EIGEN, "hoeft niet meer", 3, stand="gesloten")
    assert await taken(wereld, Taakstand.OPEN) == ["open"]
    assert await taken(wereld, Taakstand.VERLOPEN) == ["te laat"]
    assert await taken(wereld, Taakstand.INGEDIEND) == ["gedaan"]
    assert await taken(wereld, Taakstand.GESLOTEN) == ["hoeft niet meer"]
    assert await taken(wereld, Taakstand.VERWERKT) == []


async def test_an_answer_closes_a_taak(wereld: Wereld) -> None:
    taak_id = await wereld.rows.taak(EIGEN, "iets")
    assert await wereld.taken.beantwoord(ZELF, antwoord(taak_id), NU) is Afloop.BEANTWOORD
    assert (await taak(wereld, taak_id)).stand is Taakstand.INGEDIEND
    assert await taken(wereld, Taakstand.OPEN) == []


async def test_a_repeat_comes_to_the_same_and_another_answer_does_not(wereld: Wereld) -> None:
    taak_id = await wereld.rows.taak(EIGEN, "iets")
    for _ in range(2):
        assert await wereld.taken.beantwoord(ZELF, antwoord(taak_id), NU) is Afloop.BEANTWOORD
    anders = antwoord(taak_id, inhoud="nee")
    assert await wereld.taken.beantwoord(ZELF, anders, NU) is Afloop.SLEUTEL_HERGEBRUIKT
    ander = antwoord(taak_id, "twee", "nee")
    assert await wereld.taken.beantwoord(ZELF, ander, NU) is Afloop.NIET_OPEN


async def test_of_two_answers_at_once_one_is_taken(wereld: Wereld) -> None:
    taak_id = await wereld.rows.taak(EIGEN, "iets")
    afloop = await asyncio.gather(
        *(wereld.taken.beantwoord(ZELF, antwoord(taak_id, sleutel, sleutel), NU) for sleutel in "abc")
    )
    assert afloop.count(Afloop.BEANTWOORD) == 1


async def test_a_taak_that_expired_or_is_of_another_takes_no_answer(wereld: Wereld) -> None:
    verlopen = await wereld.rows.taak(EIGEN, "te laat", -1)
    vreemd = await wereld.rows.taak(ANDER, "van een ander")
    for taak_id in (verlopen, vreemd):
        assert await wereld.taken.beantwoord(ZELF, antwoord(taak_id), NU) is Afloop.NIET_OPEN
    assert await wereld.taken.taken(ZELF, [vreemd], NU) == {}
    assert (await wereld.taken.taken(inzage(ANDER), [vreemd], NU))[vreemd].stand is Taakstand.OPEN


async def test_berichten_come_newest_first_once_they_are_published(wereld: Wereld) -> None:
    await wereld.rows.bericht(EIGEN, "oud", 9)
    await wereld.rows.bericht(EIGEN, "nieuw", 1)
    await wereld.rows.bericht(EIGEN, "van morgen", -1)
    await wereld.rows.bericht(ANDER, "van een ander")
    page = await wereld.berichten.berichten_van(ZELF, None, NU, PAGE)
    assert [each.onderwerp for each in page.rows] == ["nieuw", "oud"]
    first = await wereld.berichten.berichten_van(ZELF, None, NU, PageRequest(1))
    keys = (first.rows[0].volgorde, first.rows[0].id)
    second = await wereld.berichten.berichten_van(ZELF, None, NU, PageRequest(1, keys))
    assert [each.onderwerp for each in second.rows] == ["oud"]


async def test_a_bericht_says_what_it_wants_of_the_customer(wereld: Wereld) -> None:
    for perspectief in Handelingsperspectief:
        await wereld.rows.bericht(EIGEN, perspectief, handelingsperspectief=perspectief)
    await wereld.rows.bericht(EIGEN, "niets gezegd")
    found = (await wereld.berichten.berichten_van(ZELF, None, NU, PAGE)).rows
    assert {each.onderwerp: each.handelingsperspectief for each in found} == {
        "niets gezegd": None,
        **{each.value: each for each in Handelingsperspectief},
    }


async def test_a_bericht_is_read_by_whom_it_is_for(wereld: Wereld) -> None:
    bericht = await wereld.rows.bericht(EIGEN, "nieuw")
    morgen = await wereld.rows.bericht(EIGEN, "van morgen", -1)
    assert await wereld.berichten.lees(inzage(ANDER), bericht, NU) is None
    assert await wereld.berichten.lees(ZELF, morgen, NU) is None
    for _ in range(2):
        read = await wereld.berichten.lees(ZELF, bericht, NU)
        assert read is not None
        assert read.gelezen
    unread = await wereld.berichten.berichten_van(ZELF, False, NU, PAGE)
    assert unread.rows == []
    assert [each.id for each in (await wereld.berichten.berichten_van(ZELF, True, NU, PAGE)).rows] == [
        bericht
    ]


async def test_what_belongs_to_one_zaak_is_found_by_it(wereld: Wereld) -> None:
    await wereld.rows.taak(EIGEN, "bij de zaak", zaak=ZAAK)
    await wereld.rows.taak(EIGEN, "gedaan, bij de zaak", zaak=ZAAK, stand="ingediend")
    await wereld.rows.taak(EIGEN, "zonder zaak")
    await wereld.rows.taak(ANDER, "van een ander", zaak=ZAAK)
    await wereld.rows.contactmoment(EIGEN, "over de zaak", zaak=ZAAK)
    await wereld.rows.contactmoment(EIGEN, "over iets anders")
    zaak_id = f"{NAAM}~{ZAAK}"
    found = await wereld.taken.taken_van(ZELF, Taakkeuze(Taakstand.OPEN, zaak_id), NU, PAGE)
    assert [each.titel for each in found.rows] == ["bij de zaak"]
    both = await wereld.taken.taken_van(ZELF, Taakkeuze(zaak_id=zaak_id), NU, PageRequest(1))
    assert (await both.count(), both.more) == (2, True)
    assert (await wereld.taken.taken_van(ZELF, Taakkeuze(zaak_id="elders"), NU, PAGE)).rows == []
    contacts = await wereld.contactmomenten.contactmomenten_van(ZELF, PAGE, zaak_id)
    assert [each.onderwerp for each in contacts.rows] == ["over de zaak"]


async def test_contactmomenten_come_latest_first_without_the_confidential(wereld: Wereld) -> None:
    await wereld.rows.contactmoment(EIGEN, "eerst", 9)
    await wereld.rows.contactmoment(EIGEN, "laatst", 1)
    await wereld.rows.contactmoment(EIGEN, "vertrouwelijk", 2, vertrouwelijk=True)
    await wereld.rows.contactmoment(ANDER, "van een ander")
    page = await wereld.contactmomenten.contactmomenten_van(ZELF, PAGE)
    assert [each.onderwerp for each in page.rows] == ["laatst", "eerst"]
    first = await wereld.contactmomenten.contactmomenten_van(ZELF, PageRequest(1))
    keys = (first.rows[0].volgorde, first.rows[0].id)
    second = await wereld.contactmomenten.contactmomenten_van(ZELF, PageRequest(1, keys))
    assert [each.onderwerp for each in second.rows] == ["eerst"]
    assert (first.more, second.more) == (True, False)
