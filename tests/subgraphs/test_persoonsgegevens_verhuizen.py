"""A move becomes a zaak in a real register: one, whatever happens there on the way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from harness.brp_world import connected
from harness.standin import Fault, Register, running
from harness.subgraph_desk import SANNE, Desk, desk_of
from harness.zgw_client import CRS, token
from harness.zgw_scenario import RSIN, Zgw
from sqlalchemy import select

from standins.zgw.standin import INTERFACES, make_standin
from standins.zgw.token import DEFAULT
from subgraphs.persoonsgegevens import tables
from subgraphs.persoonsgegevens.service import make_service
from subgraphs.service.database import Database
from subgraphs.service.settings import SettingsError

VERHUIZING = {
    "straatnaam": "Molenweg",
    "huisnummer": 8,
    "postcode": "1236 KL",
    "woonplaats": "Voorbeeldstad",
    "verhuisdatum": "2026-03-20",
    "idempotentiesleutel": "een-sleutel",
}
DOORGEVEN = """mutation($input: AdreswijzigingInput!) { adreswijzigingDoorgeven(input: $input) { __typename
  ... on AanvraagIngediend { aanvraag zaak }
  ... on NietToegestaan { reden } } }"""


def registratie(url: str, *zaaktypen: str) -> Mapping[str, Any]:
    """The section of a subgraph that registers at this stand-in."""
    apis = {api: f"{url}/{api}/api/v1" for api in ("zaken", "catalogi", "documenten")}
    login = {"client_id": DEFAULT.client_id, "geheim": {"env": "GEHEIM"}, "bronorganisatie": RSIN}
    return {"registratie": [{"naam": "open-zaak", **apis, **login, "zaaktypen": list(zaaktypen)}]}


@asynccontextmanager
async def register() -> AsyncIterator[Register]:
    town = Zgw()
    town.documenttype(
        "Aanvraagformulier",
        town.zaaktype("Verhuizing", ["Ontvangen", "Verwerkt"], identificatie="verhuizing"),
    )
    async with running(make_standin(town.given), INTERFACES) as server:
        yield server


@asynccontextmanager
async def desk_before(server: Register, folder: Path, database: str, *zaaktypen: str) -> AsyncIterator[Desk]:
    settings = connected(folder, database, registratie(server.url, *zaaktypen))
    settings = replace(settings, environ={**settings.environ, "GEHEIM": DEFAULT.secret})
    async with desk_of(make_service, settings) as desk:
        yield desk


async def doorgeven(desk: Desk) -> Mapping[str, Any]:
    found: Mapping[str, Any] = (await desk.data(DOORGEVEN, SANNE, {"input": VERHUIZING}))[
        "adreswijzigingDoorgeven"
    ]
    return found


async def registered(desk: Desk) -> Mapping[str, Any]:
    """What the customer is told once there is a zaak. Raises TimeoutError when that takes too long."""
    async with asyncio.timeout(15):
        while (told := await doorgeven(desk))["zaak"] is None:  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(0.05)
    return told


async def at(server: Register, path: str) -> list[dict[str, Any]]:
    async with httpx.AsyncClient(headers={"Authorization": token(), **CRS}) as client:
        answer = (await client.get(f"{server.url}/zaken/api/v1{path}")).raise_for_status().json()
    return list(answer["results"])


async def test_what_is_broken_off_half_way_becomes_one_zaak_all_the_same(
    tmp_path: Path, database_url: str
) -> None:
    async with register() as server, desk_before(server, tmp_path, database_url) as desk:
        server.fault = Fault(503, under="/zaken/api/v1/rollen")
        assert (await doorgeven(desk))["zaak"] is None
        waiting = await outbox(database_url)
        server.fault = None
        told = await registered(desk)
        (zaak,), (rol,), (status,) = [await at(server, path) for path in ("/zaken", "/rollen", "/statussen")]
    assert told["zaak"] == f"open-zaak~{zaak['uuid']}"
    assert zaak["kenmerken"] == [{"kenmerk": told["aanvraag"], "bron": "gemeentegraaf"}]
    assert rol["betrokkeneIdentificatie"]["inpBsn"] == SANNE.waarde
    assert status["zaak"] == rol["zaak"] == zaak["url"]
    assert SANNE.waarde not in str(waiting)
    assert list(waiting[0]) == ["betrokkene"]


async def outbox(database_url: str) -> list[Mapping[str, Any]]:
    """What the messages that wait hold."""
    database = Database(database_url)
    async with database.reading() as session:
        found = list((await session.execute(select(tables.outbox.c.content))).scalars())
    await database.close()
    return found


async def test_where_the_register_has_other_zaaktypen_a_move_cannot_be_passed_on(
    tmp_path: Path, sqlite_url: str
) -> None:
    async with register() as server, desk_before(server, tmp_path, sqlite_url, "bezwaar") as desk:
        assert (await doorgeven(desk))["__typename"] == "NietToegestaan"
        assert server.calls == []


def test_without_the_key_to_be_told_numbers_the_service_does_not_start(
    tmp_path: Path, sqlite_url: str
) -> None:
    settings = connected(tmp_path, sqlite_url, registratie("http://127.0.0.1:9"))
    with pytest.raises(SettingsError, match="IDENTIFICATIESLEUTEL is not set"):
        make_service(replace(settings, identification_key=None, environ={"GEHEIM": DEFAULT.secret}))
