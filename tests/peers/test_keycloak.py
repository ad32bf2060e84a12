"""Login, step-up and logout against a real Keycloak, with the realm and the settings that we hand out."""

from __future__ import annotations

import re
import socket
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from html import unescape

import httpx
import pytest
import pytest_asyncio
from harness.keycloak import CLIENT_SECRET, REALM, KeycloakPerson, keycloak_server
from harness.keycloak import Keycloak as Server
from harness.served import served_at
from harness.small_town import SUPERGRAPH, small_town
from starlette.applications import Starlette

from auth.keys import dump_signing_key, generate_signing_key
from gateway.app import make_app
from gateway.settings import GatewaySettings
from gemeentegraaf.login_parts import login_parts
from schema.supergraph import Supergraph

pytestmark = [pytest.mark.keycloak, pytest.mark.asyncio(loop_scope="module")]

SETTINGS = REALM.with_name("gateway.yaml").read_text()
SANNE, HENDRIK, AMIRA = (
    KeycloakPerson(name, bsn)
    for name, bsn in (("sanne", "999990019"), ("hendrik", "999990020"), ("amira", "999990032"))
)
OURS = {"x-gemeentegraaf": "1"}
QUERY = {"query": "{ ik { inkomen } }"}


@dataclass(frozen=True)
class World:
    base: str
    server: Server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """The gateway and the provider, each at an address that the other knows."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        base = f"http://127.0.0.1:{listener.getsockname()[1]}"
        async with keycloak_server(base, [SANNE, HENDRIK, AMIRA]) as server:
            environ = {
                "GEMEENTEGRAAF_URL": base,
                "KEYCLOAK_URL": server.url,
                "GEMEENTEGRAAF_CLIENT_SECRET": CLIENT_SECRET,
                "GEMEENTEGRAAF_SESSIONS_URL": f"sqlite:///{tmp_path_factory.mktemp('kc')}/auth.sqlite3",
                "GEMEENTEGRAAF_PSEUDONIEMSLEUTEL": "p" * 32,
                "GEMEENTEGRAAF_IDENTITEITSSLEUTEL": dump_signing_key(generate_signing_key()),
            }
            async with served_at(listener, _gateway(environ)):
                yield World(base, server)


def _gateway(environ: Mapping[str, str]) -> Starlette:
    settings = GatewaySettings.load(SETTINGS, environ)
    assert settings.login
    parts = login_parts(settings.login, settings.public_url or "")
    return make_app(settings, Supergraph.parse(SUPERGRAPH), dict(small_town()), parts)


@pytest_asyncio.fixture(loop_scope="module")
async def browser(world: World) -> AsyncIterator[httpx.AsyncClient]:
    async with a_browser(world) as one:
        yield one


def a_browser(world: World) -> httpx.AsyncClient:
    """Like any browser it takes this machine for safe: Keycloak's cookies are for safe places only."""
    browser = httpx.AsyncClient(base_url=world.base, follow_redirects=True, timeout=60)

    async def keep(response: httpx.Response) -> None:
        for cookie in browser.cookies.jar:
            cookie.secure = False

    browser.event_hooks["response"].append(keep)
    return browser


async def submit(browser: httpx.AsyncClient, page: httpx.Response, **fields: str) -> httpx.Response:
    """Sends the one form of a page, with what is filled in and what was in it already."""
    [action] = re.findall(r'<form[^>]*action="([^"]+)"', page.text)
    hidden = {
        name: unescape(value)
        for name, value in re.findall(r'type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page.text)
    }
    return await browser.post(unescape(action), data={**hidden, **fields})


async def log_in(browser: httpx.AsyncClient, person: KeycloakPerson, **query: str) -> httpx.Response:
    """Through Keycloak's own pages; the answer is what the browser ends up at."""
    page = await browser.get("/auth/login/digid", params={"terug": "/health", **query})
    page = await submit(browser, page, username=person.name, password=person.name, credentialId="")
    if 'name="otp"' in page.text:
        page = await submit(browser, page, otp=person.otp())
    return page


async def session(browser: httpx.AsyncClient) -> dict[str, object]:
    found: dict[str, object] = (await browser.get("/auth/sessie")).json()
    return found


async def test_a_password_is_a_login_of_the_lowest_level(world: World, browser: httpx.AsyncClient) -> None:
    landed = await log_in(browser, SANNE)
    assert str(landed.url) == f"{world.base}/health"
    found = await session(browser)
    assert (found["klantsoort"], found["niveau"], found["naam"]) == ("burger", "basis", "Sanne de Vries")


async def test_a_denied_field_opens_after_a_step_up(world: World, browser: httpx.AsyncClient) -> None:
    await log_in(browser, HENDRIK)
    cookie = browser.cookies["gemeentegraaf"]
    denied = (await browser.post("/graphql", json=QUERY)).json()
    [way] = denied["errors"][0]["extensions"]["inloggen"]
    assert way == f"{world.base}/auth/login/digid?niveau=midden"
    landed = await log_in(browser, HENDRIK, niveau="midden")
    assert str(landed.url) == f"{world.base}/health"
    assert (await session(browser))["niveau"] == "midden"
    assert browser.cookies["gemeentegraaf"] != cookie
    assert (await browser.post("/graphql", json=QUERY)).json() == {"data": {"ik": {"inkomen": 30_000}}}


async def test_a_level_that_keycloak_does_not_know_is_not_given(browser: httpx.AsyncClient) -> None:
    landed = await log_in(browser, SANNE, niveau="hoog")
    assert landed.url.query == b"aanmelden=LOGIN_LEVEL_TOO_LOW"
    assert not (await session(browser))["ingelogd"]


async def test_logging_out_ends_the_login_at_keycloak_as_well(
    world: World, browser: httpx.AsyncClient
) -> None:
    await log_in(browser, SANNE)
    again = await browser.get("/auth/login/digid", params={"terug": "/health"})
    assert str(again.url) == f"{world.base}/health", "Keycloak should still know who this is"
    out = await browser.post("/auth/logout", params={"terug": "/ready"}, headers=OURS)
    onward = await browser.get(out.json()["uitloggenBij"])
    landed = await submit(browser, onward)
    assert str(landed.url) == f"{world.base}/ready"
    asked = await browser.get("/auth/login/digid", params={"terug": "/health"})
    assert str(asked.url).startswith(world.server.url), "Keycloak should ask who this is"


async def test_keycloak_ends_every_session_of_a_person_and_of_nobody_else(world: World) -> None:
    async with a_browser(world) as one, a_browser(world) as two, a_browser(world) as other:
        await log_in(one, AMIRA)
        await log_in(two, AMIRA)
        await log_in(other, SANNE)
        await world.server.end_sessions(AMIRA)
        refused = await one.post("/graphql", json=QUERY)
        assert refused.json()["errors"][0]["extensions"]["code"] == "SESSION_EXPIRED"
        assert [(await session(each))["ingelogd"] for each in (one, two, other)] == [False, False, True]
