"""Logout and step-up at an independent, certified OpenID provider: `oidc-provider` of npm.

Its logout page takes a form only where its cookies are told to come along from other sites; Keycloak's always
does (test_keycloak.py).
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from html import unescape
from typing import Any

import httpx
import pytest
import pytest_asyncio
from harness.broker_world import HENDRIK, SANNE, BrokerWorld, broker_world
from harness.npm_openid_provider import BASIS, MIDDEN, Broker, Visit
from joserfc.jwk import RSAKey

pytestmark = [pytest.mark.peers, pytest.mark.processes, pytest.mark.asyncio(loop_scope="module")]

SECRET = "een-geheim-van-meer-dan-twee-en-dertig-tekens"
READING = RSAKey.generate_key(2048)
ENVIRON = {"SECRET": SECRET, "READING": READING.as_pem(private=True).decode()}
ISSUERS = """
plain: {url: "${ISSUER}", profile: digid, logout_form: false, client: {id: plain, secret: "${SECRET}"}}
encrypted:
  url: ${ISSUER}
  profile: digid
  logout_form: false
  client: {id: encrypted, secret: "${SECRET}", decryption_keys: "${READING}"}
"""
MIDDELEN = ["plain", "encrypted"]
OURS = {"x-gemeentegraaf": "1"}
FORM = re.compile(r'<form[^>]*action="([^"]+)"')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def broker(base: str) -> Broker:
    """Logout tokens are encrypted for us where ID tokens are."""
    client: dict[str, Any] = {
        "client_secret": SECRET,
        "post_logout_redirect_uris": [f"{base}/auth/uitgelogd"],
        "backchannel_logout_uri": f"{base}/auth/backchannel-logout",
        "backchannel_logout_session_required": True,
    }
    encryption = {
        "jwks_uri": f"{base}/auth/jwks",
        "id_token_encrypted_response_alg": "RSA-OAEP-256",
        "id_token_encrypted_response_enc": "A256GCM",
    }
    return Broker(
        [
            {**client, "client_id": name, "redirect_uris": [f"{base}/auth/callback/{name}"], **more}
            for name, more in (("plain", {}), ("encrypted", encryption))
        ]
    )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[BrokerWorld]:
    async with broker_world(tmp_path_factory.mktemp("broker"), broker, ISSUERS, ENVIRON) as one:
        yield one


@pytest_asyncio.fixture(loop_scope="module")
async def browser(world: BrokerWorld) -> AsyncIterator[httpx.AsyncClient]:
    async with world.browser() as one:
        yield one


async def submitted(browser: httpx.AsyncClient, page: httpx.Response, **fields: str) -> httpx.Response:
    """The one form of a page, sent."""
    [action] = FORM.findall(page.text)
    hidden = {name: unescape(value) for name, value in HIDDEN.findall(page.text)}
    return await browser.post(unescape(action), data={**hidden, **fields})


async def confirmed(browser: httpx.AsyncClient, page: httpx.Response) -> httpx.Response:
    """The provider asks whether one wants to log out there; one does."""
    assert page.status_code == 200, page.text
    return await submitted(browser, page, logout="yes")


async def is_logged_in(browser: httpx.AsyncClient) -> bool:
    return bool((await browser.get("/auth/sessie")).json()["ingelogd"])


@pytest.mark.parametrize("middel", MIDDELEN)
async def test_logging_out_goes_by_the_provider_and_comes_back(
    world: BrokerWorld, browser: httpx.AsyncClient, middel: str
) -> None:
    await world.log_in(browser, middel, Visit("sanne", MIDDEN))
    out = await browser.post("/auth/logout", params={"terug": "/tot-ziens"}, headers=OURS)
    onward = await browser.get(out.json()["uitloggenBij"])
    back = await confirmed(browser, await browser.get(onward.headers["location"]))
    assert back.headers["location"].startswith(f"{world.base}/auth/uitgelogd?state=")
    landed = await browser.get(back.headers["location"])
    assert (landed.status_code, landed.headers["location"]) == (303, "/tot-ziens")
    assert not await is_logged_in(browser)


@pytest.mark.parametrize("middel", MIDDELEN)
async def test_the_provider_no_longer_knows_who_it_was(
    world: BrokerWorld, browser: httpx.AsyncClient, middel: str
) -> None:
    await world.log_in(browser, middel, Visit("sanne", MIDDEN))
    await world.log_in(browser, middel, Visit("hendrik", MIDDEN))
    assert (await browser.get("/wie")).json() == SANNE, "the provider should still know who this is"
    out = await browser.post("/auth/logout", headers=OURS)
    onward = await browser.get(out.json()["uitloggenBij"])
    await confirmed(browser, await browser.get(onward.headers["location"]))
    await world.log_in(browser, middel, Visit("hendrik", MIDDEN))
    assert (await browser.get("/wie")).json() == HENDRIK


@pytest.mark.parametrize("middel", MIDDELEN)
async def test_who_logs_out_at_the_provider_is_logged_out_here(
    world: BrokerWorld, browser: httpx.AsyncClient, middel: str
) -> None:
    async with world.browser() as elsewhere:
        await world.log_in(elsewhere, middel, Visit("sanne", MIDDEN))
        await world.log_in(browser, middel, Visit("sanne", MIDDEN))
        await confirmed(browser, await browser.get(f"{world.provider.url}/session/end"))
        assert not await is_logged_in(browser), world.provider.log()
        assert await is_logged_in(elsewhere), "another login of the same person goes on"


async def test_a_step_up_asks_anew_and_raises_the_level(
    world: BrokerWorld, browser: httpx.AsyncClient
) -> None:
    await world.log_in(browser, "plain", Visit("sanne", BASIS))
    assert (await browser.get("/auth/sessie")).json()["niveau"] == "basis"
    assert await world.log_in(browser, "plain", Visit("sanne", MIDDEN), niveau="midden", terug="/x") == "/x"
    assert (await browser.get("/auth/sessie")).json()["niveau"] == "midden"


async def test_a_step_up_that_does_not_reach_the_level_changes_nothing(
    world: BrokerWorld, browser: httpx.AsyncClient
) -> None:
    await world.log_in(browser, "plain", Visit("sanne", BASIS))
    ended = await world.log_in(browser, "plain", Visit("sanne", BASIS), niveau="midden", terug="/x")
    assert ended == "/x?aanmelden=LOGIN_LEVEL_TOO_LOW"
    assert (await browser.get("/auth/sessie")).json()["niveau"] == "basis"
    assert (await browser.get("/wie")).json() == SANNE


async def test_a_step_up_by_someone_else_is_no_way_in(world: BrokerWorld, browser: httpx.AsyncClient) -> None:
    """This provider logs out whom it knew when someone else logs in, and says so: that session is over."""
    await world.log_in(browser, "plain", Visit("sanne", BASIS))
    ended = await world.log_in(browser, "plain", Visit("hendrik", MIDDEN), niveau="midden", terug="/x")
    assert ended == "/x?aanmelden=LOGIN_OTHER_PERSON"
    assert not await is_logged_in(browser)
