"""The magazijn holds everyone of the city, and the contact data that customers change themselves."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from harness.subgraph_desk import PSEUDONYM_KEY, SANNE, TODAY
from harness.vragen import vraag_over

from auth.principal import Klantsoort
from subgraphs.persoonsgegevens import tables
from subgraphs.persoonsgegevens.contact import Contactgegevens, Contactwijziging, Kanaal
from subgraphs.persoonsgegevens.demo import fill_if_empty
from subgraphs.persoonsgegevens.klant import Bron, Groep, Organisatie, Persoon
from subgraphs.persoonsgegevens.source import BronOnbeschikbaar
from subgraphs.persoonsgegevens.store import Gegevensmagazijn
from subgraphs.service.database import Database
from subgraphs.service.errors import InvalidInput
from subgraphs.service.inwoner import Adres, Buitenland, Locatie, Onbekend
from subgraphs.service.voorbeeldstad import inwoner_id, organisatie_id, voorbeeldstad

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
STAD = voorbeeldstad(TODAY)
SANNE_ID = SANNE.klant_id(PSEUDONYM_KEY)
NOBODY = "er-is-niemand-met-dit-i"


@pytest.fixture
async def magazijn(database: Database) -> Gegevensmagazijn:
    await database.create_tables(tables.metadata)
    await fill_if_empty(database, STAD, PSEUDONYM_KEY, TODAY)
    return Gegevensmagazijn(database, lambda: NOW)


async def test_everyone_of_the_city_is_there_as_the_city_knows_them(magazijn: Gegevensmagazijn) -> None:
    kinds = set()
    for inwoner in STAD.inwoners:
        persoon = await magazijn.klant(vraag_over(inwoner_id(PSEUDONYM_KEY, inwoner)))
        assert isinstance(persoon, Persoon)
        assert (persoon.burgerservicenummer, persoon.naam) == (inwoner.bsn, inwoner.naam)
        assert (persoon.verblijf, persoon.geboorte.datum) == (inwoner.verblijf, inwoner.geboorte)
        kinds.add(type(persoon.verblijf))
    assert kinds == {Adres, Buitenland, Locatie, Onbekend}


async def test_organisations_are_of_their_own_kind(magazijn: Gegevensmagazijn) -> None:
    for organisatie in STAD.organisaties:
        id_ = organisatie_id(PSEUDONYM_KEY, organisatie)
        found = await magazijn.klant(vraag_over(id_, klantsoort=organisatie.klantsoort))
        assert isinstance(found, Organisatie)
        assert (found.klantsoort, found.kvk_nummer) == (organisatie.klantsoort, organisatie.kvk_nummer)
    assert await magazijn.klant(vraag_over(SANNE_ID, klantsoort=Klantsoort.BEDRIJF)) is None


async def test_data_say_that_they_are_a_copy_and_of_when(magazijn: Gegevensmagazijn) -> None:
    found = await magazijn.klant(vraag_over(SANNE_ID))
    assert found
    herkomst = found.herkomst
    assert (herkomst.bron, herkomst.authentiek, herkomst.in_onderzoek) == (Bron.MAGAZIJN, False, False)
    assert herkomst.opgehaald_op == datetime(2026, 3, 2, 2, 30, tzinfo=UTC)


async def test_an_investigation_is_about_a_group_and_not_about_the_others(magazijn: Gegevensmagazijn) -> None:
    gone = next(inwoner for inwoner in STAD.inwoners if isinstance(inwoner.verblijf, Onbekend))
    persoon = await magazijn.klant(vraag_over(inwoner_id(PSEUDONYM_KEY, gone)))
    assert isinstance(persoon, Persoon)
    assert persoon.herkomst.in_onderzoek
    assert persoon.herkomst_van(Groep.VERBLIJFPLAATS).in_onderzoek
    assert not persoon.herkomst_van(Groep.NAAM).in_onderzoek


async def test_what_is_not_asked_is_not_read(magazijn: Gegevensmagazijn) -> None:
    found = await magazijn.klant(vraag_over(SANNE_ID, "naam.volledigeNaam"))
    assert isinstance(found, Persoon)
    assert found.verwanten == ()


async def test_a_database_that_is_not_there_is_a_source_that_does_not_answer(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'leeg.sqlite3'}")
    with pytest.raises(BronOnbeschikbaar, match="the magazijn gives OperationalError"):
        await Gegevensmagazijn(database, lambda: NOW).klant(vraag_over(SANNE_ID))
    with pytest.raises(BronOnbeschikbaar, match="the magazijn gives OperationalError"):
        await Gegevensmagazijn(database, lambda: NOW).contactgegevens([SANNE_ID])
    await database.close()


async def test_contact_data_change_and_stay_changed(magazijn: Gegevensmagazijn) -> None:
    changed = await magazijn.contactgegevens_wijzigen(
        SANNE_ID, Contactwijziging(email="sanne@elders.example")
    )
    assert changed == (await magazijn.contactgegevens([SANNE_ID]))[SANNE_ID]
    assert changed
    assert (changed.email, changed.gewijzigd_op) == ("sanne@elders.example", NOW)
    assert changed.telefoonnummer == "+31608351824"


async def test_a_change_that_is_refused_changes_nothing(magazijn: Gegevensmagazijn) -> None:
    before = await magazijn.contactgegevens([SANNE_ID])
    with pytest.raises(InvalidInput):
        await magazijn.contactgegevens_wijzigen(SANNE_ID, Contactwijziging(email="geen adres"))
    assert await magazijn.contactgegevens([SANNE_ID]) == before


async def test_a_stranger_has_no_contact_data_to_change(magazijn: Gegevensmagazijn) -> None:
    assert await magazijn.contactgegevens_wijzigen(NOBODY, Contactwijziging(email="a@b.example")) is None
    assert await magazijn.contactgegevens([NOBODY]) == {}


async def test_changes_at_the_same_time_both_hold(magazijn: Gegevensmagazijn) -> None:
    await asyncio.gather(
        magazijn.contactgegevens_wijzigen(SANNE_ID, Contactwijziging(email="nieuw@post.example")),
        magazijn.contactgegevens_wijzigen(SANNE_ID, Contactwijziging(telefoonnummer="0570 123456")),
        magazijn.contactgegevens_wijzigen(SANNE_ID, Contactwijziging(voorkeurskanaal=Kanaal.POST)),
    )
    found = (await magazijn.contactgegevens([SANNE_ID]))[SANNE_ID]
    assert found == Contactgegevens("nieuw@post.example", "+31570123456", Kanaal.POST, NOW)


async def test_filling_again_keeps_what_customers_changed(
    magazijn: Gegevensmagazijn, database: Database
) -> None:
    await magazijn.contactgegevens_wijzigen(SANNE_ID, Contactwijziging(email="sanne@elders.example"))
    await fill_if_empty(database, STAD, PSEUDONYM_KEY, TODAY)
    assert (await magazijn.contactgegevens([SANNE_ID]))[SANNE_ID].email == "sanne@elders.example"
