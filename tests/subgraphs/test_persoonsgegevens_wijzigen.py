"""What customers may change and what they may only ask for, with a zaken service behind it or without."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from harness.brp_world import BrpWorld, brp_section, brp_world, connected
from harness.register_server import register_server
from harness.subgraph_desk import (
    BAKKERIJ,
    HENDRIK,
    PSEUDONYM_KEY,
    SANNE,
    Desk,
    desk_of,
    desk_of_app,
    settings_for,
)
from sqlalchemy import select, update
from starlette.responses import JSONResponse, Response

from subgraphs.persoonsgegevens import tables
from subgraphs.persoonsgegevens.bericht import Postvak
from subgraphs.persoonsgegevens.service import make_service
from subgraphs.persoonsgegevens.vingerafdruk import Vingerafdrukken
from subgraphs.service.database import Database
from subgraphs.service.zgw_token import FORMULIEREN, ZgwCredentials

GEHEIM = "registratiegeheim-van-de-proef-0"
VERHUIZING = {
    "straatnaam": "Molenweg",
    "huisnummer": 8,
    "huisnummertoevoeging": "A",
    "postcode": "1236 kl",
    "woonplaats": "Voorbeeldstad",
    "verhuisdatum": "2026-03-20",
    "aantalPersonen": 4,
    "idempotentiesleutel": "een-sleutel",
}
DOORGEVEN = """mutation($input: AdreswijzigingInput!) { adreswijzigingDoorgeven(input: $input) { __typename
  ... on AanvraagIngediend { aanvraag zaaktype zaak ingediendOp }
  ... on NietToegestaan { reden wettelijkeGrondslag } } }"""
STARTEN = """mutation($input: VerificatieInput!) { contactVerificatieStarten(input: $input) { __typename
  ... on VerificatieGestart { verificatie kanaal geldigTot }
  ... on NietToegestaan { reden } } }"""
BEVESTIGEN = """mutation($input: BevestigingInput!) { contactVerificatieBevestigen(input: $input) { __typename
  ... on Gewijzigd { contactgegevens { email emailGeverifieerdOp telefoonnummerGeverifieerdOp } }
  ... on VerificatieMislukt { reden pogingenOver } } }"""
WIJZIGEN = """mutation($input: ContactgegevensInput!) { contactgegevensWijzigen(input: $input) { __typename
  ... on NietToegestaan { reden } } }"""


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[Desk]:
    async with desk_of(make_service, settings_for("persoonsgegevens", sqlite_url)) as desk:
        yield desk


@asynccontextmanager
async def with_zaken(folder: Path, url: str, zaken: str, **more: Any) -> AsyncIterator[Desk]:
    """A desk whose file of sources names this zaken service."""
    section = {"zaken": {"url": zaken, "geheim": {"env": "GEHEIM"}}, **more}
    settings = connected(folder, url, section)
    settings = replace(settings, environ={**settings.environ, "GEHEIM": GEHEIM})
    async with desk_of(make_service, settings) as desk:
        yield desk


def registered() -> Response:
    return JSONResponse({"zaak": "zaak-1", "identificatie": "ZAAK-2026-1"}, 201)


async def soon(condition: Callable[[], Awaitable[bool]]) -> None:
    """Returns once it holds. Raises TimeoutError when that takes unreasonably long."""
    async with asyncio.timeout(15):
        while not await condition():  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(0.02)


async def doorgeven(desk: Desk, **changes: Any) -> dict[str, Any]:
    data = await desk.data(DOORGEVEN, SANNE, {"input": {**VERHUIZING, **changes}})
    found: dict[str, Any] = data["adreswijzigingDoorgeven"]
    return found


async def test_a_move_becomes_a_zaak(tmp_path: Path, database_url: str) -> None:
    async with register_server(registered()) as zaken, with_zaken(tmp_path, database_url, zaken.url) as desk:
        found = await doorgeven(desk)
        repeated = await doorgeven(desk)
    assert found.pop("ingediendOp")
    assert (found["__typename"], found["zaaktype"], found["zaak"]) == (
        "AanvraagIngediend",
        "verhuizing",
        "zaak-1",
    )
    assert {name: repeated[name] for name in found} == found
    (asked,) = zaken.asked
    ZgwCredentials(FORMULIEREN, GEHEIM).check(asked.headers["authorization"])
    body = orjson.loads(asked.body)
    assert (body["aanvraagId"], body["klantId"]) == (found["aanvraag"], SANNE.klant_id(PSEUDONYM_KEY))
    assert body["gegevens"] == {
        "verhuisdatum": "2026-03-20",
        "nieuweStraatnaam": "Molenweg",
        "nieuwHuisnummer": 8,
        "nieuweHuisnummertoevoeging": "A",
        "nieuwePostcode": "1236KL",
        "nieuweWoonplaats": "Voorbeeldstad",
        "aantalPersonen": 4,
    }


async def test_a_key_of_another_move_is_refused(tmp_path: Path, database_url: str) -> None:
    elsewhere = {"input": {**VERHUIZING, "straatnaam": "Kerkstraat"}}
    async with register_server(registered()) as zaken, with_zaken(tmp_path, database_url, zaken.url) as desk:
        first = await doorgeven(desk)
        refused = await desk.ask(DOORGEVEN, SANNE, elsewhere)
        the_same = await doorgeven(desk, postcode=" 1236KL ", straatnaam="Molenweg ")
        of_another = await desk.data(DOORGEVEN, HENDRIK, elsewhere)
    assert refused["data"] == {"adreswijzigingDoorgeven": None}
    assert refused["errors"][0]["extensions"] == {
        "code": "SLEUTEL_HERGEBRUIKT",
        "veld": "idempotentiesleutel",
    }
    assert the_same["aanvraag"] == first["aanvraag"]
    assert of_another["adreswijzigingDoorgeven"]["aanvraag"] != first["aanvraag"]
    assert len(zaken.asked) == 2


async def test_of_a_registered_move_no_address_is_kept(tmp_path: Path, database_url: str) -> None:
    async with register_server(registered()) as zaken, with_zaken(tmp_path, database_url, zaken.url) as desk:
        found = await doorgeven(desk)
    database = Database(database_url)
    async with database.reading() as session:
        (row,) = (await session.execute(select(tables.aanvraag))).mappings()
    await database.close()
    assert (row["aanvraag_id"], row["gegevens"]) == (found["aanvraag"], {})
    assert re.fullmatch("[0-9a-f]{64}", row["vingerafdruk"])
    vermoed = orjson.loads(zaken.asked[0].body)["gegevens"]
    guessed = Vingerafdrukken(b"een-andere-sleutel").van(row["klant_id"], row["zaaktype"], vermoed)
    assert row["vingerafdruk"] != guessed


async def test_a_move_that_an_earlier_version_wrote_down_is_still_known(
    tmp_path: Path, database_url: str
) -> None:
    async with register_server(registered()) as zaken, with_zaken(tmp_path, database_url, zaken.url) as desk:
        first = await doorgeven(desk)
        database = Database(database_url)
        async with database.writing() as session:
            await session.execute(update(tables.aanvraag).values(vingerafdruk=None))
        await database.close()
        assert (await doorgeven(desk))["aanvraag"] == first["aanvraag"]


async def test_a_move_waits_for_a_zaken_service_that_is_down(tmp_path: Path, sqlite_url: str) -> None:
    async with (
        register_server(Response(status_code=503), registered()) as zaken,
        with_zaken(tmp_path, sqlite_url, zaken.url) as desk,
    ):
        assert (await doorgeven(desk))["zaak"] is None

        async def there() -> bool:
            return (await doorgeven(desk))["zaak"] == "zaak-1"

        await soon(there)
    assert len({orjson.loads(asked.body)["aanvraagId"] for asked in zaken.asked}) == 1


@pytest.mark.parametrize(
    ("changes", "veld"),
    [
        ({"postcode": "0123 AB"}, "postcode"),
        ({"huisnummer": 0}, "huisnummer"),
        ({"straatnaam": " "}, "straatnaam"),
        ({"woonplaats": "x" * 81}, "woonplaats"),
        ({"huisnummertoevoeging": "x" * 11}, "huisnummertoevoeging"),
        ({"verhuisdatum": "2026-03-31"}, "verhuisdatum"),
        ({"verhuisdatum": "2024-03-31"}, "verhuisdatum"),
        ({"aantalPersonen": 21}, "aantalPersonen"),
        ({"idempotentiesleutel": ""}, "idempotentiesleutel"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_move_that_cannot_be_says_which_field_is_wrong(
    tmp_path: Path, sqlite_url: str, changes: dict[str, Any], veld: str
) -> None:
    async with register_server(registered()) as zaken, with_zaken(tmp_path, sqlite_url, zaken.url) as desk:
        answer = await desk.ask(DOORGEVEN, SANNE, {"input": {**VERHUIZING, **changes}})
    assert answer["errors"][0]["extensions"] == {"code": "ONGELDIGE_INVOER", "veld": veld}
    assert zaken.asked == []


async def test_a_company_moves_at_the_kvk(desk: Desk) -> None:
    data = await desk.data(DOORGEVEN, BAKKERIJ, {"input": VERHUIZING})
    assert data["adreswijzigingDoorgeven"]["wettelijkeGrondslag"] == "Handelsregisterwet 2007"


async def test_where_no_zaken_can_be_made_that_is_said(desk: Desk) -> None:
    found = await doorgeven(desk)
    assert found["__typename"] == "NietToegestaan"
    assert "formulier" in found["reden"]


@pytest.fixture
async def world() -> AsyncIterator[BrpWorld]:
    async with brp_world() as world:
        yield world


async def test_who_the_register_no_longer_follows_comes_to_the_desk(
    world: BrpWorld, tmp_path: Path, sqlite_url: str
) -> None:
    opschorting = {"reden": {"code": "M", "omschrijving": "ministerieel besluit"}}
    sanne = {**world.people.personen[SANNE.waarde], "opschortingBijhouding": opschorting}
    world.people.wijzig(sanne, "2026-03-01")
    async with (
        register_server(registered()) as zaken,
        with_zaken(tmp_path, sqlite_url, zaken.url, brp=brp_section(world.url)) as desk,
    ):
        assert (await doorgeven(desk))["wettelijkeGrondslag"] == "Wet basisregistratie personen"
    assert zaken.asked == []


async def test_an_address_is_confirmed_by_the_code_that_went_there(sqlite_url: str) -> None:
    settings = settings_for("persoonsgegevens", sqlite_url)
    async with desk_of_app(make_service(settings), settings.name) as desk:
        start = {"input": {"kanaal": "EMAIL", "waarde": "sanne@nieuw.example"}}
        gestart = (await desk.data(STARTEN, SANNE, start))["contactVerificatieStarten"]
        assert (gestart["__typename"], gestart["kanaal"]) == ("VerificatieGestart", "EMAIL")
        code = await code_in_the_letterbox(sqlite_url)
        wrong = {"input": {"verificatie": gestart["verificatie"], "code": "nee"}}
        refused = (await desk.data(BEVESTIGEN, SANNE, wrong))["contactVerificatieBevestigen"]
        of_another = (await desk.data(BEVESTIGEN, HENDRIK, wrong))["contactVerificatieBevestigen"]
        right = {"input": {"verificatie": gestart["verificatie"], "code": code}}
        taken = (await desk.data(BEVESTIGEN, SANNE, right))["contactVerificatieBevestigen"]
    assert refused == {"__typename": "VerificatieMislukt", "reden": "ONJUIST", "pogingenOver": 4}
    assert of_another == {"__typename": "VerificatieMislukt", "reden": "ONBEKEND", "pogingenOver": 0}
    assert taken["__typename"] == "Gewijzigd"
    assert taken["contactgegevens"]["email"] == "sanne@nieuw.example"
    assert taken["contactgegevens"]["emailGeverifieerdOp"]
    assert taken["contactgegevens"]["telefoonnummerGeverifieerdOp"] is None


async def code_in_the_letterbox(url: str) -> str:
    database = Database(url)
    postvak = Postvak(database, lambda: pytest.fail("nothing is sent here"))

    async def there() -> bool:
        return bool(await postvak.berichten())

    await soon(there)
    (bericht,) = await postvak.berichten()
    await database.close()
    return re.findall(r"\d{6}", bericht.tekst)[0]


async def test_a_municipality_may_take_confirmed_addresses_alone(tmp_path: Path, sqlite_url: str) -> None:
    async with desk_of(make_service, connected(tmp_path, sqlite_url, {"alleen_met_code": True})) as desk:
        given = {"input": {"email": "sanne@nieuw.example"}}
        refused = (await desk.data(WIJZIGEN, SANNE, given))["contactgegevensWijzigen"]
        away = {"input": {"telefoonnummer": None, "voorkeurskanaal": "POST"}}
        allowed = (await desk.data(WIJZIGEN, SANNE, away))["contactgegevensWijzigen"]
    assert refused["__typename"] == "NietToegestaan"
    assert "contactVerificatieStarten" in refused["reden"]
    assert allowed["__typename"] == "Gewijzigd"
