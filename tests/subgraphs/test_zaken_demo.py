"""The zaken of Voorbeeldstad hang together, and are the same each time."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from harness.subgraph_desk import PSEUDONYM_KEY, TODAY
from sqlalchemy import select, text

from auth.principal import Klantsoort
from subgraphs.service.database import Database
from subgraphs.service.pagination import PageRequest
from subgraphs.service.voorbeeldstad import MACHTIGINGEN, PERSONAS, Persona
from subgraphs.zaken import tables as t
from subgraphs.zaken.demo import AANTAL, Rows, demo_rows, fill, klanten
from subgraphs.zaken.demo_zaaktypen import ZAAKTYPEN
from subgraphs.zaken.source import Inzage, Selectie
from subgraphs.zaken.store import SqlZaken
from subgraphs.zaken.zaak import Fase


@pytest.fixture(scope="module")
def rows() -> Rows:
    return demo_rows(klanten(PSEUDONYM_KEY, TODAY), TODAY)


def by(table: list[dict[str, Any]], key: str = "id") -> dict[str, dict[str, Any]]:
    return {row[key]: row for row in table}


def test_the_same_day_gives_the_same_zaken(rows: Rows) -> None:
    assert rows == demo_rows(klanten(PSEUDONYM_KEY, TODAY), TODAY)


def test_there_are_enough_zaken_of_enough_kinds(rows: Rows) -> None:
    used = Counter(zaak["zaaktype_id"] for zaak in rows[t.zaak])
    assert len(rows[t.zaak]) == AANTAL == 400
    assert len(used) == len(ZAAKTYPEN) >= 12
    assert min(used.values()) >= 2


def test_a_zaak_is_closed_when_it_has_its_last_status_and_a_resultaat(rows: Rows) -> None:
    types = by(rows[t.statustype])
    ended = {
        row["zaak_id"]: row["datum"].date()
        for row in rows[t.status]
        if types[row["statustype_id"]]["is_eindstatus"]
    }
    for zaak in rows[t.zaak]:
        assert zaak["einddatum"] == ended.get(zaak["id"])
        assert (zaak["resultaattype_id"] is None) == (zaak["einddatum"] is None)


def test_statuses_follow_each_other_and_none_lies_ahead(rows: Rows) -> None:
    types = by(rows[t.statustype])
    course: dict[str, list[tuple[int, Any]]] = {}
    for status in rows[t.status]:
        course.setdefault(status["zaak_id"], []).append(
            (types[status["statustype_id"]]["volgnummer"], status["datum"])
        )
    for steps in course.values():
        assert steps == sorted(steps)
        assert [moment for _, moment in steps] == sorted(moment for _, moment in steps)
        assert steps[0][0] == 1
        assert steps[-1][1].date() <= TODAY
    assert len(course) == AANTAL


def test_zaken_are_numbered_in_the_order_in_which_they_began(rows: Rows) -> None:
    numbers = [zaak["identificatie"] for zaak in rows[t.zaak]]
    assert numbers == sorted(set(numbers))
    assert all(zaak["identificatie"].startswith(f"ZAAK-{zaak['startdatum'].year}-") for zaak in rows[t.zaak])


def test_a_customer_has_only_zaken_for_their_kind(rows: Rows) -> None:
    soorten = {klant.id: klant.soort for klant in klanten(PSEUDONYM_KEY, TODAY)}
    voorbeelden = {each.identificatie: each for each in ZAAKTYPEN}
    zaken, types = by(rows[t.zaak]), by(rows[t.zaaktype])
    for rol in rows[t.rol]:
        zaaktype = types[zaken[rol["zaak_id"]]["zaaktype_id"]]
        assert soorten[rol["klant_id"]] in voorbeelden[zaaktype["identificatie"]].klantsoorten


def test_no_description_has_a_gap_that_was_not_filled(rows: Rows) -> None:
    assert not [zaak["omschrijving"] for zaak in rows[t.zaak] if "{" in zaak["omschrijving"]]
    assert max(len(zaak["omschrijving"]) for zaak in rows[t.zaak]) <= 80


async def test_a_store_of_before_mandates_gets_the_diensten(database: Database) -> None:
    await database.create_tables(t.metadata)
    await fill(database, PSEUDONYM_KEY, TODAY)
    async with database.writing() as session:
        await session.execute(text("ALTER TABLE zaaktype DROP COLUMN dienst"))

    await database.create_tables(t.metadata)
    await fill(database, PSEUDONYM_KEY, TODAY)
    async with database.reading() as session:
        found = (await session.execute(select(t.zaaktype.c.identificatie, t.zaaktype.c.dienst))).all()
    assert dict(map(tuple, found)) == {one.identificatie: one.dienst for one in ZAAKTYPEN}


async def test_who_acts_for_another_has_zaken_to_see_and_others_not_to(database: Database) -> None:
    await database.create_tables(t.metadata)
    await fill(database, PSEUDONYM_KEY, TODAY)
    bron = SqlZaken(database)
    for machtiging in MACHTIGINGEN:
        klant = machtiging.machtiginggever.klant_id(PSEUDONYM_KEY)
        alle = await bron.zaken_van(Inzage(klant), Selectie(), PageRequest(1))
        inzage = Inzage(klant, frozenset({machtiging.dienst.value}))
        gezien = await bron.zaken_van(inzage, Selectie(), PageRequest(1))
        assert 0 < await gezien.count() < await alle.count()


async def test_every_persona_has_zaken_and_filling_twice_changes_nothing(database: Database) -> None:
    await database.create_tables(t.metadata)
    await fill(database, PSEUDONYM_KEY, TODAY)
    await fill(database, PSEUDONYM_KEY, TODAY)
    bron = SqlZaken(database)

    async def total(persona: Persona, fase: Fase) -> int:
        page = await bron.zaken_van(Inzage(persona.klant_id(PSEUDONYM_KEY)), Selectie(fase), PageRequest(1))
        return await page.count()

    for persona in PERSONAS:
        assert await total(persona, Fase.LOPEND) >= 2
        assert await total(persona, Fase.AFGEROND) >= 2
    assert {persona.klantsoort for persona in PERSONAS} == set(Klantsoort)


def test_a_document_of_the_demo_is_a_file_whose_table_is_right(rows: Rows) -> None:
    for document in rows[t.document][:20]:
        inhoud: bytes = document["inhoud"]
        assert (document["omvang"], inhoud[:5]) == (len(inhoud), b"%PDF-")
        place = int(inhoud.rsplit(b"startxref\n", 1)[1].split()[0])
        table = inhoud[place:].splitlines()
        assert table[0] == b"xref"
        for number, entry in enumerate(table[3:8], start=1):
            assert inhoud[int(entry[:10]) :].startswith(b"%d 0 obj" % number)


def test_the_demo_shows_parts_suspensions_extensions_and_archives(rows: Rows) -> None:
    zaken = by(rows[t.zaak])
    delen = [zaak for zaak in zaken.values() if zaak["hoofdzaak_id"]]
    assert delen
    klanten_van = {row["zaak_id"]: row["klant_id"] for row in rows[t.rol]}
    for deel in delen:
        hoofdzaak = zaken[deel["hoofdzaak_id"]]
        assert hoofdzaak["hoofdzaak_id"] is None
        assert klanten_van[deel["id"]] == klanten_van[hoofdzaak["id"]]
    assert all(zaak["einddatum"] is None for zaak in zaken.values() if zaak["opschorting_reden"])
    assert [zaak for zaak in zaken.values() if zaak["opschorting_reden"]]
    assert [zaak for zaak in zaken.values() if zaak["verlenging_duur"]]
    assert all(bool(zaak["einddatum"]) == bool(zaak["archiefactiedatum"]) for zaak in zaken.values())
