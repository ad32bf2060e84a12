"""One contract for every source of persons: the magazijn on both databases, and the BRP over its stand-in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from harness.brp_world import brp_world
from harness.subgraph_desk import HENDRIK, PSEUDONYM_KEY, SANNE, TODAY
from harness.vragen import vraag_over

from auth.principal import Identifier, Identiteit, Klantsoort
from standins.brp.standin import DOELBINDING, SLEUTEL
from subgraphs.persoonsgegevens import tables
from subgraphs.persoonsgegevens.brp import BrpBron, Verantwoording
from subgraphs.persoonsgegevens.brp_velden import ALLE_VELDEN
from subgraphs.persoonsgegevens.demo import fill_if_empty
from subgraphs.persoonsgegevens.klant import Groep, Persoon, Relatie
from subgraphs.persoonsgegevens.source import Persoonsgegevensbron
from subgraphs.persoonsgegevens.store import Gegevensmagazijn
from subgraphs.service.database import Database
from subgraphs.service.inwoner import Adres, Buitenland, Inwoner, Locatie, Onbekend, Registerdatum
from subgraphs.service.register_client import RegisterClient, RegisterTarget
from subgraphs.service.voorbeeldstad import Persona, inwoner_id, voorbeeldstad

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
STAD = voorbeeldstad(TODAY)
NOBODY = Identiteit("er-is-niemand-met-dit-i", Identifier.BSN, "999990081"[::-1])


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres), "brp"])
def where(request: pytest.FixtureRequest) -> str | None:
    """The URL of a database for the magazijn; None for the BRP."""
    if request.param == "brp":
        return None
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def bron(where: str | None) -> AsyncIterator[Persoonsgegevensbron]:
    if where is None:
        async with brp_world() as world:
            client = RegisterClient(RegisterTarget("brp", world.url, {"x-api-key": SLEUTEL}))
            yield BrpBron(client, Verantwoording(DOELBINDING), lambda: NOW)
            await client.close()
        return
    database = Database(where)
    await database.create_tables(tables.metadata)
    await fill_if_empty(database, STAD, PSEUDONYM_KEY, TODAY)
    yield Gegevensmagazijn(database, lambda: NOW)
    await database.close()


async def read(bron: Persoonsgegevensbron, who: Persona | Inwoner, *velden: str) -> Persoon:
    """Someone of the city, with these fields, or all of them."""
    if isinstance(who, Persona):
        who = next(inwoner for inwoner in STAD.inwoners if inwoner.bsn == who.waarde)
    id_ = inwoner_id(PSEUDONYM_KEY, who)
    nummer = Identiteit(id_, Identifier.BSN, who.bsn)
    found = await bron.klant(vraag_over(id_, *(velden or ALLE_VELDEN), nummer=nummer))
    assert isinstance(found, Persoon)
    assert found.id == id_
    return found


async def test_everyone_is_as_the_city_knows_them(bron: Persoonsgegevensbron) -> None:
    for inwoner in STAD.inwoners[::4]:
        persoon = await read(bron, inwoner)
        assert persoon.burgerservicenummer == inwoner.bsn
        assert (persoon.naam.volledig, persoon.naam.voorletters) == (
            inwoner.naam.volledig,
            inwoner.naam.voorletters,
        )
        assert (persoon.naamgebruik, persoon.geslacht) == (inwoner.naamgebruik, inwoner.geslacht)
        assert persoon.geboorte.datum == inwoner.geboorte
        assert (persoon.geboorte.plaats, persoon.geboorte.land) == (
            inwoner.geboorteplaats,
            inwoner.geboorteland,
        )
        assert persoon.nationaliteiten == inwoner.nationaliteiten


@pytest.mark.parametrize("kind", [Adres, Buitenland, Locatie, Onbekend])
async def test_people_live_in_places_of_every_kind(bron: Persoonsgegevensbron, kind: type) -> None:
    inwoner = next(each for each in STAD.inwoners if isinstance(each.verblijf, kind))
    persoon = await read(bron, inwoner)
    if isinstance(inwoner.verblijf, Locatie):
        assert isinstance(persoon.verblijf, Locatie)
        assert persoon.verblijf.omschrijving == inwoner.verblijf.omschrijving
    else:
        assert persoon.verblijf == inwoner.verblijf
    assert persoon.herkomst_van(Groep.VERBLIJFPLAATS).in_onderzoek == (kind is Onbekend)
    assert not persoon.herkomst_van(Groep.NAAM).in_onderzoek


async def test_dates_are_as_little_known_as_they_are(bron: Persoonsgegevensbron) -> None:
    only_year = next(each for each in STAD.inwoners if each.geboorte.jaar and not each.geboorte.maand)
    unknown = next(each for each in STAD.inwoners if each.geboorte == Registerdatum())
    for inwoner in (only_year, unknown):
        assert (await read(bron, inwoner)).geboorte.datum == inwoner.geboorte


async def test_relatives_come_as_partner_then_children_then_parents(bron: Persoonsgegevensbron) -> None:
    persoon = await read(bron, SANNE)
    assert [(each.relatie, each.naam.roepnaam) for each in persoon.verwanten[:3]] == [
        (Relatie.PARTNER, "Mark Bakker"),
        (Relatie.KIND, "Lotte Bakker"),
        (Relatie.KIND, "Daan Bakker"),
    ]
    assert [each.relatie for each in persoon.verwanten[3:]] == [Relatie.OUDER, Relatie.OUDER]
    partner = persoon.verwanten[0]
    assert (partner.verbintenis, partner.plaats) == ("huwelijk", "Voorbeeldstad")
    assert partner.sinds is not None


async def test_where_someone_is_registered_is_known(bron: Persoonsgegevensbron) -> None:
    persoon = await read(bron, HENDRIK)
    assert (persoon.gemeente.code, persoon.gemeente.naam) == ("9999", "Voorbeeldstad")
    assert persoon.ingeschreven_sinds is not None


async def test_relatives_are_not_read_for_who_does_not_ask_for_them(bron: Persoonsgegevensbron) -> None:
    persoon = await read(bron, SANNE, "naam.geslachtsnaam")
    assert (persoon.naam.geslachtsnaam, persoon.verwanten) == ("Vries", ())


async def test_who_is_not_there_is_nobody(bron: Persoonsgegevensbron) -> None:
    assert await bron.klant(vraag_over(NOBODY.id, "naam.voornamen", nummer=NOBODY)) is None


async def test_a_company_is_not_among_persons(bron: Persoonsgegevensbron) -> None:
    kvk = Identiteit("een-bedrijf-van-elders", Identifier.KVK, "90000999")
    vraag = vraag_over(kvk.id, "statutaireNaam", klantsoort=Klantsoort.BEDRIJF, nummer=kvk)
    assert await bron.klant(vraag) is None
