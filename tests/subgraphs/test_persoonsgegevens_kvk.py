"""One contract for every source of organisations, and what the Handelsregister is asked for it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from harness.brp_world import IDENTIFICATION_KEY
from harness.standin import Fault, Register, running
from harness.subgraph_desk import (
    BAKKERIJ,
    MUZIEKSCHOOL,
    PSEUDONYM_KEY,
    SANNE,
    TODAY,
    desk_of,
    settings_for,
)
from harness.vragen import vraag_over

from auth.principal import Identifier, Identiteit, Klantsoort
from standins.kvk.standin import ROOT, SLEUTEL, make_standin
from subgraphs.persoonsgegevens import tables
from subgraphs.persoonsgegevens.demo import fill_if_empty
from subgraphs.persoonsgegevens.klant import Organisatie
from subgraphs.persoonsgegevens.kvk import KvkBron
from subgraphs.persoonsgegevens.service import make_service
from subgraphs.persoonsgegevens.source import BronOnbeschikbaar, Persoonsgegevensbron
from subgraphs.persoonsgegevens.store import Gegevensmagazijn
from subgraphs.service.database import Database
from subgraphs.service.register_client import RegisterClient, RegisterTarget
from subgraphs.service.voorbeeldstad import Persona, voorbeeldstad

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
STAD = voorbeeldstad(TODAY)
JSON = "application/json"
ALLES = ("statutaireNaam", "vestigingen.naam", "vestigingen.bezoekadres.straatnaam")


@asynccontextmanager
async def handelsregister() -> AsyncIterator[tuple[Register, KvkBron, list[datetime]]]:
    """The stand-in, the connector to it, and the time, which can be set."""
    time = [NOW]
    async with running(make_standin({})) as register:
        client = RegisterClient(RegisterTarget("kvk", register.url + ROOT, {"apikey": SLEUTEL}))
        yield register, KvkBron(client, lambda: time[0]), time
        await client.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres), "kvk"])
def where(request: pytest.FixtureRequest) -> str | None:
    """The URL of a database for the magazijn; None for the Handelsregister."""
    if request.param == "kvk":
        return None
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def bron(where: str | None) -> AsyncIterator[Persoonsgegevensbron]:
    if where is None:
        async with handelsregister() as (_, kvk, _):
            yield kvk
        return
    database = Database(where)
    await database.create_tables(tables.metadata)
    await fill_if_empty(database, STAD, PSEUDONYM_KEY, TODAY)
    yield Gegevensmagazijn(database, lambda: NOW)
    await database.close()


async def read(bron: Persoonsgegevensbron, who: Persona, *velden: str) -> Organisatie:
    nummer = Identiteit(who.klant_id(PSEUDONYM_KEY), who.identifier, who.waarde)
    vraag = vraag_over(nummer.id, *(velden or ALLES), klantsoort=who.klantsoort, nummer=nummer)
    found = await bron.klant(vraag)
    assert isinstance(found, Organisatie)
    assert (found.id, found.klantsoort) == (nummer.id, who.klantsoort)
    return found


@pytest.mark.parametrize("who", [BAKKERIJ, MUZIEKSCHOOL], ids=["by KvK number", "by RSIN"])
async def test_an_organisation_is_as_the_city_knows_it(bron: Persoonsgegevensbron, who: Persona) -> None:
    there = next(each for each in STAD.organisaties if who.waarde in (each.kvk_nummer, each.rsin))
    found = await read(bron, who)
    assert (found.kvk_nummer, found.rsin) == (there.kvk_nummer, there.rsin)
    assert (found.statutaire_naam, found.rechtsvorm) == (there.statutaire_naam, there.rechtsvorm)
    assert (found.handelsnamen, found.activiteiten) == (there.handelsnamen, there.activiteiten)
    assert [(each.nummer, each.naam, each.adres, each.werkzame_personen) for each in found.vestigingen] == [
        (each.nummer, each.naam, each.adres, each.werkzame_personen) for each in there.vestigingen
    ]


async def test_the_main_vestiging_comes_first(bron: Persoonsgegevensbron) -> None:
    assert [each.hoofdvestiging for each in (await read(bron, BAKKERIJ)).vestigingen] == [True, False]


async def test_vestigingen_are_not_read_for_who_does_not_ask_for_them(bron: Persoonsgegevensbron) -> None:
    assert (await read(bron, BAKKERIJ, "statutaireNaam")).vestigingen == ()


@pytest.mark.parametrize("soort", [Identifier.KVK, Identifier.RSIN])
async def test_who_is_not_there_is_nobody(bron: Persoonsgegevensbron, soort: Identifier) -> None:
    nummer = Identiteit("er-is-niemand", soort, {"kvk": "90000999", "rsin": "999989999"}[soort])
    vraag = vraag_over(nummer.id, *ALLES, klantsoort=Klantsoort.BEDRIJF, nummer=nummer)
    assert await bron.klant(vraag) is None


async def test_a_person_is_not_among_organisations() -> None:
    async with handelsregister() as (register, kvk, _):
        nummer = Identiteit("sanne", SANNE.identifier, SANNE.waarde)
        assert await kvk.klant(vraag_over("sanne", "weergavenaam", nummer=nummer)) is None
        assert register.calls == []


async def test_no_more_is_asked_than_is_needed_and_not_again_for_an_hour() -> None:
    async with handelsregister() as (register, kvk, time):
        await read(kvk, BAKKERIJ, "statutaireNaam")
        assert len(register.calls) == 1
        await read(kvk, BAKKERIJ, "vestigingen.naam")
        assert len(register.calls) == 3
        first = await read(kvk, BAKKERIJ)
        assert len(register.calls) == 6
        time[0] += timedelta(minutes=59)
        assert (await read(kvk, BAKKERIJ)).herkomst == first.herkomst
        assert len(register.calls) == 6
        time[0] += timedelta(minutes=1)
        assert (await read(kvk, BAKKERIJ)).herkomst.opgehaald_op == time[0]


async def test_who_is_restricted_to_a_branch_sees_that_branch() -> None:
    there = next(each for each in STAD.organisaties if each.kvk_nummer == BAKKERIJ.waarde)
    branch = there.vestigingen[1].nummer
    nummer = Identiteit("een-vestiging", Identifier.VESTIGING, f"{there.kvk_nummer}/{branch}")
    async with handelsregister() as (_, kvk, _):
        vraag = vraag_over(nummer.id, *ALLES, klantsoort=Klantsoort.BEDRIJF, nummer=nummer)
        found = await kvk.klant(vraag)
    assert isinstance(found, Organisatie)
    assert [each.nummer for each in found.vestigingen] == [branch]


async def test_an_address_that_the_register_shields_is_not_told() -> None:
    kapsalon = next(each for each in STAD.organisaties if each.statutaire_naam == "Kapsalon Knipoog")
    nummer = Identiteit("kapsalon", Identifier.KVK, kapsalon.kvk_nummer)
    async with handelsregister() as (_, kvk, _):
        vraag = vraag_over(nummer.id, *ALLES, klantsoort=Klantsoort.BEDRIJF, nummer=nummer)
        found = await kvk.klant(vraag)
    assert isinstance(found, Organisatie)
    assert [each.adres for each in found.vestigingen] == [None]
    assert found.rsin is None


@pytest.mark.parametrize(
    "fault",
    [
        Fault(503),
        Fault(401, b"{}", "application/json"),
        Fault(200, b'{"kvkNummer": "1"}', "application/json"),
    ],
    ids=["down", "refused", "not as published"],
)
async def test_a_register_that_fails_gives_no_answer(fault: Fault) -> None:
    async with handelsregister() as (register, kvk, _):
        register.fault = fault
        with pytest.raises(BronOnbeschikbaar) as caught:
            await read(kvk, BAKKERIJ)
    assert BAKKERIJ.waarde not in str(caught.value)


async def test_in_the_graph_it_is_the_kvk_and_else_the_magazijn(tmp_path: Path, sqlite_url: str) -> None:
    query = "{ ik { ... on Onderneming { statutaireNaam herkomst { bron authentiek uitgeweken } } } }"
    async with running(make_standin({})) as register:
        section = {"kvk": {"url": register.url + ROOT, "sleutel": {"env": "KVK"}, "bewaren_seconden": 0}}
        path = tmp_path / "bronnen.yaml"
        path.write_text(json.dumps({"persoonsgegevens": section}), encoding="utf-8")
        settings = replace(
            settings_for("persoonsgegevens", sqlite_url),
            bronnen=path,
            environ={"KVK": SLEUTEL},
            identification_key=IDENTIFICATION_KEY,
        )
        async with desk_of(make_service, settings) as desk:
            await desk.data("{ ik { id klantsoort contactgegevens { email } } }", BAKKERIJ)
            assert register.calls == []
            from_kvk = (await desk.data(query, BAKKERIJ))["ik"]
            register.fault = Fault(503)
            from_magazijn = (await desk.data(query, BAKKERIJ))["ik"]
    assert from_kvk["herkomst"] == {"bron": "KVK", "authentiek": True, "uitgeweken": False}
    assert from_magazijn["herkomst"] == {"bron": "MAGAZIJN", "authentiek": False, "uitgeweken": True}
    assert from_kvk["statutaireNaam"] == from_magazijn["statutaireNaam"]
