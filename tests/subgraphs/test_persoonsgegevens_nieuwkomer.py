"""Whom no register knows is a customer all the same, of whom we know little: who comes from elsewhere in
the EU, or has a number that our own magazijn does not have.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from harness.brp_world import brp_section, brp_world, connected
from harness.standin import Fault
from harness.subgraph_desk import BAKKERIJ, SANNE, Desk, codes, desk_of, settings_for

from auth.assurance import Niveau
from auth.principal import Identifier, Identiteit, Klantsoort, Principal
from subgraphs.persoonsgegevens.service import make_service

MARIA = Identiteit("maria-uit-portugal-met", Identifier.PSEUDONIEM, "PT/NL/een-kenmerk")
WIE = Principal(MARIA, MARIA, Klantsoort.BURGER, "eidas", Niveau.SUBSTANTIEEL)
QUERY = """{ ik { __typename id klantsoort weergavenaam contactgegevens { email }
  ... on NatuurlijkPersoon { burgerservicenummer leeftijd geslacht nationaliteiten geheimhouding
    naam { volledigeNaam } geboorte { datum } verblijfplaats { __typename } adressering { aanhef }
    partners { geslacht } kinderen { leeftijd } ouders { geslacht } gemeenteVanInschrijving { naam }
    datumInschrijvingInGemeente opschortingBijhouding { code } overlijden { plaats }
    herkomst { bron } } } }"""
ZONDER_BRON = "{ ik { __typename id klantsoort contactgegevens { telefoonnummer } } }"
VAN_ELDERS = Identiteit("onbekende-klant-van-els", Identifier.BSN, "999999990")
ELDERS = Principal(VAN_ELDERS, VAN_ELDERS, Klantsoort.BURGER, "digid", Niveau.HOOG)
CHANGE = """mutation { contactgegevensWijzigen(input: {email: "maria@post.example"}) { __typename
  ... on Gewijzigd { klant { weergavenaam contactgegevens { email } } } } }"""


async def whole(desk: Desk) -> dict[str, object]:
    found: dict[str, object] = (await desk.data(QUERY, WIE))["ik"]
    return found


async def test_a_newcomer_is_a_customer_of_whom_nothing_is_known(sqlite_url: str) -> None:
    async with desk_of(make_service, settings_for("persoonsgegevens", sqlite_url)) as desk:
        found = await whole(desk)
    assert (found.pop("__typename"), found.pop("id")) == ("NatuurlijkPersoon", MARIA.id)
    assert (found.pop("klantsoort"), found.pop("geslacht")) == ("BURGER", "ONBEKEND")
    assert found.pop("weergavenaam") == "Nieuwe klant"
    assert not any(found.values())


async def test_a_newcomer_tells_how_to_be_reached(database_url: str) -> None:
    async with desk_of(make_service, settings_for("persoonsgegevens", database_url)) as desk:
        for _ in range(2):
            changed = (await desk.data(CHANGE, WIE))["contactgegevensWijzigen"]
            assert changed["klant"]["contactgegevens"] == {"email": "maria@post.example"}
        assert (await whole(desk))["contactgegevens"] == {"email": "maria@post.example"}


async def test_the_brp_is_not_asked_about_a_newcomer(tmp_path: Path, sqlite_url: str) -> None:
    async with brp_world() as world:
        settings = connected(tmp_path, sqlite_url, {"brp": brp_section(world.url)})
        async with desk_of(make_service, settings) as desk:
            assert (await whole(desk))["herkomst"] is None
        assert world.heard.bodies == []


async def test_who_lives_elsewhere_has_a_number_that_our_magazijn_does_not_know(sqlite_url: str) -> None:
    async with desk_of(make_service, settings_for("persoonsgegevens", sqlite_url)) as desk:
        found = (await desk.data(QUERY, ELDERS))["ik"]
        assert (found["id"], found["weergavenaam"]) == (VAN_ELDERS.id, "Nieuwe klant")
        assert (found["naam"], found["burgerservicenummer"], found["herkomst"]) == (None, None, None)
        changed = (await desk.data(CHANGE, ELDERS))["contactgegevensWijzigen"]
    assert changed["klant"]["contactgegevens"] == {"email": "maria@post.example"}


async def test_a_source_that_gives_no_answer_is_not_one_that_does_not_know(
    tmp_path: Path, sqlite_url: str
) -> None:
    async with brp_world() as world:
        world.register.fault = Fault(503)
        settings = connected(tmp_path, sqlite_url, {"brp": brp_section(world.url)})
        async with desk_of(make_service, settings) as desk:
            answer = await desk.ask("{ ik { weergavenaam } }", ELDERS)
            assert answer["data"] == {"ik": {"weergavenaam": None}}
            assert codes(answer) == ["BRON_NIET_BESCHIKBAAR"]
            assert (await desk.data(ZONDER_BRON, ELDERS))["ik"]["id"] == VAN_ELDERS.id


async def test_where_nothing_is_asked_that_the_brp_knows_it_is_not_asked(
    tmp_path: Path, sqlite_url: str
) -> None:
    async with brp_world() as world:
        settings = connected(tmp_path, sqlite_url, {"brp": brp_section(world.url)})
        async with desk_of(make_service, settings) as desk:
            found = (await desk.data(ZONDER_BRON, SANNE))["ik"]
        assert (found["klantsoort"], found["contactgegevens"]["telefoonnummer"]) == ("BURGER", "+31608351824")
        assert world.heard.bodies == []


async def test_who_is_known_at_the_brp_alone_tells_how_to_be_reached(tmp_path: Path, sqlite_url: str) -> None:
    async with brp_world() as world:
        settings = connected(tmp_path, sqlite_url, {"brp": brp_section(world.url)})
        async with desk_of(make_service, replace(settings, demo=False)) as desk:
            changed = (await desk.data(CHANGE, SANNE))["contactgegevensWijzigen"]
    assert changed["klant"] == {
        "weergavenaam": "Sanne de Vries",
        "contactgegevens": {"email": "maria@post.example"},
    }


def organisatie(soort: Identifier, waarde: str, klantsoort: Klantsoort = Klantsoort.BEDRIJF) -> Principal:
    nummer = Identiteit(f"onbekende-{soort.value}", soort, waarde)
    return Principal(nummer, nummer, klantsoort, "eidas_bedrijf", Niveau.SUBSTANTIEEL)


UIT_DUITSLAND = organisatie(Identifier.EIDAS, "DE/NL/HRB-12345")


async def test_what_customers_told_us_is_there_while_no_source_knows_who_they_are(
    tmp_path: Path, sqlite_url: str
) -> None:
    async with brp_world() as world:
        world.register.fault = Fault(503)
        section = {"brp": brp_section(world.url), "volgorde": {"burger": ["brp"]}}
        async with desk_of(make_service, connected(tmp_path, sqlite_url, section)) as desk:
            answer = await desk.ask(QUERY, SANNE)
            changed = await desk.ask(CHANGE, SANNE)
    found = answer["data"]["ik"]
    assert (found["__typename"], found["klantsoort"]) == ("NatuurlijkPersoon", "BURGER")
    assert found["contactgegevens"]["email"].endswith(".example")
    rest = set(found) - {"__typename", "id", "klantsoort", "contactgegevens"}
    assert {field for field in rest if found[field] is None} == rest
    assert {(*error["path"], error["extensions"]["code"]) for error in answer["errors"]} == {
        ("ik", field, "BRON_NIET_BESCHIKBAAR") for field in rest
    }
    assert changed["data"]["contactgegevensWijzigen"]["klant"] == {
        "weergavenaam": None,
        "contactgegevens": {"email": "maria@post.example"},
    }


async def test_a_company_is_there_while_no_source_knows_it(tmp_path: Path, sqlite_url: str) -> None:
    kvk = {"url": "http://127.0.0.1:1", "sleutel": {"env": "BRP_SLEUTEL"}}
    section = {"kvk": kvk, "volgorde": {"bedrijf": ["kvk"]}}
    async with desk_of(make_service, connected(tmp_path, sqlite_url, section)) as desk:
        answer = await desk.ask(ORGANISATIE, BAKKERIJ)
    found = answer["data"]["ik"]
    assert (found["__typename"], found["klantsoort"]) == ("Onderneming", "BEDRIJF")
    assert (found["weergavenaam"], found["statutaireNaam"]) == (None, None)
    assert set(codes(answer)) == {"BRON_NIET_BESCHIKBAAR"}


ORGANISATIE = """{ ik { __typename id klantsoort weergavenaam contactgegevens { email }
  ... on Onderneming { kvkNummer rsin statutaireNaam handelsnamen rechtsvorm activiteiten { sbiCode }
    herkomst { bron } vestigingen { naam } }
  ... on Instelling { kvkNummer rsin statutaireNaam handelsnamen rechtsvorm activiteiten { sbiCode }
    herkomst { bron } vestigingen { naam } } } }"""


@pytest.mark.parametrize(
    ("who", "kind"),
    [
        (UIT_DUITSLAND, "Onderneming"),
        (organisatie(Identifier.KVK, "99999999"), "Onderneming"),
        (organisatie(Identifier.RSIN, "999999990", Klantsoort.INSTELLING), "Instelling"),
    ],
    ids=["from elsewhere in the EU", "with a number that nobody knows", "an institution that nobody knows"],
)
async def test_an_organisation_that_no_register_knows_is_a_customer(
    sqlite_url: str, who: Principal, kind: str
) -> None:
    async with desk_of(make_service, settings_for("persoonsgegevens", sqlite_url)) as desk:
        found = (await desk.data(ORGANISATIE, who))["ik"]
    assert (found.pop("__typename"), found.pop("id")) == (kind, who.subject.id)
    assert (found.pop("klantsoort"), found.pop("weergavenaam")) == (kind_of(kind), "Nieuwe klant")
    assert not any(found.values())


def kind_of(typename: str) -> str:
    return {"Onderneming": "BEDRIJF", "Instelling": "INSTELLING"}[typename]


async def test_an_organisation_from_elsewhere_tells_how_to_be_reached(database_url: str) -> None:
    async with desk_of(make_service, settings_for("persoonsgegevens", database_url)) as desk:
        changed = (await desk.data(CHANGE, UIT_DUITSLAND))["contactgegevensWijzigen"]
        assert changed["klant"]["contactgegevens"] == {"email": "maria@post.example"}
        assert (await desk.data(ORGANISATIE, UIT_DUITSLAND))["ik"]["contactgegevens"] == {
            "email": "maria@post.example"
        }
