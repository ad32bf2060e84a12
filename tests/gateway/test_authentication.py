"""Real flows over HTTP: logging in, being recognised, being refused, logging out."""

import html
import re
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from harness.login_world import FRONTEND, KEY, LoginWorld, access_token, chosen, log_in, login_world, without

from auth.pending import LIFETIME
from subgraphs.service.voorbeeldstad import PERSONAS, Persona

COOKIE = "gemeentegraaf"
ATTEMPT = "gemeentegraaf-login"
OURS = {"x-gemeentegraaf": "1"}


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LoginWorld]:
    """One for all: every test logs in anew, and finds the clock at the real time."""
    async with login_world(tmp_path_factory.mktemp("login")) as one:
        yield one


@pytest_asyncio.fixture(loop_scope="module")
async def browser(world: LoginWorld) -> AsyncIterator[httpx.AsyncClient]:
    world.clock.now = 0
    async with world.browser() as one:
        yield one


@pytest.mark.parametrize("one", PERSONAS, ids=lambda each: each.sleutel)
async def test_every_persona_logs_in_sees_their_session_and_logs_out(
    browser: httpx.AsyncClient, one: Persona
) -> None:
    middel = "digid" if one.klantsoort == "burger" else "eherkenning"
    done = await log_in(browser, middel, one.sleutel, terug="/mijn?x=1")
    assert (done.status_code, done.headers["location"]) == (303, "/mijn?x=1")
    session = (await browser.get("/auth/sessie")).json()
    assert session.pop("verlooptOm")
    assert session == {
        "ingelogd": True,
        "klantsoort": one.klantsoort,
        "niveau": "substantieel",
        "middel": middel,
        "naam": one.naam,
        "namensEenAnder": False,
    }
    assert (await browser.get("/wie")).json() == {"klant": one.klant_id(KEY)}
    out = await browser.post("/auth/logout", headers=OURS)
    assert out.json() == {"ingelogd": False, "uitloggenBij": None}
    assert without(out, COOKIE)
    assert (await browser.get("/wie")).json() == {"klant": None}


async def test_the_cookie_of_an_ended_session_is_worth_nothing(browser: httpx.AsyncClient) -> None:
    await log_in(browser, "digid", "sanne-de-vries")
    kept = browser.cookies[COOKIE]
    await browser.post("/auth/logout", headers=OURS)
    refused = await browser.get("/wie", headers={"cookie": f"{COOKIE}={kept}"})
    assert (refused.status_code, refused.json()["code"]) == (401, "SESSION_EXPIRED")


async def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(
    browser: httpx.AsyncClient,
) -> None:
    done = await log_in(browser, "digid", "sanne-de-vries")
    header = next(h for h in done.headers.get_list("set-cookie") if h.startswith(f"{COOKIE}="))
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= {part.strip() for part in header.split(";")}
    assert "Domain" not in header


