"""With a BRP behind it: what it is asked, and what customers see while it is down, slow or wrong."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from harness.brp_world import BrpWorld, brp_section, brp_world, connected
from harness.standin import Fault
from harness.subgraph_desk import BAKKERIJ, HENDRIK, SANNE, Desk, desk_of

from standins.brp.standin import DOELBINDING
from subgraphs.persoonsgegevens.service import make_service
from subgraphs.service.settings import SettingsError

HERKOMST = "herkomst { bron authentiek inOnderzoek uitgeweken }"
QUERY = f"{{ ik {{ ... on NatuurlijkPersoon {{ naam {{ volledigeNaam {HERKOMST} }} {HERKOMST} }} }} }}"
FROM_BRP = {"bron": "BRP", "authentiek": True, "inOnderzoek": False, "uitgeweken": False}
FROM_MAGAZIJN = {"bron": "MAGAZIJN", "authentiek": False, "inOnderzoek": False, "uitgeweken": True}


@pytest.fixture
async def world() -> AsyncIterator[BrpWorld]:
    async with brp_world() as world:
        yield world


@pytest.fixture
async def desk(world: BrpWorld, tmp_path: Path, sqlite_url: str) -> AsyncIterator[Desk]:
    async with desk_of(
        make_service, connected(tmp_path, sqlite_url, {"brp": brp_section(world.url)})
    ) as desk:
        yield desk


async def sanne(desk: Desk) -> dict[str, Any]:
    found: dict[str, Any] = (await desk.data(QUERY, SANNE))["ik"]
    assert found["naam"].pop("volledigeNaam") == "Sanne Maria de Vries"
    return found


async def test_what_the_brp_gives_is_authentic(desk: Desk) -> None:
    assert await sanne(desk) == {"naam": {"herkomst": FROM_BRP}, "herkomst": FROM_BRP}


@pytest.mark.parametrize(
    ("selection", "fields"),
    [
        ("naam { volledigeNaam }", ["naam.volledigeNaam"]),
        ("leeftijd", ["leeftijd"]),
        ("geboorte { jaar langFormaat plaats }", ["geboorte.datum", "geboorte.plaats"]),
        ("verblijfplaats { __typename }", ["verblijfplaats.type"]),
        (
            "verblijfplaats { ... on Adres { postcode huisnummer } }",
            ["verblijfplaats.verblijfadres.huisnummer", "verblijfplaats.verblijfadres.postcode"],
        ),
        ("adressering { aanhef }", ["adressering.aanhef"]),
        (
            "partners { soortVerbintenis }",
            ["partners.ontbindingHuwelijkPartnerschap.datum", "partners.soortVerbintenis"],
        ),
        ("kinderen { leeftijd }", ["kinderen.geboorte.datum"]),
        ("geheimhouding contactgegevens { email }", []),
        ("naam @skip(if: true) { voornamen } geslacht", ["geslacht"]),
    ],
)
async def test_the_brp_is_asked_for_the_fields_of_the_query_and_no_others(
    desk: Desk, world: BrpWorld, selection: str, fields: list[str]
) -> None:
    await desk.data(f"{{ ik {{ ...deel }} }} fragment deel on NatuurlijkPersoon {{ {selection} }}", SANNE)
    (body,) = world.heard.bodies
    assert body == {
        "type": "RaadpleegMetBurgerservicenummer",
        "burgerservicenummer": [SANNE.waarde],
        "fields": sorted(["burgerservicenummer", *fields]),
    }


async def test_one_question_serves_all_positions_of_a_query(desk: Desk, world: BrpWorld) -> None:
    ref = {"__typename": "NatuurlijkPersoon", "id": (await desk.data("{ ik { id } }", SANNE))["ik"]["id"]}
    world.heard.bodies.clear()
    query = """query($r: [_Any!]!) { ik { weergavenaam } _entities(representations: $r) {
      ... on NatuurlijkPersoon { leeftijd kinderen { naam { voornamen } } } } }"""
    data = await desk.data(query, SANNE, {"r": [ref] * 20})
    assert data["_entities"] == [data["_entities"][0]] * 20
    assert len(world.heard.bodies) == 1


async def test_each_question_says_what_it_is_for(world: BrpWorld, tmp_path: Path, sqlite_url: str) -> None:
    gronden = {"inzage-eigen-gegevens": {"doelbinding": DOELBINDING, "verwerking": "Mijn gegevens"}}
    section = {"brp": brp_section(world.url, verwerkingen=gronden, oin="00000001234567890000")}
    async with desk_of(make_service, connected(tmp_path, sqlite_url, section)) as desk:
        await sanne(desk)
    headers = world.heard.headers[0]
    assert {
        name: value for name, value in headers.items() if name.startswith("x-") and name != "x-api-key"
    } == {
        "x-doelbinding": DOELBINDING,
        "x-verwerking": "Mijn gegevens",
        "x-gebruiker": "BurgerZelf",
        "x-origin-oin": "00000001234567890000",
    }


async def test_without_more_settings_the_processing_is_the_one_in_the_schema(
    desk: Desk, world: BrpWorld
) -> None:
    await sanne(desk)
    assert world.heard.headers[0]["x-verwerking"] == "inzage-eigen-gegevens"


def someone_else(world: BrpWorld) -> bytes:
    return orjson.dumps(
        {
            "type": "RaadpleegMetBurgerservicenummer",
            "personen": [world.people.personen[HENDRIK.waarde]],
        }
    )


JSON = "application/json"


@pytest.mark.parametrize(
    "fault",
    [
        Fault(503),
        Fault(500),
        Fault(429),
        Fault(403, b'{"title": "U bent niet geautoriseerd."}', "application/problem+json"),
        Fault(302),
        Fault(200, b"<h1>onderhoud</h1>"),
        Fault(200, b"[]", JSON),
        Fault(200, b'{"type": "RaadpleegMetBurgerservicenummer", "personen": [{"naam": {}}]}', JSON),
        Fault(200, b'{"type": "ZoekMetPostcodeEnHuisnummer"}', JSON),
    ],
    ids=[
        "unavailable",
        "broken",
        "too busy",
        "not allowed",
        "moved",
        "no json",
        "no object",
        "no bsn",
        "other",
    ],
)
async def test_a_register_that_fails_is_replaced_by_the_magazijn_and_that_is_said(
    desk: Desk, world: BrpWorld, fault: Fault
) -> None:
    world.register.fault = fault
    assert await sanne(desk) == {"naam": {"herkomst": FROM_MAGAZIJN}, "herkomst": FROM_MAGAZIJN}


async def test_an_answer_about_someone_else_is_no_answer(desk: Desk, world: BrpWorld) -> None:
    world.register.fault = Fault(200, someone_else(world), JSON)
    assert (await sanne(desk))["herkomst"] == FROM_MAGAZIJN


async def test_a_register_that_is_not_there_is_replaced_too(tmp_path: Path, sqlite_url: str) -> None:
    section = {"brp": brp_section("http://127.0.0.1:1")}
    async with desk_of(make_service, connected(tmp_path, sqlite_url, section)) as desk:
        assert (await sanne(desk))["herkomst"] == FROM_MAGAZIJN


@contextmanager
def silence() -> Iterator[str]:
    """The URL of what takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


