"""The contract of a Persoonsgegevensbron, held against the embedded magazijn on both databases."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from harness.subgraph_desk import BAKKERIJ, HENDRIK, MUZIEKSCHOOL, PSEUDONYM_KEY, SANNE, TODAY

from auth.principal import Klantsoort
from subgraphs.persoonsgegevens import tables
from subgraphs.persoonsgegevens.contact import Contactgegevens, Contactwijziging, Kanaal
from subgraphs.persoonsgegevens.demo import fill_if_empty
from subgraphs.persoonsgegevens.klant import Bron, Organisatie, Persoon, Relatie
from subgraphs.persoonsgegevens.source import Persoonsgegevensbron
from subgraphs.persoonsgegevens.store import Gegevensmagazijn
from subgraphs.service.database import Database
from subgraphs.service.errors import InvalidInput
from subgraphs.service.inwoner import Adres, Buitenland, Locatie, Onbekend
from subgraphs.service.voorbeeldstad import inwoner_id, organisatie_id, voorbeeldstad

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
STAD = voorbeeldstad(TODAY)
SANNE_ID, HENDRIK_ID, BAKKERIJ_ID, MUZIEKSCHOOL_ID = (
    persona.klant_id(PSEUDONYM_KEY) for persona in (SANNE, HENDRIK, BAKKERIJ, MUZIEKSCHOOL)
)
NOBODY = "er-is-niemand-met-dit-i"


@pytest.fixture
async def bron(database: Database) -> Persoonsgegevensbron:
    await database.create_tables(tables.metadata)
    await fill_if_empty(database, STAD, PSEUDONYM_KEY, TODAY)
    return Gegevensmagazijn(database, lambda: NOW)


async def test_everyone_of_the_city_is_there_as_the_city_knows_them(bron: Persoonsgegevensbron) -> None:
    inwoners = {inwoner_id(PSEUDONYM_KEY, inwoner): inwoner for inwoner in STAD.inwoners}
    found = await bron.klanten(list(inwoners))
    assert found.keys() == inwoners.keys()
    for id_, inwoner in inwoners.items():
        persoon = found[id_]
        assert isinstance(persoon, Persoon)
        assert (persoon.burgerservicenummer, persoon.naam) == (inwoner.bsn, inwoner.naam)
        assert (persoon.verblijf, persoon.geboorte.datum) == (inwoner.verblijf, inwoner.geboorte)
    kinds = {type(persoon.verblijf) for persoon in found.values() if isinstance(persoon, Persoon)}
    assert kinds == {Adres, Buitenland, Locatie, Onbekend}


async def test_organisations_are_of_their_own_kind(bron: Persoonsgegevensbron) -> None:
    ids = [organisatie_id(PSEUDONYM_KEY, organisatie) for organisatie in STAD.organisaties]
    found = (await bron.klanten(ids)).values()
    assert len(found) == 20
    assert {each.klantsoort for each in found if isinstance(each, Organisatie)} == {
        Klantsoort.BEDRIJF,
        Klantsoort.INSTELLING,
    }


async def test_persons_and_organisations_are_read_together_and_strangers_are_absent(
    bron: Persoonsgegevensbron,
) -> None:
    found = await bron.klanten([BAKKERIJ_ID, NOBODY, SANNE_ID])
    assert {id_: type(klant) for id_, klant in found.items()} == {SANNE_ID: Persoon, BAKKERIJ_ID: Organisatie}


async def test_data_say_that_they_are_a_copy_and_of_when(bron: Persoonsgegevensbron) -> None:
    herkomst = (await bron.klanten([SANNE_ID]))[SANNE_ID].herkomst
    assert (herkomst.bron, herkomst.authentiek, herkomst.in_onderzoek) == (Bron.MAGAZIJN, False, False)
    assert herkomst.opgehaald_op == datetime(2026, 3, 2, 2, 30, tzinfo=UTC)


async def test_who_left_without_an_address_is_under_investigation(bron: Persoonsgegevensbron) -> None:
    ids = [inwoner_id(PSEUDONYM_KEY, inwoner) for inwoner in STAD.inwoners]
    for klant in (await bron.klanten(ids)).values():
        assert isinstance(klant, Persoon)
        assert klant.herkomst.in_onderzoek == isinstance(klant.verblijf, Onbekend)


async def test_relatives_come_as_partner_then_children_then_parents(bron: Persoonsgegevensbron) -> None:
    verwanten = (await bron.verwanten([HENDRIK_ID, SANNE_ID, NOBODY]))[SANNE_ID]
    assert [(verwant.relatie, verwant.naam.roepnaam) for verwant in verwanten[:3]] == [
        (Relatie.PARTNER, "Mark Bakker"),
        (Relatie.KIND, "Lotte Bakker"),
        (Relatie.KIND, "Daan Bakker"),
    ]
    assert [verwant.relatie for verwant in verwanten[3:]] == [Relatie.OUDER, Relatie.OUDER]
    assert verwanten[0].verbintenis == "huwelijk"


async def test_the_main_vestiging_comes_first(bron: Persoonsgegevensbron) -> None:
    vestigingen = await bron.vestigingen([BAKKERIJ_ID, MUZIEKSCHOOL_ID, SANNE_ID])
    assert [vestiging.hoofdvestiging for vestiging in vestigingen[BAKKERIJ_ID]] == [True, False]
    assert [vestiging.adres.straat for vestiging in vestigingen[MUZIEKSCHOOL_ID]] == ["Schoolstraat"]
    assert SANNE_ID not in vestigingen


async def test_contact_data_change_and_stay_changed(bron: Persoonsgegevensbron) -> None:
    changed = await bron.contactgegevens_wijzigen(SANNE_ID, Contactwijziging(email="sanne@elders.example"))
    assert changed == (await bron.contactgegevens([SANNE_ID]))[SANNE_ID]
    assert changed
    assert (changed.email, changed.gewijzigd_op) == ("sanne@elders.example", NOW)
    assert changed.telefoonnummer == "+31608351824"


async def test_a_change_that_is_refused_changes_nothing(bron: Persoonsgegevensbron) -> None:
    before = await bron.contactgegevens([SANNE_ID])
    with pytest.raises(InvalidInput):
        await bron.contactgegevens_wijzigen(SANNE_ID, Contactwijziging(email="geen adres"))
    assert await bron.contactgegevens([SANNE_ID]) == before


async def test_a_stranger_has_no_contact_data_to_change(bron: Persoonsgegevensbron) -> None:
    assert await bron.contactgegevens_wijzigen(NOBODY, Contactwijziging(email="a@b.example")) is None
    assert await bron.contactgegevens([NOBODY]) == {}


async def test_changes_at_the_same_time_both_hold(bron: Persoonsgegevensbron) -> None:
    await asyncio.gather(
        bron.contactgegevens_wijzigen(SANNE_ID, Contactwijziging(email="nieuw@post.example")),
        bron.contactgegevens_wijzigen(SANNE_ID, Contactwijziging(telefoonnummer="0570 123456")),
        bron.contactgegevens_wijzigen(SANNE_ID, Contactwijziging(voorkeurskanaal=Kanaal.POST)),
    )
    found = (await bron.contactgegevens([SANNE_ID]))[SANNE_ID]
    assert found == Contactgegevens("nieuw@post.example", "+31570123456", Kanaal.POST, NOW)


async def test_filling_again_keeps_what_customers_changed(
    bron: Persoonsgegevensbron, database: Database
) -> None:
    await bron.contactgegevens_wijzigen(SANNE_ID, Contactwijziging(email="sanne@elders.example"))
    await fill_if_empty(database, STAD, PSEUDONYM_KEY, TODAY)
    assert (await bron.contactgegevens([SANNE_ID]))[SANNE_ID].email == "sanne@elders.example"
