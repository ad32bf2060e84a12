"""The postbus as a customer asks it: taken to answer, berichten to read, and what was said before."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from harness.postbus_rows import PostbusRows
from harness.statements import statements
from harness.subgraph_desk import (
    BAKKERIJ,
    HENDRIK,
    PSEUDONYM_KEY,
    SANNE,
    Desk,
    codes,
    desk_of,
    settings_for,
)
from harness.zaken_rows import ZakenRows

from subgraphs.service.database import Database
from subgraphs.service.voorbeeldstad import Persona
from subgraphs.service.zgw_token import REGISTRATIEGEHEIM
from subgraphs.zaken.service import make_service

ENTITY = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Klant { %s } } }"
TAKEN = "taken(first: 50) { totaal edges { node { id titel stand soort formulier url zaak { id } } } }"
BEANTWOORD = """mutation ($taak: ID!, $gegevens: JSON!, $sleutel: String!) {
    taakBeantwoorden(input: {taak: $taak, gegevens: $gegevens, idempotentiesleutel: $sleutel}) {
        taak { stand } fouten { code veld } } }"""
LEES = "mutation ($bericht: ID!) { berichtLezen(bericht: $bericht) { gelezen } }"
GOED = {"omschrijving": "Niets", "akkoord": True}


@pytest.fixture
async def desk(zaken_url: str) -> AsyncIterator[Desk]:
    settings = settings_for(
        "zaken", zaken_url, **{REGISTRATIEGEHEIM: "a secret that both services know about"}
    )
    async with desk_of(make_service, settings) as desk:
        yield desk


async def klant(desk: Desk, persona: Persona, selection: str) -> dict[str, Any]:
    reference = {"__typename": "Klant", "id": persona.klant_id(PSEUDONYM_KEY)}
    data = await desk.data(ENTITY % selection, persona, {"r": [reference]})
    found: dict[str, Any] = data["_entities"][0]
    return found


async def taak(desk: Desk, titel: str, persona: Persona = SANNE) -> dict[str, Any]:
    edges = (await klant(desk, persona, TAKEN))["taken"]["edges"]
    return next(edge["node"] for edge in edges if edge["node"]["titel"] == titel)


async def antwoord(
    desk: Desk, taak_id: str, gegevens: Any = None, sleutel: str = "een", who: Persona = SANNE
) -> dict[str, Any]:
    variables = {"taak": taak_id, "gegevens": GOED if gegevens is None else gegevens, "sleutel": sleutel}
    return await desk.ask(BEANTWOORD, who, variables)


async def test_every_persona_has_something_in_the_postbus(desk: Desk) -> None:
    for persona in (SANNE, HENDRIK, BAKKERIJ):
        selection = "taken { totaal } berichten { totaal } contactmomenten { totaal }"
        found = await klant(desk, persona, selection)
        assert {name: each["totaal"] > 0 for name, each in found.items()} == dict.fromkeys(found, True)


async def test_a_taak_shows_what_is_asked_and_the_zaak_it_is_for(desk: Desk) -> None:
    found = await taak(desk, "Vul uw aanvraag aan")
    assert (found["stand"], found["soort"]) == ("OPEN", "FORMULIER")
    assert "omschrijving" in found["formulier"]["properties"]
    assert found["zaak"]["id"]
    elsewhere = await taak(desk, "Betaal de leges")
    assert (elsewhere["formulier"], elsewhere["soort"]) == (None, "BETALING")
    assert elsewhere["url"].startswith("https://")
    assert (await taak(desk, "Geef uw rekeningnummer door"))["stand"] == "VERLOPEN"


async def test_a_taak_is_answered_once(desk: Desk) -> None:
    taak_id = (await taak(desk, "Vul uw aanvraag aan"))["id"]
    for _ in range(2):
        done = (await antwoord(desk, taak_id))["data"]["taakBeantwoorden"]
        assert done == {"taak": {"stand": "INGEDIEND"}, "fouten": []}
    other = (await antwoord(desk, taak_id, sleutel="twee"))["data"]["taakBeantwoorden"]
    assert other["fouten"] == [{"code": "AL_BEANTWOORD", "veld": None}]
    changed = {**GOED, "omschrijving": "Alles"}
    again = (await antwoord(desk, taak_id, changed))["data"]["taakBeantwoorden"]
    assert again["fouten"] == [{"code": "SLEUTEL_HERGEBRUIKT", "veld": None}]


@pytest.mark.parametrize(
    ("gegevens", "fouten"),
    [
        ({}, [("VERPLICHT", "/akkoord"), ("VERPLICHT", "/omschrijving")]),
        ({**GOED, "omschrijving": ""}, [("ONGELDIG", "/omschrijving")]),
        ({**GOED, "kleur/x": 1}, [("ONBEKEND_VELD", "/kleur~1x")]),
        ({**GOED, "omschrijving": "x" * 70_000}, [("TE_GROOT", None)]),
    ],
    ids=["leeg", "te kort", "onbekend", "te lang"],
)
async def test_an_answer_that_is_not_right_is_told_by_field(desk: Desk, gegevens: Any, fouten: Any) -> None:
    taak_id = (await taak(desk, "Vul uw aanvraag aan"))["id"]
    told = (await antwoord(desk, taak_id, gegevens))["data"]["taakBeantwoorden"]
    assert [(each["code"], each["veld"]) for each in told["fouten"]] == fouten
    assert told["taak"]["stand"] == "OPEN"


async def test_a_taak_that_is_over_or_elsewhere_takes_no_answer(desk: Desk) -> None:
    expected = {
        "Geef uw rekeningnummer door": "VERLOPEN",
        "Bevestig uw contactgegevens": "AL_BEANTWOORD",
        "Betaal de leges": "ELDERS",
    }
    for titel, code in expected.items():
        told = (await antwoord(desk, (await taak(desk, titel))["id"]))["data"]["taakBeantwoorden"]
        assert [each["code"] for each in told["fouten"]] == [code]
    told = await antwoord(desk, (await taak(desk, "Vul uw aanvraag aan"))["id"], sleutel="")
    assert told["data"]["taakBeantwoorden"]["fouten"][0]["code"] == "ONGELDIGE_SLEUTEL"


async def test_the_taken_of_another_can_be_neither_seen_nor_answered(desk: Desk) -> None:
    taak_id = (await taak(desk, "Vul uw aanvraag aan"))["id"]
    assert codes(await antwoord(desk, taak_id, who=HENDRIK)) == ["NIET_GEVONDEN"]
    assert codes(await antwoord(desk, "een\x00ander")) == ["NIET_GEVONDEN"]
    assert codes(await desk.ask(BEANTWOORD, None, {"taak": taak_id, "gegevens": GOED, "sleutel": "x"})) == [
        "UNAUTHORIZED_FIELD_OR_TYPE"
    ]
    assert codes(await antwoord(desk, taak_id, gegevens=["lijst"])) == ["ONGELDIGE_INVOER"]


async def test_a_bericht_is_marked_as_read(desk: Desk) -> None:
    selection = "berichten(gelezen: false) { totaal edges { node { id onderwerp gelezen zaak { id } } } }"
    before = (await klant(desk, SANNE, selection))["berichten"]
    bericht = before["edges"][0]["node"]
    assert bericht["onderwerp"] == "Uw aanvraag is ontvangen"
    assert codes(await desk.ask(LEES, HENDRIK, {"bericht": bericht["id"]})) == ["NIET_GEVONDEN"]
    assert await desk.data(LEES, SANNE, {"bericht": bericht["id"]}) == {"berichtLezen": {"gelezen": True}}
    assert (await klant(desk, SANNE, selection))["berichten"]["totaal"] == before["totaal"] - 1


async def test_a_page_of_berichten_takes_as_many_statements_as_one_with_bijlagen(
    desk: Desk, zaken_url: str
) -> None:
    klant_id, database = SANNE.klant_id(PSEUDONYM_KEY), Database(zaken_url)
    zaken, postbus = ZakenRows(database), PostbusRows(database)
    zaak = await zaken.zaak(await zaken.zaaktype(), klant_id, identificatie="ZAAK-2099-1")
    for number in range(6):
        brief = await zaken.document(zaak, f"Brief {number}")
        await postbus.bericht(klant_id, f"bericht {number}", number, bijlagen=[brief])
    await database.close()
    counted = []
    for first in (1, 6):
        with statements() as made:
            selection = f"berichten(first: {first}) {{ edges {{ node {{ bijlagen {{ titel }} }} }} }}"
            await klant(desk, SANNE, selection)
        counted.append(len([each for each in made if "\nFROM bericht" in each or "\nFROM document" in each]))
    assert counted == [2, 2]


async def test_a_page_of_taken_takes_as_many_statements_as_one_taak(desk: Desk) -> None:
    counted = []
    for first in (1, 5):
        with statements() as made:
            await klant(desk, SANNE, f"taken(first: {first}) {{ edges {{ node {{ zaak {{ id }} }} }} }}")
        # the service does things of its own meanwhile
        counted.append(len([each for each in made if "\nFROM taak" in each or "\nFROM zaak" in each]))
    assert counted[0] == counted[1] > 1