async def test_nobody_is_told_how_to_log_in(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/auth/sessie")
    assert answer.json() == {
        "ingelogd": False,
        "middelen": [
            {"middel": "digid", "klantsoorten": ["burger"], "inloggen": "/auth/login/digid"},
            {
                "middel": "eherkenning",
                "klantsoorten": ["bedrijf", "instelling"],
                "inloggen": "/auth/login/eherkenning",
            },
        ],
    }
    assert answer.headers["cache-control"] == "no-store"


async def test_a_session_ends_after_fifteen_minutes_and_says_so(
    world: LoginWorld, browser: httpx.AsyncClient
) -> None:
    await log_in(browser, "digid", "sanne-de-vries")
    world.clock.forward(15 * 60)
    refused = await browser.get("/wie")
    assert (refused.status_code, refused.json()["code"]) == (401, "SESSION_EXPIRED")
    assert without(refused, COOKIE)


async def test_a_page_learns_that_the_session_ended(world: LoginWorld, browser: httpx.AsyncClient) -> None:
    await log_in(browser, "digid", "sanne-de-vries")
    world.clock.forward(15 * 60)
    answer = await browser.get("/auth/sessie")
    assert (answer.json()["ingelogd"], answer.json()["code"]) == (False, "SESSION_EXPIRED")
    assert without(answer, COOKIE)


@pytest.mark.parametrize(
    "cookie", [f"{COOKIE}=verzonnen", f"{COOKIE}={'x' * 2000}", f"{COOKIE}=%00", f"a=b; {COOKIE}=a.b.c"]
)
async def test_a_tampered_cookie_is_refused(browser: httpx.AsyncClient, cookie: str) -> None:
    refused = await browser.get("/wie", headers={"cookie": cookie})
    assert (refused.status_code, refused.json()["code"]) == (401, "SESSION_EXPIRED")


async def test_of_two_session_cookies_neither_counts(browser: httpx.AsyncClient) -> None:
    await log_in(browser, "digid", "sanne-de-vries")
    both = f"{COOKIE}={browser.cookies[COOKIE]}; {COOKIE}=van-een-ander"
    assert (await browser.get("/wie", headers={"cookie": both})).json() == {"klant": None}


async def test_a_login_gives_a_new_session_and_ends_the_old_one(browser: httpx.AsyncClient) -> None:
    await log_in(browser, "digid", "sanne-de-vries")
    first = browser.cookies[COOKIE]
    await log_in(browser, "eherkenning", "de-gouden-korst")
    assert browser.cookies[COOKIE] != first
    refused = await browser.get("/wie", headers={"cookie": f"{COOKIE}={first}"})
    assert refused.status_code == 401


async def test_a_session_fixed_by_someone_else_is_not_taken_over(browser: httpx.AsyncClient) -> None:
    browser.cookies.set(COOKIE, "door-een-ander-gezet", domain="127.0.0.1")
    await log_in(browser, "digid", "sanne-de-vries")
    assert "door-een-ander-gezet" not in browser.cookies.jar.__repr__()


async def test_a_wrong_state_is_refused(browser: httpx.AsyncClient) -> None:
    callback = httpx.URL(await chosen(browser, "digid", "sanne-de-vries"))
    refused = await browser.get(callback.copy_set_param("state", "verzonnen"))
    assert refused.json()["errors"][0]["extensions"]["code"] == "LOGIN_STATE"
    assert COOKIE not in browser.cookies


async def test_a_repeated_parameter_is_refused(browser: httpx.AsyncClient) -> None:
    callback = httpx.URL(await chosen(browser, "digid", "sanne-de-vries"))
    refused = await browser.get(callback.copy_add_param("state", callback.params["state"]))
    assert refused.json()["errors"][0]["extensions"]["code"] == "LOGIN_STATE"


async def test_a_callback_works_once(browser: httpx.AsyncClient) -> None:
    callback = await chosen(browser, "digid", "sanne-de-vries")
    assert (await browser.get(callback)).status_code == 303
    again = await browser.get(callback)
    assert (again.status_code, again.json()["errors"][0]["extensions"]["code"]) == (400, "LOGIN_STATE")


async def test_a_used_code_is_refused_by_the_provider(browser: httpx.AsyncClient) -> None:
    used = httpx.URL(await chosen(browser, "digid", "sanne-de-vries"))
    await browser.get(used)
    fresh = httpx.URL(await chosen(browser, "digid", "hendrik-van-den-berg"))
    refused = await browser.get(fresh.copy_set_param("code", used.params["code"]))
    assert refused.headers["location"] == "/?aanmelden=LOGIN_CODE"


async def test_a_callback_in_another_browser_is_refused(
    world: LoginWorld, browser: httpx.AsyncClient
) -> None:
    callback = await chosen(browser, "digid", "sanne-de-vries")
    async with world.browser() as other:
        refused = await other.get(callback)
    assert refused.json()["errors"][0]["extensions"]["code"] == "LOGIN_STATE"


async def test_a_callback_that_comes_too_late_is_refused(
    world: LoginWorld, browser: httpx.AsyncClient
) -> None:
    callback = await chosen(browser, "digid", "sanne-de-vries")
    world.clock.forward(LIFETIME)
    assert (await browser.get(callback)).json()["errors"][0]["extensions"]["code"] == "LOGIN_STATE"


async def test_someone_who_cancels_comes_back_with_the_reason(browser: httpx.AsyncClient) -> None:
    begun = await browser.get("/auth/login/digid", params={"terug": f"{FRONTEND}/mijn?x=1&aanmelden=OUD"})
    page = await browser.get(begun.headers["location"])
    cancel = re.search(r'class="cancel" href="([^"]+)"', page.text)
    assert cancel
    back = await browser.get(html.unescape(cancel[1]))
    assert back.headers["location"] == f"{FRONTEND}/mijn?x=1&aanmelden=LOGIN_CANCELLED"


async def test_someone_whom_the_login_does_not_identify_is_refused(browser: httpx.AsyncClient) -> None:
    back = await log_in(browser, "digid", "iemand-zonder-bsn")
    assert back.headers["location"] == "/?aanmelden=LOGIN_CLAIMS"
    assert COOKIE not in browser.cookies


async def test_a_level_that_the_login_does_not_reach_is_refused(browser: httpx.AsyncClient) -> None:
    back = await log_in(browser, "digid", "sanne-de-vries", niveau="hoog")
    assert back.headers["location"] == "/?aanmelden=LOGIN_LEVEL_TOO_LOW"


@pytest.mark.parametrize("terug", ["https://elders.nl", "//elders.nl", "/\\elders.nl", "javascript:alert(1)"])
async def test_a_login_leads_to_no_other_origin(browser: httpx.AsyncClient, terug: str) -> None:
    refused = await browser.get("/auth/login/digid", params={"terug": terug})
    assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (400, "LOGIN_RETURN")


async def test_an_unknown_middel_is_not_found(browser: httpx.AsyncClient) -> None:
    refused = await browser.get("/auth/login/onbekend")
    assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (404, "LOGIN_UNKNOWN")


async def test_a_login_begun_at_localhost_goes_on_at_the_gateways_own_address(
    world: LoginWorld, browser: httpx.AsyncClient
) -> None:
    port = httpx.URL(world.base).port
    home = await browser.get("/auth/login/digid?terug=/mijn", headers={"host": f"localhost:{port}"})
    assert home.headers["location"] == f"{world.base}/auth/login/digid?terug=/mijn"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"content-type": "application/x-www-form-urlencoded"},
        {**OURS, "origin": "https://elders.nl"},
        {**OURS, "sec-fetch-site": "cross-site"},
    ],
    ids=["no sign of us", "a form", "another origin", "another site"],
)
async def test_another_site_cannot_log_someone_out(
    browser: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    await log_in(browser, "digid", "sanne-de-vries")
    refused = await browser.post("/auth/logout", headers=headers)
    assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (403, "CSRF_PREVENTED")
    assert (await browser.get("/auth/sessie")).json()["ingelogd"]


async def test_logging_out_by_a_link_is_not_possible(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/auth/logout")).status_code == 405


async def test_an_app_is_known_by_its_access_token(world: LoginWorld, browser: httpx.AsyncClient) -> None:
    token = await access_token(world.provider.issuers[1].url, "muziekschool-voorbeeldstad")
    answer = await browser.get("/wie", headers={"authorization": f"bearer {token}"})
    assert answer.json() == {"klant": PERSONAS[-1].klant_id(KEY)}


async def test_a_token_goes_before_a_cookie(world: LoginWorld, browser: httpx.AsyncClient) -> None:
    await log_in(browser, "digid", "sanne-de-vries")
    token = await access_token(world.provider.issuers[0].url, "hendrik-van-den-berg")
    answer = await browser.get("/wie", headers={"authorization": f"Bearer {token}"})
    assert answer.json() == {"klant": PERSONAS[1].klant_id(KEY)}
    refused = await browser.get("/wie", headers={"authorization": "Bearer onzin"})
    assert refused.status_code == 401


@pytest.mark.parametrize("name", ["access_token", "Access_Token"])
async def test_a_token_in_a_url_is_refused(world: LoginWorld, browser: httpx.AsyncClient, name: str) -> None:
    token = await access_token(world.provider.issuers[0].url, "hendrik-van-den-berg")
    refused = await browser.get("/wie", params={name: token})
    assert (refused.status_code, refused.json()["code"]) == (400, "TOKEN_IN_URL")


async def test_an_expired_token_is_refused(world: LoginWorld, browser: httpx.AsyncClient) -> None:
    token = await access_token(world.provider.issuers[0].url, "hendrik-van-den-berg")
    world.clock.forward(16 * 60)
    refused = await browser.get("/wie", headers={"authorization": f"Bearer {token}"})
    assert refused.json()["code"] == "UNAUTHENTICATED"


@pytest.mark.parametrize("header", ["Bearer onzin", "Bearer a.b.c", f"Bearer {'x' * 5000}"])
async def test_a_bad_token_is_refused_without_saying_why(browser: httpx.AsyncClient, header: str) -> None:
    refused = await browser.get("/wie", headers={"authorization": header})
    assert refused.status_code == 401
    assert refused.json() == {"code": "UNAUTHENTICATED", "message": "The access token is not valid."}
    assert refused.headers["www-authenticate"] == 'Bearer realm="gemeentegraaf", error="invalid_token"'


@pytest.mark.parametrize("header", ["", "Bearer", "Basic YTpi", "onzin"])
async def test_another_kind_of_credentials_is_refused(browser: httpx.AsyncClient, header: str) -> None:
    refused = await browser.get("/wie", headers={"authorization": header})
    assert refused.status_code == 401
    assert 'error="invalid_request"' in refused.headers["www-authenticate"]


async def test_two_authorization_headers_are_refused(world: LoginWorld, browser: httpx.AsyncClient) -> None:
    token = await access_token(world.provider.issuers[0].url, "sanne-de-vries")
    twice = [("authorization", f"Bearer {token}"), ("authorization", "Bearer onzin")]
    assert (await browser.get("/wie", headers=twice)).status_code == 401
