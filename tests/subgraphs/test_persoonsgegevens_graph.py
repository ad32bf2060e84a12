"""The persoonsgegevens subgraph, asked as the gateway asks it: own data, whole and to nobody else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from harness.statements import statements
from harness.subgraph_desk import (
    BAKKERIJ,
    HENDRIK,
    MUZIEKSCHOOL,
    PSEUDONYM_KEY,
    SANNE,
    Desk,
    acting_for,
    codes,
    desk_of,
    principal,
    settings_for,
)

from auth.assurance import Niveau
from auth.principal import Mandaat, Principal
from subgraphs.persoonsgegevens.schema import schema
from subgraphs.persoonsgegevens.service import make_service
from subgraphs.service.settings import SettingsError
from subgraphs.service.voorbeeldstad import PERSONAS, Persona

SANNE_IN_THE_REGISTER = {
    "burgerservicenummer": "999990007",
    "leeftijd": 41,
    "geslacht": "VROUW",
    "nationaliteiten": ["Nederlandse"],
    "naam": {
        "volledigeNaam": "Sanne Maria de Vries",
        "voorletters": "S.M.",
        "voorvoegsel": "de",
        "geslachtsnaam": "Vries",
        "aanduidingNaamgebruik": "PARTNER_NA_EIGEN",
    },
    "geboorte": {
        "datum": "1984-03-09",
        "langFormaat": "9 maart 1984",
        "plaats": "Voorbeeldstad",
        "land": "Nederland",
    },
    "verblijfplaats": {
        "__typename": "Adres",
        "straatnaam": "Lindelaan",
        "huisnummer": 12,
        "postcode": "1234AB",
        "woonplaats": "Voorbeeldstad",
        "volledigAdres": "Lindelaan 12, 1234 AB Voorbeeldstad",
    },
    "adressering": {
        "aanhef": "Geachte mevrouw De Vries-Bakker",
        "adresregel1": "Lindelaan 12",
        "adresregel2": "1234 AB  VOORBEELDSTAD",
        "land": None,
    },
    "partners": [{"naam": {"volledigeNaam": "Mark Johannes Bakker"}, "soortVerbintenis": "huwelijk"}],
    "kinderen": [
        {"naam": {"volledigeNaam": "Lotte Elisabeth Bakker"}, "leeftijd": 12},
        {"naam": {"volledigeNaam": "Daan Willem Bakker"}, "leeftijd": 9},
    ],
    "ouders": [
        {"naam": {"volledigeNaam": "Margaretha Peters"}},
        {"naam": {"volledigeNaam": "Pieter de Vries"}},
    ],
    "gemeenteVanInschrijving": {"code": "9999", "naam": "Voorbeeldstad"},
    "datumInschrijvingInGemeente": "1984-03-09",
    "herkomst": {"bron": "MAGAZIJN", "authentiek": False, "inOnderzoek": False},
}


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[Desk]:
    async with desk_of(make_service, settings_for("persoonsgegevens", sqlite_url)) as desk:
        yield desk


def id_of(persona: Persona) -> str:
    return persona.klant_id(PSEUDONYM_KEY)


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.sleutel)
async def test_every_persona_is_itself(desk: Desk, persona: Persona) -> None:
    data = await desk.data("{ ik { id klantsoort weergavenaam contactgegevens { email } } }", persona)
    assert data["ik"]["id"] == id_of(persona)
    assert data["ik"]["klantsoort"] == persona.klantsoort.name
    assert data["ik"]["weergavenaam"] == persona.naam
    assert data["ik"]["contactgegevens"]["email"].endswith(".example")


async def test_a_burger_sees_what_the_register_holds(desk: Desk) -> None:
    query = """{ ik { ... on NatuurlijkPersoon {
      burgerservicenummer leeftijd geslacht nationaliteiten
      naam { volledigeNaam voorletters voorvoegsel geslachtsnaam aanduidingNaamgebruik }
      geboorte { datum langFormaat plaats land }
      verblijfplaats { __typename ... on Adres { straatnaam huisnummer postcode woonplaats volledigAdres } }
      adressering { aanhef adresregel1 adresregel2 land }
      partners { naam { volledigeNaam } soortVerbintenis }
      kinderen { naam { volledigeNaam } leeftijd }
      ouders { naam { volledigeNaam } }
      gemeenteVanInschrijving { code naam } datumInschrijvingInGemeente
      herkomst { bron authentiek inOnderzoek } } } }"""
    assert (await desk.data(query, SANNE))["ik"] == SANNE_IN_THE_REGISTER


async def test_one_query_serves_every_kind_of_customer(desk: Desk) -> None:
    query = """{ ik { __typename
      ... on NatuurlijkPersoon { naam { volledigeNaam } }
      ... on Onderneming { kvkNummer rsin statutaireNaam handelsnamen rechtsvorm activiteiten { sbiCode }
        vestigingen { vestigingsnummer hoofdvestiging bezoekadres { straatnaam } } herkomst { bron } }
      ... on Instelling { kvkNummer rsin statutaireNaam handelsnamen rechtsvorm activiteiten { sbiCode }
        vestigingen { vestigingsnummer hoofdvestiging bezoekadres { straatnaam } } herkomst { bron } } } }"""
    assert (await desk.data(query, HENDRIK))["ik"]["naam"]["volledigeNaam"] == "Hendrik Cornelis van den Berg"
    bakkerij = (await desk.data(query, BAKKERIJ))["ik"]
    assert (bakkerij["__typename"], bakkerij["kvkNummer"]) == ("Onderneming", "90000101")
    assert [each["bezoekadres"]["straatnaam"] for each in bakkerij["vestigingen"]] == [
        "Marktplein",
        "Stationsweg",
    ]
    muziekschool = (await desk.data(query, MUZIEKSCHOOL))["ik"]
    assert (muziekschool["__typename"], muziekschool["rsin"]) == ("Instelling", "999980014")


@pytest.mark.parametrize(
    "who",
    [None, principal(SANNE, Niveau.BASIS), principal(SANNE, Niveau.GEEN)],
    ids=["nobody", "too low a level", "no level"],
)
async def test_ik_is_nobody_without_a_fitting_login(desk: Desk, who: Principal | None) -> None:
    answer = await desk.ask("{ ik { id weergavenaam } }", who)
    assert (answer["data"], codes(answer)) == ({"ik": None}, ["UNAUTHORIZED_FIELD_OR_TYPE"])


ENTITIES = """query($representations: [_Any!]!) { _entities(representations: $representations) {
  ... on NatuurlijkPersoon { id weergavenaam partners { naam { volledigeNaam } } contactgegevens { email }
    kinderen { leeftijd } ouders { geslacht } adressering { aanhef } }
  ... on Onderneming { id vestigingen { naam } contactgegevens { email } } } }"""


def ref(persona: Persona, typename: str) -> dict[str, str]:
    return {"__typename": typename, "id": id_of(persona)}


async def test_the_caller_is_found_by_type_and_by_interface(desk: Desk) -> None:
    representations = [ref(SANNE, "NatuurlijkPersoon"), ref(SANNE, "Klant")]
    data = await desk.data(ENTITIES, SANNE, {"representations": representations})
    assert [entity["weergavenaam"] for entity in data["_entities"]] == ["Sanne de Vries"] * 2


async def test_nobody_else_is_and_the_answer_does_not_say_who_exists(desk: Desk) -> None:
    representations = [
        ref(HENDRIK, "NatuurlijkPersoon"),
        ref(HENDRIK, "Klant"),
        ref(BAKKERIJ, "Onderneming"),
        ref(SANNE, "Onderneming"),
        {"__typename": "Klant", "id": "bestaat niet"},
    ]
    answer = await desk.ask(ENTITIES, SANNE, {"representations": representations})
    assert answer["data"]["_entities"] == [None] * 5
    assert codes(answer) == ["NIET_GEVONDEN"] * 5
    assert len({error["message"] for error in answer["errors"]}) == 1


async def test_a_list_costs_no_more_statements_than_one(desk: Desk) -> None:
    with statements() as for_one:
        await desk.data(ENTITIES, SANNE, {"representations": [ref(SANNE, "Klant")]})
    with statements() as for_many:
        await desk.data(ENTITIES, SANNE, {"representations": [ref(SANNE, "Klant")] * 50})
    # The bus looks at its outbox when it likes.
    one, many = ([each for each in all_ if "bus_message" not in each] for all_ in (for_one, for_many))
    assert len(one) == 3, one
    assert len(many) == len(one), many


CHANGE = """mutation($input: ContactgegevensInput!) { contactgegevensWijzigen(input: $input) { __typename
  ... on Gewijzigd { gewijzigdOp contactgegevens { email telefoonnummer voorkeurskanaal }
    klant { weergavenaam contactgegevens { email } } }
  ... on NietToegestaan { reden wettelijkeGrondslag } } }"""


async def test_a_customer_changes_how_to_be_reached(desk: Desk) -> None:
    given = {"input": {"email": "sanne@elders.example", "telefoonnummer": "06 12345678"}}
    data = await desk.data(CHANGE, SANNE, given)
    result = data["contactgegevensWijzigen"]
    assert result.pop("gewijzigdOp")
    assert result == {
        "__typename": "Gewijzigd",
        "contactgegevens": {
            "email": "sanne@elders.example",
            "telefoonnummer": "+31612345678",
            "voorkeurskanaal": "EMAIL",
        },
        "klant": {"weergavenaam": "Sanne de Vries", "contactgegevens": {"email": "sanne@elders.example"}},
    }
    after = await desk.data("{ ik { contactgegevens { email } } }", SANNE)
    assert after == {"ik": {"contactgegevens": {"email": "sanne@elders.example"}}}


async def test_a_change_touches_nobody_else(desk: Desk) -> None:
    query = "{ ik { contactgegevens { email telefoonnummer voorkeurskanaal gewijzigdOp } } }"
    before = await desk.data(query, HENDRIK)
    await desk.data(CHANGE, SANNE, {"input": {"email": None, "voorkeurskanaal": "POST"}})
    assert await desk.data(query, HENDRIK) == before


@pytest.mark.parametrize(
    ("given", "veld"),
    [
        ({}, "input"),
        ({"email": "geen adres"}, "email"),
        ({"telefoonnummer": "112"}, "telefoonnummer"),
        ({"voorkeurskanaal": None}, "voorkeurskanaal"),
        ({"email": None}, "voorkeurskanaal"),
    ],
)
async def test_a_bad_change_says_which_field_is_wrong(
    desk: Desk, given: dict[str, object], veld: str
) -> None:
    answer = await desk.ask(CHANGE, SANNE, {"input": given})
    assert answer["data"] == {"contactgegevensWijzigen": None}
    assert answer["errors"][0]["extensions"] == {"code": "ONGELDIGE_INVOER", "veld": veld}


@pytest.mark.parametrize("represented", [SANNE, BAKKERIJ], ids=lambda persona: persona.sleutel)
async def test_who_acts_for_another_changes_nothing_that_no_mandate_opens(
    desk: Desk, represented: Persona
) -> None:
    own = "{ ik { contactgegevens { email } } }"
    before = await desk.data(own, represented)
    answer = await desk.ask(CHANGE, acting_for(represented), {"input": {"email": "boef@post.example"}})
    assert codes(answer) == ["UNAUTHORIZED_FIELD_OR_TYPE"]
    assert await desk.data(own, represented) == before


@pytest.mark.parametrize("represented", [SANNE, BAKKERIJ], ids=lambda persona: persona.sleutel)
async def test_who_acts_for_another_is_told_as_whom_and_no_source_is_read_for_that(
    desk: Desk, represented: Persona
) -> None:
    query = "{ ik { id vertegenwoordiging { gemachtigde diensten rol middel } } }"
    mandaat = Mandaat(frozenset({"vergunningen", "belastingen"}), "bewindvoerder")
    gemachtigde = replace(acting_for(represented), mandaat=mandaat)
    with statements() as asked:
        acting = (await desk.data(query, gemachtigde))["ik"]
        alone = (await desk.data(query, represented))["ik"]
    assert acting["vertegenwoordiging"] == {
        "gemachtigde": "een-ander",
        "diensten": ["belastingen", "vergunningen"],
        "rol": "bewindvoerder",
        "middel": "demo",
    }
    assert alone == {"id": acting["id"], "vertegenwoordiging": None}
    # The bus looks at its outbox when it likes.
    assert [each for each in asked if "bus_message" not in each] == []


async def test_nobody_changes_anything_without_a_login(desk: Desk) -> None:
    answer = await desk.ask(CHANGE, None, {"input": {"email": "boef@post.example"}})
    assert codes(answer) == ["UNAUTHORIZED_FIELD_OR_TYPE"]


async def test_it_is_the_same_on_postgresql(database_url: str) -> None:
    async with desk_of(make_service, settings_for("persoonsgegevens", database_url)) as desk:
        await desk.data(CHANGE, SANNE, {"input": {"email": "sanne@elders.example"}})
        query = "{ ik { contactgegevens { email } ... on NatuurlijkPersoon { kinderen { leeftijd } } } }"
        assert await desk.data(query, SANNE) == {
            "ik": {
                "contactgegevens": {"email": "sanne@elders.example"},
                "kinderen": [{"leeftijd": 12}, {"leeftijd": 9}],
            }
        }


def test_the_interface_has_the_key_that_other_subgraphs_extend() -> None:
    sdl = schema.as_str()
    assert '@key(fields: "id")' in sdl.partition("interface Klant ")[2].partition("{")[0]
    assert "union _Entity = Instelling | NatuurlijkPersoon | Onderneming" in sdl


def test_settings_that_cannot_work_stop_the_service_before_it_starts() -> None:
    with pytest.raises(SettingsError):
        make_service(settings_for("persoonsgegevens", "mysql://root@localhost/klanten"))
