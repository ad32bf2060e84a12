"""The zaken subgraph as the gateway asks it: the customer's own, and nothing of another."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from harness.sdl_rules import gated_interfaces, open_without_saying, undescribed, used_but_not_imported
from harness.statements import statements
from harness.subgraph_desk import (
    BAKKERIJ,
    HENDRIK,
    PSEUDONYM_KEY,
    SANNE,
    Desk,
    acting_for,
    codes,
    desk_of,
    principal,
    settings_for,
)
from harness.zaken_rows import ZakenRows

from auth.assurance import Niveau
from subgraphs.service.database import Database
from subgraphs.service.pagination import cursor
from subgraphs.service.voorbeeldstad import Persona
from subgraphs.service.zgw_token import REGISTRATIEGEHEIM
from subgraphs.zaken.demo_dossier import MEDEWERKERS
from subgraphs.zaken.schema import schema
from subgraphs.zaken.service import make_service

ENTITY = (
    "query ($r: [_Any!]!, $first: Int, $after: String) { _entities(representations: $r) { __typename %s } }"
)
ZAKEN = """... on Klant { zaken(first: $first, after: $after) {
    totaal edges { node { id %s } } pageInfo { hasNextPage endCursor }
} }"""
EVERYTHING = """
    identificatie omschrijving startdatum einddatum uiterlijkeEinddatumAfdoening verwachteEinddatum
    termijnVerstreken zaaktype { omschrijving } status { omschrijving }
    statussen { datum substatussen { omschrijving } }
    voortgang { stappen { stand } huidige { omschrijving } aantalTeDoen } resultaat { omschrijving }
    documenten { titel downloadUrl } besluiten { besluittype } einddatumServicenorm
    opschorting { reden } verlenging { duur } archief { nominatie status actiedatum }
    hoofdzaak { id } deelzaken { id } rollen { soort omschrijving betrokkene naam }
