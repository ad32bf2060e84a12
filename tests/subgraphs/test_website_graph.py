"""The website subgraph: public throughout, and cheap to list."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from harness.statements import statements
from harness.subgraph_desk import SANNE, Desk, codes, desk_of, settings_for

from subgraphs.website.bouwproject import Projectfase as Fase
from subgraphs.website.product import Doelgroep
from subgraphs.website.service import make_service
from subgraphs.website.types_agenda import Projectfase
from subgraphs.website.types_product import Productdoelgroep

LISTS = ("producten", "openingstijden", "evenementen", "bouwprojecten", "nieuws")


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[Desk]:
    async with desk_of(make_service, settings_for("website", sqlite_url)) as desk:
        yield desk


def nodes(connection: Any) -> list[Any]:
    return [edge["node"] for edge in connection["edges"]]


async def test_a_product_has_its_national_name_its_costs_and_what_handles_it(desk: Desk) -> None:
    data = await desk.data("""{ product(id: "parkeervergunning") {
      titel uniformeProductnaam { naam uri } kosten { omschrijving bedrag } doelgroepen
      zaaktypeidentificaties formuliersleutels gewijzigdOp } }""")
    assert data["product"] == {
        "titel": "Parkeervergunning aanvragen",
        "uniformeProductnaam": {
            "naam": "parkeervergunning",
            "uri": "http://standaarden.overheid.nl/owms/terms/parkeervergunning",
        },
        "kosten": [
            {"omschrijving": "Eerste vergunning, per jaar", "bedrag": "84.00"},
            {"omschrijving": "Tweede vergunning, per jaar", "bedrag": "210.00"},
        ],
        "doelgroepen": ["BURGER", "BEDRIJF"],
        "zaaktypeidentificaties": ["parkeervergunning"],
        "formuliersleutels": ["parkeervergunning-aanvragen"],
        "gewijzigdOp": "2026-02-16",
    }


async def test_a_product_is_found_by_its_key(desk: Desk) -> None:
    data = await desk.data(
        "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Product { titel } } }",
        variables={
            "r": [
                {"__typename": "Product", "id": "paspoort"},
                {"__typename": "Product", "id": "niets"},
            ]
        },
    )
    assert data["_entities"] == [{"titel": "Paspoort aanvragen"}, None]


async def test_a_product_refers_to_its_zaaktypen_and_leaves_them_to_zaken(desk: Desk) -> None:
    data = await desk.data('{ product(id: "subsidie") { zaaktypen { __typename identificatie } } }')
    assert data["product"]["zaaktypen"] == [{"__typename": "Zaaktype", "identificatie": "subsidie"}]


async def test_products_are_chosen_by_words_and_by_whom_they_are_for(desk: Desk) -> None:
    data = await desk.data("""{
      drank: producten(zoek: "DRANK cafe") { edges { node { id } } }
      bedrijf: producten(doelgroep: BEDRIJF) { edges { node { doelgroepen } } } }""")
    assert nodes(data["drank"]) == [{"id": "alcoholvergunning"}]
    assert nodes(data["bedrijf"])
    assert all("BEDRIJF" in node["doelgroepen"] for node in nodes(data["bedrijf"]))


async def test_the_counter_says_whether_it_is_open_and_until_when(desk: Desk) -> None:
    data = await desk.data("""{ locatie(id: "stadhuis") {
      naam soort adres { straat } nuOpen volgendeWisseling { op open } week { dag tijdvakken { van tot } }
      dagen(vanaf: "2026-12-24", aantal: 3) { datum reden tijdvakken { van tot } } } }""")
    locatie = data["locatie"]
    assert locatie["nuOpen"] is True  # Monday at noon
    assert locatie["volgendeWisseling"] == {"op": "2026-03-02T17:00:00+01:00", "open": False}
    assert locatie["week"][3]["tijdvakken"] == [
        {"van": "09:00", "tot": "12:30"},
        {"van": "13:30", "tot": "20:00"},
    ]
    assert locatie["dagen"] == [
        {"datum": "2026-12-24", "reden": "Kerstavond", "tijdvakken": [{"van": "09:00", "tot": "14:00"}]},
        {"datum": "2026-12-25", "reden": "Eerste kerstdag", "tijdvakken": []},
        {"datum": "2026-12-26", "reden": "Tweede kerstdag", "tijdvakken": []},
    ]


async def test_only_exceptions_that_still_matter_are_told(desk: Desk) -> None:
    data = await desk.data('{ locatie(id: "bibliotheek") { uitzonderingen { van tot reden } } }')
    told = data["locatie"]["uitzonderingen"]
    assert told[0] == {"van": "2026-04-01", "tot": "2026-04-15", "reden": "Verbouwing van de leeszaal"}
    assert "2026-01-01" not in [each["van"] for each in told]


async def test_events_of_a_weekend_include_what_comes_back(desk: Desk) -> None:
    data = await desk.data("""{
      evenementen(vanaf: "2026-03-07T00:00:00+01:00", tot: "2026-03-09T00:00:00+01:00") {
        edges { node { titel terugkerend herhaling eerstvolgende { begin einde }
          perioden(vanaf: "2026-03-21T12:00:00+01:00") { begin } } } } }""")
    (markt,) = nodes(data["evenementen"])
    assert (markt["titel"], markt["terugkerend"], markt["herhaling"]) == ("Weekmarkt", True, "Elke zaterdag")
    assert markt["eerstvolgende"]["begin"] == "2026-03-07T09:00:00+01:00"
    # The market begins at nine on the clock, before and after the clock goes forward.
    assert [each["begin"] for each in markt["perioden"][:2]] == [
        "2026-03-21T09:00:00+01:00",
        "2026-03-28T09:00:00+01:00",
    ]
    assert markt["perioden"][2]["begin"] == "2026-04-04T09:00:00+02:00"


async def test_the_window_of_a_map_chooses_the_projects_it_shows(desk: Desk) -> None:
    data = await desk.data("""{
      haven: bouwprojecten(venster: {west: 5.10, zuid: 52.10, oost: 5.11, noord: 52.11})
        { edges { node { id fase geometrie } } }
      bouwt: bouwprojecten(fase: UITVOERING) { edges { node { id } } }
      zee: bouwprojecten(venster: {west: 3, zuid: 52, oost: 4, noord: 53}) { totaal } }""")
    (project,) = nodes(data["haven"])
    assert (project["id"], project["fase"]) == ("havenkwartier", "UITVOERING")
    assert project["geometrie"]["type"] == "Polygon"
    assert nodes(data["bouwt"]) == [{"id": "havenkwartier"}]
    assert data["zee"] == {"totaal": 0}


async def test_news_is_newest_first_and_chosen_by_its_heading(desk: Desk) -> None:
    data = await desk.data("""{ nieuws(first: 100, rubriek: "verkeer")
      { edges { node { titel rubriek gepubliceerdOp } } } }""")
    dates = [node["gepubliceerdOp"] for node in nodes(data["nieuws"])]
    assert dates == sorted(dates, reverse=True)
    assert len(dates) == 3
    assert {node["rubriek"] for node in nodes(data["nieuws"])} == {"Verkeer"}


async def test_one_search_goes_through_the_whole_website(desk: Desk) -> None:
    data = await desk.data("""{ websiteZoeken(zoek: "fietsbrug") {
      totaal
      edges { node { __typename ... on Bouwproject { wijk } ... on Nieuwsbericht { rubriek } } } } }""")
    assert data["websiteZoeken"]["totaal"] == 2
    assert nodes(data["websiteZoeken"]) == [
        {"__typename": "Bouwproject", "wijk": "Oost"},
        {"__typename": "Nieuwsbericht", "rubriek": "Verkeer"},
    ]


@pytest.mark.parametrize("name", [*LISTS, 'websiteZoeken(zoek: "de")'])
async def test_a_walk_along_the_cursors_sees_everything_once(desk: Desk, name: str) -> None:
    field, _, given = name.rstrip(")").partition("(")
    query = f"""query ($after: String) {{ found: {field}(first: 2, after: $after {given}) {{
      totaal edges {{ cursor }} pageInfo {{ hasNextPage endCursor }} }} }}"""
    seen: list[str] = []
    after = None
    while True:
        page = (await desk.data(query, variables={"after": after}))["found"]
        seen += [edge["cursor"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert len(seen) == len(set(seen)) == page["totaal"] >= 3


async def test_a_login_makes_no_difference(desk: Desk) -> None:
    query = "{ producten(first: 100) { totaal edges { node { id titel url } } } }"
    assert await desk.data(query) == await desk.data(query, SANNE)


@pytest.mark.parametrize(
    ("query", "veld"),
    [
        ("{ nieuws(first: 0) { totaal } }", "first"),
        ('{ producten(after: "onzin") { totaal } }', "after"),
        ('{ producten(zoek: "\\u0000") { totaal } }', "zoek"),
        ('{ websiteZoeken(zoek: "  ") { totaal } }', "zoek"),
        ("{ bouwprojecten(venster: {west: 5, zuid: 52, oost: 4, noord: 53}) { totaal } }", "venster"),
        ("{ bouwprojecten(venster: {west: 5, zuid: 52, oost: 400, noord: 53}) { totaal } }", "venster"),
        ('{ evenementen(vanaf: "0001-01-01T00:00:00+14:00") { totaal } }', "vanaf"),
        ('{ evenementen(tot: "9999-12-31T23:59:59-14:00") { totaal } }', "tot"),
    ],
)
async def test_bad_arguments_are_coded_errors_that_name_them(desk: Desk, query: str, veld: str) -> None:
    answer = await desk.ask(query)
    assert list(answer["data"].values()) == [None]
    assert answer["errors"][0]["extensions"] == {"code": "ONGELDIGE_INVOER", "veld": veld}


@pytest.mark.parametrize(
    ("days", "veld"), [("aantal: 0", "aantal"), ("aantal: 63", "aantal"), ('vanaf: "9999-12-30"', "vanaf")]
)
async def test_days_beyond_the_calendar_are_refused(desk: Desk, days: str, veld: str) -> None:
    answer = await desk.ask(f'{{ locatie(id: "stadhuis") {{ dagen({days}) {{ datum }} }} }}')
    assert [error["extensions"] for error in answer["errors"]] == [{"code": "ONGELDIGE_INVOER", "veld": veld}]


@pytest.mark.parametrize("name", ["product", "locatie", "evenement", "bouwproject", "nieuwsbericht"])
async def test_what_is_not_there_is_not_found(desk: Desk, name: str) -> None:
    answer = await desk.ask(f'{{ {name}(id: "eenhoorn") {{ id }} }}')
    assert (answer["data"], codes(answer)) == ({name: None}, ["NIET_GEVONDEN"])


@pytest.mark.parametrize("name", [*LISTS, 'websiteZoeken(zoek: "de")'])
async def test_many_items_cost_as_many_statements_as_one(database_url: str, name: str) -> None:
    field, _, given = name.rstrip(")").partition("(")
    query = f"query ($n: Int) {{ {field}(first: $n {given}) {{ totaal edges {{ node {{ __typename }} }} }} }}"
    async with desk_of(make_service, settings_for("website", database_url)) as desk:
        with statements() as for_one:
            await desk.data(query, variables={"n": 1})
        with statements() as for_all:
            data = await desk.data(query, variables={"n": 100})
    assert len(data[field]["edges"]) > 3
    assert len(for_one) == len(for_all) == 2, (for_one, for_all)


def test_the_enums_of_the_graph_are_those_of_the_website() -> None:
    for shown, kept in ((Productdoelgroep, Doelgroep), (Projectfase, Fase)):
        assert {member.name: member.value for member in shown} == {one.name: one.value for one in kept}
