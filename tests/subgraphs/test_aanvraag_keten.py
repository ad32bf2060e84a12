"""The chain from form to zaak over both services: in one process, and over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from harness.memory_bijlagen import MemoryBijlagen
from harness.memory_progress import MemoryProgress
from harness.raw_server import http, raw_server
from harness.served import served
from harness.subgraph_desk import PSEUDONYM_KEY, SANNE, Desk, desk_of_app, settings_for
from starlette.applications import Starlette

from subgraphs.formulieren.service import ZAKEN_URL
from subgraphs.formulieren.service import make_service as make_formulieren
from subgraphs.service.bus.delivery import NotDelivered
from subgraphs.service.http_upstream import HttpUpstream
from subgraphs.service.upstream import AsgiUpstream, UpstreamUnavailable
from subgraphs.service.zaakregistratie.opdracht import Opdracht
from subgraphs.service.zaakregistratie.zaken_service import ZakenService
from subgraphs.service.zgw_token import REGISTRATIEGEHEIM, ZgwCredentials
from subgraphs.zaken.service import make_service as make_zaken

SECRET = {REGISTRATIEGEHEIM: "a secret that both services know about"}
GEGEVENS = {
    "onderwerp": "Windpark",
    "verzoek": "Alle stukken over het windpark",
    "naam": "S",
    "email": "s@b.nl",
}
START = """mutation { it: aanvraagStarten(input: {
    formulier: "woo-verzoek-indienen", idempotentiesleutel: "start" }) { aanvraag { id } } }"""
SAVE = """mutation ($id: ID!, $gegevens: JSON!) { it: aanvraagBewaren(input: {
    aanvraag: $id, gegevens: $gegevens }) { gelukt fouten { veld } } }"""
SUBMIT = """mutation ($id: ID!) { it: aanvraagIndienen(input: {
    aanvraag: $id, idempotentiesleutel: "indienen" }) { gelukt aanvraag { stand zaak { id } } } }"""
WITHDRAW = """mutation ($id: ID!) { it: aanvraagIntrekken(input: { aanvraag: $id }) {
    gelukt fouten { code } aanvraag { stand intrekking { afloop } gewistOp gegevens zaak { id } } } }"""
ENDED = """query ($r: [_Any!]!) { _entities(representations: $r) { ... on Klant {
    zaken(first: 1) { edges { node { id einddatum resultaat { omschrijving }
    status { omschrijving } documenten { titel } } } } } } }"""
ZAKEN = """query ($r: [_Any!]!) { _entities(representations: $r) { ... on Klant {
    zaken(first: 1) { totaal edges { node { id omschrijving status { omschrijving } } } } } } }"""


@pytest.fixture
def zaken(tmp_path: Path) -> Starlette:
    return make_zaken(settings_for("zaken", f"sqlite:///{tmp_path / 'zaken.sqlite3'}", **SECRET))


@pytest.fixture
async def zaken_desk(zaken: Starlette) -> AsyncIterator[Desk]:
    async with desk_of_app(zaken, "zaken") as desk:
        yield desk


@pytest.fixture
def opdracht() -> Opdracht:
    nu = datetime(2026, 3, 2, tzinfo=UTC)
    return Opdracht("a", "k", "woo-verzoek", "Woo-verzoek indienen", GEGEVENS, nu)


async def own_zaken(desk: Desk) -> Mapping[str, Any]:
    reference = {"__typename": "Klant", "id": SANNE.klant_id(PSEUDONYM_KEY)}
    found: Mapping[str, Any] = (await desk.data(ZAKEN, SANNE, {"r": [reference]}))["_entities"][0]["zaken"]
    return found


async def submit(desk: Desk) -> Mapping[str, Any]:
    aanvraag_id = (await desk.data(START, SANNE))["it"]["aanvraag"]["id"]
    saved = await desk.data(SAVE, SANNE, {"id": aanvraag_id, "gegevens": GEGEVENS})
    assert saved["it"] == {"gelukt": True, "fouten": []}
    uitkomst: Mapping[str, Any] = (await desk.data(SUBMIT, SANNE, {"id": aanvraag_id}))["it"]
    assert uitkomst["gelukt"]
    return uitkomst


async def test_a_submitted_form_is_a_zaak_that_was_not_there_before(
    zaken: Starlette, zaken_desk: Desk, sqlite_url: str
) -> None:
    before = await own_zaken(zaken_desk)
    settings = settings_for("formulieren", sqlite_url, **SECRET)
    async with desk_of_app(make_formulieren(settings, AsgiUpstream(zaken)), "formulieren") as desk:
        uitkomst = await submit(desk)
        again = {"id": (await desk.data(START, SANNE))["it"]["aanvraag"]["id"]}
        assert uitkomst == (await desk.data(SUBMIT, SANNE, again))["it"]
    after = await own_zaken(zaken_desk)
    assert after["totaal"] == before["totaal"] + 1
    assert uitkomst["aanvraag"]["stand"] == "GEREGISTREERD"
    assert after["edges"][0]["node"] == {
        "id": uitkomst["aanvraag"]["zaak"]["id"],
        "omschrijving": "Woo-verzoek indienen",
        "status": {"omschrijving": "Ontvangen"},
    }


async def newest(desk: Desk) -> Mapping[str, Any]:
    reference = {"__typename": "Klant", "id": SANNE.klant_id(PSEUDONYM_KEY)}
    found = (await desk.data(ENDED, SANNE, {"r": [reference]}))["_entities"][0]["zaken"]
    node: Mapping[str, Any] = found["edges"][0]["node"]
    return node


async def test_what_was_submitted_is_withdrawn_and_its_zaak_has_ended(
    zaken: Starlette, zaken_desk: Desk, sqlite_url: str
) -> None:
    settings = settings_for("formulieren", sqlite_url, **SECRET)
    async with desk_of_app(make_formulieren(settings, AsgiUpstream(zaken)), "formulieren") as desk:
        zaak = (await submit(desk))["aanvraag"]["zaak"]
        own = {"id": (await desk.data(START, SANNE))["it"]["aanvraag"]["id"]}
        first, again = [(await desk.data(WITHDRAW, SANNE, own))["it"] for _ in range(2)]
    assert first == again
    assert (first["gelukt"], first["aanvraag"]["stand"], first["aanvraag"]["zaak"]) == (
        True,
        "INGETROKKEN",
        zaak,
    )
    assert (first["aanvraag"]["intrekking"], first["aanvraag"]["gegevens"]) == ({"afloop": "INGETROKKEN"}, {})
    node = await newest(zaken_desk)
    assert (node["id"], node["resultaat"]) == (zaak["id"], {"omschrijving": "Ingetrokken"})
    assert node["einddatum"] is not None


async def test_over_http_it_goes_the_same_way(zaken: Starlette, sqlite_url: str) -> None:
    async with served(zaken) as url:
        settings = settings_for("formulieren", sqlite_url, **SECRET, **{ZAKEN_URL: url})
        async with desk_of_app(make_formulieren(settings), "formulieren") as desk:
            assert (await submit(desk))["aanvraag"]["stand"] == "GEREGISTREERD"


async def test_while_the_zaken_service_is_away_an_aanvraag_waits(sqlite_url: str) -> None:
    settings = settings_for("formulieren", sqlite_url, **SECRET, **{ZAKEN_URL: "http://127.0.0.1:9"})
    async with desk_of_app(make_formulieren(settings), "formulieren") as desk:
        assert (await submit(desk))["aanvraag"] == {"stand": "INGEDIEND", "zaak": None}


async def test_services_that_do_not_share_a_secret_make_no_zaak(
    zaken: Starlette, zaken_desk: Desk, sqlite_url: str
) -> None:
    other = {REGISTRATIEGEHEIM: "another secret, of the right length"}
    settings = settings_for("formulieren", sqlite_url, **other)
    before = await own_zaken(zaken_desk)
    async with desk_of_app(make_formulieren(settings, AsgiUpstream(zaken)), "formulieren") as desk:
        assert (await submit(desk))["aanvraag"]["stand"] == "INGEDIEND"
    assert await own_zaken(zaken_desk) == before


@pytest.mark.parametrize(
    "answer",
    [
        http(b"{}"),
        http(b'{"zaak": 5}'),
        http(b'{"zaak": ""}'),
        http(b"[]"),
        http(b"<html>"),
        http(b'{"zaak": "z"}', status="500 Oops"),
        http(b"", status="302 Found\r\nLocation: http://elsewhere.example/"),
        b"no HTTP at all\r\n\r\n",
        b"",
    ],
)
async def test_any_answer_but_a_zaak_is_a_failed_attempt(opdracht: Opdracht, answer: bytes) -> None:
    async def behaviour(_request: bytes, writer: Any) -> None:
        writer.write(answer)
        writer.close()

    async with raw_server(behaviour) as server:
        service = ZakenService(
            HttpUpstream(f"http://127.0.0.1:{server.port}"),
            ZgwCredentials("formulieren", SECRET[REGISTRATIEGEHEIM]),
            MemoryBijlagen(),
        )
        with pytest.raises(NotDelivered):
            await service.registreer(opdracht, MemoryProgress())
        assert server.requests[0].startswith(b"POST /registraties ")


async def test_an_application_that_does_not_answer_is_unavailable() -> None:
    async def silent(_scope: Any, _receive: Any, _send: Any) -> None:
        return None

    with pytest.raises(UpstreamUnavailable):
        await AsgiUpstream(silent).post("/registraties", {}, b"{}")
