"""The contract of a zaakregister: an aanvraag becomes a zaak exactly once. Held on SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime

import orjson
import pytest
from harness.zaken_melder import melder_of
from harness.zaken_rows import ZakenRows
from sqlalchemy import func, select

from subgraphs.service.database import Database
from subgraphs.zaken import tables as t
from subgraphs.zaken.gebeurtenissen import Gebeurtenissen
from subgraphs.zaken.register import SqlZaakregister
from subgraphs.zaken.registratie import (
    AlVoltooid,
    Bijlage,
    OnbekendeAanvraag,
    OnbekendZaaktype,
    Registratie,
    Zaakregister,
)
from subgraphs.zaken.source import Inzage
from subgraphs.zaken.store import SqlZaken

OP = date(2026, 3, 2)
AANVRAAG = Registratie(
    aanvraag_id="aanvraag-1",
    zaaktype="melding",
    klant_id="klant-1",
    omschrijving="Melding doen",
    ingediend_op=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
    gegevens={"wat": "tegel", "aantal": 2},
)


@pytest.fixture
async def register(database: Database) -> Zaakregister:
    await database.create_tables(t.metadata)
    await ZakenRows(database).zaaktype("melding", id="melding-1")
    return SqlZaakregister(database, melder_of(database))


async def amount(database: Database, table: str) -> int:
    async with database.reading() as session:
        counted = select(func.count()).select_from(t.metadata.tables[table])
        return (await session.execute(counted)).scalar_one()


async def test_a_registered_aanvraag_is_a_complete_zaak_of_the_customer(
    register: Zaakregister, database: Database
) -> None:
    done = await register.registreer(AANVRAAG, OP)
    bron = SqlZaken(database)
    zaak = (await bron.zaken(Inzage("klant-1"), [done.zaak_id]))[done.zaak_id]
    assert (done.nieuw, zaak.identificatie) == (True, "ZAAK-2026-0000001")
    assert (zaak.startdatum, zaak.uiterlijke_einddatum) == (OP, date(2026, 4, 27))
    (status,) = (await bron.statussen(Inzage("klant-1"), [zaak.id]))[zaak.id]
    assert (status.omschrijving, status.datum) == ("Ontvangen", AANVRAAG.ingediend_op)
    (document,) = (await bron.documenten(Inzage("klant-1"), [zaak.id]))[zaak.id]
    async with database.reading() as session:
        inhoud = (await session.execute(select(t.document.c.inhoud))).scalar_one()
    assert orjson.loads(inhoud) == AANVRAAG.gegevens
    assert document.omvang == len(inhoud)


async def test_a_repeat_gets_the_zaak_that_is_already_there(
    register: Zaakregister, database: Database
) -> None:
    first = await register.registreer(AANVRAAG, OP)
    again = await register.registreer(replace(AANVRAAG, omschrijving="Anders"), OP)
    assert again == replace(first, nieuw=False)
    assert await amount(database, "zaak") == 1


async def test_duplicates_at_the_same_moment_make_one_zaak(
    register: Zaakregister, database: Database
) -> None:
    done = await asyncio.gather(*(register.registreer(AANVRAAG, OP) for _ in range(8)))
    assert len({each.zaak_id for each in done}) == 1
    assert [each.nieuw for each in done].count(True) == 1
    counts = {table: await amount(database, table) for table in ("zaak", "rol", "document", "status")}
    assert counts == {"zaak": 1, "rol": 1, "document": 1, "status": 1}


async def test_aanvragen_at_the_same_moment_get_numbers_of_their_own(register: Zaakregister) -> None:
    aanvragen = [replace(AANVRAAG, aanvraag_id=f"aanvraag-{number}") for number in range(8)]
    done = await asyncio.gather(*(register.registreer(aanvraag, OP) for aanvraag in aanvragen))
    numbers = sorted(each.identificatie for each in done)
    assert numbers == [f"ZAAK-2026-{number:07}" for number in range(1, 9)]


async def test_a_repeat_after_new_year_still_finds_the_zaak(register: Zaakregister) -> None:
    first = await register.registreer(AANVRAAG, date(2026, 12, 31))
    assert await register.registreer(AANVRAAG, date(2027, 1, 1)) == replace(first, nieuw=False)


async def test_numbers_begin_anew_each_year(register: Zaakregister) -> None:
    await register.registreer(AANVRAAG, date(2026, 12, 31))
    done = await register.registreer(replace(AANVRAAG, aanvraag_id="nieuw"), date(2027, 1, 1))
    assert done.identificatie == "ZAAK-2027-0000001"


async def test_without_its_zaaktype_nothing_is_made_and_no_number_is_lost(
    register: Zaakregister, database: Database
) -> None:
    with pytest.raises(OnbekendZaaktype):
        await register.registreer(replace(AANVRAAG, zaaktype="onbekend"), OP)
    assert await amount(database, "zaak") == 0
    assert (await register.registreer(AANVRAAG, OP)).identificatie == "ZAAK-2026-0000001"


async def test_a_zaak_is_of_the_version_in_force(register: Zaakregister, database: Database) -> None:
    await ZakenRows(database).zaaktype("melding", id="melding-2", begin_geldigheid=date(2026, 3, 1))
    done = await register.registreer(AANVRAAG, OP)
    zaak = (await SqlZaken(database).zaken(Inzage("klant-1"), [done.zaak_id]))[done.zaak_id]
    assert zaak.zaaktype_id == "melding-2"


async def test_a_long_omschrijving_is_cut_to_what_the_zaken_api_allows(
    register: Zaakregister, database: Database
) -> None:
    done = await register.registreer(replace(AANVRAAG, omschrijving="a" * 200), OP)
    zaak = (await SqlZaken(database).zaken(Inzage("klant-1"), [done.zaak_id]))[done.zaak_id]
    assert zaak.omschrijving == "a" * 79 + "…"


async def test_duplicates_around_new_year_make_one_zaak(register: Zaakregister, database: Database) -> None:
    days = [date(2026, 12, 31), date(2027, 1, 1)] * 3
    done = await asyncio.gather(*(register.registreer(AANVRAAG, day) for day in days))
    assert len({each.zaak_id for each in done}) == 1
    assert await amount(database, "zaak") == 1


MET_BIJLAGEN = replace(AANVRAAG, bijlagen_volgen=True)
FOTO = Bijlage("bijlage-1", "foto.png", "image/png", b"\x89PNG")


async def titels(database: Database) -> list[str]:
    async with database.reading() as session:
        found = select(t.document.c.identificatie, t.document.c.titel).order_by(t.document.c.identificatie)
        return [f"{row.identificatie} {row.titel}" for row in await session.execute(found)]


async def test_a_zaak_whose_files_are_to_come_is_seen_when_they_are_there(
    register: Zaakregister, database: Database
) -> None:
    done, bron = await register.registreer(MET_BIJLAGEN, OP), SqlZaken(database)
    assert await register.voeg_toe("aanvraag-1", FOTO, OP)
    assert await bron.zaken(Inzage("klant-1"), [done.zaak_id]) == {}
    assert await register.voltooi("aanvraag-1", AANVRAAG.ingediend_op) == done
    assert done.zaak_id in await bron.zaken(Inzage("klant-1"), [done.zaak_id])
    assert await titels(database) == [
        "DOC-2026-0000001-01 Aanvraagformulier",
        "DOC-2026-0000001-02 foto.png",
    ]


async def test_every_step_of_a_registration_can_be_repeated(
    register: Zaakregister, database: Database
) -> None:
    for time in range(3):
        assert (await register.registreer(MET_BIJLAGEN, OP)).nieuw == (time == 0)
        assert await register.voeg_toe("aanvraag-1", FOTO, OP) == (time == 0)
        assert (await register.voltooi("aanvraag-1", AANVRAAG.ingediend_op)).nieuw == (time == 0)
    counts = {table: await amount(database, table) for table in ("zaak", "rol", "document", "status")}
    assert counts == {"zaak": 1, "rol": 1, "document": 2, "status": 1}
    assert len(await Gebeurtenissen(database).na(0, 10)) == 1


async def test_files_that_come_at_the_same_moment_are_all_kept_once(
    register: Zaakregister, database: Database
) -> None:
    await register.registreer(MET_BIJLAGEN, OP)
    files = [replace(FOTO, id=f"bijlage-{number % 4}") for number in range(12)]
    done = await asyncio.gather(*(register.voeg_toe("aanvraag-1", each, OP) for each in files))
    assert done.count(True) == 4
    assert len(await titels(database)) == 5


async def test_a_file_that_comes_after_completion_is_refused(register: Zaakregister) -> None:
    await register.registreer(AANVRAAG, OP)
    with pytest.raises(AlVoltooid):
        await register.voeg_toe("aanvraag-1", FOTO, OP)


async def test_files_of_an_aanvraag_that_nobody_registered_are_refused(register: Zaakregister) -> None:
    with pytest.raises(OnbekendeAanvraag):
        await register.voeg_toe("aanvraag-1", FOTO, OP)
    with pytest.raises(OnbekendeAanvraag):
        await register.voltooi("aanvraag-1", AANVRAAG.ingediend_op)