"""


@pytest.fixture
async def desk(zaken_url: str) -> AsyncIterator[Desk]:
    settings = settings_for(
        "zaken", zaken_url, **{REGISTRATIEGEHEIM: "a secret that both services know about"}
    )
    async with desk_of(make_service, settings) as desk:
        yield desk


def reference(persona: Persona) -> dict[str, str]:
    return {"__typename": "Klant", "id": persona.klant_id(PSEUDONYM_KEY)}


async def zaken_of(
    desk: Desk, persona: Persona, first: int = 100, selection: str = ""
) -> list[dict[str, Any]]:
    query = ENTITY % (ZAKEN % selection)
    data = await desk.data(query, persona, {"r": [reference(persona)], "first": first})
    return [edge["node"] for edge in data["_entities"][0]["zaken"]["edges"]]


def test_the_sdl_keeps_to_the_rules_of_the_graph() -> None:
    sdl = schema.as_str()
    assert undescribed(sdl) == []
    assert open_without_saying(sdl) == []
    assert gated_interfaces(sdl) == []
    assert used_but_not_imported(sdl) == set()


async def test_the_interface_object_gives_a_customer_their_zaken(desk: Desk) -> None:
    zaken = await zaken_of(desk, SANNE, selection=EVERYTHING)
    assert len(zaken) > 20
    assert all(zaak["status"] and zaak["zaaktype"] for zaak in zaken)
    assert all(zaak["archief"] if zaak["einddatum"] else not zaak["archief"] for zaak in zaken)
    assert all(zaak["rollen"][0]["betrokkene"] == "KLANT" for zaak in zaken)
    ids = {zaak["id"] for zaak in zaken}
    delen = [(zaak["id"], deel["id"]) for zaak in zaken for deel in zaak["deelzaken"]]
    assert delen
    assert sorted(delen) == sorted(
        (zaak["hoofdzaak"]["id"], zaak["id"]) for zaak in zaken if zaak["hoofdzaak"]
    )
    assert ids.issuperset(deel for _, deel in delen)


async def test_no_official_is_named(desk: Desk) -> None:
    zaken = await zaken_of(desk, SANNE, selection=EVERYTHING)
    namen = {(rol["betrokkene"], rol["naam"]) for zaak in zaken for rol in zaak["rollen"]}
    assert {wie for wie, naam in namen if naam} == {"AFDELING"}
    assert not [naam for naam in MEDEWERKERS if naam in str(zaken)]


async def test_a_mandate_that_is_not_for_zaken_opens_none(desk: Desk) -> None:
    variables = {"r": [reference(SANNE)], "first": 1}
    answer = await desk.ask(ENTITY % (ZAKEN % ""), acting_for(SANNE), variables)
    assert answer["data"]["_entities"][0]["zaken"] is None
    assert codes(answer) == ["UNAUTHORIZED_FIELD_OR_TYPE"]


async def test_another_customers_zaken_do_not_exist(desk: Desk) -> None:
    variables = {"r": [reference(SANNE), reference(HENDRIK)], "first": 1}
    answer = await desk.ask(ENTITY % (ZAKEN % ""), SANNE, variables)
    assert answer["data"]["_entities"][0]["zaken"]["totaal"] > 0
    assert answer["data"]["_entities"][1] is None
    assert codes(answer) == ["NIET_GEVONDEN"]


async def test_customers_share_no_zaken(desk: Desk) -> None:
    ids = [{zaak["id"] for zaak in await zaken_of(desk, who)} for who in (SANNE, HENDRIK, BAKKERIJ)]
    assert all(ids)
    assert not ids[0] & ids[1] | ids[1] & ids[2] | ids[0] & ids[2]


@pytest.mark.parametrize("how", ["zaak", "_entities"])
async def test_a_zaak_by_id_is_found_only_by_its_customer(desk: Desk, how: str) -> None:
    zaak_id = (await zaken_of(desk, SANNE, first=1))[0]["id"]
    if how == "zaak":
        query, variables = "query ($id: ID!) { it: zaak(id: $id) { id } }", {"id": zaak_id}
        unknown = {"id": "no-such-zaak"}
    else:
        query = "query ($r: [_Any!]!) { it: _entities(representations: $r) { ... on Zaak { id } } }"
        variables = {"r": [{"__typename": "Zaak", "id": zaak_id}]}  # type: ignore[dict-item]
        unknown = {"r": [{"__typename": "Zaak", "id": "no-such-zaak"}]}  # type: ignore[dict-item]
    assert zaak_id in str(await desk.data(query, SANNE, variables))
    not_mine = await desk.ask(query, HENDRIK, variables)
    not_there = await desk.ask(query, SANNE, unknown)
    assert not_mine == not_there
    assert not_mine["data"]["it"] in (None, [None])
    assert codes(not_mine) == ["NIET_GEVONDEN"]


async def test_nobody_gets_nothing_private_and_everything_public(desk: Desk) -> None:
    private = await desk.ask(ENTITY % (ZAKEN % ""), None, {"r": [reference(SANNE)]})
    assert (private["data"], codes(private)) == ({"_entities": [None]}, ["UNAUTHORIZED_FIELD_OR_TYPE"])
    by_id = await desk.ask('{ zaak(id: "x") { id } }')
    assert (by_id["data"], codes(by_id)) == ({"zaak": None}, ["UNAUTHORIZED_FIELD_OR_TYPE"])
    public = await desk.data(
        "{ zaaktypen { totaal edges { node { doorlooptijd stappen { omschrijving } } } } }"
    )
    assert public["zaaktypen"]["totaal"] == 13


async def test_a_login_that_is_too_weak_opens_no_zaken(desk: Desk) -> None:
    query = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Klant { zaken { totaal } } } }"
    answer = await desk.ask(query, principal(SANNE, Niveau.BASIS), {"r": [reference(SANNE)]})
    assert answer["data"]["_entities"] == [{"zaken": None}]
    assert codes(answer) == ["UNAUTHORIZED_FIELD_OR_TYPE"]


async def test_fifty_zaken_cost_as_many_statements_as_twenty(desk: Desk, zaken_url: str) -> None:
    database = Database(zaken_url)
    rows = ZakenRows(database)
    zaaktype = await rows.zaaktype()
    for number in range(30):
        klant_id = SANNE.klant_id(PSEUDONYM_KEY)
        zaak = await rows.zaak(zaaktype, klant_id, identificatie=f"ZAAK-2020-{number:07}")
        await rows.document(zaak, "Brief")
    await database.close()
    costs = []
    for first in (20, 50):
        with statements() as seen:
            assert len(await zaken_of(desk, SANNE, first, EVERYTHING)) == first
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 14, seen


async def test_many_references_to_zaken_cost_one_statement(desk: Desk) -> None:
    ids = [zaak["id"] for zaak in await zaken_of(desk, SANNE, 20)]
    query = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Zaak { omschrijving } } }"
    references = [{"__typename": "Zaak", "id": zaak_id} for zaak_id in ids]
    with statements() as seen:
        data = await desk.data(query, SANNE, {"r": references})
    assert len(data["_entities"]) == 20
    assert len(seen) == 1


async def test_cursors_lead_through_all_zaken(desk: Desk) -> None:
    query, after, seen = ENTITY % (ZAKEN % ""), None, []
    while True:
        variables = {"r": [reference(SANNE)], "first": 10, "after": after}
        page = (await desk.data(query, SANNE, variables))["_entities"][0]["zaken"]
        seen += [edge["node"]["id"] for edge in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert seen == [zaak["id"] for zaak in await zaken_of(desk, SANNE)]


@pytest.mark.parametrize(
    ("arguments", "veld"),
    [
        ("first: 0", "first"),
        ("first: 101", "first"),
        ('after: "geen cursor"', "after"),
        (f'after: "{cursor((5,))}"', "after"),
        ('zoek: "\\u0000"', "zoek"),
        ('zaaktype: "\\u0000"', "zaaktype"),
    ],
)
async def test_bad_arguments_get_a_code_and_the_name_of_the_argument(
    desk: Desk, arguments: str, veld: str
) -> None:
    query = (
        "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Klant { zaken(%s) { totaal } } } }"
    )
    answer = await desk.ask(query % arguments, SANNE, {"r": [reference(SANNE)]})
    assert codes(answer) == ["ONGELDIGE_INVOER"]
    assert answer["errors"][0]["extensions"]["veld"] == veld


async def test_an_id_that_no_database_holds_is_not_found(desk: Desk) -> None:
    assert codes(await desk.ask('{ zaak(id: "\\u0000") { id } }', SANNE)) == ["NIET_GEVONDEN"]


async def test_zaken_are_filtered_by_phase_and_text(desk: Desk) -> None:
    query = """query ($r: [_Any!]!) { _entities(representations: $r) { ... on Klant {
        alle: zaken { totaal }
        lopend: zaken(status: LOPEND) { totaal }
        klaar: zaken(status: AFGEROND) { totaal }
        niets: zaken(zoek: "bestaat niet") { totaal }
    } } }"""
    (klant,) = (await desk.data(query, SANNE, {"r": [reference(SANNE)]}))["_entities"]
    totals = {name: found["totaal"] for name, found in klant.items()}
    assert totals["lopend"] > 0
    assert totals["klaar"] > 0
    assert totals["alle"] == totals["lopend"] + totals["klaar"]
    assert totals["niets"] == 0