async def test_nobody_waits_longer_than_the_budget_for_a_register_that_never_answers(
    tmp_path: Path, sqlite_url: str
) -> None:
    with silence() as url:
        section = {"brp": brp_section(url), "budget_seconden": 0.2}
        async with desk_of(make_service, connected(tmp_path, sqlite_url, section)) as desk:
            assert (await sanne(desk))["herkomst"] == FROM_MAGAZIJN


async def test_a_gateway_in_a_hurry_gets_the_magazijn_in_time(tmp_path: Path, sqlite_url: str) -> None:
    with silence() as url:
        section = {"brp": brp_section(url), "budget_seconden": 30}
        async with desk_of(make_service, connected(tmp_path, sqlite_url, section)) as desk:
            desk.client.headers["gemeentegraaf-timeout-ms"] = "400"
            assert (await sanne(desk))["herkomst"] == FROM_MAGAZIJN


async def test_a_register_that_keeps_failing_is_left_alone(desk: Desk, world: BrpWorld) -> None:
    world.register.fault = Fault(503)
    for _ in range(8):
        assert (await sanne(desk))["herkomst"] == FROM_MAGAZIJN
    assert len(world.register.calls) == 5


async def test_when_it_is_back_it_is_asked_again(desk: Desk, world: BrpWorld) -> None:
    world.register.fault = Fault(500)
    assert (await sanne(desk))["herkomst"] == FROM_MAGAZIJN
    world.register.fault = None
    assert (await sanne(desk))["herkomst"] == FROM_BRP


async def test_only_who_has_a_bsn_is_asked_about(desk: Desk, world: BrpWorld) -> None:
    data = await desk.data(
        "{ ik { weergavenaam ... on Onderneming { herkomst { bron uitgeweken } } } }", BAKKERIJ
    )
    assert data["ik"]["herkomst"] == {"bron": "MAGAZIJN", "uitgeweken": False}
    assert world.heard.bodies == []


async def test_a_municipality_may_prefer_its_magazijn(
    world: BrpWorld, tmp_path: Path, sqlite_url: str
) -> None:
    section = {"brp": brp_section(world.url), "volgorde": {"burger": ["magazijn", "brp"]}}
    async with desk_of(make_service, connected(tmp_path, sqlite_url, section)) as desk:
        assert (await sanne(desk))["herkomst"] == {**FROM_MAGAZIJN, "uitgeweken": False}
    assert world.heard.bodies == []


