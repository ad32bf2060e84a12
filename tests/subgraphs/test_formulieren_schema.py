"""The formulieren subgraph as the gateway asks it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from harness.sdl_rules import gated_interfaces, open_without_saying, undescribed, used_but_not_imported
from harness.statements import statements
from harness.subgraph_desk import (
    BAKKERIJ,
    HENDRIK,
    MUZIEKSCHOOL,
    PSEUDONYM_KEY,
    SANNE,
    Desk,
    codes,
    desk_of_app,
    principal,
    settings_for,
)
from harness.zaakregistratie import registering

from auth.assurance import Niveau
from auth.principal import Klantsoort
from subgraphs.formulieren.schema import schema
from subgraphs.formulieren.service import make_service, make_service_with
from subgraphs.service.settings import SettingsError
from subgraphs.service.voorbeeldstad import Persona
from subgraphs.service.zgw_token import REGISTRATIEGEHEIM

TYPES = {
    Klantsoort.BURGER: "NatuurlijkPersoon",
    Klantsoort.BEDRIJF: "Onderneming",
    Klantsoort.INSTELLING: "Instelling",
}
UITKOMST = (
    "gelukt aanvraag { id stand gegevens zaak { id } openstaand { code } } fouten { code veld melding }"
)
GOED = {
    "onderwerp": "Windpark",
    "verzoek": "Alle stukken over het windpark",
    "naam": "Sanne",
    "email": "s@example.nl",
}


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[Desk]:
    app = make_service_with(settings_for("formulieren", sqlite_url), registering())
    async with desk_of_app(app, "formulieren") as desk:
        yield desk


async def mutate(desk: Desk, who: Persona | None, name: str, **given: Any) -> dict[str, Any]:
    kind = f"{name[0].upper()}{name[1:]}Input"
    query = f"mutation ($input: {kind}!) {{ it: {name}(input: $input) {{ {UITKOMST} }} }}"
    return await desk.ask(query, who, {"input": given})


async def started(
    desk: Desk, who: Persona = SANNE, formulier: str = "woo-verzoek-indienen", sleutel: str = "s"
) -> str:
    answer = await mutate(desk, who, "aanvraagStarten", formulier=formulier, idempotentiesleutel=sleutel)
    aanvraag_id: str = answer["data"]["it"]["aanvraag"]["id"]
    return aanvraag_id


async def submitted(desk: Desk, sleutel: str = "s") -> tuple[str, str]:
    aanvraag_id = await started(desk, sleutel=sleutel)
    await mutate(desk, SANNE, "aanvraagBewaren", aanvraag=aanvraag_id, gegevens=GOED)
    answer = await mutate(desk, SANNE, "aanvraagIndienen", aanvraag=aanvraag_id, idempotentiesleutel="i")
    return aanvraag_id, answer["data"]["it"]["aanvraag"]["zaak"]["id"]


async def entity(
    desk: Desk, who: Persona | None, persona: Persona, selection: str, **required: Any
) -> dict[str, Any]:
    type_ = TYPES[persona.klantsoort]
    query = (
        f"query ($r: [_Any!]!) {{ _entities(representations: $r) {{ ... on {type_} {{ {selection} }} }} }}"
    )
    reference = {"__typename": type_, "id": persona.klant_id(PSEUDONYM_KEY), **required}
    return await desk.ask(query, who, {"r": [reference]})


def test_the_sdl_keeps_to_the_rules_of_the_graph() -> None:
    sdl = schema.as_str()
    assert undescribed(sdl) == []
    assert open_without_saying(sdl) == []
    assert gated_interfaces(sdl) == []
    assert used_but_not_imported(sdl) == set()


async def test_the_catalogue_is_public(desk: Desk) -> None:
    data = await desk.data("""{
        formulieren(first: 3, klantsoort: BURGER) { totaal edges { node { id } } pageInfo { hasNextPage } }
        formulier(id: "verhuizing-doorgeven") { klantsoorten schema stappen { titel velden } voorinvulbaar }
    }""")
    assert len(data["formulieren"]["edges"]) == 3
    assert data["formulieren"]["pageInfo"]["hasNextPage"]
    formulier = data["formulier"]
    assert formulier["klantsoorten"] == ["BURGER"]
    assert formulier["schema"]["properties"]["verhuisdatum"]["format"] == "date"
    assert set(formulier["voorinvulbaar"]) <= formulier["schema"]["properties"].keys()


async def test_an_unknown_form_is_not_found(desk: Desk) -> None:
    answer = await desk.ask('{ formulier(id: "no-such-form") { titel } }')
    assert (answer["data"], codes(answer)) == ({"formulier": None}, ["NIET_GEVONDEN"])


PREFILL: list[tuple[Persona, str, Mapping[str, Any], Mapping[str, Any]]] = [
    (
        SANNE,
        "uittreksel-brp-aanvragen",
        {"naam": {"volledigeNaam": "Sanne de Vries"}, "contactgegevens": {"email": "s@example.nl"}},
        {"naam": "Sanne de Vries", "email": "s@example.nl"},
    ),
    (
        BAKKERIJ,
        "alcoholvergunning-aanvragen",
        {"statutaireNaam": "De Gouden Korst B.V.", "kvkNummer": "90000101", "rsin": None},
        {"organisatienaam": "De Gouden Korst B.V.", "kvkNummer": "90000101"},
    ),
    (
        MUZIEKSCHOOL,
        "subsidie-aanvragen",
        {"statutaireNaam": "Stichting Muziekschool", "rsin": "999980014", "rechtsvorm": "Stichting"},
        {"organisatienaam": "Stichting Muziekschool", "rsin": "999980014", "rechtsvorm": "Stichting"},
    ),
]


@pytest.mark.parametrize(("persona", "formulier", "required", "waarden"), PREFILL)
async def test_each_kind_of_customer_gets_prefill_from_what_came_along(
    desk: Desk, persona: Persona, formulier: str, required: Mapping[str, Any], waarden: Mapping[str, Any]
) -> None:
    selection = f'vooringevuld(formulier: "{formulier}") {{ waarden }}'
    answer = await entity(desk, persona, persona, selection, **required)
    assert answer["data"]["_entities"] == [{"vooringevuld": {"waarden": waarden}}]


@pytest.mark.parametrize("formulier", ["no-such-form", "subsidie-aanvragen"])
async def test_prefill_of_a_form_that_is_not_the_customers_is_not_found(desk: Desk, formulier: str) -> None:
    answer = await entity(desk, SANNE, SANNE, f'id vooringevuld(formulier: "{formulier}") {{ waarden }}')
    assert answer["data"]["_entities"][0]["vooringevuld"] is None
    assert codes(answer) == ["NIET_GEVONDEN"]


async def test_another_customer_and_another_kind_do_not_exist(desk: Desk) -> None:
    selection = "aanvragen { totaal }"
    other = await entity(desk, HENDRIK, SANNE, selection)
    assert (other["data"]["_entities"], codes(other)) == ([None], ["NIET_GEVONDEN"])
    as_company = {"__typename": "Onderneming", "id": SANNE.klant_id(PSEUDONYM_KEY)}
    query = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Onderneming { id } } }"
    assert codes(await desk.ask(query, SANNE, {"r": [as_company]})) == ["NIET_GEVONDEN"]


async def test_nobody_gets_nothing_private(desk: Desk) -> None:
    for answer in (
        await entity(desk, None, SANNE, "aanvragen { totaal }"),
        await desk.ask('{ aanvraag(id: "x") { id } }'),
        await mutate(desk, None, "aanvraagStarten", formulier="bezwaar-maken", idempotentiesleutel="s"),
        await mutate(desk, None, "aanvraagBewaren", aanvraag="x", gegevens={}),
        await mutate(desk, None, "aanvraagIndienen", aanvraag="x", idempotentiesleutel="s"),
        await mutate(desk, None, "aanvraagIntrekken", aanvraag="x"),
    ):
        assert codes(answer) == ["UNAUTHORIZED_FIELD_OR_TYPE"]
        assert set(map(str, answer["data"].values())) <= {"None", "[None]"}


async def test_a_login_that_is_too_weak_opens_nothing(desk: Desk) -> None:
    answer = await desk.ask('{ aanvraag(id: "x") { id } }', principal(SANNE, Niveau.BASIS))
    assert codes(answer) == ["UNAUTHORIZED_FIELD_OR_TYPE"]


async def test_an_aanvraag_goes_from_draft_to_zaak(desk: Desk) -> None:
    aanvraag_id, zaak_id = await submitted(desk)
    query = """query ($id: ID!, $r: [_Any!]!) {
        aanvraag(id: $id) { stand gegevens formulier { titel } zaak { id aanvraag { id } } }
        _entities(representations: $r) { ... on Zaak { aanvraag { id stand } } }
    }"""
    variables = {"id": aanvraag_id, "r": [{"__typename": "Zaak", "id": zaak_id}]}
    assert await desk.data(query, SANNE, variables) == {
        "aanvraag": {
            "stand": "GEREGISTREERD",
            "gegevens": GOED,
            "formulier": {"titel": "Woo-verzoek indienen"},
            "zaak": {"id": zaak_id, "aanvraag": {"id": aanvraag_id}},
        },
        "_entities": [{"aanvraag": {"id": aanvraag_id, "stand": "GEREGISTREERD"}}],
    }


async def test_errors_come_by_field_as_data(desk: Desk) -> None:
    aanvraag_id = await started(desk)
    answer = await mutate(desk, SANNE, "aanvraagIndienen", aanvraag=aanvraag_id, idempotentiesleutel="i")
    uitkomst = answer["data"]["it"]
    assert "errors" not in answer
    assert not uitkomst["gelukt"]
    assert [fout["veld"] for fout in uitkomst["fouten"]] == ["/email", "/naam", "/onderwerp", "/verzoek"]
    assert {fout["code"] for fout in uitkomst["fouten"]} == {"VERPLICHT"}
    assert len(uitkomst["aanvraag"]["openstaand"]) == 4


@pytest.mark.parametrize("gegevens", [[], "tekst", 5, {"naam": 10**40}])
async def test_data_that_is_no_json_object_gets_a_code(desk: Desk, gegevens: Any) -> None:
    answer = await mutate(desk, SANNE, "aanvraagBewaren", aanvraag=await started(desk), gegevens=gegevens)
    assert codes(answer) == ["ONGELDIGE_INVOER"]
    assert answer["errors"][0]["extensions"]["veld"] == "gegevens"


@pytest.mark.parametrize("thief", [HENDRIK, BAKKERIJ])
async def test_another_customers_aanvraag_cannot_be_read_or_touched(desk: Desk, thief: Persona) -> None:
    aanvraag_id, zaak_id = await submitted(desk)
    read = await desk.ask("query ($id: ID!) { aanvraag(id: $id) { gegevens } }", thief, {"id": aanvraag_id})
    unknown = await desk.ask("query ($id: ID!) { aanvraag(id: $id) { gegevens } }", thief, {"id": "no-such"})
    assert read == unknown
    references = [{"__typename": "Zaak", "id": zaak_id}, {"__typename": "Aanvraag", "id": aanvraag_id}]
    query = """query ($r: [_Any!]!) { _entities(representations: $r) {
        ... on Zaak { aanvraag { id } } ... on Aanvraag { id } } }"""
    answer = await desk.ask(query, thief, {"r": references})
    assert (answer["data"]["_entities"], codes(answer)) == ([{"aanvraag": None}, None], ["NIET_GEVONDEN"])
    for answer in (
        await mutate(desk, thief, "aanvraagBewaren", aanvraag=aanvraag_id, gegevens={}),
        await mutate(desk, thief, "aanvraagIndienen", aanvraag=aanvraag_id, idempotentiesleutel="i"),
        await mutate(desk, thief, "aanvraagIntrekken", aanvraag=aanvraag_id),
    ):
        assert (answer["data"], codes(answer)) == ({"it": None}, ["NIET_GEVONDEN"])


async def test_a_long_list_of_aanvragen_costs_as_many_statements_as_a_short_one(desk: Desk) -> None:
    for number in range(20):
        await started(desk, sleutel=f"s{number}")
    costs = []
    for first in (1, 20):
        node = "id formulier { titel } openstaand { code }"
        selection = f"aanvragen(first: {first}) {{ edges {{ node {{ {node} }} }} }}"
        with statements() as seen:
            answer = await entity(desk, SANNE, SANNE, selection)
        assert len(answer["data"]["_entities"][0]["aanvragen"]["edges"]) == first
        costs.append(len(seen))
    assert costs == [3, 3]


async def test_many_zaken_ask_for_their_aanvragen_in_one_statement(desk: Desk) -> None:
    zaak_ids = [(await submitted(desk, f"s{number}"))[1] for number in range(3)]
    references = [{"__typename": "Zaak", "id": zaak_id} for zaak_id in [*zaak_ids, "elsewhere"]]
    query = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Zaak { aanvraag { stand } } } }"
    with statements() as seen:
        data = await desk.data(query, SANNE, {"r": references})
    assert [zaak["aanvraag"] and zaak["aanvraag"]["stand"] for zaak in data["_entities"]] == [
        "GEREGISTREERD",
        "GEREGISTREERD",
        "GEREGISTREERD",
        None,
    ]
    assert len(seen) == 1


@pytest.mark.parametrize("secrets", [{}, {REGISTRATIEGEHEIM: "x" * 40}, {"ZAKEN_URL": "http://zaken"}])
def test_by_itself_the_service_needs_to_know_where_zaken_are_registered(
    sqlite_url: str, secrets: dict[str, str]
) -> None:
    with pytest.raises(SettingsError):
        make_service(settings_for("formulieren", sqlite_url, **secrets))


async def test_a_product_has_its_forms_by_the_keys_that_came_along(desk: Desk) -> None:
    query = (
        "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Product { id formulieren { id } } } }"
    )
    sleutels = ["woo-verzoek-indienen", "bestaat-niet-meer"]
    reference = {"__typename": "Product", "id": "woo", "formuliersleutels": sleutels}
    data = await desk.data(query, None, {"r": [reference]})
    assert data["_entities"] == [{"id": "woo", "formulieren": [{"id": "woo-verzoek-indienen"}]}]
