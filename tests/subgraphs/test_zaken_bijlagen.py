"""The contract of bijlagen: who may see a bericht has the documents that go with it, and nobody else has.

Held on SQLite, on PostgreSQL, and on an Objects API with its documents in a Documenten API.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from harness.bijlagen_wereld import Bijlagenwereld, elders_bijlagen, sql_bijlagen
from harness.postbus_rows import NU
from harness.standin import Fault
from harness.statements import statements
from harness.zaken_wereld import ANDER, EIGEN, inzage
from starlette.datastructures import Headers

from subgraphs.service.bereik import Bereik, knip
from subgraphs.service.pagination import PageRequest
from subgraphs.service.register_errors import RegisterUnavailable
from subgraphs.zaken.postbus.bijlage import Bijlagekenmerk
from subgraphs.zaken.source import Inzage

ZELF = inzage(EIGEN)
PAGE = PageRequest(100)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres), "elders"])
def soort(request: pytest.FixtureRequest) -> str:
    """What stands behind the sources: a database, or stand-ins."""
    found: str = request.param
    return found


@pytest.fixture
def database_url(request: pytest.FixtureRequest, soort: str, sqlite_url: str) -> str:
    """An empty database; beside the stand-ins one for what was read."""
    url: str = request.getfixturevalue("postgres_url") if soort == "postgres" else sqlite_url
    return url


@pytest.fixture
async def wereld(soort: str, database_url: str) -> AsyncIterator[Bijlagenwereld]:
    made = elders_bijlagen(database_url) if soort == "elders" else sql_bijlagen(database_url)
    async with made as wereld:
        yield wereld


@pytest.fixture
async def elders(sqlite_url: str) -> AsyncIterator[Bijlagenwereld]:
    async with elders_bijlagen(sqlite_url) as wereld:
        yield wereld


def kenmerk(bericht_id: str, verwijzing: str) -> Bijlagekenmerk:
    return Bijlagekenmerk(bericht_id, verwijzing.rpartition("/")[2])


async def titels(wereld: Bijlagenwereld, wie: Inzage = ZELF) -> dict[str, list[str]]:
    """Of each bericht that is listed, the bijlagen."""
    page = await wereld.berichten.berichten_van(wie, None, NU, PAGE)
    found = await wereld.bijlagen.van(wie, page.rows)
    return {key: [one.titel for one in each] for key, each in found.items()}  # type: ignore[union-attr]


async def inhoud(
    wereld: Bijlagenwereld, wat: Bijlagekenmerk, wie: Inzage = ZELF, bereik: Bereik | None = None
) -> bytes | None:
    async with wereld.bijlagen.inhoud(wie, wat, bereik) as bestand:
        if bestand is None:
            return None
        assert bestand.document.bestandsnaam == "brief.pdf"
        deel = bereik.van(bestand.omvang, bestand.etag) if bereik else None
        chunks = knip(bestand.chunks, bestand.vanaf, deel) if deel else bestand.chunks
        return b"".join([chunk async for chunk in chunks])


async def test_berichten_have_their_bijlagen_in_order_and_only_what_is_released(
    wereld: Bijlagenwereld,
) -> None:
    brief, kaart = await wereld.document("Brief"), await wereld.document("Kaart")
    concept = await wereld.document("Concept", status="in_bewerking")
    intern = await wereld.document("Advies", tonen_aan_initiator=False)
    both = await wereld.bericht(EIGEN, [kaart, concept, brief, intern])
    none = await wereld.bericht(EIGEN, [], 2)
    await wereld.bericht(ANDER, [brief])
    assert await titels(wereld) == {both: ["Kaart", "Brief"], none: []}


async def test_what_a_bijlage_is_is_known_before_it_is_had(wereld: Bijlagenwereld) -> None:
    await wereld.bericht(EIGEN, [await wereld.document("Brief")])
    (bericht,) = (await wereld.berichten.berichten_van(ZELF, None, NU, PAGE)).rows
    (found,) = (await wereld.bijlagen.van(ZELF, [bericht]))[bericht.id]  # type: ignore[misc]
    known = (found.titel, found.bestandsnaam, found.formaat, found.omvang, found.heeft_inhoud)
    assert known == ("Brief", "brief.pdf", "application/pdf", 6, True)


async def test_who_may_see_the_bericht_has_its_bijlagen_whole_or_in_part(wereld: Bijlagenwereld) -> None:
    brief = await wereld.document("Brief")
    bericht = await wereld.bericht(EIGEN, [brief])
    assert await inhoud(wereld, kenmerk(bericht, brief)) == b"inhoud"
    deel = Bereik.lees(Headers({"range": "bytes=2-3"}))
    assert await inhoud(wereld, kenmerk(bericht, brief), bereik=deel) == b"ho"


async def test_nobody_else_has_them_nor_by_another_bericht(wereld: Bijlagenwereld) -> None:
    brief, ander = await wereld.document("Brief"), await wereld.document("Van een ander")
    concept = await wereld.document("Concept", status="in_bewerking")
    eigen = await wereld.bericht(EIGEN, [brief, concept])
    vreemd = await wereld.bericht(ANDER, [ander])
    morgen = await wereld.bericht(EIGEN, [brief], -1)
    refused = [(vreemd, ander), (eigen, ander), (eigen, concept), (morgen, brief), ("geen", brief)]
    assert [await inhoud(wereld, kenmerk(*each)) for each in refused] == [None] * len(refused)
    for wie in (inzage(ANDER), inzage(EIGEN, frozenset({"zorg"}))):
        assert await inhoud(wereld, kenmerk(eigen, brief), wie) is None
    assert await inhoud(wereld, kenmerk(vreemd, ander), inzage(ANDER)) == b"inhoud"


async def test_a_page_of_bijlagen_takes_as_many_questions_as_one(wereld: Bijlagenwereld) -> None:
    counted = []
    for number in range(1, 7):
        await wereld.bericht(EIGEN, [await wereld.document(f"Brief {number}")])
        if number not in {1, 6}:
            continue
        page = await wereld.berichten.berichten_van(ZELF, None, NU, PAGE)
        calls = wereld.register.calls if wereld.register else []
        calls.clear()
        with statements() as made:
            assert len(await wereld.bijlagen.van(ZELF, page.rows)) == number
        counted.append(len(made) + len(calls))
    assert counted == [1, 1]


async def test_reading_a_bericht_by_itself_does_not_mark_it(wereld: Bijlagenwereld) -> None:
    bericht_id = await wereld.bericht(EIGEN, [])
    for _ in range(2):
        found = await wereld.berichten.bericht(ZELF, bericht_id, NU)
        assert found is not None
        assert not found.gelezen
    assert await wereld.berichten.bericht(inzage(ANDER), bericht_id, NU) is None


async def test_while_the_documents_cannot_be_reached_the_berichten_are_there(elders: Bijlagenwereld) -> None:
    brief = await elders.document("Brief")
    with_one = await elders.bericht(EIGEN, [brief])
    without = await elders.bericht(EIGEN, [], 2)
    assert elders.register is not None
    elders.register.fault = Fault(503)
    page = await elders.berichten.berichten_van(ZELF, None, NU, PAGE)
    found = await elders.bijlagen.van(ZELF, page.rows)
    assert isinstance(found[with_one], RegisterUnavailable)
    assert found[without] == []
    with pytest.raises(RegisterUnavailable):
        await inhoud(elders, kenmerk(with_one, brief))


async def test_a_document_elsewhere_is_not_asked_for(elders: Bijlagenwereld) -> None:
    brief = await elders.document("Brief")
    assert elders.register is not None
    vreemd = brief.replace(elders.register.url, "https://elders.test")
    bericht = await elders.bericht(EIGEN, [vreemd, brief, "geen adres"])
    assert await titels(elders) == {bericht: ["Brief"]}
    await elders.bericht(EIGEN, [vreemd], 2)
    elders.register.calls.clear()
    only = (await elders.berichten.berichten_van(ZELF, None, NU, PAGE)).rows[1]
    assert await elders.bijlagen.van(ZELF, [only]) == {only.id: []}
    assert await inhoud(elders, kenmerk(only.id, "geen")) is None
    assert elders.register.calls == []