async def test_of_who_is_registered_elsewhere_the_brp_knows_more_than_our_magazijn(
    world: BrpWorld, tmp_path: Path, sqlite_url: str
) -> None:
    section = {
        "brp": brp_section(world.url),
        "volgorde": {"burger": ["magazijn", "brp"]},
        "gemeentecode": "0150",
    }
    async with desk_of(make_service, connected(tmp_path, sqlite_url, section)) as desk:
        assert (await sanne(desk))["herkomst"] == FROM_BRP
        world.register.fault = Fault(503)
        assert (await sanne(desk))["herkomst"] == FROM_MAGAZIJN


async def test_what_the_brp_says_of_someone_special_is_told(desk: Desk, world: BrpWorld) -> None:
    special = {
        "geheimhoudingPersoonsgegevens": True,
        "opschortingBijhouding": {
            "reden": {"code": "M", "omschrijving": "ministerieel besluit"},
            "datum": {"type": "Datum", "datum": "2025-11-03", "langFormaat": "3 november 2025"},
        },
        "overlijden": {"datum": {"type": "JaarDatum", "jaar": 2025, "langFormaat": "2025"}},
    }
    world.people.wijzig({**world.people.personen[SANNE.waarde], **special}, "2026-03-01")
    query = """{ ik { ... on NatuurlijkPersoon { geheimhouding
      opschortingBijhouding { reden datum langFormaat } overlijden { datum langFormaat plaats } } } }"""
    assert (await desk.data(query, SANNE))["ik"] == {
        "geheimhouding": True,
        "opschortingBijhouding": {
            "reden": "ministerieel besluit",
            "datum": "2025-11-03",
            "langFormaat": "3 november 2025",
        },
        "overlijden": {"datum": None, "langFormaat": "2025", "plaats": None},
    }


async def test_an_address_without_a_number_is_no_address(desk: Desk, world: BrpWorld) -> None:
    adres = {"type": "Adres", "verblijfadres": {"korteStraatnaam": "Lindelaan"}}
    world.people.wijzig({**world.people.personen[SANNE.waarde], "verblijfplaats": adres}, "2026-03-01")
    query = "{ ik { ... on NatuurlijkPersoon { verblijfplaats { __typename ... on Adres { %s } } } } }"
    whole = await desk.data(query % "straatnaam huisnummer", SANNE)
    assert whole["ik"]["verblijfplaats"] == {"__typename": "VerblijfplaatsOnbekend"}
    street = await desk.data(query % "straatnaam", SANNE)
    assert street["ik"]["verblijfplaats"] == {"__typename": "Adres", "straatnaam": "Lindelaan"}


async def test_no_bsn_of_a_relative_is_asked_or_told(desk: Desk, world: BrpWorld) -> None:
    query = (
        "{ ik { ... on NatuurlijkPersoon { partners { naam { volledigeNaam } } kinderen { leeftijd } } } }"
    )
    answer = await desk.ask(query, SANNE)
    asked = world.heard.bodies[0]["fields"]
    assert [field for field in asked if field.endswith("burgerservicenummer")] == ["burgerservicenummer"]
    assert "9999" not in str(answer)


@pytest.mark.parametrize(
    ("section", "told"),
    [
        ({"volgorde": {"burger": ["brp"]}}, "volgorde.burger names brp, of which nothing is said"),
        ({"volgorde": {"bedrijf": ["brp"]}}, "volgorde.bedrijf: brp does not know such customers"),
        ({"volgorde": {"burger": ["magazijn", "magazijn"]}}, "volgorde.burger names a source twice"),
        ({"volgorde": {"burger": []}}, "persoonsgegevens.volgorde.burger: Tuple should have at least 1 item"),
        ({"budget_seconden": 0}, "persoonsgegevens.budget_seconden"),
        (
            {"brp": {"url": "http://brp", "sleutel": "geheim"}},
            "persoonsgegevens.brp.doelbinding: Field required",
        ),
    ],
    ids=lambda value: "",
)
def test_settings_that_cannot_work_say_why(
    tmp_path: Path, sqlite_url: str, section: dict[str, Any], told: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        make_service(connected(tmp_path, sqlite_url, section))
    assert told in str(caught.value)


def test_a_register_cannot_be_asked_without_numbers(tmp_path: Path, sqlite_url: str) -> None:
    settings = replace(
        connected(tmp_path, sqlite_url, {"brp": brp_section("http://brp")}), identification_key=None
    )
    with pytest.raises(SettingsError, match="GEMEENTEGRAAF_IDENTIFICATIESLEUTEL is not set"):
        make_service(settings)
